/** The whole life of a deployment, one step after the other: scale, edit, upgrade, fail, destroy, deploy again. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Deployment } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { observe } from '../../../lib/cli/aws/observe';
import { promise } from '../../../lib/cli/promises';
import { statusOf } from '../../../lib/cli/status';
import { Account, tagsOf } from './account';
import { succeeded, synthesize, World } from './world';

const group = (zone: string): string => `inventory-brokers-${zone}`;
const zones = ['use1-az1', 'use1-az2', 'use1-az4'];
const withBrokers = (perZone: number, more: Partial<Deployment> = {}): Deployment =>
  sample({ brokers: { instanceType: 'm7g.large', perZone, slotsPerZone: 6 }, ...more });

let world: World;
let account: Account;
/** Machines after the step before. */
let machines: Record<string, string[]>;

beforeAll(async () => {
  world = await World.open(sample());
  account = new Account(world.local, synthesize(sample()).plan);
});
afterAll(() => world?.close());
afterEach(async () => {
  machines = await account.machines();
});

const sizes = async (): Promise<number[]> => zones.map((zone) => machinesNow[group(zone)]!.length);
let machinesNow: Record<string, string[]>;
const look = async (): Promise<void> => {
  machinesNow = await account.machines();
};
const controllers = (of: Record<string, string[]>) =>
  Object.entries(of).filter(([name]) => name.includes('controller'));

describe(promise('first-deploy-retry'), () => {
  it('rolls back and leaves nothing that blocks the retry', async () => {
    world.local.boots({ [group('use1-az2')]: 'failure' });
    const { exitCode, output } = await world.deploy(synthesize(withBrokers(2)));
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/Received \d FAILURE signal\(s\) out of 2/);
    expect(await account.stacks()).toMatchObject({
      'inventory-cluster': 'ROLLBACK_COMPLETE',
      'inventory-data': 'CREATE_COMPLETE',
    });
    expect(await account.machines()).toEqual({});
    expect(await account.volumes()).toEqual([]);
  });

  it('works when it is deployed again, after the protection that status names is off', async () => {
    world.local.boots('success');
    expect((await world.deploy(synthesize(withBrokers(2)))).output).toMatch(/TerminationProtection is enabled/);
    await account.unprotect('inventory-cluster');
    succeeded(await world.deploy(synthesize(withBrokers(2))));
    await look();
    expect(await sizes()).toEqual([2, 2, 2]);
  });
});

describe(promise('stack-life'), () => {
  it('changes by parameter: groups grow in place, first machines stay, nothing else is touched', async () => {
    const output = succeeded(
      await world.deploy(synthesize(withBrokers(2)), '--parameters', 'inventory-cluster:BrokersPerZone=4'),
    );
    await look();
    expect(await sizes()).toEqual([4, 4, 4]);
    for (const [name, ids] of Object.entries(machines)) expect(machinesNow[name]).toEqual(expect.arrayContaining(ids));
    const touched = [...output.matchAll(/UPDATE_COMPLETE +\| (AWS::[A-Za-z0-9:]+)/g)].map((match) => match[1]);
    expect([...new Set(touched)].sort()).toEqual(['AWS::AutoScaling::AutoScalingGroup', 'AWS::CloudFormation::Stack', 'AWS::CloudWatch::Alarm']); // prettier-ignore
  });

  it('stays what the parameter says when the file is edited, and the outputs say why', async () => {
    succeeded(await world.deploy(synthesize(withBrokers(3))));
    await look();
    expect(machinesNow).toEqual(machines);
    expect(await account.output('BrokersPerZoneInForce')).toBe('4');
    expect(await account.output('BrokersPerZoneSetBy')).toBe('parameter');
  });

  it('is kept through an upgrade of the template: controllers first, every machine replaced', async () => {
    succeeded(await world.deploy(synthesize(withBrokers(3, { image: { id: 'ami-0fedcba9876543210' } }))));
    await look();
    expect(await sizes()).toEqual([4, 4, 4]);
    for (const [name, ids] of Object.entries(machines))
      expect(ids.filter((id) => machinesNow[name]!.includes(id))).toEqual([]);
  });

  it('is the file’s again when the parameter says file; a lower minimum ends no machine', async () => {
    const assembly = synthesize(withBrokers(5, { image: { id: 'ami-0fedcba9876543210' } }));
    succeeded(await world.deploy(assembly, '--parameters', 'inventory-cluster:BrokersPerZone=file'));
    await look();
    expect(await sizes()).toEqual([5, 5, 5]);
    expect(await account.output('BrokersPerZoneSetBy')).toBe('file');
    succeeded(await world.deploy(synthesize(withBrokers(3, { image: { id: 'ami-0fedcba9876543210' } }))));
    await look();
    expect(await sizes()).toEqual([5, 5, 5]);
    expect((await account.groups()).get(group('use1-az1'))!.MinSize).toBe(3);
  });
});

