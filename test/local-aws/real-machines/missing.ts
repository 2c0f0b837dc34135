/** What real machines need of this computer. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

/** Command, and the Debian package that has it. */
const COMMANDS: readonly (readonly [string, string])[] = [
  ['ip', 'iproute2'],
  ['unshare', 'util-linux'],
  ['nsenter', 'util-linux'],
  ['losetup', 'mount'],
  ['mkfs.xfs', 'xfsprogs'],
  ['openssl', 'openssl'],
  ['java', 'openjdk-17-jre-headless'],
  ['mvn', 'maven'],
  ['curl', 'curl'],
];
const SYSTEMD = '/lib/systemd/systemd';

/** A machine takes up to 0.6 GiB: Kafka with 384 MiB of heap, and a layer of memory for its running state. */
const GIB_PER_MACHINE = 0.7;

/** The one line that tells why machines are played, or undefined. `count`: machines at most, in a refresh one more than deployed. */
export function missingForMachines(count: number): string | undefined {
  const { status, stdout } = spawnSync(join(__dirname, '../../e2e/boot/able'), { encoding: 'utf8' });
  if (status !== 0) return stdout.trim();
  const lacking = COMMANDS.filter(([command]) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0);
  const packages = [...new Set(lacking.map(([, name]) => name)), ...(existsSync(SYSTEMD) ? [] : ['systemd'])];
  if (packages.length > 0) return `it needs more programs (Debian: apt-get install ${packages.join(' ')})`;
  const gib = Math.ceil(count * GIB_PER_MACHINE);
  return freemem() < gib * 2 ** 30 ? `it needs ${gib} GiB of free memory for ${count} machines` : undefined;
}
