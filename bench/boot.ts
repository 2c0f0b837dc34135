/**
 * `npm run bench:boot`, as root on Linux: how long a broker takes from launch to serving, and from kill to serving, with the release
 * fetched or in the image; and which part of that is ours, beside what the broker's own start takes.
 */
import { loadavg } from 'node:os';
import { table } from '../lib/cli/text/table';
import type { ElasticGroup } from '../lib/core/plan/types';
import { sleep, until } from '../test/e2e/boot/world/shell';
import { bootLog, makeWorld, type Node, type World } from '../test/e2e/boot/world/world';

/** Aims for our part, beside the broker's own start. */
const aims = { cold: 0.15, baked: 0.05 } as const;
type Image = keyof typeof aims;

interface Times {
  /** From the moment that systemd starts boot to the moment that it starts the broker. */
  readonly before: number;
  /** From the start of the broker's process to the first handshake that it answers. */
  readonly broker: number;
  /** From there until the launch hook is told. */
  readonly after: number;
  /** From launch to that handshake: the machine's own start is in it. */
  readonly launch: number;
  /** From `kill -9` to the first handshake. */
  readonly kill: number;
  /** Calls of AWS by this boot, with the second after the start of boot that each was answered in. */
  readonly calls: string;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** Moment that a unit's process started, milliseconds. */
async function started({ machine }: Node, unit: string): Promise<number> {
  const { output } = await machine.run(
    `date -d "$(systemctl show -P ExecMainStartTimestamp ${unit} --timestamp=us+utc)" +%s%3N`,
  );
  return Number(output);
}

/** Asked every 20 ms, inside the machine, so that the question costs nothing but itself. */
async function shakesHands({ machine }: Node, address: string, from: number): Promise<number> {
  const ask = `until timeout 2 openssl s_client -connect ${address}:9092 </dev/null >/dev/null 2>&1; do sleep 0.02; done; date +%s%3N`;
  const { output } = await machine.run(ask);
  return Number(output) - from;
}

async function measure(world: World, group: ElasticGroup): Promise<Times> {
  const launched = Date.now();
  const node = await world.launch(group);
  const { instance, machine } = node;
  const address = await until('address', 120, () => world.addressesOf(node)[0]);
  const launch = await shakesHands(node, address, launched);
  if ((await world.outcome(node, 300)) !== 'CONTINUE') throw new Error(bootLog(node));
  const mine = world.services.calls.filter(({ keyId }) => keyId === instance.keyId);
  const told = mine.find(({ action }) => action === 'CompleteLifecycleAction')!.at;
  const [boot, broker] = [await started(node, 'automq-byoc@boot'), await started(node, 'automq')];
  const serving = launched + launch;
  await sleep(5000);
  const killed = Date.now();
  await machine.run('systemctl kill -s KILL automq');
  return {
    before: broker - boot,
    broker: serving - broker,
    after: told - serving,
    launch,
    kill: await shakesHands(node, address, killed),
    calls: mine.map(({ action, at }) => `${action} ${seconds(at - boot)}`).join(', '),
  };
}

async function measured(image: Image): Promise<Times> {
  const world = await makeWorld({ baked: image === 'baked' });
  try {
    const controllers = await Promise.all(world.plan.controllers.map((one) => world.launch(one)));
    for (const node of controllers) if ((await world.outcome(node, 300)) !== 'CONTINUE') throw new Error(bootLog(node));
    if (world.plan.brokers.kind !== 'elastic') throw new Error('brokers of the example lease addresses');
    return await measure(world, world.plan.brokers.groups[0]!);
  } finally {
    await world.close();
  }
}

function row(image: Image, { before, broker, after, launch, kill }: Times): readonly string[] {
  const share = (before + after) / broker;
  const verdict = share <= aims[image] ? 'met' : 'MISSED';
  return [
    image,
    ...[before, broker, after].map(seconds),
    `${(share * 100).toFixed(0)} %`,
    `${aims[image] * 100} % ${verdict}`,
    seconds(launch),
    seconds(kill),
  ];
}

const titles = [
  'image',
  'ours before',
  'broker',
  'ours after',
  'ours / broker',
  'aim',
  'launch to serving',
  'kill to serving',
];

async function bench(): Promise<void> {
  const rows: [Image, Times][] = [];
  for (const image of ['cold', 'baked'] as const) rows.push([image, await measured(image)]);
  const text = table(
    titles.map((title) => ({ title, align: 'right' as const })),
    rows.map(([image, times]) => row(image, times)),
  );
  const calls = rows.map(([image, times]) => `calls of AWS, seconds after the start of boot, ${image}: ${times.calls}`);
  const load = `load of this computer ${loadavg()[0]!.toFixed(1)}; seconds; the broker is Apache Kafka 3.9.1, not AutoMQ`;
  process.stdout.write(`Boot of a broker (${load})\n${text}\n${calls.join('\n')}\n`);
}

void bench().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
