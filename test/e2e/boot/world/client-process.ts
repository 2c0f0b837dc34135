import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { World } from './world';

export interface LoadReport {
  readonly acknowledged: readonly number[];
  /** Longest time one record took, the client's own retries included. */
  readonly longestMs: number;
  readonly failures: readonly string[];
}

export interface ReadReport {
  readonly received: readonly number[];
  /** Longest time without a record, which a load makes twenty of each second. */
  readonly longestMs: number;
  readonly failures: readonly string[];
}

export interface Client {
  brokers(): Promise<readonly { id: number; host: string; port: number; rack: string }[]>;
  /** With three copies of each record, unless said otherwise. */
  createTopic(topic: string, partitions: number, copies?: number): Promise<void>;
  startLoad(topic: string): Promise<void>;
  /** How many records of the load that runs. */
  acknowledged(): Promise<number>;
  stopLoad(): Promise<LoadReport>;
  /** A consumer that reads beside the load. */
  startReading(topic: string): Promise<void>;
  stopReading(): Promise<ReadReport>;
  /** Which of these values are not in the topic. */
  missing(topic: string, expected: readonly number[]): Promise<readonly number[]>;
  close(): void;
}

/** What a client must know of a cluster. */
export interface Target {
  readonly domain: string;
  /** Host to addresses, as the private zone answers. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Who issued the nodes' certificates, PEM. */
  readonly authorities: string;
  /** Of the administrator. */
  readonly password: string;
  /** Command that starts a program where the cluster can be reached. @default - here */
  readonly inside?: readonly string[];
}

export interface ClientOptions {
  /** Default: the administrator of the cluster; `null` for nobody. */
  readonly login?: { readonly username: string; readonly password: string } | null;
  readonly bootstrap?: readonly string[];
}

export function connect(world: World, options: ClientOptions = {}): Client {
  const { domain } = world.plan.dns;
  const authorities = world.account.authority.certificate;
  return connectTo({ domain, names: world.names, authorities, password: world.passwords.admin }, options);
}

export function connectTo(target: Target, { login, bootstrap }: ClientOptions = {}): Client {
  const settings = {
    names: Object.fromEntries(target.names),
    bootstrap: bootstrap ?? [`bootstrap.${target.domain}:9092`],
    authorities: target.authorities,
    login: login === undefined ? { username: 'admin', password: target.password } : (login ?? undefined),
  };
  const [command = '', ...args] = [...(target.inside ?? []), process.execPath];
  const child = spawn(command, [...args, '--import', 'tsx', join(__dirname, 'client.ts')], {
    env: { PATH: process.env.PATH, CLIENT_SETTINGS: JSON.stringify(settings), NODE_NO_WARNINGS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as { id: number; value?: unknown; error?: string };
    waiting.get(answer.id)?.(answer);
  });
  let last = 0;
  const ask = <T>(action: string, input: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value as T) : reject(new Error(error))));
      child.stdin.write(`${JSON.stringify({ id, action, ...input })}\n`);
    });
  return {
    brokers: () => ask('brokers'),
    createTopic: (topic, partitions, copies = 3) => ask('createTopic', { topic, partitions, copies }),
    startLoad: (topic) => ask('startLoad', { topic }),
    acknowledged: () => ask('acknowledged'),
    stopLoad: () => ask('stopLoad'),
    startReading: (topic) => ask('startReading', { topic }),
    stopReading: () => ask('stopReading'),
    missing: (topic, expected) => ask('read', { topic, expected }),
    close: () => void child.kill(),
  };
}
