/**
 * Controllers: the only nodes that hold what cannot be lost. They are replaced, restarted and refused one at a time.
 *
 * Holds the promise `boot`.
 */
import { connect } from './world/client-process';
import { makeCluster, type Cluster } from './world/cluster';
import { leaks } from './world/leaks';
import { secretsManager, takeMarkerAway } from './world/moto';
import { sleep, until } from './world/shell';
import { bootLog, heartbeats } from './world/world';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
});
afterAll(() => cluster.close());

const controllers = () => cluster.world.plan.controllers;
const brokers = () => cluster.groups.map(({ slots }) => slots[0]!.nodeId);
const calls = () => cluster.world.services.calls;

test('three controllers that start at once form a quorum, each with the one volume that its plan names', async () => {
  const { account, plan } = cluster.world;
  // Left by another deployment: the same tags as those of controller 0.
  const twin = { id: 'vol-0ffffffffffffffff', zone: controllers()[0]!.zone };
  account.volumes.set(twin.id, twin);
  await cluster.boot(controllers());
  await cluster.boot(cluster.groups);
  expect(twin).not.toHaveProperty('holder');
  const asked = calls().filter(({ action }) => action === 'AttachVolume');
  expect(new Set(asked.map(({ input }) => input.VolumeId)).size).toBe(plan.controllers.length);
  expect(calls().filter(({ action }) => action === 'DescribeVolumes')).toEqual([]);
});

test('a new certificate: the three restart one after the other, and clients notice nothing', async () => {
  const nodes = [0, 1, 2].map(cluster.nodeOf);
  const started = async (): Promise<number[]> =>
    Promise.all(
      nodes.map(async ({ machine }) =>
        Number((await machine.run('systemctl show -P ExecMainStartTimestampMonotonic automq')).output),
      ),
    );
  const before = await started();
  const { failures } = await cluster.underLoad('restarted', async () => {
    for (const { machine } of nodes)
      await machine.run(
        "cd /etc/automq-byoc; rm tls/node.pem; touch -d '2 hours ago' tls; systemctl restart automq-byoc@watch",
      );
    await until('three restarts', 420, async () => (await started()).every((time, id) => time !== before[id]));
  });
  expect(failures).toEqual([]);
  const seconds = (await started()).map((time) => time / 1e6).sort((a, b) => a - b);
  expect(Math.min(seconds[1]! - seconds[0]!, seconds[2]! - seconds[1]!)).toBeGreaterThan(20);
  await until('whole quorum', 60, async () => (await caughtUp()) === 3);
});

/** By the leader's books. */
async function caughtUp(): Promise<number> {
  const { output } = await cluster
    .nodeOf(0)
    .machine.run(
      `cd /etc/automq-byoc; . ./node.env; sed -n 's/^autobalancer.client.auth.//p;/^ssl.truststore/p' server.properties >/run/login; /opt/automq/bin/kafka-metadata-quorum.sh --bootstrap-controller "$QUORUM" --command-config /run/login describe --replication`,
    );
  const rows = output.split('\n').filter((line) => /Leader|Follower/.test(line));
  return rows.filter((row) => Number(row.trim().split(/\s+/).at(-2)) > Date.now() - 10_000).length;
}

test('the password between nodes changes while they restart one after the other, and clients notice nothing', async () => {
  const { plan, passwords } = cluster.world;
  const { name, users } = plan.secrets.broker;
  const [, standby] = users;
  const SecretString = JSON.stringify({ username: standby, password: passwords.broker });
  await secretsManager('PutSecretValue', { SecretId: name, SecretString, ClientRequestToken: 'a'.repeat(32) });
  const nodes = [...controllers().map(({ nodeId }) => nodeId), ...brokers()].map(cluster.nodeOf);
  const { failures } = await cluster.underLoad('password', async () => {
    for (const { machine } of nodes) {
      // As lib/instance/README.md says it.
      const { code, output } = await machine.run(
        'cd /opt/automq-byoc && ./node.sh configure && systemctl restart automq && until ./node.sh in_place; do sleep 1; done',
      );
      expect(`${code} ${output}`).toMatch(/^0 /);
    }
  });
  expect(failures).toEqual([]);
  for (const { machine } of nodes)
    expect(machine.read('/etc/automq-byoc/server.properties')).toContain(`username="${standby}"`);
});

