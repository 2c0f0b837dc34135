/** Where a password or a private key was written down that should not hold one: logs, the journal, any other file of a machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from './shell';
import type { World } from './world';

/** The only files for secrets, and the folders that nobody but the node may enter. */
const files = ['server.properties', 'tls/node.pem', 'new/node.pem'].map((name) => `etc/automq-byoc/${name}`);
const closed: readonly (readonly [path: string, mode: number])[] = [
  ['etc/automq-byoc/server.properties', 0o600],
  ['etc/automq-byoc/tls', 0o700],
  ['etc/automq-byoc/new', 0o700],
];

/** @param more passwords that came later */
export function leaks(world: World, more: readonly string[] = []): readonly string[] {
  const passwords = [...passwordsOf(world), ...more];
  return [
    ...world.nodes.flatMap(({ machine }) => onDisk(join(machine.folder, 'disk'), [...passwords, 'PRIVATE KEY-----'])),
    ...onVolumes(world, passwords),
  ];
}

/** Nodes have two, in one secret, half and half. */
function passwordsOf({ passwords: { admin, broker } }: World): readonly string[] {
  return [admin, broker.slice(0, broker.length / 2), broker.slice(broker.length / 2)];
}

function onDisk(disk: string, secrets: readonly string[]): readonly string[] {
  const open = closed.filter(
    ([path, mode]) => existsSync(join(disk, path)) && (statSync(join(disk, path)).mode & 0o777) !== mode,
  );
  const allowed = files.map((path) => join(disk, path));
  return [
    ...open.map(([path]) => `${disk}/${path}: mode`),
    ...holding(secrets, '-r', disk).filter((file) => !allowed.includes(file)),
    ...secrets.filter((secret) => journal(disk).includes(secret)).map(() => `${disk}: journal`),
  ];
}

/** Files that hold one of them. */
function holding(secrets: readonly string[], ...where: readonly string[]): readonly string[] {
  const { stdout, status, error } = spawnSync('grep', ['-lsF', ...secrets.flatMap((one) => ['-e', one]), ...where], {
    encoding: 'utf8',
  });
  // 2: some could not be read, as sockets cannot.
  if (error !== undefined || status === null) throw new Error('the search for secrets did not end', { cause: error });
  return stdout.split('\n').filter(Boolean);
}

/** Long entries are packed in its files, so it is read as a person reads it. */
function journal(disk: string): string {
  const folder = join(disk, 'var/log/journal');
  return existsSync(folder) && readdirSync(folder).length > 0
    ? sh(`journalctl --directory ${folder} -o cat --no-pager -q`)
    : '';
}

/** Passwords of users are there, but only as what SCRAM makes of them. */
function onVolumes({ account, folder }: World, passwords: readonly string[]): readonly string[] {
  const volumes = [...account.volumes.keys()].map((id) => join(folder, id)).filter(existsSync);
  return volumes.length === 0 ? [] : holding(passwords, ...volumes);
}
