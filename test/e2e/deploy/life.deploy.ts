/** The whole life of a deployment, one step after the other: scale, edit, upgrade, fail, try again. */
import { CreateBucketCommand, DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Deployment } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { promise } from '../../../lib/cli/promises';
import { Account } from './account';
import { storesOf, toKeep } from './kept';
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
const minimums = async (): Promise<(number | undefined)[]> => {
  const groups = await account.groups();
  return zones.map((zone) => groups.get(group(zone))!.MinSize);
};
let machinesNow: Record<string, string[]>;
const look = async (): Promise<void> => {
  machinesNow = await account.machines();
};
const controllers = (of: Record<string, string[]>) =>
  Object.entries(of).filter(([name]) => name.includes('controller'));

describe(promise('first-deploy-retry'), () => {
  it('also one whose data stack failed: a bucket of that name was there', async () => {
    const { ops } = synthesize(sample()).plan.buckets;
    await account.s3.send(new CreateBucketCommand({ Bucket: ops.name }));
    const { exitCode, output } = await world.deploy(synthesize(withBrokers(2)));
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/BucketAlreadyOwnedByYou/);
    expect(await account.stacks()).toMatchObject({ 'inventory-data': 'ROLLBACK_COMPLETE' });
    await account.s3.send(new DeleteBucketCommand({ Bucket: ops.name }));
  });

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

  it('works when it is deployed again', async () => {
    world.local.boots('success');
    succeeded(await world.deploy(synthesize(withBrokers(2))));
    await look();
    expect(await sizes()).toEqual([2, 2, 2]);
  });
});

describe(promise('stack-life'), () => {
  it('changes by parameter: groups grow in place, first machines stay, nothing else is touched', async () => {
    const assembly = synthesize(withBrokers(2));
    const parameter = ['--parameters', 'inventory-cluster:BrokersPerZone=4'];
    succeeded(await world.prepare(assembly, 'preview', ...parameter));
    const touching = zones.map((zone) => zone.replace(/^use1-az/, 'Use1Az')).flatMap((zone) => [
      expect.stringMatching(`^Modify ClusterAlarmsInService${zone}Alarm[0-9A-F]{8} False$`),
      expect.stringMatching(`^Modify ClusterBrokers${zone}Group[0-9A-F]{8} False$`),
    ]); // prettier-ignore
    const changes = await account.changes('inventory-cluster', 'preview');
    expect(changes).toHaveLength(touching.length);
    expect(changes).toEqual(expect.arrayContaining(touching));

    const output = succeeded(await world.deploy(assembly, ...parameter));
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
    expect(await minimums()).toEqual([4, 4, 4]);
    expect(await account.output('BrokersPerZoneInForce')).toBe('4');
    expect(await account.output('BrokersPerZoneSetBy')).toBe('parameter');
  });

  it('is kept through an upgrade of the template, as is a zone that has scaled out: controllers first, one group after the other, every machine replaced', async () => {
    await account.scaleOut(group('use1-az1'), 5);
    machines = await account.machines();
    const assembly = synthesize(withBrokers(3, { image: { id: 'ami-0fedcba9876543210' } }));
    const output = succeeded(await world.deploy(assembly));
    const finished = [...output.matchAll(/UPDATE_COMPLETE +\| AWS::AutoScaling::AutoScalingGroup +\| (\S+)/g)];
    const nodes = ['Controller0', 'Controller1', 'Controller2', 'BrokersUse1Az1', 'BrokersUse1Az2', 'BrokersUse1Az4'];
    expect(finished.map(([, id]) => id)).toEqual(nodes.map((node) => `Cluster/${node}/Group`));
    await look();
    expect(await sizes()).toEqual([5, 4, 4]);
    expect(await minimums()).toEqual([4, 4, 4]);
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
    expect(await minimums()).toEqual([3, 3, 3]);
  });
});

describe('an upgrade that fails half-way', () => {
  it('stops at the first machine, rolls the stack back to the image before; machines from there on, objects, keys, passwords, authority and volumes stay', async () => {
    const { plan } = synthesize(sample());
    await account.s3.send(new PutObjectCommand({ Bucket: plan.buckets.data.name, Key: 'record', Body: 'of a customer' })); // prettier-ignore
    const kept = await toKeep(account, plan);
    const stores = await storesOf(account, kept);
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
    expect(stores.buckets[plan.buckets.data.name]!.objects).toHaveLength(1); // something to lose
    expect(await toKeep(account, plan)).toEqual(kept);
    expect(await storesOf(account, kept)).toEqual(stores);
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
