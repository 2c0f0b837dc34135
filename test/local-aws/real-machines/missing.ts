/** What real machines need of this computer. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freemem } from 'node:os';

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
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'they need root on Linux';
  const lacking = COMMANDS.filter(([command]) => !succeeds('sh', ['-c', `command -v ${command}`]));
  const packages = [...new Set(lacking.map(([, name]) => name)), ...(existsSync(SYSTEMD) ? [] : ['systemd'])];
  if (packages.length > 0) return `on Debian, apt-get install ${packages.join(' ')}`;
  if (
    !succeeds('unshare', ['--mount', '--net', '--pid', '--cgroup', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  )
    return 'this computer lets nobody make namespaces and mounts in them';
  const gib = Math.ceil(count * GIB_PER_MACHINE);
  if (freemem() < gib * 2 ** 30) return `${count} of them take ${gib} GiB of memory, which is not free`;
  return undefined;
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
