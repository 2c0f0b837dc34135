/**
 * Brokers with a WAL on a volume: each has its place, its address and its volume, and whoever replaces its machine gets all three.
 *
 * Holds the promise `wal-volume`.
 */
import type { PinnedNode } from '../../../lib/core/plan/types';
import { makeCluster, type Cluster } from './world/cluster';
import { leaks } from './world/leaks';
import { until } from './world/shell';
import { bootLog, type Node } from './world/world';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster({ example: 'wal-volumes' });
});
afterAll(() => cluster.close());

const brokers = (): readonly PinnedNode[] => {
  const { brokers: found } = cluster.world.plan;
  if (found.kind !== 'pinned') throw new Error('brokers of this example are pinned');
  return found.nodes;
};

const volumeOf = (nodeId: number) => {
  const { id } = cluster.nodeOf(nodeId).instance;
  return [...cluster.world.account.volumes.values()].filter(({ holder }) => holder === id).map((volume) => volume.id);
};

test('each attaches its own volume, raw, under the name that its properties say', async () => {
  await cluster.boot(cluster.world.plan.controllers);
  await cluster.boot(brokers());
  await cluster.sees(brokers().map(({ nodeId }) => nodeId));
  for (const { nodeId } of brokers()) {
    const { machine } = cluster.nodeOf(nodeId);
    expect(volumeOf(nodeId)).toHaveLength(1);
    expect(machine.read('/etc/automq-byoc/server.properties')).toContain('/dev/automq-wal');
    const { output } = await machine.run('readlink -f /dev/automq-wal; stat -c %U $(readlink -f /dev/automq-wal)');
    expect(output).toMatch(/^\/dev\/loop\d+\nautomq\n$/);
    // Stands for the log that stock Kafka does not write there.
    const { code, output: said } = await machine.run(
      `printf 'log of ${nodeId}' | dd of=/dev/automq-wal bs=4096 conv=sync,notrunc,fsync status=none`,
    );
    expect([code, said]).toEqual([0, '']);
    expect(await written(nodeId)).toBe(`log of ${nodeId}`);
  }
});

const written = async (nodeId: number): Promise<string> =>
  (await cluster.nodeOf(nodeId).machine.run('head -c 11 /dev/automq-wal')).output;

test('killed by -9: its machine starts it again, with the same volume', async () => {
  const { nodeId } = brokers()[0]!;
  const { machine } = cluster.nodeOf(nodeId);
  const pid = async (): Promise<string> => (await machine.run('systemctl show -P MainPID automq')).output.trim();
  const [before, volume] = [await pid(), volumeOf(nodeId)];
  await cluster.underLoad('killed', async () => {
    await machine.run('systemctl kill -s KILL automq');
    await until('new process', 60, async () => !['0', before].includes(await pid()));
    await until('its listener', 120, async () => (await machine.run('ss -ltn')).output.includes(':9092'));
  });
  expect(volumeOf(nodeId)).toEqual(volume);
  expect(await written(nodeId)).toBe(`log of ${nodeId}`);
});

test('its machine is lost: the next one waits for the volume, holds it again, and serves', async () => {
  const { world } = cluster;
  const [broker] = brokers();
  const { nodeId } = broker!;
  const [old, volume] = [cluster.nodeOf(nodeId), volumeOf(nodeId)];
  await cluster.underLoad('lost', async () => {
    await old.machine.cut();
    // EC2 lets the volume go a while after the machine: until then it is in use.
    old.instance.state = 'Terminated';
    const node = await world.launch(broker!);
    await until('refusal of a volume in use', 120, () =>
      world.services.calls.some(
        ({ keyId, action, status }) => keyId === node.instance.keyId && action === 'AttachVolume' && status === 400,
      ),
    );
    await world.terminate(old);
    expect(`${await world.outcome(node, 300)} ${bootLog(node)}`).toMatch(/^CONTINUE .* serves\n$/);
    await cluster.goesOn();
  });
  expect(volumeOf(nodeId)).toEqual(volume);
  expect(await written(nodeId)).toBe(`log of ${nodeId}`);
  await cluster.sees(brokers().map((one) => one.nodeId));
});

test('what is done each minute and each hour is done here too: certificate, quorum, and a call for another machine', async () => {
  const run = async (node: Node, ...tasks: readonly string[]): Promise<void> => {
    const { code, output } = await node.machine.run(`cd /etc/automq-byoc; ${tasks.join(' && ')}`);
    expect(`${code} ${output}`).toMatch(/^0 /);
  };
  const script = '/opt/automq-byoc/node.sh';
  const [broker, controller] = [cluster.nodeOf(brokers()[0]!.nodeId), cluster.nodeOf(0)];
  const since = cluster.world.services.calls.length;
  await run(controller, `${script} quorum`, `until ${script} may_stop; do sleep 1; done`);
  await run(broker, "touch -d '2 hours ago' tls", `${script} renew`, 'systemctl stop automq-byoc@watch automq');
  await run(broker, "touch -d '40 minutes ago' well", `${script} sick`);
  expect(broker.instance.healthy).toBe(false);
  for (const { instance } of [controller, broker]) {
    const made = cluster.world.services.calls.slice(since).filter(({ keyId }) => keyId === instance.keyId);
    const actions = made.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['PutMetricData', 'DescribeAutoScalingGroups']));
  }
});

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(cluster.world)).toEqual([]);
});
