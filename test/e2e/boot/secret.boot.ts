/**
 * Key, certificate and authorities from a secret of the customer, as `minimal.yaml` has it: nodes boot with them, and change them.
 *
 * Holds the promise `boot`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority, type Authority } from './world/authority';
import { connect } from './world/client-process';
import { makeCluster, type Cluster } from './world/cluster';
import { authorityArn } from './world/deployment';
import { leaks } from './world/leaks';
import { sleep, until } from './world/shell';
import { putCertificate } from './world/tls-secret';
import { describeTopics } from './world/topics';
import { leased, type Node } from './world/world';

let cluster: Cluster;
let second: Authority;
beforeAll(async () => {
  cluster = await makeCluster({ example: 'minimal' });
  const folder = join(cluster.world.folder, 'second');
  mkdirSync(folder);
  second = makeAuthority(folder, authorityArn, 'second');
});
afterAll(() => cluster.close());

/** As many as the stand-in keeps copies of its own topics. */
const BROKERS = 3;
const brokers = () => cluster.groups[0]!.slots.slice(0, BROKERS).map(({ nodeId }) => cluster.nodeOf(nodeId));
const calls = () => cluster.world.services.calls;
const done = async ({ machine }: Node, command: string): Promise<void> => {
  const { code, output } = await machine.run(command);
  expect(`${code} ${output}`).toMatch(/^0 /);
};
/** What the watch of a node does when an hour is over; not both at once. */
const renew = (node: Node): Promise<void> =>
  done(
    node,
    "systemctl stop automq-byoc@watch; cd /etc/automq-byoc; touch -d '2 hours ago' tls; /opt/automq-byoc/node.sh renew && systemctl start automq-byoc@watch",
  );
const serial = async (node: Node): Promise<string> => {
  const shown = `openssl s_client -connect ${leased(cluster.world, node)}:9092 </dev/null 2>&1 | openssl x509 -noout -serial`;
  return (await node.machine.run(shown)).output.trim();
};
const pid = async ({ machine }: Node): Promise<string> =>
  (await machine.run('systemctl show -P MainPID automq')).output.trim();

test('a controller and three brokers boot with it, ask no authority, and show it to clients', async () => {
  await cluster.boot(cluster.world.plan.controllers);
  await cluster.boot(Array(BROKERS).fill(cluster.groups[0]!));
  await cluster.sees(brokers().map(({ machine }) => Number(machine.read('/etc/automq-byoc/slot').split(' ')[0])));
  expect(calls().filter(({ service }) => service === 'acm-pca')).toEqual([]);
  const [shown] = await Promise.all(brokers().map(serial));
  expect(shown).toMatch(/^serial=/);
  expect(await serial(brokers()[1]!)).toBe(shown);
});

test('another authority: first all trust both, restarted one after the other, then all show its certificate without a restart', async () => {
  const { world } = cluster;
  const first = world.account.authority;
  const client = connect(world, { authorities: first.certificate + second.certificate });
  await client.createTopic('authorities', 6);
  await client.startLoad('authorities');

  // As lib/instance/README.md says it.
  await putCertificate(world.plan, world.folder, first, [first, second]);
  await renew(cluster.nodeOf(0));
  for (const node of brokers()) {
    await renew(node);
    await done(node, 'cd /opt/automq-byoc && ./node.sh configure && systemctl restart automq && until ./node.sh in_place; do sleep 1; done'); // prettier-ignore
  }
  const [shown, processes] = [await serial(brokers()[0]!), await Promise.all(brokers().map(pid))];
  await putCertificate(world.plan, world.folder, second, [first, second]);
  for (const node of [cluster.nodeOf(0), ...brokers()]) await renew(node);
  await until('the new certificate', 30, async () => !(await Promise.all(brokers().map(serial))).includes(shown));
  expect(await Promise.all(brokers().map(pid))).toEqual(processes);

  // Who starts now meets others by the new certificate only, and they it.
  await brokers()[0]!.machine.run('systemctl kill -s KILL automq');
  await until('its new process', 60, async () => !['0', processes[0]].includes(await pid(brokers()[0]!)));
  await until('all copies', 120, async () => (await behind()) === '');
  await sleep(3000);
  const { acknowledged, failures } = await client.stopLoad();
  expect(failures).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(await client.missing('authorities', acknowledged)).toEqual([]);
  client.close();

  const onlySecond = connect(world, { authorities: second.certificate });
  expect(await onlySecond.brokers()).toHaveLength(BROKERS);
  onlySecond.close();
});

/** Partitions that lack a copy. */
async function behind(): Promise<string> {
  const options = ['--topic', 'authorities', '--under-replicated-partitions'];
  const { code, output } = await describeTopics(brokers()[1]!.machine, ...options);
  return code === 0 ? output.trim() : `asked in vain: ${output}`;
}

test('what is done each minute and each hour is done here too: quorum, and a call for another machine', async () => {
  const script = '/opt/automq-byoc/node.sh';
  const [broker, controller] = [brokers()[1]!, cluster.nodeOf(0)];
  await done(controller, `cd /etc/automq-byoc; ${script} quorum`);
  const away = `systemctl stop automq-byoc@watch automq; cd /etc/automq-byoc; touch -d '40 minutes ago' well; ${script} sick`;
  await done(broker, away);
  expect(broker.instance.healthy).toBe(false);
  // The only controller is the quorum: its fault cannot be told from one that all share.
  expect((await controller.machine.run(away)).output).toContain('not well, but not alone: check group, controllers');
  expect(controller.instance.healthy).toBe(true);
});

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(cluster.world)).toEqual([]);
});
