/** The packet as a document of tables: what Markdown and HTML both print, so that neither says more than the other. */
import type { ChangeRow } from './change';
import type { Packet } from './packet';

export interface DocumentTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Part {
  /** Anchor, stable. */
  readonly id: string;
  readonly title: string;
  /** 2 for a section, 3 for a part of one. */
  readonly level: 2 | 3;
  readonly words?: readonly string[];
  readonly table?: DocumentTable;
  /** Where the drawing of flows goes. */
  readonly drawing?: boolean;
}

/** All parts in the order a reviewer reads them; the changes first, where there is something to compare with. */
export function documentOf(packet: Packet, changed?: readonly ChangeRow[]): readonly Part[] {
  return [
    ...summary(packet),
    ...changeParts(changed),
    ...dataParts(packet),
    ...identityParts(packet),
    ...networkParts(packet),
    ...machineParts(packet),
    ...notJudgedParts(packet),
    ...postureParts(packet),
    ...packParts(packet),
  ];
}

function summary({ made, templates, posture }: Packet): Part[] {
  const count = (answer: string) => posture.filter((row) => row.answer === answer).length;
  return [
    {
      id: 'summary',
      title: 'What this is about',
      level: 2,
      words: [
        `Made from the templates below, and from nothing else, by automq-byoc ${made.version} on ${made.day}, from ${made.from}.`,
        `${posture.length} controls: ${count('yes')} yes, ${count('no')} no, ${count('not applicable')} not applicable.`,
      ],
      table: {
        columns: ['Stack', 'File', 'Resources', 'SHA-256'],
        rows: templates.map(({ stack, file, resources, sha256 }) => [stack, file, String(resources), sha256]),
      },
    },
  ];
}

function changeParts(changed?: readonly ChangeRow[]): Part[] {
  if (changed === undefined) return [];
  const words = changed.length === 0 ? ['Nothing that a reviewer would see has changed.'] : [];
  const rows = changed.map(({ risk, section, words: said, resource }) => [risk, section, said, resource]);
  return [
    {
      id: 'change',
      title: 'Change since the approved packet',
      level: 2,
      words,
      table: { columns: ['Risk', 'Section', 'What', 'Where'], rows },
    },
  ];
}

function dataParts({ data }: Packet): Part[] {
  const stores = data.stores.map((row) => [row.kind, row.name, row.holds, row.encryption, row.retention, row.onDelete]);
  const keys = data.keys.map((row) => [
    row.key,
    row.holds,
    row.users.join('\n'),
    row.encrypts.join(', '),
    row.rotates ? 'yes' : 'NO',
    row.onDelete,
  ]);
  return [
    {
      id: 'data',
      title: 'Data: where every byte lives',
      level: 2,
      words: ['What is kept outlives its stack until somebody deletes it by hand.'],
      table: { columns: ['Store', 'Name', 'Holds', 'Encryption', 'Kept', 'On delete'], rows: stores },
    },
    {
      id: 'keys',
      title: 'Keys, and who can use them',
      level: 3,
      table: { columns: ['Key', 'For', 'Who can use it', 'Encrypts', 'Rotates', 'On delete'], rows: keys },
    },
  ];
}

function identityParts({ identity }: Packet): Part[] {
  const none =
    identity.roles.length === 0
      ? ['No role is made here: all are injected, and their owners say what they may do.']
      : [];
  return [
    { id: 'identity', title: 'Identity: who may do what', level: 2, words: none },
    ...identity.roles.flatMap((role) => roleParts(role)),
    ...identity.resourcePolicies.map(({ kind, subject, resource, statements }): Part => {
      return {
        id: `policy-${anchor(resource)}`,
        title: `${kind} policy of ${subject}`,
        level: 3,
        table: statementTable(statements),
      };
    }),
    { id: 'risks', title: 'Risks that stay', level: 3, words: identity.residualRisks },
  ];
}

type Role = Packet['identity']['roles'][number];

function roleParts(role: Role): Part[] {
  const cannot = role.cannot.filter((row) => row.cannot).map(({ what }) => what);
  const can = role.cannot.filter((row) => !row.cannot && !row.unsure).map(({ what }) => what);
  const may = role.cannot.flatMap(({ what, unsure }) => (unsure ? [`${what} (${unsure.join('; ')})`] : []));
  const words = [
    role.purpose,
    `Who takes it on: ${role.assumedBy.join(' ')} Permissions boundary: ${role.boundary}.`,
    `What it cannot do, by its own statements: ${cannot.join('; ') || 'nothing of what is asked'}.`,
    ...(may.length > 0 ? [`WHAT IT MAY BE ABLE TO DO, AS THE TEMPLATES DO NOT SAY: ${may.join('; ')}.`] : []),
    ...(can.length > 0 ? [`WHAT IT CAN DO OUTSIDE OF THIS CLUSTER: ${can.join('; ')}.`] : []),
  ];
  return [
    {
      id: `role-${anchor(role.resource)}`,
      title: `Role ${role.role}`,
      level: 3,
      words,
      table: statementTable(role.statements),
    },
  ];
}

