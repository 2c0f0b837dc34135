/**
 * A cluster from nothing, on machines that run the rendered user data unchanged, seen through the eyes of a client.
 *
 * Holds the promise `boot`.
 */
import { join } from 'node:path';
import { makeAuthority } from './world/authority';
import { connect, type ClientOptions } from './world/client-process';
import { makeCluster, type Cluster } from './world/cluster';
import { commonCauses } from './world/common-causes';
import { copies } from './world/deployment';
import { leaks } from './world/leaks';
import { until } from './world/shell';
import { bootLog, fromNow, leased, serverLog, slotOf, type Node } from './world/world';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
});
afterAll(() => cluster.close());

test('three controllers, one after the other, pass the gate', async () => {
  const { world } = cluster;
  for (const controller of world.plan.controllers) {
    const [node] = await cluster.boot([controller]);
    await until('signal', 20, () => world.account.signals.get(node!.instance.id) === 'SUCCESS');
  }
});

test('a broker in each zone joins with the id and rack of its slot', async () => {
  const { world, groups, client } = cluster;
  const nodes = await cluster.boot(groups);
  expect(nodes.map((node) => leased(world, node))).toEqual(groups.map(({ slots }) => slots[0]!.address));
  const slots = groups.map(({ slots: [lowest] }) => lowest!);
  const expected = slots.map(({ nodeId, host, zone }) => ({ id: nodeId, host, port: 9092, rack: zone }));
  expect([...(await client.brokers())].sort((a, b) => a.id - b.id)).toEqual(expected);
});

test('what is produced is consumed', async () => {
  const { failures } = await cluster.underLoad('signals', () => Promise.resolve());
  expect(failures).toEqual([]);
});

describe('who may not log in', () => {
  const nodesListener = (): ClientOptions => ({
    bootstrap: [`${cluster.groups[0]!.slots[0]!.host}:9094`],
    authorities: cluster.world.account.authority.certificate,
  });
  /** The first half of the secret is the password of `broker`. */
  const nodesPassword = (): string => {
    const { broker } = cluster.world.passwords;
    return broker.slice(0, broker.length / 2);
  };
  const asNode = (password: string) => ({ username: 'broker', password, mechanism: 'PLAIN' as const });
  const badPassword = /SASL_AUTHENTICATION_FAILED/;

  test.each<[who: string, options: () => ClientOptions, sees: RegExp, said: RegExp]>([
    ['nobody', () => ({ login: null }), /closed/i, /Unexpected Kafka request of type METADATA during SASL handshake/],
    ['who speaks in plain text', () => ({ authorities: null }), /closed/i, /SSL handshake failed/],
    [
      'the administrator with a wrong password',
      () => ({ login: { username: 'admin', password: 'wrong' } }),
      badPassword,
      /invalid credentials with SASL mechanism SCRAM-SHA-512/,
    ],
    [
      'the user of the nodes, with the right password, who has no business here',
      () => ({ login: { username: 'broker', password: nodesPassword() } }),
      badPassword,
      /invalid credentials with SASL mechanism SCRAM-SHA-512/,
    ],
    [
      'the user of the nodes with a wrong password, where nodes log in',
      () => ({ ...nodesListener(), login: asNode('wrong') }),
      badPassword,
      /Authentication failed: Invalid username or password/,
    ],
    [
      'the administrator, where nodes log in',
      () => ({ ...nodesListener(), login: { ...asNode(cluster.world.passwords.admin), username: 'admin' } }),
      badPassword,
      /Authentication failed: Invalid username or password/,
    ],
  ])('%s is refused, for this reason and no other', async (_, options, sees, said) => {
    const logs = cluster.groups.map(({ slots }) => fromNow(() => serverLog(cluster.nodeOf(slots[0]!.nodeId))));
    const stranger = connect(cluster.world, options());
    await expect(stranger.brokers()).rejects.toThrow(sees);
    stranger.close();
    const refusals = (): string[] => logs.flatMap((log) => log().match(/Failed authentication .*/g) ?? []);
    await until('refusal', 10, () => refusals().length > 0);
    expect(refusals().filter((line) => !said.test(line))).toEqual([]);
  });

  test('nor does a client that trusts another authority talk to the brokers', async () => {
    const { certificate } = makeAuthority(cluster.world.folder, 'arn:foreign', 'foreign');
    const stranger = connect(cluster.world, { authorities: certificate });
    await expect(stranger.brokers()).rejects.toThrow(/certificate/);
    stranger.close();
  });

  test('while nodes log in where they should', async () => {
    const node = connect(cluster.world, { ...nodesListener(), login: asNode(nodesPassword()) });
    expect(await node.brokers()).toHaveLength(cluster.groups.length);
    node.close();
  });
});

