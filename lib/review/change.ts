/** Section "change": what differs from the packet that was approved last, in a reviewer's words, the riskiest first. */
import type { Flow } from './network';
import type { Packet } from './packet';
import type { StatementReview } from './identity';
import { pairs, pairsByContent } from './pairs';

/** `widened`: somebody can do or reach more, or something is less protected than before. */
export type Risk = 'widened' | 'changed' | 'narrowed';

export interface ChangeRow {
  readonly risk: Risk;
  readonly section: 'data' | 'identity' | 'network' | 'posture' | 'machines' | 'not judged' | 'acknowledgements';
  readonly words: string;
  readonly resource: string;
}

const ORDER: readonly Risk[] = ['widened', 'changed', 'narrowed'];

export function changes(before: Packet, after: Packet): readonly ChangeRow[] {
  const rows = [
    ...identityChanges(before, after),
    ...networkChanges(before, after),
    ...dataChanges(before, after),
    ...machineChanges(before, after),
    ...notJudgedChanges(before, after),
    ...postureChanges(before, after),
    ...acknowledgementChanges(before, after),
  ];
  return rows.sort((a, b) => ORDER.indexOf(a.risk) - ORDER.indexOf(b.risk));
}

interface Held {
  readonly holder: string;
  readonly resource: string;
  readonly statement: StatementReview;
}

/** Every statement with who has it. */
function held({ identity }: Packet): readonly Held[] {
  const roles = identity.roles.map(({ role, resource, statements }) => ({ holder: role, resource, statements }));
  const policies = identity.resourcePolicies.map(({ kind, subject, resource, statements }) => {
    return { holder: `${kind} policy of ${subject}`, resource, statements };
  });
  return [...roles, ...policies].flatMap(({ holder, resource, statements }) =>
    statements.map((statement) => ({ holder, resource, statement })),
  );
}

function identityChanges(before: Packet, after: Packet): ChangeRow[] {
  const under = ({ resource, holder }: Held) => `${resource} ${holder}`;
  const { added, gone, both } = pairsByContent(
    held(before),
    held(after),
    (row) => `${under(row)} ${meaning(row.statement)}`,
    (row) => `${under(row)} ${row.statement.sid}`,
  );
  const roles = pairs(before.identity.roles, after.identity.roles, ({ resource }) => resource);
  const row = (risk: Risk, { resource }: { resource: string }, words: string): ChangeRow => ({
    risk,
    section: 'identity',
    resource,
    words,
  });
  return [
    ...added.map((each) =>
      row(
        each.statement.effect === 'Deny' ? 'narrowed' : 'widened',
        each,
        `${each.holder}: permission ${each.statement.sid} added. ${each.statement.words}`,
      ),
    ),
    ...gone.map((each) =>
      row(
        each.statement.effect === 'Deny' ? 'widened' : 'narrowed',
        each,
        `${each.holder}: ${each.statement.sid} removed. It said: ${each.statement.words}`,
      ),
    ),
    ...both.flatMap(([old, now]) => statementChanges(old, now)),
    ...roles.added.map((role) => row('widened', role, `role ${role.role} added: ${role.assumedBy.join(' ')}`)),
    ...roles.gone.map((role) => row('narrowed', role, `role ${role.role} removed`)),
    ...roles.both.flatMap(([old, now]) => roleChanges(old, now)),
  ];
}

/** Two statements may share a Sid; one without is called by its place, which means nothing. */
const meaning = ({ sid, effect, principals, actions, resources, conditions }: StatementReview): string =>
  JSON.stringify([/^statement \d+$/.test(sid) ? '' : sid, effect, principals, actions, resources, conditions]);

type Role = Packet['identity']['roles'][number];

function roleChanges(old: Role, now: Role): ChangeRow[] {
  const row = (risk: Risk, words: string): ChangeRow => ({ risk, section: 'identity', resource: now.resource, words });
  const trust = minus(now.assumedBy, old.assumedBy).map((words) =>
    row('widened', `${now.role}: trust changed. ${words}`),
  );
  const fewer = minus(old.assumedBy, now.assumedBy).map((words) =>
    row('changed', `${now.role}: no longer trusted so. ${words}`),
  );
  const boundary =
    old.boundary === now.boundary
      ? []
      : [
          row(
            now.boundary === 'none' ? 'widened' : 'changed',
            `${now.role}: boundary was ${old.boundary}, is ${now.boundary}`,
          ),
        ];
  const powers = minus(can(now), can(old)).map((what) => row('widened', `${now.role} can now ${what}`));
  return [...trust, ...fewer, ...boundary, ...powers];
}

const can = ({ cannot }: Role): readonly string[] => cannot.filter((row) => !row.cannot).map(({ what }) => what);

