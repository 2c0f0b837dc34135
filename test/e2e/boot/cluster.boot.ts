/** A cluster from nothing, on machines that run the rendered user data unchanged, seen through the eyes of a client. */
import type { NodeKind, PinnedNode } from '../../../lib/core/plan/types';
import { permissions } from '../../../lib/core/render';
import { queryError } from './world/answers';
import { connect, type Client, type LoadReport } from './world/client-process';
import { allowed, decisionsOf, kindOf, neededByOthers, type Decision, type Owner } from './world/privileges';
import type { Fault, Recorded } from './world/services';
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
  expect(await client.missing('signals', acknowledged)).toEqual([]);
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
  expect(await client.missing(topic, report.acknowledged)).toEqual([]);
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
  // What was on its way when it died may fail; what was acknowledged may not.
  await underLoad('killed', async () => {
    const before = await pid();
    await machine.run('systemctl kill -s KILL automq');
    await until('new process', 60, async () => !['0', before].includes(await pid()));
    await until('its listener', 60, async () => (await machine.run('ss -ltn')).output.includes(':9092'));
  });
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

test('a certificate is renewed without a restart: the broker shows the new one to its clients', async () => {
  const { machine } = nodeOf(groups()[2]!.slots[0]!.nodeId);
  const { address } = groups()[2]!.slots[0]!;
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

describe('a broker that is not well for half an hour', () => {
  const unwell = async (node: Node): Promise<void> => {
    const { code, output } = await node.machine.run(
      "cd /etc/automq-byoc; systemctl stop automq-byoc@watch automq; touch -d '40 minutes ago' well; /opt/automq-byoc/node.sh sick",
    );
    expect(code === 0 || output.includes('not alone')).toBe(true);
  };

  test('is not replaced for a cause that all share', async () => {
    const node = nodeOf(groups()[0]!.slots[0]!.nodeId);
    const refused: Fault = ({ service, action }) =>
      service === 's3' && action === 'PutObject' ? queryError('AccessDenied', 'no', 403) : undefined;
    world.services.faults.add(refused);
    await unwell(node);
    world.services.faults.delete(refused);
    expect(node.instance.healthy).toBe(true);
  });

  test('asks for a new machine while all others of its group are in service', async () => {
    const node = nodeOf(groups()[0]!.slots[0]!.nodeId);
    await unwell(node);
    expect(node.instance.healthy).toBe(false);
    await world.terminate(node);
  });
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

test('while one controller is missing, the drain of another holds its hook', async () => {
  const { instance, machine } = nodeOf(2);
  instance.state = 'Terminating:Wait';
  await until('heartbeat', 60, () => instance.lastHeartbeat > 0);
  await sleep(20_000);
  expect(instance.drained).toBe(false);
  expect((await machine.run('systemctl is-active automq')).output.trim()).toBe('active');
});

test('no password is in any log file or user data', () => {
  const folders = world.nodes.flatMap(({ machine: { folder } }) => [
    `${folder}/disk/var/log`,
    `${folder}/disk/var/lib/cloud`,
  ]);
  const found = Object.values(world.passwords).flatMap((password) =>
    folders.flatMap((folder) => holding(password, folder)),
  );
  expect(found).toEqual([]);
});

describe('least privilege', () => {
  const decided = (): readonly (readonly [NodeKind, Decision])[] => {
    const own = (call: Recorded): Owner => ({ cluster: world.plan.cluster.prefix, kind: kindOf(call) });
    const all = world.services.calls.flatMap((call) =>
      decisionsOf(world.plan, call, own(call)).map((decision) => [kindOf(call), decision] as const),
    );
    return [...new Map(all.map((one) => [JSON.stringify([one[0], one[1].action, one[1].resource]), one])).values()];
  };

  test('every call that was made, and what AWS does for it, is allowed', async () => {
    for (const [kind, decision] of decided())
      expect([kind, decision.action, decision.resource, await allowed(world.plan, kind, decision)]).toEqual([
        kind,
        decision.action,
        decision.resource,
        true,
      ]);
  });

  test('the same calls on what another cluster or the other kind of node owns are refused where IAM can tell', async () => {
    const foreign: readonly Owner[] = [
      { cluster: 'other', kind: 'broker' },
      { cluster: 'other', kind: 'controller' },
    ];
    const made = world.services.calls.filter(({ action }) =>
      ['AssignPrivateIpAddresses', 'AttachVolume'].includes(action),
    );
    expect(made.length).toBeGreaterThan(0);
    for (const call of made) {
      const otherKind: Owner = { cluster: 'inventory', kind: kindOf(call) === 'broker' ? 'controller' : 'broker' };
      for (const owner of [...foreign, otherKind]) {
        const decisions = decisionsOf(world.plan, call, owner).filter(({ action }) => action.startsWith('ec2:'));
        for (const decision of decisions) expect(await allowed(world.plan, kindOf(call), decision)).toBe(false);
      }
    }
  });

  test('a broker may not read the password of the administrator, nor end the hook of a controller', async () => {
    const asBroker = async (service: string, action: string, input: Record<string, unknown>): Promise<boolean> => {
      const call: Recorded = { keyId: 'BROKER', service, action, input, at: 0, status: 0 };
      const [decision] = decisionsOf(world.plan, call, { cluster: 'inventory', kind: 'broker' });
      return allowed(world.plan, 'broker', decision!);
    };
    expect(await asBroker('secretsmanager', 'GetSecretValue', { SecretId: world.plan.secrets.admin.name })).toBe(false);
    const [{ groupName }] = world.plan.controllers as readonly [PinnedNode];
    expect(await asBroker('autoscaling', 'CompleteLifecycleAction', { AutoScalingGroupName: groupName })).toBe(false);
    expect(await asBroker('s3', 'PutObject', { Bucket: 'other-data-111122223333-us-east-1', Key: 'x' })).toBe(false);
  });

  test.each(['controller', 'broker'] as const)(
    'every statement of the %s is needed by a call, or by someone named',
    async (kind) => {
      const mine = decided().filter(([one]) => one === kind);
      const idle: string[] = [];
      for (const { Sid = '' } of permissions(world.plan, kind).Statement) {
        const needed = await Promise.all(
          mine.map(async ([, decision]) => !(await allowed(world.plan, kind, decision, Sid))),
        );
        if (!needed.includes(true)) idle.push(Sid);
      }
      expect(idle.filter((sid) => neededByOthers[sid] === undefined)).toEqual([]);
    },
  );
});
