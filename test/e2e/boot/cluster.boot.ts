/** A cluster from nothing, on machines that run the rendered user data unchanged, seen through the eyes of a client. */
import { connect, type Client, type LoadReport } from './world/client-process';
import { holding, sleep, until } from './world/shell';
import { bootLog, leased, makeWorld, slotOf, type Node, type World } from './world/world';

let world: World;
let client: Client;
beforeAll(async () => {
  world = await makeWorld();
  client = connect(world);
});
afterAll(async () => {
  client.close();
  await world.close();
});

const groups = () => (world.plan.brokers.kind === 'elastic' ? world.plan.brokers.groups : []);

test('three controllers, one after the other, pass the gate', async () => {
  for (const controller of world.plan.controllers) {
    const node = await world.launch(controller);
    expect(`${await world.outcome(node)} ${bootLog(node)}`).toMatch(/^CONTINUE .* serves\n$/);
    expect(world.account.signals.get(node.instance.id)).toBe('SUCCESS');
  }
});

test('a broker in each zone joins with the id and rack of its slot', async () => {
  for (const group of groups()) {
    const node = await world.launch(group);
    expect(`${await world.outcome(node, 300)} ${bootLog(node)}`).toMatch(/^CONTINUE .* serves\n$/);
    expect(leased(world, node)).toBe(group.slots[0]!.address);
  }
  const slots = groups().map(({ slots: [lowest] }) => lowest!);
  const expected = slots.map(({ nodeId, host, zone }) => ({ id: nodeId, host, port: 9092, rack: zone }));
  expect([...(await client.brokers())].sort((a, b) => a.id - b.id)).toEqual(expected);
});

test('what is produced is consumed', async () => {
  await client.createTopic('signals', 6);
  await client.startLoad('signals');
  await sleep(5000);
  const { acknowledged, failures } = await client.stopLoad();
  expect(failures).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(await client.read('signals', acknowledged.length)).toEqual(expect.arrayContaining([...acknowledged]));
});

test.each([
  ['nobody', null],
  ['a wrong password', { username: 'admin', password: 'wrong' }],
  ['the user of the nodes, who has no business here', { username: 'broker', password: 'wrong' }],
])('%s is refused', async (_, login) => {
  const stranger = connect(world, { login });
  await expect(stranger.brokers()).rejects.toThrow();
  stranger.close();
});

/** Nothing that was acknowledged is lost, and no record took longer than the client retries by itself. */
async function underLoad(topic: string, happens: () => Promise<void>): Promise<LoadReport> {
  await client.createTopic(topic, 6);
  await client.startLoad(topic);
  await sleep(2000);
  await happens();
  await sleep(3000);
  const report = await client.stopLoad();
  expect(await client.read(topic, report.acknowledged.length)).toEqual(
    expect.arrayContaining([...report.acknowledged]),
  );
  return report;
}

const nodeOf = (nodeId: number): Node => {
  const alive = world.nodes.filter(({ instance }) => instance.state !== 'Terminated');
  const found = alive.find((node) => slotOf(node).startsWith(`${nodeId} `));
  if (found === undefined) throw new Error(`no node ${nodeId}`);
  return found;
};

test('a broker killed by -9 is started again by its machine, and no acknowledged record is lost', async () => {
  const { machine } = nodeOf(groups()[0]!.slots[0]!.nodeId);
  const pid = async (): Promise<string> => (await machine.run('systemctl show -P MainPID automq')).output.trim();
  const { failures } = await underLoad('killed', async () => {
    const before = await pid();
    await machine.run('systemctl kill -s KILL automq');
    await until('new process', 60, async () => !['0', before].includes(await pid()));
    await until('its listener', 60, async () => (await machine.run('ss -ltn')).output.includes(':9092'));
  });
  expect(failures).toEqual([]);
});

test('termination: the drain stops the broker gracefully, keeps the hook alive, and then lets go', async () => {
  const group = groups()[1]!;
  const leaving = nodeOf(group.slots[0]!.nodeId);
  const { failures } = await underLoad('drained', async () => {
    const replacement = await world.launch(group);
    expect(await world.outcome(replacement, 300)).toBe('CONTINUE');
    expect(leased(world, replacement)).toBe(group.slots[1]!.address);
    leaving.instance.state = 'Terminating:Wait';
    await until('end of the drain', 120, () => leaving.instance.drained);
    expect(leaving.instance.lastHeartbeat).toBeGreaterThan(0);
    expect(leaving.machine.read('/var/log/automq/server.log')).toMatch(
      /Controlled shutdown (request returned successfully|succeeded)|shut down completed/,
    );
    await world.terminate(leaving);
  });
  expect(failures).toEqual([]);
});

test('a machine is lost whole: the replacement takes its address and serves', async () => {
  const group = groups()[2]!;
  const [slot] = group.slots;
  await world.terminate(nodeOf(slot!.nodeId));
  const replacement = await world.launch(group);
  expect(await world.outcome(replacement, 300)).toBe('CONTINUE');
  expect(slotOf(replacement)).toBe(`${slot!.nodeId} ${slot!.address} ${slot!.host}`);
});

test('a machine that reboots is the same node again', async () => {
  const node = nodeOf(groups()[2]!.slots[0]!.nodeId);
  const files = ['/etc/automq-byoc/slot', '/etc/automq-byoc/server.properties', '/etc/automq-byoc/tls/node.pem'];
  const before = files.map(node.machine.read);
  const calls = world.services.calls.length;
  await node.machine.cut();
  await node.machine.start();
  await until('serves again', 240, () => bootLog(node).match(/serves/g)?.length === 2);
  expect(files.map(node.machine.read)).toEqual(before);
  const since = world.services.calls.slice(calls).filter(({ keyId }) => keyId === node.instance.keyId);
  expect(since.map(({ action }) => action)).not.toContain('AssignPrivateIpAddresses');
});

test('a controller is replaced and comes back with its metadata', async () => {
  const [controller] = world.plan.controllers;
  await world.terminate(nodeOf(0));
  const node = await world.launch(controller!);
  expect(await world.outcome(node, 300)).toBe('CONTINUE');
  expect(node.machine.read('/var/log/automq/server.log')).not.toBe('');
  const journal = (await node.machine.run('journalctl -u automq-byoc@boot')).output;
  expect(journal).toContain('already formatted');
});

test('a controller with an empty volume that was part of a quorum refuses to format', async () => {
  const [, controller] = world.plan.controllers;
  const old = nodeOf(1);
  await until('marker that it was formed', 200, () =>
    world.services.calls.some(({ keyId, action }) => keyId === old.instance.keyId && action === 'PutObject'),
  );
  await world.terminate(old);
  world.emptyVolume(controller!);
  const node = await world.launch(controller!);
  expect(await world.outcome(node, 300)).toBe('ABANDON');
  expect(bootLog(node)).toMatch(/is empty but controller 1 was formed: restore its snapshot/);
  await world.terminate(node);
});

test('no password is in any log, journal or user data', () => {
  const folders = world.nodes.flatMap(({ machine: { folder } }) => [
    `${folder}/disk/var/log`,
    `${folder}/disk/var/lib/cloud`,
  ]);
  const found = Object.values(world.passwords).flatMap((password) =>
    folders.flatMap((folder) => holding(password, folder)),
  );
  expect(found).toEqual([]);
});
