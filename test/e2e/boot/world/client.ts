/**
 * Questions to a cluster in a process of its own (the library is an ES module): one JSON command a line in, one answer a line out.
 * Names are looked up as the private zone answers.
 */
import { Admin, type BaseOptions } from '@platformatic/kafka';
import dns from 'node:dns';
import { createInterface } from 'node:readline';
import type { Login } from './client-process';

interface Settings {
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly bootstrap: readonly string[];
  readonly authorities?: string;
  readonly login?: Login;
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
  ...(settings.authorities !== undefined && { tls: { ca: settings.authorities }, tlsServerName: true }),
  ...(settings.login && { sasl: { mechanism: 'SCRAM-SHA-512', ...settings.login } }),
});

/** Each of them leads in turn. */
const onThese = (brokers: readonly number[]) => (partition: number) => {
  const from = partition % brokers.length;
  return { partition, brokers: [...brokers.slice(from), ...brokers.slice(0, from)] };
};

const actions: Readonly<Record<string, Action>> = {
  brokers: async (chosen) => {
    const admin = new Admin({ clientId: 'test', ...chosen, retries: 0 });
    const { brokers } = await admin.metadata({ forceUpdate: true });
    await admin.close();
    return [...brokers].map(([id, { host, port, rack }]) => ({ id, host, port, rack }));
  },
  createTopic: async (chosen, input) => {
    const { topic, partitions, copies } = input as { topic: string; partitions: number; copies: number | number[] };
    const admin = new Admin({ clientId: 'test', ...chosen });
    const placed =
      typeof copies === 'number'
        ? { partitions, replicas: copies }
        : { partitions: -1, replicas: -1, assignments: [...Array(partitions).keys()].map(onThese(copies)) };
    const several = typeof copies === 'number' ? copies > 1 : copies.length > 1;
    const configs = several ? [{ name: 'min.insync.replicas', value: '2' }] : [];
    await admin.createTopics({ topics: [topic], ...placed, configs });
    await admin.close();
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

/** Errors hide inside errors: what a refused login said is at the bottom, by the name that Kafka's protocol gives it. */
function allMessages(error: unknown): string {
  const { message = '', apiId = '', errors = [], cause } = error as Partial<Refusal>;
  return [`${apiId} ${message}`.trim(), ...[...errors, ...(cause ? [cause] : [])].map(allMessages)].join(' < ');
}

interface Refusal {
  readonly message: string;
  readonly apiId: string;
  readonly errors: readonly unknown[];
  readonly cause: unknown;
}
