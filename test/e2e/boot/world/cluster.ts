/** A cluster on machines of its own, and what a client sees of it. */
import type { ElasticGroup, PinnedNode } from '../../../../lib/core/plan/types';
import { connect, type Client } from './client-process';
import { copies } from './deployment';
import type { LoadReport } from './load';
import { sleep, until } from './shell';
import { describeTopics } from './topics';
import { bootLog, makeWorld, slotOf, type LaunchOptions, type Node, type World, type WorldOptions } from './world';

export interface Cluster {
  readonly world: World;
  readonly client: Client;
  /** Of elastic brokers, by zone. */
  readonly groups: readonly ElasticGroup[];
  /** Launches all at once and waits until each serves. */
  boot(targets: readonly (ElasticGroup | PinnedNode)[], options?: LaunchOptions): Promise<readonly Node[]>;
  /** The living machine of a node id. */
  nodeOf(nodeId: number): Node;
  /** Waits until clients see just these brokers. */
  sees(nodeIds: readonly number[], seconds?: number): Promise<void>;
  /** Records go in while it happens. None that was acknowledged is lost, and none are refused afterwards. */
  underLoad(
    topic: string,
    happens: () => Promise<void>,
    copiesOfEach?: number | readonly number[],
  ): Promise<LoadReport>;
  /** Waits until ten more records are acknowledged. */
  goesOn(seconds?: number): Promise<void>;
  close(): Promise<void>;
}

export async function makeCluster(options: WorldOptions = {}): Promise<Cluster> {
  const world = await makeWorld(options);
  const client = connect(world);
  const { brokers } = world.plan;
  return {
    world,
    client,
    groups: brokers.kind === 'elastic' ? brokers.groups : [],
    boot: (targets, how) => Promise.all(targets.map((target) => bootOne(world, target, how))),
    nodeOf: (nodeId) => nodeOf(world, nodeId),
    sees: (nodeIds, seconds = 60) => sees(client, nodeIds, seconds),
    underLoad: (topic, happens, kept = copies) => underLoad(world, client, topic, happens, kept),
    goesOn: (seconds = 60) => goesOn(client, seconds),
    close: async () => {
      client.close();
      await world.close();
    },
  };
}

/** A machine that serves, or the reason that it gave. */
async function bootOne(world: World, target: ElasticGroup | PinnedNode, how?: LaunchOptions): Promise<Node> {
  const node = await world.launch(target, how);
  const said = `${await world.outcome(node, 420)} ${bootLog(node)}`;
  if (!/^CONTINUE .* serves\n$/.test(said)) throw new Error(`${node.instance.id}: ${said}`);
  return node;
}

function nodeOf(world: World, nodeId: number): Node {
  const alive = world.nodes.filter(({ instance }) => instance.state !== 'Terminated');
  const found = alive.find((node) => slotOf(node).startsWith(`${nodeId} `));
  if (found === undefined) throw new Error(`no node ${nodeId}`);
  return found;
}

async function sees(client: Client, nodeIds: readonly number[], seconds: number): Promise<void> {
  const wanted = [...nodeIds].sort().join();
  await until(`brokers ${wanted}`, seconds, async () => {
    const brokers = await client.brokers().catch(() => []);
    return (
      brokers
        .map(({ id }) => id)
        .sort()
        .join() === wanted
    );
  });
}

async function goesOn(client: Client, seconds: number): Promise<void> {
  const before = client.acknowledged();
  await until('ten more records', seconds, () => client.acknowledged() >= before + 10);
}

/** Where Kafka says that copies are, for who must find out why one is not. */
async function partitions({ nodes }: World): Promise<string> {
  for (const { machine } of nodes.filter(({ instance }) => instance.kind === 'broker').reverse()) {
    const { code, output } = await describeTopics(machine);
    if (code === 0) return output;
  }
  return 'no broker answers';
}

async function underLoad(
  world: World,
  client: Client,
  topic: string,
  happens: () => Promise<void>,
  kept: number | readonly number[],
): Promise<LoadReport> {
  await client.createTopic(topic, 6, kept);
  await client.startLoad(topic);
  await sleep(2000);
  await happens();
  await sleep(3000);
  const report = await client.stopLoad();
  expect(report.acknowledged.length).toBeGreaterThan(10);
  const missing = await client.missing(topic, report.acknowledged);
  if (missing.length > 0) console.error(await partitions(world));
  expect(missing).toEqual([]);
  return report;
}
