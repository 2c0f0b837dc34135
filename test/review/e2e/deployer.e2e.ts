/**
 * The deployer's policy is enough and no more: held to the permissions of CloudFormation's registry, to what AWS asks besides on the
 * caller's behalf, and to what must be denied. `npm run e2e:deploy` replays the calls that real deploys made.
 *
 * Holds the promise `deployer-policy`.
 */
import { Assembly, deployerPolicy } from '../../../lib/review';
import { handlers } from '../../../lib/review/deployer/handlers';
import { matches } from '../../../lib/review/decide';
import { at } from '../../../lib/review/template';
import { examples, planOf } from '../../synth/synthesize';
import { notNeeded } from '../deployer/not-needed';
import { handedRoles, keyUses, linkedRole } from '../deployer/on-behalf';
import { Registry } from '../deployer/registry';
import { simulate, type Asked, type Document } from '../deployer/simulate';
import { questions, subjectsOf, withoutReferences, type Place } from '../deployer/subjects';
import { filesOf, mutated } from '../mutate';

const types = [...new Set(handlers.map(({ type }) => type))].sort();
const assemblies = new Map(examples.map((example) => [example, new Assembly(filesOf(example))]));
const inTable = (type: string, sourced = false): readonly string[] =>
  handlers
    .filter((row) => row.type === type && (!sourced || row.source !== undefined))
    .flatMap(({ actions }) => Object.values(actions).flat());
const leftOut = (type: string): readonly string[] =>
  notNeeded.filter((row) => row.type === type).flatMap(({ actions }) => actions.split(' '));

describe('the table and the registry', () => {
  const registry = new Registry();
  const everywhere = new Set(handlers.flatMap(({ actions }) => Object.values(actions).flat()));

  test.each(types)('%s: holds what its handlers ask for, but for what is left out with a reason', (type) => {
    const asked = registry.permissions(type) ?? [];
    // Roles are handed over by a statement of its own, and so is the role of Auto Scaling made.
    const apart = ['iam:PassRole', 'iam:CreateServiceLinkedRole'];
    const missing = asked.filter(
      (action) => !everywhere.has(action) && !apart.includes(action) && !leftOut(type).includes(action),
    );
    expect(missing).toEqual([]);
  });

  test.each(types)('%s: what is beyond the registry names its page', (type) => {
    const asked = registry.permissions(type) ?? [];
    const beyond = inTable(type).filter((action) => !asked.some((pattern) => matches(pattern, action, true)));
    expect(beyond.filter((action) => !inTable(type, true).includes(action))).toEqual([]);
  });

  test.each(notNeeded)('$type $properties: asked for by the registry, and no example has such a property', (row) => {
    const asked = registry.permissions(row.type) ?? [];
    expect(row.actions.split(' ').filter((action) => !asked.includes(action))).toEqual([]);
    if (row.properties.length === 0) expect(row.why).toBeDefined();
    for (const assembly of assemblies.values())
      for (const { address, properties } of assembly.ofType(row.type))
        expect([address, row.properties.filter((name) => properties[name] !== undefined)]).toEqual([address, []]);
  });
});