test.each([
  ['of one zone', (domain: string) => `bootstrap-use1-az2.${domain}`],
  ['of one slot', (domain: string) => `b1000.${domain}`],
])('a client that knows only the name %s finds all brokers, and writes and reads', async (_, name) => {
  const { world, groups } = cluster;
  const host = name(world.plan.dns.domain);
  expect(world.names.has(host)).toBe(true);
  const client = connect(world, { bootstrap: [`${host}:9092`] });
  expect(await client.brokers()).toHaveLength(groups.length);
  await client.createTopic(host, 3, copies);
  await client.startLoad(host);
  await until('some records', 5, () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 1500)));
  const { acknowledged, failures } = await client.stopLoad();
  expect(failures).toEqual([]);
  expect(await client.missing(host, acknowledged)).toEqual([]);
  client.close();
});

test('a broker killed by -9 is started again by its machine, and no acknowledged record is lost', async () => {
  const { machine } = cluster.nodeOf(cluster.groups[0]!.slots[0]!.nodeId);
  const pid = async (): Promise<string> => (await machine.run('systemctl show -P MainPID automq')).output.trim();
  // What was on its way when it died may fail; what was acknowledged may not.
  await cluster.underLoad('killed', async () => {
    const before = await pid();
    await machine.run('systemctl kill -s KILL automq');
    await until('new process', 60, async () => !['0', before].includes(await pid()));
    await until('its listener', 120, async () => (await machine.run('ss -ltn')).output.includes(':9092'));
  });
});

test('termination: the drain stops the broker gracefully, keeps the hook alive, and then lets go', async () => {
  const { world, groups } = cluster;
  const group = groups[1]!;
  const leaving = cluster.nodeOf(group.slots[0]!.nodeId);
  const { failures } = await cluster.underLoad('drained', async () => {
    const [replacement] = await cluster.boot([group]);
    expect(leased(world, replacement!)).toBe(group.slots[1]!.address);
    expect(await world.end(leaving)).toBe('drained');
    expect(leaving.instance.lastHeartbeat).toBeGreaterThan(0);
    expect(leaving.machine.read('/var/log/automq/server.log')).toMatch(
      /Controlled shutdown (request returned successfully|succeeded)|shut down completed/,
    );
  });
  expect(failures).toEqual([]);
});

test('a machine is lost whole: the replacement takes its address and serves', async () => {
  const group = cluster.groups[2]!;
  const [slot] = group.slots;
  await cluster.underLoad('lost', async () => {
    await cluster.world.terminate(cluster.nodeOf(slot!.nodeId));
    const [replacement] = await cluster.boot([group]);
    expect(slotOf(replacement!)).toBe(`${slot!.nodeId} ${slot!.address} ${slot!.host}`);
    await cluster.goesOn();
  });
});

test('boot run again changes nothing', async () => {
  const node = cluster.nodeOf(cluster.groups[2]!.slots[0]!.nodeId);
  await unchanged(node, async () => {
    const { code, output } = await node.machine.run('/opt/automq-byoc/node.sh boot');
    expect(`${code} ${output}`).toMatch(/^0 /);
  });
});

test('a machine that reboots is the same node again', async () => {
  const node = cluster.nodeOf(cluster.groups[2]!.slots[0]!.nodeId);
  const before = bootLog(node).match(/serves/g)!.length;
  await unchanged(node, async () => {
    await node.machine.cut();
    await node.machine.start();
    await until('serves again', 240, () => bootLog(node).match(/serves/g)!.length > before);
  });
});

/** Neither who it is nor what it has is made anew. */
async function unchanged(node: Node, happens: () => Promise<void>): Promise<void> {
  const files = ['/etc/automq-byoc/slot', '/etc/automq-byoc/server.properties', '/etc/automq-byoc/tls/node.pem'];
  const disk = '/var/lib/automq/data/meta.properties';
  const look = (): string[] => [...files, disk].map(node.machine.read);
  const [before, calls] = [look(), cluster.world.services.calls.length];
  await happens();
  expect(look()).toEqual(before);
  const since = cluster.world.services.calls.slice(calls).filter(({ keyId }) => keyId === node.instance.keyId);
  for (const action of ['AssignPrivateIpAddresses', 'IssueCertificate', 'GetObject'])
    expect(since.map((call) => call.action)).not.toContain(action);
}