test('a controller is replaced and comes back with its metadata', async () => {
  const disk = '/var/lib/automq/data/meta.properties';
  const old = cluster.nodeOf(0);
  const before = (await old.machine.run(`cat ${disk}`)).output;
  expect(before).toContain('directory.id');
  const { failures } = await cluster.underLoad('replaced', async () => {
    await cluster.world.terminate(old);
    const [node] = await cluster.boot([controllers()[0]!]);
    expect((await node!.machine.run(`cat ${disk}`)).output).toBe(before);
    await cluster.goesOn();
  });
  expect(failures).toEqual([]);
  expect(await caughtUp()).toBe(3);
});

test('a controller with an empty volume that was part of a quorum refuses to format', async () => {
  const { world } = cluster;
  const old = cluster.nodeOf(1);
  await until('marker that it was formed', 200, () =>
    calls().some(({ keyId, action }) => keyId === old.instance.keyId && action === 'PutObject'),
  );
  await world.terminate(old);
  world.emptyVolume(controllers()[1]!);
  const node = await world.launch(controllers()[1]!);
  expect(await world.outcome(node, 300)).toBe('ABANDON');
  expect(bootLog(node)).toMatch(/is empty but controller 1 was formed: restore its snapshot/);
  await world.terminate(node);
});

test('while one controller is missing, the drain of another holds its hook, and lets go when the quorum is whole again', async () => {
  const { world } = cluster;
  const node = cluster.nodeOf(2);
  // A machine that was there five seconds ago still counts.
  await sleep(6000);
  const told = Date.now();
  const ending = world.end(node);
  await until('renewed twice', 150, () => heartbeats(world, node).length >= 3 || node.instance.drained);
  const beats = [told, ...heartbeats(world, node)];
  const pauses = beats.slice(1).map((at, earlier) => (at - beats[earlier]!) / 1000);
  expect(Math.max(...pauses)).toBeLessThan(world.plan.machines.controller.terminateHook.heartbeatSeconds / 2);
  expect(node.instance.drained).toBe(false);
  expect((await node.machine.run('systemctl is-active automq')).output.trim()).toBe('active');
  // As lib/instance/README.md says it: the others are caught up, so the one without its volume may start empty.
  await takeMarkerAway(world.plan, controllers()[1]!);
  await cluster.boot([controllers()[1]!]);
  expect(await ending).toBe('drained');
});

const changed = 'changedAdmin0123456789';

test('the password of the administrator changes without a restart: the new one counts, the old one no longer', async () => {
  const { world } = cluster;
  const { machine } = cluster.nodeOf(1000);
  // As lib/instance/README.md says it.
  const { code, output } = await machine.run(
    `cd /etc/automq-byoc; read -r ID ADDRESS HOST <slot; umask 077; printf 'SCRAM-SHA-512=password=${changed}\\n' >/run/new; sed -n 's/^autobalancer.client.auth.//p;/^ssl.truststore/p' server.properties >/run/login; /opt/automq/bin/kafka-configs.sh --bootstrap-server "$HOST:9094" --command-config /run/login --alter --entity-type users --entity-name admin --add-config-file /run/new`,
  );
  expect(`${code} ${output}`).toMatch(/^0 /);
  const renewed = connect(world, { login: { username: 'admin', password: changed } });
  await until('the new password', 30, () =>
    renewed.brokers().then(
      () => true,
      () => false,
    ),
  );
  renewed.close();
  const old = connect(world);
  await expect(old.brokers()).rejects.toThrow(/SASL_AUTHENTICATION_FAILED/);
  old.close();
  await machine.run('rm /run/login /run/new');
});

test('no password or private key is in a log, the journal or a file that others may read, nor the changed one', () => {
  expect(leaks(cluster.world, [changed])).toEqual([]);
});
