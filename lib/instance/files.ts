import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeKind, TlsPlan } from '../core/plan/types';
import type { BootFile } from '../core/render';

/** How a machine becomes a node: by the address it leases, or by the interface and volume it is pinned to. */
export type Lease = 'address' | 'pinned';

const leaseParts: Readonly<Record<Lease, Readonly<Record<NodeKind, readonly string[]>>>> = {
  address: { controller: [], broker: ['lease.sh'] },
  pinned: { controller: ['volume.sh'], broker: ['volume.sh', 'wal-volume.sh'] },
};

/** What `node.sh` is put together from, in order: only what this kind of node needs, because user data is short. */
export const nodeParts = (kind: NodeKind, lease: Lease, issuer: TlsPlan['issuer']): readonly string[] => [
  'common.sh',
  'machine.sh',
  ...leaseParts[lease][kind],
  `${issuer}.sh`,
  'certificate.sh',
  'configure.sh',
  'watch.sh',
  `${kind}.sh`,
  'boot.sh',
  'run.sh',
];

const units = ['automq.service', 'automq-byoc@.service'];

/**
 * The files that make a bare machine boot as a node: one script and its units. They are the same in every deployment; all
 * variation is in `/etc/automq-byoc`, which `renderUserData` writes.
 */
export function bootFiles(kind: NodeKind, lease: Lease, issuer: TlsPlan['issuer']): readonly BootFile[] {
  return [
    { path: '/opt/automq-byoc/node.sh', mode: '0755', text: nodeParts(kind, lease, issuer).map(read).join('') },
    ...units.map((unit) => ({ path: `/etc/systemd/system/${unit}`, mode: '0644', text: read(`units/${unit}`) })),
  ];
}

const texts = new Map<string, string>();

/** Each file is read once: every node of every cluster of an app is made of the same dozen. */
function read(name: string): string {
  const text = texts.get(name) ?? shortened(readFileSync(join(__dirname, name), 'utf8'));
  texts.set(name, text);
  return text;
}

/** Comments and indentation are for readers of the package: EC2 takes 16 KiB of user data in all. */
const shortened = (text: string): string => text.replace(/^[ \t]*(#(?!!).*)?\n/gm, '').replace(/^ +/gm, '');
