import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DeploymentError } from '../../../lib/core/deployment';
import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import { inExistingVpc, sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf, expectGolden } from '../../fixtures/golden';

test('the reference deployment has the plan that was reviewed', () => {
  const file = readFileSync(join(__dirname, '../../../deployments/inventory.yaml'), 'utf8');
  expectGolden('plan-inventory.json', `${JSON.stringify(plan(parse(file) as Deployment, asOf), null, 2)}\n`);
});

test('the same file and day give the same plan, whatever the order of keys and zones', () => {
  const reversed = Object.fromEntries(Object.entries(sample()).reverse()) as unknown as Deployment;
  const shuffled = { ...reversed, zones: ['use1-az4', 'use1-az1', 'use1-az2'] };
  expect(JSON.stringify(plan(shuffled, asOf))).toBe(JSON.stringify(plan(sample(), asOf)));
});

test('a bad deployment throws with all of its mistakes', () => {
  const bad = sample({
    zones: ['use1-az9', 'euw1-az1', 'use1-az1'],
    brokers: { instanceType: 'm7g.huge', perZone: 1 },
  });
  let mistakes: readonly { path: string }[] = [];
  try {
    plan(bad, asOf);
  } catch (error) {
    if (error instanceof DeploymentError) mistakes = error.mistakes;
  }
  expect(mistakes.map(({ path }) => path)).toEqual(['zones[0]', 'zones[1]', 'brokers.instanceType']);
});

function thawed(value: unknown, path = 'plan'): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) => thawed(inner, `${path}.${key}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}

test('nobody can change a plan, and planning freezes nothing of the caller', () => {
  const deployment = inExistingVpc({ clients: { securityGroups: ['sg-0123456789abcdef0'] }, tags: { team: 'stock' } });
  expect(thawed(plan(deployment, asOf))).toEqual([]);
  expect([deployment.tags, deployment.clients?.securityGroups, deployment.automq].some(Object.isFrozen)).toBe(false);
});

test('a property that is present but undefined is a property that was not given', () => {
  const props = sample({
    controllers: { count: undefined, instanceType: undefined },
    wal: { type: 's3', batchIntervalMs: undefined },
    tls: { issuer: 'private-ca', validityDays: undefined, authorityArn: undefined },
    brokers: { ...sample().brokers, rootVolumeGiB: undefined },
  });
  expect(plan(props, asOf)).toEqual(plan(sample(), asOf));
});

test("tags are the user's and the mark of the cluster, which IAM relies on", () => {
  expect(plan(sample({ tags: { team: 'stock' }, stackNamePrefix: 'inv-prod' }), asOf).tags).toEqual({
    team: 'stock',
    'automq:cluster': 'inv-prod',
  });
});

test('the prefix, not the name, begins whatever must be unique in the account', () => {
  const { stacks, buckets, keys, secrets, logGroups, controllers, brokers } = plan(
    sample({ stackNamePrefix: 'inv-prod' }),
    asOf,
  );
  const groups = brokers.kind === 'elastic' ? brokers.groups.map(({ name }) => name) : [];
  const made = [
    ...stacks.map(({ name }) => name),
    ...Object.values(buckets).map(({ name }) => name),
    ...Object.values(keys).map(({ alias }) => alias),
    ...Object.values(secrets).map(({ name }) => name),
    ...Object.values(logGroups).map(({ name }) => name),
    ...controllers.map(({ groupName }) => groupName),
    ...groups,
  ];
  expect(made).toHaveLength(22);
  expect(made.filter((name) => !name.includes('inv-prod'))).toEqual([]);
});

describe('destroying data takes two', () => {
  const both = (file: boolean, option?: string) =>
    plan(sample({ allowDataLoss: file, terminationProtection: true }), asOf, { allowDataLoss: option });

  test.each([
    [false, undefined, false],
    [true, undefined, false],
    [false, 'inventory', false],
    [true, 'another', false],
    [true, 'inventory', true],
  ])('file %s and option %s: %s', (file, option, destroyed) => {
    expect(both(file, option).destroyData).toBe(destroyed);
  });

  test('no stack is protected before the file says so', () => {
    expect(plan(sample(), asOf).stacks.some(({ terminationProtection }) => terminationProtection)).toBe(false);
  });

  test('only then the stacks that keep state lose their protection', () => {
    const isProtected = (kind: string, from: ReturnType<typeof both>) =>
      from.stacks.find((stack) => stack.kind === kind)?.terminationProtection;
    expect(['data', 'cluster'].map((kind) => isProtected(kind, both(true)))).toEqual([true, true]);
    expect(['data', 'cluster'].map((kind) => isProtected(kind, both(true, 'inventory')))).toEqual([false, false]);
  });
});

test('with an existing VPC there is no network stack, no flow log and no new interface endpoint to pay for', () => {
  const { stacks, roles, costs, network } = plan(inExistingVpc(), asOf);
  expect(stacks.map(({ kind }) => kind)).toEqual(['identity', 'data', 'cluster']);
  expect(roles.flowLogs.needed).toBe(false);
  expect(costs.map(({ item }) => item)).not.toContain('interface endpoints');
  expect(network).toMatchObject({ existingVpcId: 'vpc-0123456789abcdef0', s3PrefixListId: 'pl-63a5400a' });
});

test('whoever may reconfigure the data bucket: the role of the CDK bootstrap, unless the file says otherwise', () => {
  expect(plan(sample(), asOf).access.deployers).toEqual([
    'arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1',
  ]);
  const deployers = ['arn:aws:iam::111122223333:role/pipeline-*'];
  expect(plan(sample({ roles: { deployers } }), asOf).access.deployers).toEqual(deployers);
});

test('an injected node role comes with the profile the file names, or with the one of its own name', () => {
  const broker = 'arn:aws:iam::111122223333:role/kafka/broker';
  const brokerInstanceProfile = 'arn:aws:iam::111122223333:instance-profile/nodes';
  const profile = (roles: Deployment['roles']) => plan(sample({ roles }), asOf).roles.broker.existingInstanceProfileArn;
  expect(profile({})).toBeUndefined();
  expect(profile({ broker })).toBe('arn:aws:iam::111122223333:instance-profile/kafka/broker');
  expect(profile({ broker, brokerInstanceProfile })).toBe(brokerInstanceProfile);
});

describe('zone router', () => {
  test.each([
    ['three zones and the S3 WAL', sample(), true],
    ['one zone', sample({ zones: ['use1-az1'] }), false],
    ['switched off', sample({ zoneRouter: false }), false],
    ['WAL volumes', withWalVolumes(), false],
  ])('%s', (_, deployment, on) => {
    const { zoneRouter, zones } = plan(deployment, asOf);
    expect(zoneRouter).toBe(on);
    expect(zones[0]?.clientSettings['client.id']).toBe(on ? 'automq_az=use1-az1' : undefined);
    expect(zones[0]?.clientSettings['client.rack']).toBe('use1-az1');
  });
});

test('the sentences that become rule descriptions have only characters that security groups take', () => {
  for (const { why } of plan(sample(), asOf).ports) expect(why).toMatch(/^[\w. :\-/()#,@[\]+=&;{}!$*]{1,255}$/);
});
