/**
 * Growing and shrinking by one broker a zone, and the loss of a zone, while clients write and read.
 *
 * Holds the promise `boot`.
 */
import { ec2Error, jsonError, queryError } from './world/answers';
import { makeCluster, type Cluster } from './world/cluster';
import { copies } from './world/deployment';
import { leaks } from './world/leaks';
import type { Fault } from './world/services';
import { sleep, until } from './world/shell';
import type { Node } from './world/world';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
});
afterAll(() => cluster.close());

const ids = (index: number): number[] => cluster.groups.map(({ slots }) => slots[index]!.nodeId);

test('a cluster boots although AWS throttles the first calls of every kind that a machine makes', async () => {
  const { services, plan } = cluster.world;
  const seen = new Map<string, number>();
  const answers: Readonly<Record<string, ReturnType<typeof queryError>>> = {
    ec2: ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503),
    s3: { status: 503, type: 'application/xml', body: '<Error><Code>SlowDown</Code><Message>later</Message></Error>' },
    secretsmanager: jsonError('ThrottlingException', 'Rate exceeded'),
    'acm-pca': jsonError('ThrottlingException', 'Rate exceeded'),
  };
  const throttled: Fault = ({ keyId, service, action }) => {
    const call = `${keyId} ${service} ${action}`;
    seen.set(call, (seen.get(call) ?? 0) + 1);
    return seen.get(call)! > 2 ? undefined : (answers[service] ?? queryError('Throttling', 'Rate exceeded'));
  };
  services.faults.add(throttled);
  await cluster.boot(plan.controllers);
  await cluster.boot(cluster.groups);
  services.faults.delete(throttled);
  await cluster.sees(ids(0));
  // No machine holds more than its one address.
  for (const node of cluster.world.nodes)
    expect(cluster.world.addressesOf(node)).toHaveLength(node.instance.kind === 'broker' ? 1 : 0);
});

test('out by one broker a zone and back: nothing is lost, refused or unread', async () => {
  const { client } = cluster;
  const { failures, acknowledged } = await cluster.underLoad('scaled', async () => {
    await client.startReading('scaled');
    const more = await cluster.boot(cluster.groups);
    await cluster.sees([...ids(0), ...ids(1)]);
    const ends = await Promise.all(more.map((node) => cluster.world.end(node)));
    expect(ends).toEqual(['drained', 'drained', 'drained']);
    await cluster.sees(ids(0));
  });
  expect(failures).toEqual([]);
  await sleep(2000);
  const { received } = await client.stopReading();
  expect(acknowledged.filter((value) => !received.includes(value))).toEqual([]);
  // Their addresses are free for the next ones.
  expect(
    [...cluster.world.account.holders.keys()].filter((address) => ids(1).map(addressOf).includes(address)),
  ).toEqual([]);
});

const addressOf = (nodeId: number): string =>
  cluster.groups.flatMap(({ slots }) => slots).find((slot) => slot.nodeId === nodeId)!.address;

test('a machine that dies while it drains: its silence frees the address, and the next one gets it', async () => {
  const { world, groups } = cluster;
  const dying = cluster.nodeOf(ids(0)[1]!);
  const ending = world.end(dying);
  await until('heartbeat', 60, () => dying.instance.lastHeartbeat > 0 || dying.instance.drained);
  await dying.machine.cut();
  // It may have been quick: then there is nothing to wait for.
  expect(dying.instance.drained).toBe(false);
  const started = Date.now();
  expect(await ending).toBe('silent');
  expect((Date.now() - started) / 1000).toBeLessThan(world.plan.machines.broker.terminateHook.heartbeatSeconds + 5);
  await cluster.boot([groups[1]!]);
  await cluster.sees(ids(0));
});

test('a whole zone goes at once with its controller: the others go on, no acknowledged record is lost, and it comes back', async () => {
  const { world, client, groups } = cluster;
  const [zone] = groups;
  const controller = world.plan.controllers.find((one) => one.zone === zone!.zone)!;
  const gone: Node[] = [cluster.nodeOf(controller.nodeId), cluster.nodeOf(ids(0)[0]!)];
  await cluster.underLoad('zone', async () => {
    await Promise.all(gone.map(({ machine }) => machine.cut()));
    await cluster.sees(ids(0).slice(1));
    await cluster.goesOn();
  });
  // What comes after the loss is taken without a failure: two brokers, two controllers and two copies are enough. The copies are put on
  // those two brokers, because Apache Kafka would also place some on the one that is gone.
  const comesBack = async (): Promise<void> => {
    for (const node of gone) await world.terminate(node);
    await cluster.boot([controller, zone!]);
    await cluster.sees(ids(0));
    await cluster.goesOn();
  };
  const { failures } = await cluster.underLoad('afterwards', comesBack, copies === 1 ? 1 : ids(0).slice(1));
  expect(failures).toEqual([]);
  expect(await client.brokers()).toHaveLength(3);
});

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(cluster.world)).toEqual([]);
});
