import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeKind, TlsPlan } from '../../lib/core/plan/types';
import { bootFiles, type Lease } from '../../lib/instance/files';
import { opens, sampleEnv, slots, template } from './node-files';
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

/** The authority and the archive are made once for all machines of a test file. */
const made = ((): { folder: string; checksum: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'byoc-made-'));
  const request = 'req -x509 -newkey ec -pkeyopt group:P-256 -nodes -days 30 -subj /CN=ca -keyout ca.key -out ca.pem';
  execFileSync('openssl', request.split(' '), { cwd: folder, stdio: 'ignore' });
  mkdirSync(join(folder, 'automq-1/bin'), { recursive: true });
  writeFileSync(join(folder, 'automq-1/bin/release'), '1');
  execFileSync('tar', ['-czf', 'archive.tgz', 'automq-1'], { cwd: folder });
  const checksum = createHash('sha256')
    .update(readFileSync(join(folder, 'archive.tgz')))
    .digest('hex');
  return { folder, checksum };
})();
process.on('exit', () => rmSync(made.folder, { recursive: true, force: true }));

/** A temporary root that user data has been run in, with commands that are played. */
export class Machine {
  private readonly base = mkdtempSync(join(tmpdir(), 'byoc-machine-'));
  private readonly rules: Rule[] = [...healthy];
  private printed = '';
  readonly checksum = made.checksum;

  constructor({ kind, lease, issuer = 'private-ca', env }: Kind) {
    const settings = Object.entries({ ...sampleEnv(made.checksum), ...env });
    this.write('etc/automq-byoc/node.env', settings.map(([name, value]) => `${name}='${value}'\n`).join(''));
    this.write('etc/automq-byoc/slots', slots[kind]);
    this.write('etc/automq-byoc/server.template', template);
    for (const folder of ['etc/pki/ca-trust/source/anchors', 'dev/disk/by-id', 'var/tmp'])
      this.write(`${folder}/x`, '');
    for (const { path, text } of bootFiles(kind, lease, issuer)) this.write(path, text);
    // A little late, because certificates are made by the real clock while the test runs.
    const now = `${Math.floor(Date.now() / 1000) + 60}\n`;
    const remembered = {
      addresses: '10.0.0.200\n',
      lifecycle: 'InService\n',
      replication: '',
      open: '',
      calls: '',
      days: '7',
    };
    for (const [file, text] of Object.entries({ ...remembered, clock: now, opens: opens[kind] }))
      this.world(file, text);
    for (const file of ['ca.pem', 'ca.key', 'archive.tgz']) symlinkSync(join(made.folder, file), this.inWorld(file));
    mkdirSync(join(this.base, 'bin'));
    for (const command of commands) symlinkSync(join(this.base, 'player'), join(this.base, 'bin', command));
    this.play();
  }

  /** Another answer than a healthy machine's; the last one given wins. */
  on(pattern: string, answer: string): this {
    this.rules.unshift([pattern, answer]);
    this.play();
    return this;
  }

  /** Runs a task of node.sh to its end; gives its exit code. */
  run(task: string): number {
    const { status, stdout, stderr } = spawnSync('bash', [this.inRoot('opt/automq-byoc/node.sh'), task], {
      env: {
        PATH: `${join(this.base, 'bin')}:/usr/bin:/bin:${process.env.PATH}`,
        ROOT: this.inRoot(''),
        WORLD: this.inWorld(''),
      },
      encoding: 'utf8',
      timeout: 30_000,
    });
    this.printed += stdout + stderr;
    return status ?? -1;
  }

  /** Takes over disk and memory of another. */
  becomes(other: Machine): this {
    for (const folder of ['root', 'world']) {
      rmSync(join(this.base, folder), { recursive: true });
      cpSync(join(other.base, folder), join(this.base, folder), { recursive: true, preserveTimestamps: true });
    }
    this.world('calls', '');
    return this;
  }

  /** What the commands were called with, in order. */
  calls(pattern: RegExp): string[] {
    return this.world('calls')
      .split('\n')
      .filter((call) => pattern.test(call));
  }

  /** A file on the machine. */
  read = (path: string): string => readFileSync(this.inRoot(path), 'utf8');
  has = (path: string): boolean => existsSync(this.inRoot(path));
  write = (path: string, text: string): void => put(this.inRoot(path), text);
  age = (path: string, minutes: number): void => {
    const then = Date.now() / 1000 - 60 * minutes;
    utimesSync(this.inRoot(path), then, then);
  };

  /** What commands remember or answer. */
  world(file: string, text?: string): string {
    if (text !== undefined) put(this.inWorld(file), text);
    return readFileSync(this.inWorld(file), 'utf8');
  }

  now = (): number => Number(this.world('clock'));

  /** Lines that say that something failed, without the time. */
  failures = (): string[] =>
    this.has(bootLog) ? [...this.read(bootLog).matchAll(/FAILED: (.*) \[.*\]$/gm)].map(([, line]) => line!) : [];

  /** Everything that anyone could read: the journal, the log, and the command lines. */
  visible = (): string => this.printed + this.world('calls') + (this.has(bootLog) ? this.read(bootLog) : '');

  remove = (): void => rmSync(this.base, { recursive: true, force: true });

  private play = (): void => put(join(this.base, 'player'), player(this.rules));
  private inRoot = (path: string): string => join(this.base, 'root', path);
  private inWorld = (file: string): string => join(this.base, 'world', file);
}

const bootLog = 'var/log/automq-byoc/boot.log';

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
}

let machines: Machine[] = [];
afterEach(() => {
  machines.forEach((machine) => machine.remove());
  machines = [];
});

/** A machine that goes away after the test. */
export function machine(kind: Kind): Machine {
  const made = new Machine(kind);
  machines.push(made);
  return made;
}

const bootedOnce = new Map<Kind, Machine>();
afterAll(() => bootedOnce.forEach((machine) => machine.remove()));

/** A machine that has booted well; the boot itself happens once for each kind. */
export function booted(kind: Kind): Machine {
  const origin = bootedOnce.get(kind) ?? new Machine(kind);
  if (!bootedOnce.has(kind)) expect(origin.run('boot')).toBe(0);
  bootedOnce.set(kind, origin);
  return machine(kind).becomes(origin);
}

/** What `kafka-metadata-quorum.sh describe --replication` prints: node, seconds since it was caught up, role. */
export function replication(vm: Machine, rows: readonly (readonly [id: number, behind: number, role: string])[]): void {
  const header = 'NodeId\tDirectoryId\tLogEndOffset\tLag\tLastFetchTimestamp\tLastCaughtUpTimestamp\tStatus';
  const lines = rows.map(([id, behind, role]) => {
    // The heartbeat moves the clock while the test looks elsewhere.
    const time = behind === 0 ? 99_999_999_999_999 : (vm.now() - behind) * 1000;
    return `${id}\tAAAA\t100\t${behind}\t${time}\t${time}\t${role}  `;
  });
  vm.world('replication', `${[header, ...lines].join('\n')}\n`);
}