describe('an upgrade that fails half-way', () => {
  it('stops at the first machine, rolls the stack back, leaves data and controllers as they were', async () => {
    const keys = await account.key('alias/inventory/data');
    world.local.boots({ [group('use1-az2')]: 'failure' });
    const { exitCode, output } = await world.deploy(
      synthesize(withBrokers(3, { image: { id: 'ami-0bad0bad0bad0bad0' } })),
    );
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/Instance refresh of inventory-brokers-use1-az2 failed/);
    expect(await account.stacks()).toMatchObject({
      'inventory-cluster': 'UPDATE_ROLLBACK_COMPLETE',
      'inventory-data': 'CREATE_COMPLETE',
    });
    await look();
    expect(machinesNow[group('use1-az2')]).toEqual(machines[group('use1-az2')]);
    expect(machinesNow[group('use1-az4')]).toEqual(machines[group('use1-az4')]);
    const images = new Set((await account.instances()).map(({ ImageId }) => ImageId));
    expect([...images]).toEqual(['ami-0fedcba9876543210']);
    expect(await account.key('alias/inventory/data')).toEqual(keys);
  });

  it('leaves a stack that takes the next deploy', async () => {
    world.local.boots('success');
    succeeded(await world.deploy(synthesize(withBrokers(3, { image: { id: 'ami-00000000000000001' } }))));
    await look();
    expect(controllers(machinesNow)).toHaveLength(3);
    expect(new Set((await account.instances()).map(({ ImageId }) => ImageId))).toEqual(
      new Set(['ami-00000000000000001']),
    );
  });
});

describe('the end', () => {
  const last = (): ReturnType<typeof synthesize> =>
    synthesize(withBrokers(3, { image: { id: 'ami-00000000000000001' } }));

  it('refuses to delete stacks that hold state while they are protected', async () => {
    const { output } = await world.destroy(last());
    expect(output).toMatch(/TerminationProtection is enabled/);
    expect((await account.stacks())['inventory-data']).toBe('CREATE_COMPLETE');
  });

  it('keeps bucket with objects, keys, passwords and volumes, and status lists them; machines, names and network are gone', async () => {
    const { data } = last().plan.buckets;
    await account.s3.send(new PutObjectCommand({ Bucket: data.name, Key: 'record', Body: 'of a customer' }));
    const keys = await account.key('alias/inventory/data');
    const volumes = (await account.volumes()).filter(({ Tags }) => tagsOf(Tags)['automq:metadata-of']);
    for (const stack of ['inventory-cluster', 'inventory-data']) await account.unprotect(stack);
    succeeded(await world.destroy(last()));

    expect(new Set(Object.values(await account.stacks()))).toEqual(new Set(['DELETE_COMPLETE']));
    expect(await account.machines()).toEqual({});
    expect(await account.interfaces()).toEqual([]);
    expect(await account.subnets()).toEqual([]);
    const { Body } = await account.s3.send(new GetObjectCommand({ Bucket: data.name, Key: 'record' }));
    expect(await Body!.transformToString()).toBe('of a customer');
    expect(await account.key(keys.arn)).toEqual(keys);
    const left = (await account.volumes()).map(({ VolumeId }) => VolumeId);
    expect(left).toEqual(expect.arrayContaining(volumes.map(({ VolumeId }) => VolumeId)));

    const kept = statusOf(last().plan, await observing(() => observe(last().plan)), Date.now()).kept.map(({ id }) => id);
    expect(kept).toEqual(
      expect.arrayContaining([data.name, keys.arn.split('/').pop(), ...volumes.map(({ VolumeId }) => VolumeId!)]),
    );
  });

  it(`${promise('adoption')}, never by accident: a second deploy fails at the bucket that exists and touches nothing`, async () => {
    const { exitCode, output } = await world.deploy(last());
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/BucketAlreadyOwnedByYou/);
    const { Body } = await account.s3.send(
      new GetObjectCommand({ Bucket: last().plan.buckets.data.name, Key: 'record' }),
    );
    expect(await Body!.transformToString()).toBe('of a customer');
  });
});

/** The command reads its endpoints from the environment, as the AWS SDK does. */
async function observing<T>(read: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, world.local.env);
  try {
    return await read();
  } finally {
    process.env = before;
  }
}
