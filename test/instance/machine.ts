import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeKind, TlsPlan } from '../../lib/core/plan/types';
import { bootFiles, type Lease } from '../../lib/instance/files';
import { commands, healthy, player, type Rule } from './stubs';

export interface Kind {
  readonly kind: NodeKind;
  readonly lease: Lease;
  readonly issuer?: TlsPlan['issuer'];
  /** Over the settings of a sample node. */
  readonly env?: Readonly<Record<string, string>>;
}

export const elastic: Kind = { kind: 'broker', lease: 'address' };
export const controller: Kind = { kind: 'controller', lease: 'pinned' };

/** A temporary root that user data has been run in, with commands played by stubs. */
export interface Machine {
  /** Other answers than those of a healthy machine; the last one given wins. */
  on(pattern: string, answer: string): void;
  /** Runs a task of node.sh to its end; gives its exit code. */
  run(task: string): number;
  /** What the commands were called with, in order. */
  calls(pattern?: RegExp): string[];
  forget(): void;
  /** A file on the machine. */
  read(path: string): string;
  write(path: string, text: string): void;
  has(path: string): boolean;
  /** What commands remember or answer. */
  world(file: string, text?: string): string;
  /** Everything that was logged, by us and by the commands. */
  logged(): string;
  remove(): void;
}

const sampleEnv = (kind: NodeKind, checksum: string): Record<string, string> => ({
  CLUSTER: 'inventory',
  CLUSTER_ID: 'hT3xM0bWQ7iJ4kLmNoPqRg',
  REGION: 'us-east-1',
  ZONE: 'use1-az4',
  GROUP: 'inventory-group',
  STACK: 'inventory-cluster',
  SIGNAL_RESOURCE: 'Group1',
  LAUNCH_HOOK: 'launch',
  TERMINATE_HOOK: 'terminate',
  VOLUME_ID: 'vol-1',
  ARCHIVE_URL: 's3://artifacts/automq.tgz',
  ARCHIVE_SHA256: checksum,
  PACKAGES: 'java-21 agent',
  OPS_BUCKET: 'ops',
  LISTEN_PORT: kind === 'broker' ? '9092' : '9093',
  QUORUM: 'c0.inv.internal:9093,c1.inv.internal:9093,c2.inv.internal:9093',
  ADMIN_SECRET: 'arn:admin',
  BROKER_SECRET: 'arn:broker',
  AUTHORITY_ARN: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1',
  TLS_SECRET: 'arn:tls',
  CERTIFICATE_DAYS: '7',
  HEAP_OPTS: '-Xmx1g',
  METRIC_NAMESPACE: 'AutoMQ/BYOC',
});

const slots: Readonly<Record<NodeKind, string>> = {
  broker: [8, 9, 10].map((n) => `40${n - 8 < 10 ? '0' : ''}${n - 8} 10.0.0.${n} b40${n}.inv.internal\n`).join(''),
  controller: '1 10.0.0.5 c1.inv.internal\n',
};

const template = `node.id=@NODE_ID@
listeners=CLIENT://@ADDRESS@:9092,INTERNAL://@ADDRESS@:9094
advertised.listeners=CLIENT://@HOST@:9092,INTERNAL://@HOST@:9094
ssl.truststore.type=PEM
s3.data.buckets=0@s3://data?region=us-east-1
autobalancer.client.auth.security.protocol=SASL_SSL
autobalancer.client.auth.sasl.jaas.config=x password="@BROKER_PASSWORD@";
`;

/** The authority and the archive are made once for all machines of a test file. */
const made = ((): { folder: string; checksum: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'byoc-made-'));
  const openssl =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=ca -keyout ca.key -out ca.pem';
  execFileSync('openssl', openssl.split(' '), { cwd: folder, stdio: 'ignore' });
  mkdirSync(join(folder, 'automq-1/bin'), { recursive: true });
  writeFileSync(join(folder, 'automq-1/bin/release'), '1');
  execFileSync('tar', ['-czf', 'archive.tgz', 'automq-1'], { cwd: folder });
  const checksum = createHash('sha256')
    .update(readFileSync(join(folder, 'archive.tgz')))
    .digest('hex');
  return { folder, checksum };
})();
process.on('exit', () => rmSync(made.folder, { recursive: true, force: true }));

export function machine({ kind, lease, issuer = 'private-ca', env }: Kind): Machine {
  const base = mkdtempSync(join(tmpdir(), 'byoc-machine-'));
  const root = join(base, 'root');
  const worldFolder = join(base, 'world');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  };
  const rules: Rule[] = [...healthy];
  const played = join(base, 'player');
  const play = (): void => write(played, player(rules));
  play();
  mkdirSync(join(base, 'bin'));
  for (const command of commands) symlinkSync(played, join(base, 'bin', command));
  const settings = { ...sampleEnv(kind, made.checksum), ...env };
  const files = {
    'etc/automq-byoc/node.env': Object.entries(settings)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
    'etc/automq-byoc/slots': slots[kind],
    'etc/automq-byoc/server.properties.template': template,
    'etc/pki/ca-trust/source/anchors/README': '',
    'dev/disk/by-id/README': '',
    'var/tmp/README': '',
    ...Object.fromEntries(bootFiles(kind, lease, issuer).map(({ path, text }) => [path, text])),
  };
  for (const [path, text] of Object.entries(files)) write(join(root, path), text);
  const world = {
    clock: `${Math.floor(Date.now() / 1000)}\n`,
    addresses: '10.0.0.200\n',
    lifecycle: 'InService\n',
    replication: '',
    open: '',
    opens: kind === 'broker' ? slots.broker.replace(/^\S+ (\S+) .*$/gm, '$1/9092') : '10.0.0.5/9093\n',
  };
  for (const [file, text] of Object.entries(world)) write(join(worldFolder, file), text);
  for (const file of ['ca.pem', 'ca.key', 'archive.tgz']) symlinkSync(join(made.folder, file), join(worldFolder, file));
  let output = '';
  const read = (path: string): string => readFileSync(path, 'utf8');
  const callsFile = join(worldFolder, 'calls');
  return {
    on: (pattern, answer) => {
      rules.unshift([pattern, answer]);
      play();
    },
    run: (task) => {
      const result = spawnSync('bash', [join(root, 'opt/automq-byoc/node.sh'), task], {
        env: { PATH: `${join(base, 'bin')}:${process.env.PATH}`, ROOT: root, WORLD: worldFolder },
        encoding: 'utf8',
        timeout: 30_000,
      });
      output += result.stdout + result.stderr;
      return result.status ?? -1;
    },
    calls: (pattern = /./) =>
      existsSync(callsFile)
        ? read(callsFile)
            .split('\n')
            .filter((line) => pattern.test(line))
        : [],
    forget: () => rmSync(callsFile, { force: true }),
    read: (path) => read(join(root, path)),
    write: (path, text) => write(join(root, path), text),
    has: (path) => existsSync(join(root, path)),
    world: (file, text) => {
      if (text !== undefined) write(join(worldFolder, file), text);
      return read(join(worldFolder, file));
    },
    logged: () => output + (existsSync(join(root, bootLog)) ? read(join(root, bootLog)) : ''),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

export const bootLog = 'var/log/automq-byoc/boot.log';