describe.each(examples)('%s', (example) => {
  const assembly = assemblies.get(example)!;
  const { cluster, access, tags, dns } = planOf(example);
  const place: Place = { account: cluster.account, region: cluster.region };
  const policy = deployerPolicy(assembly);
  const statements = policy.execution.flatMap(({ Statement }) => Statement);
  const identity = policy.execution as readonly Document[];
  const principal = access.deployers[0]!.replaceAll('*', 'deploy');
  const asker = { principal, identity, owner: place.account };
  let asked: Asked[] = [];

  beforeAll(async () => {
    asked = await everything();
  });

  async function everything(): Promise<Asked[]> {
    const rows = await Promise.all(
      assembly.resources.map(async (row) => {
        const subjects = await subjectsOf(assembly, row, place);
        const actions = [...new Set(inTable(row.type))];
        const direct = await Promise.all(
          actions.map((action) => questions(action, subjects, row, place, contextOf(action, row.properties))),
        );
        return [...direct.flat(), ...(await handedRoles(assembly, row, place))];
      }),
    );
    const unique = new Map([...rows.flat(), linkedRole(place)].map((each) => [JSON.stringify(each), each]));
    return [...unique.values()];
  }

  function contextOf(action: string, properties: Readonly<Record<string, unknown>>): Asked['context'] {
    if (action !== 'route53:ChangeResourceRecordSets') return {};
    const sets = (properties.RecordSets ?? []) as readonly { Name: string }[];
    return { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': sets.map(({ Name }) => Name.toLowerCase()) };
  }

  test('everything that the handlers of these resources call is allowed', async () => {
    const answers = await Promise.all(asked.map((each) => simulate(each, asker)));
    expect(asked.filter((_, i) => !answers[i])).toEqual([]);
  });

  test('every action of every statement is one that something here needs', () => {
    const used = new Set(asked.map(({ action }) => action));
    const keys = ['UseKeyVolume', 'GrantKeyVolume', 'UseKeySecret'];
    const idle = statements
      .filter(({ Sid }) => !keys.includes(Sid))
      .flatMap(({ Action }) => Action.filter((action) => !used.has(action)));
    expect(idle).toEqual([]);
  });

  test('volumes and passwords are made with their keys, by the key policy or by the statements for given keys', async () => {
    const uses = assembly.resources.flatMap((row) => keyUses(assembly, row, place));
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) {
      const own = use.key && withoutReferences(at(use.key.properties, 'KeyPolicy'));
      const ownersGrant: Document = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }],
      };
      const owner = use.resource.split(':')[4]!;
      expect([use.action, await simulate({ ...use, resourcePolicy: own ?? ownersGrant }, { ...asker, owner })]).toEqual(
        [use.action, true],
      );
    }
  });

  /** One question for each action is enough to see what it is limited to. */
  const oneEach = (): Asked[] => [
    ...new Map(asked.filter(({ resource }) => resource !== '*').map((each) => [each.action, each])).values(),
  ];

  test('reaches nothing of another cluster, but for what `residual` says', async () => {
    const prefix = tags['automq:cluster']!;
    const foreign = oneEach().map((each): Asked => {
      const others = (text: string): string =>
        [prefix, cluster.name, dns.domain].reduce((now, name) => now.replaceAll(name, 'other'), text);
      const context = JSON.parse(others(JSON.stringify(each.context))) as Asked['context'];
      return { ...each, resource: others(each.resource), context };
    });
    const answers = await Promise.all(foreign.map((each) => simulate(each, asker)));
    const allowed = foreign.filter((_, i) => answers[i]).map(({ action }) => action);
    const open = statements
      .filter(({ Sid }) => /^(Make|Look|LinkAutoScaling)/.test(Sid))
      .flatMap(({ Action }) => Action);
    expect(allowed.filter((action) => !open.includes(action))).toEqual([]);
  });

  test('reaches nothing of another account', async () => {
    const questionsElsewhere = oneEach().map(({ resourcePolicy: _ours, ...each }) => each);
    const answers = await Promise.all(
      questionsElsewhere.map((each) => simulate(each, { ...asker, owner: '999900001111' })),
    );
    expect(questionsElsewhere.filter((_, i) => answers[i])).toEqual([]);
  });

  test('writes records only below the domain of these templates', async () => {
    const context = { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['www.example.com'] };
    const asking = { action: 'route53:ChangeResourceRecordSets', resource: 'arn:aws:route53:::hostedzone/Z1', context };
    expect(await simulate(asking, asker)).toBe(false);
  });
});

test('with a boundary on every role, none is made without it, and none is taken away', async () => {
  const boundary = 'arn:aws:iam::111122223333:policy/team-boundary';
  const files = mutated(filesOf('inventory'), ({ identity }) => {
    for (const row of Object.values<{ Type: string; Properties: Record<string, unknown> }>(identity.Resources))
      if (row.Type === 'AWS::IAM::Role') row.Properties.PermissionsBoundary = boundary;
  });
  const identity = deployerPolicy(new Assembly(files)).execution as readonly Document[];
  const asker = { principal: 'arn:aws:iam::111122223333:role/deploy', identity, owner: '111122223333' };
  const resource = 'arn:aws:iam::111122223333:role/inventory-identity-Broker-1A2B3C4D5E6F';
  const asked = (action: string, context: Asked['context']) => simulate({ action, resource, context }, asker);
  expect(await asked('iam:CreateRole', { 'iam:PermissionsBoundary': boundary })).toBe(true);
  expect(await asked('iam:CreateRole', {})).toBe(false);
  expect(await asked('iam:CreateRole', { 'iam:PermissionsBoundary': `${boundary}-2` })).toBe(false);
  expect(await asked('iam:DeleteRolePermissionsBoundary', {})).toBe(false);
  expect(await asked('iam:DeleteRole', {})).toBe(true);
});
