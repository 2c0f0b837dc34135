/**
 * A real client in a process of its own (the library is an ES module): one JSON command a line in, one answer a line out.
 * Names are looked up as the private zone answers.
 */
import {
  Admin,
  Consumer,
  Producer,
  ProduceAcks,
  stringDeserializer,
  stringSerializer,
  type BaseOptions,
} from '@platformatic/kafka';
import dns from 'node:dns';
import { createInterface } from 'node:readline';

interface Settings {
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly bootstrap: readonly string[];
  readonly authorities: string;
  readonly login?: { readonly username: string; readonly password: string };
}

type Options = Omit<BaseOptions, 'clientId'>;
type Action = (options: Options, input: Record<string, unknown>) => Promise<unknown>;

const settings = JSON.parse(process.env.CLIENT_SETTINGS ?? '{}') as Settings;
let turn = 0;
(dns as { lookup: unknown }).lookup = (
  host: string,
  options: { all?: boolean },
  callback: (error: Error | null, address: unknown, family?: number) => void,
): void => {
  const known = settings.names[host] ?? [];
  if (known.length === 0) return callback(new Error(`no such name: ${host}`), '');
  // A resolver turns the list; a client that is given all of them tries the next one when an address does not answer.
  const from = turn++ % known.length;
  const found = [...known.slice(from), ...known.slice(0, from)].map((address) => ({ address, family: 4 }));
  process.nextTick(() => (options.all ? callback(null, found) : callback(null, found[0]?.address, 4)));
};

const options = (): Options => ({
  bootstrapBrokers: [...settings.bootstrap],
  connectTimeout: 3000,
  timeout: 10_000,
  retries: 30,
  retryDelay: 500,
  tls: { ca: settings.authorities },
  tlsServerName: true,
  ...(settings.login && { sasl: { mechanism: 'SCRAM-SHA-512', ...settings.login } }),
});

const load = {
  running: false,
  acknowledged: [] as number[],
  longestMs: 0,
  failures: [] as string[],
  done: Promise.resolve(),
};

const newProducer = (chosen: Options): Producer<string, string, string, string> =>
  new Producer({
    clientId: 'load',
    ...chosen,
    acks: ProduceAcks.ALL,
    metadataMaxAge: 5000,
    serializers: {
      key: stringSerializer,
      value: stringSerializer,
      headerKey: stringSerializer,
      headerValue: stringSerializer,
    },
  });

async function produceUntilStopped(chosen: Options, topic: string): Promise<void> {
  const producer = newProducer(chosen);
  for (let number = 0; load.running; number++) {
    const start = Date.now();
    try {
      await producer.send({ messages: [{ topic, key: String(number), value: String(number) }] });
      load.acknowledged.push(number);
    } catch (error) {
      load.failures.push(String(error));
    }
    load.longestMs = Math.max(load.longestMs, Date.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await producer.close();
}

async function readOnce(chosen: Options, topic: string, missing: Set<number>): Promise<void> {
  const text = stringDeserializer;
  const consumer = new Consumer({
    clientId: 'test',
    ...chosen,
    groupId: `read-${Date.now()}`,
    deserializers: { key: text, value: text, headerKey: text, headerValue: text },
  });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
  const timer = setTimeout(() => void stream.close(), 40_000);
  for await (const { value } of stream) {
    missing.delete(Number(value));
    if (missing.size === 0) break;
  }
  clearTimeout(timer);
  await consumer.close(true);
}

const reading = { stop: () => Promise.resolve(), received: [] as number[], longestMs: 0, failures: [] as string[] };

/** One consumer that stays, as an application does: it commits, and goes on wherever partitions go. */
async function follow(chosen: Options, topic: string): Promise<void> {
  const text = stringDeserializer;
  const consumer = new Consumer({
    clientId: 'follower',
    ...chosen,
    metadataMaxAge: 5000,
    groupId: `follow-${topic}`,
    deserializers: { key: text, value: text, headerKey: text, headerValue: text },
  });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: 1000 });
  Object.assign(reading, { received: [], longestMs: 0, failures: [] });
  let last = Date.now();
  stream.on('data', ({ value }) => {
    reading.received.push(Number(value));
    reading.longestMs = Math.max(reading.longestMs, Date.now() - last);
    last = Date.now();
  });
  stream.on('error', (error: Error) => void reading.failures.push(allMessages(error)));
  reading.stop = async () => {
    await stream.close();
    await consumer.close(true);
  };
}

const actions: Readonly<Record<string, Action>> = {
  brokers: async (chosen) => {
    const admin = new Admin({ clientId: 'test', ...chosen, retries: 0 });
    const { brokers } = await admin.metadata({ forceUpdate: true });
    await admin.close();
    return [...brokers].map(([id, { host, port, rack }]) => ({ id, host, port, rack }));
  },
  createTopic: async (chosen, { topic, partitions, copies }) => {
    const admin = new Admin({ clientId: 'test', ...chosen });
    await admin.createTopics({
      topics: [String(topic)],
      partitions: Number(partitions),
      replicas: Number(copies),
      configs: Number(copies) > 1 ? [{ name: 'min.insync.replicas', value: '2' }] : [],
    });
    await admin.close();
  },
  startLoad: async (chosen, { topic }) => {
    Object.assign(load, { running: true, acknowledged: [], longestMs: 0, failures: [] });
    load.done = produceUntilStopped(chosen, String(topic));
  },
  acknowledged: () => Promise.resolve(load.acknowledged.length),
  stopLoad: async () => {
    load.running = false;
    await load.done;
    return { acknowledged: load.acknowledged, longestMs: load.longestMs, failures: load.failures };
  },
  startReading: (chosen, { topic }) => follow(chosen, String(topic)),
  stopReading: async () => {
    await reading.stop();
    const { received, longestMs, failures } = reading;
    return { received, longestMs, failures };
  },
  read: async (chosen, { topic, expected }) => {
    const missing = new Set(expected as number[]);
    // A consumer may join while its group's coordinator moves; what is there must be found by one that comes later.
    for (let attempt = 0; attempt < 3 && missing.size > 0; attempt++) await readOnce(chosen, String(topic), missing);
    return [...missing];
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, action, ...input } = JSON.parse(line) as { id: number; action: string };
  const say = (answer: unknown): unknown => process.stdout.write(`${JSON.stringify({ id, ...(answer as object) })}\n`);
  actions[action]!(options(), input).then(
    (value) => say({ value }),
    (error: unknown) => say({ error: allMessages(error) }),
  );
});

/** Errors hide inside errors: what a refused login said is at the bottom. */
function allMessages(error: unknown): string {
  const { message = '', errors = [], cause } = error as { message?: string; errors?: unknown[]; cause?: unknown };
  return [message, ...[...errors, ...(cause ? [cause] : [])].map(allMessages)].join(' < ');
}
