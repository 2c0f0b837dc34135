/** Where a password or a private key was written down that should not hold one: logs, the journal, any other file of a machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from './shell';
import type { World } from './world';

/** The only places for secrets, and the mode that keeps them from others; the second and third are folders of the PEM files. */
const places: readonly (readonly [path: string, mode: number])[] = [
  ['etc/automq-byoc/server.properties', 0o600],
  ['etc/automq-byoc/tls', 0o700],
  ['etc/automq-byoc/new', 0o700],
];

/** @param more passwords that came later */
export function leaks(world: World, more: readonly string[] = []): readonly string[] {
  const secrets = [...passwordsOf(world), ...more, 'PRIVATE KEY-----'];
  return [...world.nodes.flatMap(({ machine }) => onDisk(join(machine.folder, 'disk'), secrets)), ...onVolumes(world)];
}

/** Nodes have two, in one secret, half and half. */
function passwordsOf({ passwords: { admin, broker } }: World): readonly string[] {
  return [admin, broker.slice(0, broker.length / 2), broker.slice(broker.length / 2)];
}

function onDisk(disk: string, secrets: readonly string[]): readonly string[] {
  const patterns = secrets.flatMap((secret) => ['-e', secret]);
  const found = spawnSync('grep', ['-rlsF', '--exclude-dir=automq', ...patterns, disk], { encoding: 'utf8' }).stdout;
  const open = places.filter(
    ([path, mode]) => existsSync(join(disk, path)) && (statSync(join(disk, path)).mode & 0o777) !== mode,
  );
  const elsewhere = found
    .split('\n')
    .filter((file) => file !== '' && !places.some(([path]) => file.startsWith(join(disk, path))));
  const logs = spawnSync('grep', ['-rlsF', ...patterns, join(disk, 'var/log/automq')], { encoding: 'utf8' }).stdout;
  const inJournal = secrets.filter((secret) => journal(disk).includes(secret)).map(() => `${disk}: journal`);
  return [
    ...open.map(([path]) => `${disk}/${path}: mode`),
    ...elsewhere,
    ...logs.split('\n').filter(Boolean),
    ...inJournal,
  ];
}

/** Long entries are packed in its files, so it is read as a person reads it. */
function journal(disk: string): string {
  const folder = join(disk, 'var/log/journal');
  return existsSync(folder) && readdirSync(folder).length > 0
    ? sh(`journalctl --directory ${folder} -o cat --no-pager -q`)
    : '';
}

/** Passwords of users are there, but only as what SCRAM makes of them. */
function onVolumes(world: World): readonly string[] {
  const { account, folder } = world;
  const files = [...account.volumes.keys()].map((id) => join(folder, id)).filter(existsSync);
  const patterns = passwordsOf(world).flatMap((password) => ['-e', password]);
  return spawnSync('grep', ['-lsF', ...patterns, ...files], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
}
