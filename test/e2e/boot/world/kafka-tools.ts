/**
 * Apache Kafka's own client, started as its project's system tests start it: `VerifiableProducer` says which records were acknowledged,
 * `VerifiableConsumer` which are there. What these two call lost is lost.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bootstrapOf, type Target } from './target';
import { sleep, until } from './shell';

const cache = join(__dirname, '../../../../.cache/boot');

/** What a tool prints, one JSON object a line. */
interface Said {
  readonly name: string;
  readonly value?: string;
  readonly message?: string;
}

export interface Tool {
  /** Lets it end by itself, as a well-behaved client does. */
  stop(): Promise<void>;
  kill(): void;
  /** Its last complaints. */
  complaints(): string;
}

export interface KafkaTools {
  /** Twenty records a second, each with its number as value, until stopped. */
  produce(topic: string, heard: (said: Said) => void): Tool;
  consume(topic: string, group: string, heard: (said: Said) => void): Tool;
  close(): void;
}

/** Writes what a client of a JVM needs: whom to trust, who it is, and names as the private zone answers. */
export function writeClientFiles(folder: string, { authorities, password, names }: Target): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'authorities.pem'), authorities);
  const hosts = [...names].flatMap(([host, addresses]) => addresses.map((address) => `${address} ${host}\n`));
  writeFileSync(join(folder, 'hosts'), hosts.join(''));
  const settings = {
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'SCRAM-SHA-512',
    'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="${password}";`,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': join(folder, 'authorities.pem'),
  };
  writeFileSync(join(folder, 'client.properties'), lines(settings), { mode: 0o600 });
}

const lines = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/**
 * The tool tells Kafka not to try again, so that it can count; an application leaves Kafka's default, and so does this load. Connections
 * as the README advises: an address that nobody holds drops packets.
 */
const APPLICATION = {
  retries: 2 ** 31 - 1,
  'metadata.max.age.ms': 5000,
  'socket.connection.setup.timeout.ms': 2000,
  'socket.connection.setup.timeout.max.ms': 5000,
};

export function kafkaTools(target: Target): KafkaTools {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-client-'));
  writeClientFiles(folder, target);
  const config = join(folder, 'client.properties');
  writeFileSync(config, lines(APPLICATION), { flag: 'a' });
  const known = ['--bootstrap-server', bootstrapOf(target).join()];
  const start = (tool: string, topic: string, options: readonly string[], heard: (said: Said) => void): Tool =>
    run([...(target.inside ?? []), ...java(folder), tool, ...known, '--topic', topic, ...options], heard);
  return {
    produce: (topic, heard) => {
      const options = ['--throughput', '20', '--repeating-keys', '100', '--producer.config', config];
      return start('org.apache.kafka.tools.VerifiableProducer', topic, options, heard);
    },
    consume: (topic, group, heard) => {
      const options = ['--group-id', group, '--verbose', '--enable-autocommit', '--consumer.config', config];
      return start('org.apache.kafka.tools.VerifiableConsumer', topic, options, heard);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** Unpacked by `prepare.sh`. */
function java(folder: string): string[] {
  const client = readdirSync(cache).find((name) => /^client-\w+$/.test(name));
  if (client === undefined) throw new Error(`no Kafka in ${cache}`);
  const small = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const names = `-Djdk.net.hosts.file=${join(folder, 'hosts')}`;
  const logs = `-Dlog4j.configuration=file:${join(cache, client, 'config/tools.properties')}`;
  return ['java', ...small, names, logs, '-cp', join(cache, client, 'libs/*')];
}

function run([command = '', ...args]: readonly string[], heard: (said: Said) => void): Tool {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let last = '';
  let asked = false;
  child.stderr.on('data', (text) => (last = `${last}${text}`.slice(-2000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) heard(JSON.parse(line) as Said);
  });
  void gone.then(() => asked || heard({ name: 'ended', message: `ended by itself: ${last}` }));
  const end = (signal: NodeJS.Signals): void => {
    asked = true;
    child.kill(signal);
  };
  return {
    stop: async () => {
      end('SIGTERM');
      // It may wait for what is on its way, two minutes by Kafka's default.
      await until('end of the client', 150, () => Promise.race([gone.then(() => true), sleep(250).then(() => false)]));
    },
    kill: () => end('SIGKILL'),
    complaints: () => last,
  };
}
