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

export interface Client {
  brokers(): Promise<readonly { id: number; host: string; port: number; rack: string }[]>;
  createTopic(topic: string, partitions: number): Promise<void>;
  startLoad(topic: string): Promise<void>;
  stopLoad(): Promise<LoadReport>;
  /** Which of these values are not in the topic. */
  missing(topic: string, expected: readonly number[]): Promise<readonly number[]>;
  close(): void;
}

export interface ClientOptions {
  /** Default: the administrator of the cluster; `null` for nobody. */
  readonly login?: { readonly username: string; readonly password: string } | null;
  readonly bootstrap?: readonly string[];
}

export function connect(world: World, { login, bootstrap }: ClientOptions = {}): Client {
  const { domain } = world.plan.dns;
  const settings = {
    names: Object.fromEntries(world.names),
    bootstrap: bootstrap ?? [`bootstrap.${domain}:9092`],
    authorities: world.account.authority.certificate,
    login: login === undefined ? { username: 'admin', password: world.passwords.admin } : (login ?? undefined),
  };
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'client.ts')], {
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
    createTopic: (topic, partitions) => ask('createTopic', { topic, partitions }),
    startLoad: (topic) => ask('startLoad', { topic }),
    stopLoad: () => ask('stopLoad'),
    missing: (topic, expected) => ask('read', { topic, expected }),
    close: () => void child.kill(),
  };
}