function statementTable(statements: Role['statements']): DocumentTable {
  const wild = (row: Role['statements'][number]) =>
    row.wildcards.map(({ pattern, reason }) => `${pattern}: ${reason ?? 'NO REASON GIVEN'}`);
  return {
    columns: ['Statement', 'In words', 'Actions', 'Wildcards, and why'],
    rows: statements.map((row) => [row.sid, row.words, row.actions.join(', '), wild(row).join('\n')]),
  };
}

function networkParts({ network }: Packet): Part[] {
  const flows = network.flows.map(({ direction, from, to, port, why }) => [
    direction,
    from,
    to,
    port,
    why || 'NO REASON GIVEN',
  ]);
  const endpoints = network.endpoints.map(({ service, kind, restricted, groups, purpose }) => [
    service,
    kind,
    restricted ? 'own policy' : 'EVERYTHING PASSES',
    groups.join(', ') || (kind === 'Interface' ? 'DEFAULT GROUP OF THE VPC' : 'route tables'),
    purpose,
  ]);
  return [
    {
      id: 'network',
      title: 'Network: every allowed flow',
      level: 2,
      words: [network.statement, ...network.internet],
      drawing: true,
      table: { columns: ['Rule', 'From', 'To', 'Port', 'Why'], rows: flows },
    },
    {
      id: 'endpoints',
      title: 'Endpoints',
      level: 3,
      table: { columns: ['Service', 'Kind', 'Policy', 'Guarded by', 'For'], rows: endpoints },
    },
  ];
}

function machineParts({ machines }: Packet): Part[] {
  const words = ['The SHA-256 is of the user data in the launch template; a changed one means: read it again.'];
  const rows = machines.map(({ name, image, instanceType, role = '', groups = [], bootCode }) => [
    ...[name, image, instanceType, role],
    groups.join(', ') || 'DEFAULT GROUP OF THE VPC',
    bootCode,
  ]);
  return [
    {
      id: 'machines',
      title: 'Machines: what runs on them',
      level: 2,
      words,
      table: { columns: ['Machines', 'Image', 'Type', 'Role', 'Security groups', 'SHA-256 of the boot code'], rows },
    },
  ];
}

function notJudgedParts({ notJudged = [], notRead = [] }: Packet): Part[] {
  const unknown = notJudged.map(({ type, resource }) => [
    type,
    resource,
    'NOT KNOWN TO THIS REVIEW: look at it yourself',
  ]);
  const known = notRead.map(({ type, resources, why }) => [type, String(resources), why]);
  const words = unknown.length === 0 ? ['Every resource is of a type that this review knows.'] : [];
  return [
    {
      id: 'not-judged',
      title: 'Not judged',
      level: 2,
      words: [...words, 'Of these types no section reads anything; all others are in the sections.'],
      table: { columns: ['Type', 'Resources', 'What there is to know'], rows: [...unknown, ...known] },
    },
  ];
}

function postureParts({ posture, acknowledgements }: Packet): Part[] {
  const rows = posture.map(({ answer, control, shownBy, knownAs }, i) => [
    String(i + 1),
    answer,
    control,
    shownBy.join('\n'),
    knownAs.join(', '),
  ]);
  const stands = acknowledgements.map(({ ids, resource, reason, owner, reviewBy, expired }) => [
    ids.join(', '),
    resource,
    reason,
    owner,
    expired ? `${reviewBy}: EXPIRED` : reviewBy,
  ]);
  return [
    {
      id: 'posture',
      title: `Posture: ${posture.length} controls`,
      level: 2,
      words: [
        '"Known as" names the controls of Security Hub, Control Tower and cdk-nag that ask the same; their own findings may differ.',
      ],
      table: { columns: ['No.', 'Answer', 'Control', 'Shown by', 'Known as'], rows },
    },
    {
      id: 'acknowledgements',
      title: 'Findings that stand with a reason',
      level: 3,
      table: { columns: ['Finding', 'Resource', 'Reason', 'Owner', 'Review by'], rows: stands },
    },
  ];
}

/** Open findings one by one, those with a reason counted: their reasons stand above. */
function packParts({ packs }: Packet): Part[] {
  const open = (packs ?? []).filter(({ acknowledged }) => !acknowledged);
  const words =
    packs === undefined
      ? ['The four cdk-nag packs were not run (`automq-byoc review --packs` does).']
      : [
          `${packs.length} findings; ${packs.length - open.length} of them carry a reason in the template, ${open.length} do not.`,
        ];
  const rows = open.map(({ pack, rule, resource, what }) => [pack, rule, resource, what]);
  return [
    {
      id: 'packs',
      title: 'Policy packs',
      level: 3,
      words,
      ...(rows.length > 0 && { table: { columns: ['Pack', 'Finding without a reason', 'Resource', 'What'], rows } }),
    },
  ];
}

export const anchor = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
