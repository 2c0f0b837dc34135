/** The commands of an operator against a deployment: status, verify, protect. */
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { promise } from '../../../lib/cli/promises';
import { plan } from '../../../lib/core';
import type { Status } from '../../../lib/cli/status';
import type { CheckId } from '../../../lib/cli/verify/check-ids';
import type { Verified } from '../../../lib/cli/verify/verify';
import { sample } from '../../fixtures/deployments';
import { Account } from './account';
import { succeeded, synthesize, World } from './world';

const deployment = sample({ brokers: { instanceType: 'm7g.large', perZone: 2, slotsPerZone: 5 } });
const { archive } = plan(deployment, '2026-11-22').cluster;
if (archive === 'baked') throw new Error('the sample has changed');
const { bucket } = archive;
let world: World;
let file: string;
let account: Account;

beforeAll(async () => {
  world = await World.open(deployment);
  file = world.fileOf(deployment);
  const assembly = synthesize(deployment);
  account = new Account(world.local, assembly.plan);
  await account.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  succeeded(await world.deploy(assembly));
});
afterAll(() => world?.close());

describe('status', () => {
  const read = async (): Promise<Status & { code: number }> => {
    const { code, out } = await world.command('status', file, '--json');
    return { ...(JSON.parse(out) as Status), code };
  };

  it('says which machine holds the slot of each controller, the floor and who set it, the quorum, and that nothing blocks; slots of brokers are free, for boots are played', async () => {
    const { code, blocks, floor, quorum, slots, groups } = await read();
    expect({ code, blocks, quorum }).toEqual({ code: 0, blocks: [], quorum: { controllers: 3, serving: 3, majority: 2 } }); // prettier-ignore
    expect(floor).toEqual({ zones: { 'use1-az1': 2, 'use1-az2': 2, 'use1-az4': 2 }, stated: 2, setBy: 'file' });
    const machineOf = (group: string) => groups.find(({ name }) => name === group)!.machines[0]!.id;
    const held = slots.filter(({ holder }) => holder !== undefined).map(({ nodeId, holder, state }) => ({ nodeId, holder, state })); // prettier-ignore
    expect(held).toEqual([0, 1, 2].map((nodeId) => ({ nodeId, holder: machineOf(`inventory-controller-${nodeId}`), state: 'InService' }))); // prettier-ignore
    expect(slots.filter(({ nodeId }) => nodeId >= 3).map(({ state }) => state)).toEqual(Array(15).fill('free'));
    expect(groups.flatMap(({ machines }) => machines)).toHaveLength(9);
  });

  it('ends with 1 and says so while a machine is away', async () => {
    const group = 'inventory-controller-1';
    await account.setHealth(group, 'Unhealthy');
    const { code, blocks } = await read();
    await account.setHealth(group, 'Healthy');
    expect({ code, blocks }).toEqual({ code: 1, blocks: [`${group}: 0 of at least 1 machines in service`] });
  });
});

describe('verify', () => {
  const verify = async (...options: string[]): Promise<{ code: number; rows: Readonly<Record<CheckId, Verified>> }> => {
    const { code, out } = await world.command('verify', file, '--json', ...options);
    return { code, rows: Object.fromEntries((JSON.parse(out) as Verified[]).map((row) => [row.id, row])) as Record<CheckId, Verified> }; // prettier-ignore
  };
  /** What the local AWS has no API for; a check that cannot ask says so and fails nothing. */
  const silent: readonly CheckId[] = ['address-by-role', 'nothing-denied'];

  it('reads without changing a machine, and tells for each check what it saw', async () => {
    const before = await account.machines();
    const { code, rows } = await verify();
    expect(await account.machines()).toEqual(before);
    expect(Object.values(rows).filter(({ result }) => result === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect(rows['keys-used']).toMatchObject({ result: 'pass' });
    expect(rows['fresh-account']).toMatchObject({ result: 'pass' });
    expect(rows['waits-for-serving']).toMatchObject({ result: 'pass' });
    for (const id of silent) expect(rows[id]).toMatchObject({ result: 'not run' });
    for (const { evidence } of Object.values(rows)) expect(evidence.join()).not.toBe('');
  });

  it(`runs everything once: ${promise('addresses')} (EC2's half); ${promise('refresh')}; a broken archive stops at the first controller`, async () => {
    world.local.boots({ 'inventory-controller-0': 'failure' }); // which boots in no other check
    const { code, rows } = await verify('--destructive');
    world.local.boots('success');
    const others = Object.values(rows).filter(({ id }) => !silent.includes(id));
    expect(Object.fromEntries(others.map(({ id, result, evidence }) => [id, result === 'pass' ? result : evidence]))).toEqual(Object.fromEntries(others.map(({ id }) => [id, 'pass']))); // prettier-ignore
    expect(rows['broken-archive'].evidence.join()).toMatch(
      /inventory-controller-0: .*touched: inventory-controller-0; 5 groups kept every machine/,
    );
    expect(code).toBe(0);
  });

  it('leaves nothing that blocks, and no template in the bucket of archives', async () => {
    expect(JSON.parse((await world.command('status', file, '--json')).out)).toMatchObject({ blocks: [] });
    expect((await account.s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(0);
  });

  it('fails, with exit code 1, where a broken archive would be deployed', async () => {
    const { code, rows } = await verify('--destructive', '--only', 'broken-archive');
    expect({ code, result: rows['broken-archive'].result }).toEqual({ code: 1, result: 'fail' });
    succeeded(await world.deploy(synthesize(deployment), '--force'));
  });
});

describe('protect', () => {
  it('is asked for by status, protects the stacks that hold state and says so in the file', async () => {
    expect((await world.command('status', file)).out).toMatch(
      /can be deleted; once all is well run 'automq-byoc protect/,
    );
    expect(await world.command('protect', file)).toMatchObject({ code: 0 });
    expect((await account.stack('data')).EnableTerminationProtection).toBe(true);
    expect((await world.command('status', file)).out).not.toMatch(/can be deleted/);
  });

  it('stays through the next deploy of the file, and keeps cdk destroy away', async () => {
    const guarded = synthesize({ ...deployment, terminationProtection: true });
    succeeded(await world.deploy(guarded));
    const { output } = await world.destroy(guarded);
    expect(output).toMatch(/TerminationProtection is enabled/);
    expect(await account.stacks()).toMatchObject({ 'inventory-data': 'CREATE_COMPLETE' });
  });

  it('refuses where nothing is deployed', async () => {
    const other = world.fileOf({ ...deployment, name: 'returns' });
    expect(await world.command('protect', other)).toMatchObject({ code: 1, err: expect.stringMatching(/returns-data is not deployed/) }); // prettier-ignore
  });
});