/** Parts of a statement: whether more of them allows more. A condition narrows, so one more of them is less. */
const PARTS = [
  { part: 'actions', name: 'action', more: 'widened' },
  { part: 'resources', name: 'resource', more: 'widened' },
  { part: 'principals', name: 'principal', more: 'widened' },
  { part: 'conditions', name: 'condition', more: 'narrowed' },
] as const;

const opposite: Readonly<Record<Risk, Risk>> = { widened: 'narrowed', narrowed: 'widened', changed: 'changed' };

function statementChanges(old: Held, now: Held): ChangeRow[] {
  const row = (risk: Risk, words: string): ChangeRow => {
    return {
      risk,
      section: 'identity',
      resource: now.resource,
      words: `${now.holder}, ${now.statement.sid}: ${words}`,
    };
  };
  const flipped =
    old.statement.effect === now.statement.effect
      ? []
      : [row('widened', `was ${old.statement.effect}, is ${now.statement.effect}`)];
  const parts = PARTS.flatMap(({ part, name, more }) => {
    const risk = now.statement.effect === 'Deny' ? opposite[more] : more;
    const [added, gone] = [
      minus(now.statement[part], old.statement[part]),
      minus(old.statement[part], now.statement[part]),
    ];
    return [
      ...added.map((text) => row(risk, `${name} added: ${text}`)),
      ...gone.map((text) => row(opposite[risk], `${name} removed: ${text}`)),
    ];
  });
  return [...flipped, ...parts];
}

const minus = (from: readonly string[], what: readonly string[]): readonly string[] =>
  from.filter((text) => !what.includes(text));

function networkChanges(before: Packet, after: Packet): ChangeRow[] {
  const key = ({ direction, from, to, port }: Flow) => `${direction} ${from} ${to} ${port}`;
  const flows = pairs(before.network.flows, after.network.flows, key);
  const row = (risk: Risk, resource: string, words: string): ChangeRow => ({
    risk,
    section: 'network',
    resource,
    words,
  });
  const said = ({ direction, from, to, port }: Flow) => `${direction}, ${port}, from ${from} to ${to}`;
  const endpoints = pairs(before.network.endpoints, after.network.endpoints, ({ resource }) => resource);
  return [
    ...flows.added.map((flow) => row('widened', flow.resource, `port opened: ${said(flow)}`)),
    ...flows.gone.map((flow) => row('narrowed', flow.resource, `port closed: ${said(flow)}`)),
    ...flows.both.flatMap(([old, now]) =>
      old.why === now.why
        ? []
        : [row('changed', now.resource, `reason of ${key(now)} was "${old.why}", is "${now.why}"`)],
    ),
    ...minus(after.network.internet, before.network.internet).map((way) =>
      row('widened', way, `a way to the internet: ${way}`),
    ),
    ...endpoints.added.map(({ resource, service }) => row('changed', resource, `endpoint for ${service} added`)),
    ...endpoints.gone.map(({ resource, service }) => row('changed', resource, `endpoint for ${service} removed`)),
    ...endpoints.both.flatMap(([old, now]) =>
      old.restricted && !now.restricted
        ? [row('widened', now.resource, `endpoint for ${now.service} lost its policy`)]
        : [],
    ),
    ...endpoints.both
      .filter(([old, now]) => old.groups.join() !== now.groups.join())
      .map(([old, now]) =>
        row('widened', now.resource, `endpoint for ${now.service}: ${groupsOf(old)} guarded it, now ${groupsOf(now)}`),
      ),
  ];
}

const groupsOf = ({ groups = [] }: { readonly groups?: readonly string[] }): string =>
  groups.join(', ') || 'the default group of the VPC';

function dataChanges(before: Packet, after: Packet): ChangeRow[] {
  const row = (risk: Risk, resource: string, words: string): ChangeRow => ({ risk, section: 'data', resource, words });
  const stores = pairs(before.data.stores, after.data.stores, ({ resource, kind }) => `${resource} ${kind}`);
  const keys = pairs(before.data.keys, after.data.keys, ({ resource }) => resource);
  return [
    ...stores.added.map(({ kind, name, resource }) => row('changed', resource, `${kind} ${name} added`)),
    ...stores.gone.map(({ kind, name, resource }) => row('widened', resource, `${kind} ${name} is no longer there`)),
    ...stores.both.flatMap(([old, now]) => storeChanges(old, now)),
    ...keys.added.map(({ key, resource }) => row('changed', resource, `key ${key} added`)),
    ...keys.gone.map(({ key, resource }) => row('widened', resource, `key ${key} is no longer there`)),
    ...keys.both.flatMap(([old, now]) =>
      old.rotates && !now.rotates ? [row('widened', now.resource, `key ${now.key} no longer rotates`)] : [],
    ),
  ];
}

