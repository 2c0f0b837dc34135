/** Who gets which address, when many ask at once and when AWS or the power fails in between. Boot is held at its next step. */
import type { ElasticGroup } from '../../../lib/core/plan/types';
import { ec2Error } from './world/answers';
import type { Call } from './world/call';
import { metadataLag } from './world/account';
import { leaks } from './world/leaks';
import { until } from './world/shell';
import { bootLog, leased, makeWorld, slotOf, type Node, type World } from './world/world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  // Archives are not there yet, so that no broker starts.
  world.services.faults.add(({ service }) => (service === 's3' ? ec2Error('SlowDown', 'later', 503) : undefined));
});
afterAll(() => world.close());

const groups = (): readonly ElasticGroup[] => (world.plan.brokers.kind === 'elastic' ? world.plan.brokers.groups : []);
const group = (zone: number): ElasticGroup => groups()[zone]!;

const of = ({ instance }: Node, call: Call, action: string): boolean =>
  call.keyId === instance.keyId && call.action === action;

test('twelve machines boot at once for nine addresses: no two hold one, three say why they cannot', async () => {
  const nodes = await Promise.all(groups().flatMap((one) => [0, 1, 2, 3].map(() => world.launch(one))));
  const without = await until('nine leases and three refusals', 400, () => {
    const refused = nodes.filter((node) => /FAILED: no free address, raise slotsPerZone/.test(bootLog(node)));
    return refused.length === 3 && nodes.filter((node) => slotOf(node) !== '').length === 9 ? refused : undefined;
  });
  const slots = groups().flatMap((one) => one.slots.map(({ nodeId, address, host }) => `${nodeId} ${address} ${host}`));
  expect(
    nodes
      .map(slotOf)
      .filter((line) => line !== '')
      .sort(),
  ).toEqual(slots.sort());
  for (const node of nodes) {
    expect(world.addressesOf(node)).toHaveLength(without.includes(node) ? 0 : 1);
    if (without.includes(node))
      expect(
        bootLog(node)
          .split('\n')
          .filter((line) => /FAILED/.test(line)),
      ).toHaveLength(1);
    expect(node.machine.read('/etc/automq-byoc/slot')).toContain(leased(world, node) ?? '');
  }
  // Those three give their machines back, and the deploy that waits for them learns it.
  for (const node of without) await givesUp(node);
  await Promise.all(nodes.map(world.terminate));
});

async function givesUp(node: Node): Promise<void> {
  expect(await world.outcome(node, 60)).toBe('ABANDON');
  await until('signal', 20, () => world.account.signals.get(node.instance.id) === 'FAILURE');
}

test('a lost reply to the assign call gives no second address', async () => {
  const node = await world.launch(group(1));
  let lost = false;
  world.services.faults.add((call) => {
    if (lost || !of(node, call, 'AssignPrivateIpAddresses')) return undefined;
    lost = true;
    return 'lost';
  });
  await until('slot', 120, () => slotOf(node) !== '');
  expect(lost).toBe(true);
  expect(world.addressesOf(node)).toEqual([group(1).slots[0]!.address]);
  expect(slotOf(node)).toContain(group(1).slots[0]!.address);
  await world.terminate(node);
});

test('throttled calls are made again', async () => {
  const node = await world.launch(group(2));
  let refused = 0;
  world.services.faults.add((call) => {
    if (!of(node, call, 'AssignPrivateIpAddresses') || refused >= 4) return undefined;
    refused++;
    return ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);
  });
  await until('slot', 180, () => slotOf(node) !== '');
  expect(world.addressesOf(node)).toHaveLength(1);
  await world.terminate(node);
});

test('calls that are throttled without end: boot says so, gives up, and holds nothing', async () => {
  const node = await world.launch(group(0));
  world.services.faults.add((call) =>
    of(node, call, 'AssignPrivateIpAddresses')
      ? ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503)
      : undefined,
  );
  await until('line', 300, () => /FAILED/.test(bootLog(node)));
  expect(bootLog(node)).toMatch(/FAILED: no address, check role and interface: .*RequestLimitExceeded/);
  expect(bootLog(node).match(/FAILED/g)).toHaveLength(1);
  await givesUp(node);
  expect(world.addressesOf(node)).toEqual([]);
  await world.terminate(node);
});

test.each([
  ['shows it already', metadataLag],
  ['is out of date', 40_000],
])(
  'power is cut right after the address was taken: the same machine finds it again when metadata %s',
  async (_, lagMs) => {
    world.account.lagMs = lagMs;
    const node = await world.launch(group(2));
    await until('address', 60, () => leased(world, node));
    const address = leased(world, node);
    await node.machine.cut();
    await node.machine.start();
    await until('slot', 120, () => slotOf(node) !== '');
    expect(world.addressesOf(node)).toEqual([address]);
    await world.terminate(node);
  },
);

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(world)).toEqual([]);
});
