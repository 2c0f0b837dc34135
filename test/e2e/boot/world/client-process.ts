import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadOf, type Load } from './load';
import { bootstrapOf, type Target } from './target';
import type { World } from './world';

export interface Client extends Load {
  brokers(): Promise<readonly { id: number; host: string; port: number; rack: string }[]>;
  /** With three copies of each record, unless said otherwise: how many, or on which brokers. */
  createTopic(topic: string, partitions: number, copies?: number | readonly number[]): Promise<void>;
  close(): void;
}

export interface ClientOptions {
  /** Default: the administrator of the cluster; `null` for nobody. */
  readonly login?: Login | null;
  readonly bootstrap?: readonly string[];
  /** Whom to trust, PEM. Default: who issued the nodes' certificates; `null` for no TLS at all. */
  readonly authorities?: string | null;
}

export interface Login {
  readonly username: string;
  readonly password: string;
  /** @default 'SCRAM-SHA-512' */
  readonly mechanism?: 'PLAIN' | 'SCRAM-SHA-512';
}

export function connect(world: World, options: ClientOptions = {}): Client {
  const { domain } = world.plan.dns;
  const authorities = world.account.authority.certificate;
  return connectTo({ domain, names: world.names, authorities, password: world.passwords.admin }, options);
}

export function connectTo(
  given: Target,
  { login, bootstrap, authorities = given.authorities }: ClientOptions = {},
): Client {
  const target = { ...given, ...(bootstrap && { bootstrap }), ...(authorities && { authorities }) };
  const settings = {
    names: Object.fromEntries(target.names),
    bootstrap: bootstrapOf(target),
    authorities: authorities ?? undefined,
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
  const load = loadOf(target);
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
    ...load,
    close: () => {
      child.kill();
      load.close();
    },
  };
}
