/** The whole cluster as one component, for customers who write Pulumi themselves. */
import { Provider } from '@pulumi/aws/provider';
import { output, secret } from '@pulumi/pulumi';
import type { Deployment } from '../../lib/core';
import { AutoMqCluster, type AutoMqClusterArgs } from '../../lib/pulumi';
import { inExistingVpc, sample } from '../fixtures/deployments';
import { idOf, keptArnOf, recorded, type Recorded } from './recorded';

const roles = { deployers: ['arn:aws:iam::111122223333:role/pulumi'] };
const base: AutoMqClusterArgs = { ...sample(), roles, asOf: '2026-11-22' };
let made: AutoMqCluster;

const cluster = (overrides: Partial<AutoMqClusterArgs> = {}): Promise<Recorded[]> =>
  recorded((options) => {
    made = new AutoMqCluster('kafka', { ...base, ...overrides }, options);
  });

const of = (resources: readonly Recorded[], type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));

describe('in one stack', () => {
  test('makes roles, data, network and machines', async () => {
    const resources = await cluster();
    for (const type of ['Role', 'Bucket', 'Vpc', 'Group']) expect(of(resources, type)).not.toEqual([]);
  });

  test('every resource but the cluster itself has a component for parent', async () => {
    const resources = await cluster();
    const strays = resources.filter(({ parent }) => !parent?.startsWith('automq-byoc:index:'));
    expect(strays.map(({ type }) => type)).toEqual(['automq-byoc:index:AutoMqCluster']);
  });

  test('takes the provider it is given for every resource', async () => {
    const provider = new Provider('other', { region: 'us-east-1' });
    const resources = await recorded(
      (options) => new AutoMqCluster('kafka', base, { ...options, providers: [provider] }),
    );
    const made = resources.filter(({ type }) => type.startsWith('aws:'));
    expect(made.length).toBeGreaterThan(50);
    expect(made.filter((each) => each.provider !== 'other').map(({ type }) => type)).toEqual([]);
  });

  test('tells clients where to connect', async () => {
    await cluster();
    expect(made.bootstrapServers).toBe('bootstrap.inventory.automq.internal:9092');
    expect(made.outputs.BrokersPerZoneInForce).toBe('1');
  });

  test('starts no machine before its permissions are there', async () => {
    const [first] = of(await cluster(), 'Group');
    expect(first!.name).toBe('kafka-Controller0-Group');
    for (const part of ['ClusterIdentity', 'ClusterData', 'ClusterNetwork']) {
      expect(first!.dependsOn).toContain(`automq-byoc:index:${part} kafka`);
    }
  });
});

describe('connections', () => {
  test('open the client port to what they allow', async () => {
    const resources = await recorded((options) => {
      new AutoMqCluster('kafka', base, options).allowClients('orders', output('sg-0123456789abcdef0'));
    });
    const rule = resources.find(({ name }) => name === 'kafka-Clients-orders')!;
    expect(rule.inputs).toMatchObject({
      fromPort: 9092,
      toPort: 9092,
      referencedSecurityGroupId: 'sg-0123456789abcdef0',
    });
  });
});

describe('a grant to read the admin password', () => {
  test('reaches the reader and the policy of the key', async () => {
    const reader = 'arn:aws:iam::111122223333:role/apps/orders';
    const resources = await cluster({ adminSecretReaders: { orders: output(reader) } });
    const grant = resources.find(({ name }) => name === 'kafka-AdminSecretReader-orders')!;
    expect(grant.inputs.role).toBe('orders');
    expect(JSON.parse(grant.inputs.policy as string).Statement).toEqual([
      expect.objectContaining({ Action: ['secretsmanager:GetSecretValue'], Resource: idOf('kafka-AdminSecret') }),
    ]);
    const readable = of(resources, 'Key').filter(({ inputs }) => String(inputs.policy).includes(reader));
    expect(readable.map(({ name }) => name)).toEqual(['kafka-SecretsKey']);
  });
});

test('data is destroyed only when both halves of the opt-in say so', async () => {
  const kept = async (destroyDataOf?: string) =>
    of(await cluster({ allowDataLoss: true, destroyDataOf }), 'Bucket').map(({ retainOnDelete }) => retainOnDelete);
  expect(await kept()).toEqual([true, true, true]);
  expect(await kept('inventory')).toEqual([false, false, false]);
});

test('seasons come with their keeper, after the groups that it keeps', async () => {
  const season = {
    name: 'black-friday',
    start: '2026-11-26T18:00',
    end: '2026-12-01T06:00',
    timeZone: 'America/New_York',
    brokersPerZone: 2,
  };
  const resources = await cluster({ seasons: [season], brokers: { ...base.brokers, slotsPerZone: 6 } });
  const [schedule] = of(resources, 'Schedule');
  const kept = of(resources, 'Group').filter(({ name }) => name.includes('Brokers'));
  expect(schedule!.dependsOn).toEqual(expect.arrayContaining(kept.map(({ type, name }) => `${type} ${name}`)));
});