test('a certificate is renewed without a restart: the broker shows the new one to its clients', async () => {
  const { nodeId, address } = cluster.groups[2]!.slots[0]!;
  const { machine } = cluster.nodeOf(nodeId);
  const shown = async (): Promise<string> =>
    (await machine.run(`openssl s_client -connect ${address}:9092 </dev/null 2>&1 | openssl x509 -noout -serial`))
      .output;
  const pid = async (): Promise<string> => (await machine.run('systemctl show -P MainPID automq')).output;
  const before = [await shown(), await pid()];
  const { code, output } = await machine.run(
    "cd /etc/automq-byoc; rm tls/node.pem; touch -d '2 hours ago' tls; /opt/automq-byoc/node.sh renew",
  );
  expect(`${code} ${output}`).toMatch(/^0 /);
  await until('new certificate', 30, async () => (await shown()) !== before[0]);
  expect(await shown()).toMatch(/^serial=/);
  expect(await pid()).toBe(before[1]);
});

describe('a broker that has not been well for half an hour', () => {
  /** `what` happens to it, and then time goes by. */
  const unwell = async (node: Node, what: string): Promise<string> => {
    const { output } = await node.machine.run(
      `cd /etc/automq-byoc; systemctl stop automq-byoc@watch; ${what}; touch -d '40 minutes ago' well; /opt/automq-byoc/node.sh sick`,
    );
    return output;
  };

  test.each(commonCauses)('is not replaced when all share the cause, and says so: %s', async (_, arrange, says) => {
    const node = cluster.nodeOf(cluster.groups[0]!.slots[0]!.nodeId);
    const said = fromNow(() => bootLog(node));
    const undo = arrange(cluster.world, node);
    await unwell(node, 'systemctl stop automq');
    undo();
    expect(node.instance.healthy).toBe(true);
    expect(said().trimEnd().split('\n')).toEqual([expect.stringMatching(says)]);
  });

  test('asks for a new machine while all others of its group are in service', async () => {
    const node = cluster.nodeOf(cluster.groups[0]!.slots[0]!.nodeId);
    await unwell(node, 'systemctl stop automq');
    expect(node.instance.healthy).toBe(false);
    await cluster.world.terminate(node);
  });

  test('asks for one when its process hangs, although its port is open', async () => {
    const node = cluster.nodeOf(cluster.groups[1]!.slots[1]!.nodeId);
    await unwell(node, 'systemctl kill -s STOP automq');
    expect((await node.machine.run('ss -ltn')).output).toContain(':9092');
    expect(node.instance.healthy).toBe(false);
    await cluster.world.terminate(node);
  });

  test('asks for one when it crashes in a loop', async () => {
    const node = cluster.nodeOf(cluster.groups[2]!.slots[0]!.nodeId);
    // It comes up for a moment each time, and is never older than that.
    await unwell(node, 'systemctl kill -s KILL automq; sleep 1');
    expect(node.instance.healthy).toBe(false);
    await cluster.world.terminate(node);
  });

  test('asks for none when it is well, and its process is no new one', async () => {
    const node = cluster.nodeOf(0);
    const { machine } = node;
    await until('five minutes', 330, async () => (await machine.run('pgrep -u automq -O300 java')).code === 0);
    await unwell(node, ':');
    expect(node.instance.healthy).toBe(true);
    const { output } = await machine.run('find /etc/automq-byoc/well -mmin -5');
    expect(output.trim()).toBe('/etc/automq-byoc/well');
    await machine.run('systemctl start automq-byoc@watch');
  });

  test('and the machines that replace them serve', async () => {
    await cluster.boot(cluster.groups);
    await cluster.sees(cluster.groups.map(({ slots }) => slots[0]!.nodeId));
  });
});

test('a password that lies about is found, wherever it lies', () => {
  const { machine } = cluster.nodeOf(cluster.groups[0]!.slots[0]!.nodeId);
  const places = ['/var/lib/automq/data/log', '/var/log/automq/server.log.1', '/etc/automq-byoc/tls/old', '/opt/left'];
  for (const path of places) {
    machine.write(path, `was: ${cluster.world.passwords.admin}\n`);
    expect(leaks(cluster.world)).toEqual([join(machine.folder, 'disk', path)]);
    machine.forget(path);
  }
});

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(cluster.world)).toEqual([]);
});