type Store = Packet['data']['stores'][number];

/** Any other key, retention or fate is for a person to judge, so it counts as widened. */
function storeChanges(old: Store, now: Store): ChangeRow[] {
  const parts = ['name', 'encryption', 'retention', 'onDelete'] as const;
  return parts.flatMap((part) => {
    if (old[part] === now[part]) return [];
    const words = `${now.kind} ${now.name}: ${part === 'onDelete' ? 'on delete' : part} was "${old[part]}", is "${now[part]}"`;
    return [{ risk: 'widened' as const, section: 'data' as const, resource: now.resource, words }];
  });
}

/** Other software is for a person to read again, so it counts as widened. */
function machineChanges(before: Packet, after: Packet): ChangeRow[] {
  const { both, added, gone } = pairs(before.machines, after.machines, ({ resource }) => resource);
  const row = (risk: Risk, resource: string, words: string): ChangeRow => ({
    risk,
    section: 'machines',
    resource,
    words,
  });
  return [
    ...added.map(({ name, resource }) => row('changed', resource, `machines ${name} added`)),
    ...gone.map(({ name, resource }) => row('narrowed', resource, `machines ${name} are no longer there`)),
    ...both.flatMap(([old, now]) => [
      ...(old.bootCode === now.bootCode
        ? []
        : [row('widened', now.resource, `boot code of ${now.name} is not what was read`)]),
      ...(old.image === now.image
        ? []
        : [row('widened', now.resource, `image of ${now.name} was ${old.image}, is ${now.image}`)]),
      ...(old.instanceType === now.instanceType
        ? []
        : [row('changed', now.resource, `${now.name} was ${old.instanceType}, is ${now.instanceType}`)]),
      ...(old.role === undefined || old.role === now.role
        ? []
        : [row('widened', now.resource, `role of ${now.name} was ${old.role}, is ${now.role}`)]),
      ...(old.groups === undefined || old.groups.join() === now.groups?.join()
        ? []
        : [row('widened', now.resource, `security groups of ${now.name} were ${groupsOf(old)}, are ${groupsOf(now)}`)]),
    ]),
  ];
}

/** What no section knows may do anything, so a person looks at it when it comes and whenever it changes. */
function notJudgedChanges(before: Packet, after: Packet): ChangeRow[] {
  const { added, gone, both } = pairs(
    before.notJudged ?? [],
    after.notJudged ?? [],
    ({ resource, type }) => `${resource} ${type}`,
  );
  const row = (risk: Risk, { resource, type }: { resource: string; type: string }, words: string): ChangeRow => {
    return { risk, section: 'not judged', resource, words: `${type}, which this review does not know, ${words}` };
  };
  return [
    ...added.map((each) => row('widened', each, 'added')),
    ...gone.map((each) => row('changed', each, 'removed')),
    ...both.flatMap(([old, now]) => (old.content === now.content ? [] : [row('widened', now, 'changed')])),
  ];
}

function postureChanges(before: Packet, after: Packet): ChangeRow[] {
  const answers = pairs(before.posture, after.posture, ({ id }) => id);
  return answers.both.flatMap(([old, now]) => {
    const worse = minus(now.answer === 'no' ? now.shownBy : [], old.answer === 'no' ? old.shownBy : []);
    if (old.answer === now.answer && worse.length === 0) return [];
    const risk: Risk = now.answer === 'no' ? 'widened' : now.answer === 'yes' ? 'narrowed' : 'changed';
    const words = `"${now.control}" was ${old.answer}, is ${now.answer}${worse.length > 0 ? `: ${worse.join('; ')}` : ''}`;
    return [{ risk, section: 'posture' as const, resource: now.id, words }];
  });
}

function acknowledgementChanges(before: Packet, after: Packet): ChangeRow[] {
  const known = (packet: Packet) =>
    packet.acknowledgements.flatMap(({ resource, ids, reason, owner }) =>
      ids.map((id) => ({ id, resource, reason, owner })),
    );
  const rows = pairs(known(before), known(after), ({ resource, id }) => `${resource} ${id}`);
  const row = (risk: Risk, resource: string, words: string): ChangeRow => ({
    risk,
    section: 'acknowledgements',
    resource,
    words,
  });
  return [
    ...rows.added.map(({ id, resource, reason }) =>
      row('widened', resource, `finding ${id} is acknowledged now: ${reason}`),
    ),
    ...rows.gone.map(({ id, resource }) => row('narrowed', resource, `finding ${id} is no longer acknowledged`)),
    ...rows.both.flatMap(([old, now]) =>
      old.reason === now.reason && old.owner === now.owner
        ? []
        : [row('changed', now.resource, `reason or owner of ${now.id} changed`)],
    ),
  ];
}