describe('values of other resources', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
  const ROLE = 'arn:aws:iam::111122223333:role/late';
  const PROFILE = 'arn:aws:iam::111122223333:instance-profile/late';

  test('of keys and roles are used instead of new ones', async () => {
    const resources = await cluster({
      keys: { wal: output(KEY) },
      roles: { ...roles, broker: output(ROLE), brokerInstanceProfile: output(PROFILE) },
      tls: { issuer: 'secret', secretArn: secret('arn:aws:secretsmanager:us-east-1:111122223333:secret:tls-AbCdEf') },
    });
    for (const { inputs } of of(resources, 'Volume')) expect(inputs.kmsKeyId).toBe(KEY);
    expect(of(resources, 'Key').map(({ name }) => name)).not.toContain('kafka-WalKey');
    const policy = resources.find(({ type, name }) => type.endsWith(':BucketPolicy') && name === 'kafka-DataBucket')!;
    expect(policy.inputs.policy).toContain(ROLE);
    // A secret of the program stays one in what is made of it.
    const { value } = of(resources, 'LaunchTemplate')[0]!.inputs.userData as { value: string };
    expect(Buffer.from(value, 'base64').toString()).toContain(':secret:tls-AbCdEf');
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toContain('PulumiInput');
  });

  test('of a VPC leave it as it is', async () => {
    const { existingVpc } = inExistingVpc().network;
    const network = { existingVpc: { ...existingVpc!, vpcId: output('vpc-00000000000000late') } };
    const resources = await cluster({ ...inExistingVpc(), roles, network });
    expect([...of(resources, 'Vpc'), ...of(resources, 'Subnet')]).toEqual([]);
    for (const { inputs } of of(resources, 'SecurityGroup')) expect(inputs.vpcId).toBe('vpc-00000000000000late');
  });

  test('of a role need the profile that carries it', async () => {
    await expect(cluster({ roles: { ...roles, broker: output(ROLE) } })).rejects.toThrow(
      'roles.brokerInstanceProfile: is missing',
    );
  });
});

describe('a value known only later that would decide how many resources exist', () => {
  test.each([
    ['brokers.perZone', { brokers: { instanceType: 'm7g.large', perZone: output(3) } }],
    ['zones', { zones: output(['use1-az1']) }],
    ['name', { name: output('orders') }],
  ])('is refused by its name: %s', async (name, overrides) => {
    await expect(cluster(overrides as never)).rejects.toThrow(
      new RegExp(`^${name.replace('.', '\\.')}.*deploy time`, 'm'),
    );
  });
});

describe('capacity', () => {
  test('is configuration: a number wins until it is `file` again', async () => {
    const groups = of(await cluster({ brokersPerZone: 2 }), 'Group').filter(({ name }) => name.includes('Brokers'));
    expect(groups.map(({ inputs }) => inputs.minSize)).toEqual([2, 2, 2]);
    expect(made.outputs).toMatchObject({ BrokersPerZoneInForce: '2', BrokersPerZoneSetBy: 'parameter' });
  });

  test('is refused where the plan does not allow it, before any resource', async () => {
    await expect(cluster({ brokersPerZone: 9 })).rejects.toThrow('BrokersPerZone: got 9; allowed: file, or 1 to 3');
  });
});

test('passwords of an earlier deployment are adopted on request: none is made, and clients are told of theirs', async () => {
  expect(of(await cluster(), 'Resource')).toHaveLength(2);
  expect(of(await cluster({ adoptSecrets: true }), 'Resource')).toEqual([]);
  const arn = await new Promise((known) => made.adminSecretArn.apply(known));
  expect(arn).toBe(keptArnOf('automq/inventory/admin'));
});

describe('arguments', () => {
  type Own = 'asOf' | 'brokersPerZone' | 'destroyDataOf' | 'adoptSecrets' | 'adminSecretReaders' | 'seasonOverrides';
  // CloudFormation's stacks have it; Pulumi's have `pulumi stack rm` to ask.
  type Missing = Exclude<keyof Deployment, keyof AutoMqClusterArgs | 'terminationProtection'>;
  type Added = Exclude<keyof AutoMqClusterArgs, keyof Deployment | Own>;

  test('have the shape of the deployment file', () => {
    const nothing: [Missing, Added] extends [never, never] ? true : never = true;
    expect(nothing).toBe(true);
  });
});
