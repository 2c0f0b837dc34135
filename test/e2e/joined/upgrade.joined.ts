/**
 * A cluster of three zones on machines that really boot, deployed and changed by the real CDK CLI, while a client produces and consumes.
 * What the machines said to AWS is read from the call log: a machine is known by its own id.
 *
 * Holds the promise `upgrade-under-load`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, type Deployment, type Plan } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { packed, type Archive } from '../../local-aws/real-machines/archive';
import { provideForMachines, putArchive } from '../../local-aws/real-machines/givens';
import { reach } from '../../local-aws/real-machines/reach';
import { connectTo, type Client } from '../boot/world/client-process';
import type { LoadReport, ReadReport } from '../boot/world/load';
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

/** A stack is done when its machines have signalled; they pass their hooks a moment later. */
async function expectHooks(calls: number, expected: readonly string[]): Promise<void> {
  await until('hooks', 60, () => hooksSince(calls).length >= expected.length).catch(() => undefined);
  expect(hooksSince(calls)).toEqual(expected);
}

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
  await expectHooks(
    0,
    [...controllerGroups, ...brokerGroups].map((group) => `launch ${group}`),
  );
  client = connectTo(await reach(world.local, decided));
  expect(await brokerIds()).toEqual([1000, 2000, 4000]);
});

/** Controllers end first: their interface and volume exist once. Brokers launch first: a zone has a slot to spare. */
const oneAfterTheOther = [
  ...controllerGroups.flatMap((group) => [`terminate ${group}`, `launch ${group}`]),
  ...brokerGroups.flatMap((group) => [`launch ${group}`, `terminate ${group}`]),
];

describe('goes controllers first, one machine at a time, and no client sees an error:', () => {
  test.each([
    ['a new archive', 'new-archive', oldImage],
    ['a new image', 'new-image', newImage],
  ])('%s', async (_, topic, image) => {
    const assembly = synthesize(release('second.tgz', second, image));
    await putArchive(world.local, assembly.plan, second);
    const before = Object.values(await account.machines()).flat();
    const calls = world.local.calls().length;
    unharmed(await underLoad(topic, async () => void succeeded(await world.deploy(assembly))));
    await expectHooks(calls, oneAfterTheOther);
    const after = await account.instances();
    expect(after.filter(({ InstanceId }) => before.includes(InstanceId!))).toEqual([]);
    expect(new Set(after.map(({ ImageId }) => ImageId))).toEqual(new Set([image]));
  });
});

test('a size by parameter adds a broker to each zone, which joins', async () => {
  const before = await brokerIds();
  const assembly = synthesize(release('second.tgz', second, newImage));
  succeeded(await world.deploy(assembly, '--parameters', 'inventory-cluster:BrokersPerZone=2'));
  await until('six brokers', 120, async () => (await brokerIds()).length === 6);
  expect(await brokerIds()).toEqual(expect.arrayContaining(before));
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
