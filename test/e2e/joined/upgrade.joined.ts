/**
 * A cluster of three zones on machines that really boot, deployed and changed by the real CDK CLI, while a client produces and consumes.
 * What the machines said to AWS is read from the call log: a machine is known by its own id.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, type Deployment, type Plan } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { packed, type Archive } from '../../local-aws/real-machines/archive';
import { provideForMachines, putArchive } from '../../local-aws/real-machines/givens';
import { reach } from '../../local-aws/real-machines/reach';
import { connectTo, type Client, type LoadReport, type ReadReport } from '../boot/world/client-process';
import { sleep, until } from '../boot/world/shell';
import { Account } from '../deploy/account';
import { succeeded, synthesize, World, type Assembly } from '../deploy/world';

const [first, second] = [packed('first'), packed('second')];
const bucket = 'artifacts-111122223333';
const [oldImage, newImage] = ['ami-0123456789abcdef0', 'ami-0fedcba9876543210'];

const release = (key: string, { sha256 }: Pick<Archive, 'sha256'>, image: string): Deployment =>
  sample({ automq: { archive: { bucket, key, sha256 } }, image: { id: image } });

let world: World;
let account: Account;
let client: Client;
let decided: Plan;
beforeAll(async () => {
  const deployment = release('first.tgz', first, oldImage);
  decided = plan(deployment, '2026-11-22');
  world = await World.open(deployment, { realMachines: true });
  account = new Account(world.local, decided);
  await provideForMachines(world.local, decided, first);
});
afterAll(async () => {
  client?.close();
  await world?.close();
});

const controllerGroups = [0, 1, 2].map((id) => `inventory-controller-${id}`);
const brokerGroups = ['use1-az1', 'use1-az2', 'use1-az4'].map((zone) => `inventory-brokers-${zone}`);

const brokerIds = async (): Promise<number[]> => (await client.brokers()).map(({ id }) => id).sort((a, b) => a - b);

/** `launch inventory-controller-0`: the hooks that machines completed since the first so many calls, in order. */
const hooksSince = (calls: number): string[] =>
  world.local
    .calls()
    .slice(calls)
    .filter(({ action }) => action === 'CompleteLifecycleAction')
    .map(({ parameters }) => `${parameters.LifecycleHookName} ${parameters.AutoScalingGroupName}`);

interface Seen {
  readonly produced: LoadReport;
  readonly consumed: ReadReport;
}

/** Does something while a client produces and another consumes. */
async function underLoad(topic: string, happens: () => Promise<void>): Promise<Seen> {
  await client.createTopic(topic, 6, 1);
  await client.startReading(topic);
  await client.startLoad(topic);
  await sleep(2000);
  await happens();
  await sleep(2000);
  const produced = await client.stopLoad();
  const missing = await client.missing(topic, produced.acknowledged);
  expect(missing).toEqual([]);
  return { produced, consumed: await client.stopReading() };
}

function unharmed({ produced, consumed }: Seen): void {
  expect(produced.failures).toEqual([]);
  expect(consumed.failures).toEqual([]);
  const received = new Set(consumed.received);
  expect(produced.acknowledged.filter((number) => !received.has(number))).toEqual([]);
  console.log(
    `${produced.acknowledged.length} records; longest: ${produced.longestMs} ms to produce, ${consumed.longestMs} ms without one to consume`,
  );
}

test('deploys: controllers one after the other, then a broker in each zone, and a client is answered', async () => {
  succeeded(await world.deploy(synthesize(release('first.tgz', first, oldImage))));
  expect(hooksSince(0)).toEqual([...controllerGroups, ...brokerGroups].map((group) => `launch ${group}`));
  client = connectTo(await reach(world.local, decided));
  expect(await brokerIds()).toEqual([1000, 2000, 4000]);
});

test('a new archive goes controllers first, one machine at a time, and no client sees an error', async () => {
  const assembly = synthesize(release('second.tgz', second, oldImage));
  await putArchive(world.local, assembly.plan, second);
  const calls = world.local.calls().length;
  unharmed(await underLoad('new-archive', async () => void succeeded(await world.deploy(assembly))));
  expect(hooksSince(calls)).toEqual([
    ...controllerGroups.flatMap((group) => [`terminate ${group}`, `launch ${group}`]),
    ...brokerGroups.flatMap((group) => [`launch ${group}`, `terminate ${group}`]),
  ]);
});

test('a size by parameter adds a broker to each zone, which joins', async () => {
  const before = await brokerIds();
  const assembly = synthesize(release('second.tgz', second, oldImage));
  succeeded(await world.deploy(assembly, '--parameters', 'inventory-cluster:BrokersPerZone=2'));
  await until('six brokers', 120, async () => (await brokerIds()).length === 6);
  expect(await brokerIds()).toEqual(expect.arrayContaining(before));
});

test('a new image replaces all nine machines under load, each group one at a time, and keeps the size', async () => {
  const calls = world.local.calls().length;
  const assembly = synthesize(release('second.tgz', second, newImage));
  unharmed(await underLoad('new-image', async () => void succeeded(await world.deploy(assembly))));
  const pair = (group: string): string[] => [`launch ${group}`, `terminate ${group}`];
  expect(hooksSince(calls)).toEqual([
    ...controllerGroups.flatMap((group) => [`terminate ${group}`, `launch ${group}`]),
    ...brokerGroups.flatMap((group) => [...pair(group), ...pair(group)]),
  ]);
  expect(new Set((await account.instances()).map(({ ImageId }) => ImageId))).toEqual(new Set([newImage]));
  expect(await brokerIds()).toHaveLength(6);
});

describe('a bad archive', () => {
  let before: Record<string, string[]>;
  const bad = (): Assembly => synthesize(release('bad.tgz', { sha256: '0'.repeat(64) }, newImage));

  test('stops at the first machine, the stack rolls back, and no client sees an error', async () => {
    before = await account.machines();
    await putArchive(world.local, bad().plan, { content: Buffer.from('not what was signed') });
    unharmed(
      await underLoad('bad-archive', async () => {
        const { exitCode, output } = await world.deploy(bad());
        expect(exitCode).not.toBe(0);
        expect(output).toMatch(/Instance refresh of inventory-controller-0 failed/);
      }),
    );
    expect((await account.stacks())['inventory-cluster']).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('touched no machine but that one, which said why', async () => {
    const after = await account.machines();
    const untouched = ({ [controllerGroups[0]!]: _, ...others }: Record<string, string[]>): unknown => others;
    expect(untouched(after)).toEqual(untouched(before));
    const logs = readdirSync(world.local.machines).filter((name) => name.endsWith('.log'));
    const failed = logs
      .map((name) => readFileSync(join(world.local.machines, name), 'utf8'))
      .filter((text) => text.includes('FAILED'));
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/wrong checksum: upload s3:\/\/artifacts-111122223333\/bad\.tgz again/);
  });
});
