/**
 * Runs the machines that the engine launches: each is a process tree with a systemd, a disk and a network of its own, made as in the
 * boot tests. Reads one JSON command a line and ends with its input, that is, with the engine.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { metadataLag } from '../../e2e/boot/world/account';
import { Disks } from '../../e2e/boot/world/disks';
import { makeMachine, type Machine } from '../../e2e/boot/world/machine';
import { roleCredentials, startMetadata, type Metadata, type MetadataService } from '../../e2e/boot/world/metadata';
import { sh } from '../../e2e/boot/world/shell';
import { lead, makeVpc, servicesAddress } from '../../e2e/boot/world/vpc';
import { cache } from './archive';
import { startRelay } from './relay';

/** What the engine says of a machine that is switched on. */
export interface Start {
  readonly id: string;
  /** Of its first network interface. */
  readonly interface: string;
  readonly mac: string;
  readonly address: string;
  /** CIDR block of its VPC. */
  readonly network: string;
  readonly zone: string;
  readonly role: string;
  readonly userData: string;
  /** Host to addresses, as the private zones answer now. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

type Command =
  | ({ readonly do: 'start' } & Start)
  | { readonly do: 'lead'; readonly id: string; readonly address: string }
  | { readonly do: 'attach'; readonly id: string; readonly volume: string }
  | { readonly do: 'leave' | 'cut'; readonly id: string };

interface Running {
  readonly machine: Machine;
  readonly device: string;
  readonly address: string;
  /** Address to the time from which the metadata show it. */
  readonly shown: Map<string, number>;
  leaving: boolean;
}

const base = process.env.BOOT_WORK!;
const [sockets] = process.argv.slice(2) as [string];
const running = new Map<string, Running>();
const networks = new Set<string>();
let started = 0;

async function main(): Promise<void> {
  const metadata = await prepare();
  const disks = new Disks(base, (id) => running.get(id)?.machine.pid() ?? 0);
  // One after the other: a volume is let go before the next machine takes it.
  let last = Promise.resolve();
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const command = JSON.parse(line) as Command;
      last = last
        .then(() => obey(command, metadata, disks))
        .catch((error) => console.error(command.do, command.id, error));
    })
    .on('close', () => process.exit(0));
  writeFileSync(join(sockets, 'ready'), '');
}

async function prepare(): Promise<MetadataService> {
  makeVpc('240.0.0.0/32');
  await startRelay(sockets);
  execFileSync(join(__dirname, '../../e2e/boot/machine/image.sh'), [
    join(base, 'image'),
    cache,
    `http://${servicesAddress}`,
  ]);
  return startMetadata();
}

async function obey(command: Command, metadata: MetadataService, disks: Disks): Promise<void> {
  if (command.do === 'start') return start(command, metadata);
  const found = running.get(command.id);
  if (found === undefined) return;
  if (command.do === 'leave') found.leaving = true;
  else if (command.do === 'attach') disks.attach(command.volume, command.id);
  else if (command.do === 'lead') {
    lead(command.address, found.device);
    found.shown.set(command.address, Date.now() + metadataLag);
  } else await cut(command.id, found, metadata, disks);
}

async function start(told: Start, metadata: MetadataService): Promise<void> {
  const device = `m${++started}`;
  if (!networks.has(told.network)) sh(`ip route replace ${told.network} dev nowhere`);
  networks.add(told.network);
  const hosts = hostsFile(told.names);
  const machine = makeMachine({
    folder: join(base, told.id),
    image: join(base, 'image'),
    cgroup: join(base, 'cgroup', basename(base), told.id),
    interface: { id: told.interface, mac: told.mac, device, primary: told.address },
    hosts,
    userData: told.userData,
  });
  const one = { machine, device, address: told.address, shown: new Map<string, number>(), leaving: false };
  running.set(told.id, one);
  metadata.machines.set(told.address, metadataOf(told, one));
  useNames(hosts);
  await machine.start();
}

/** Who enters this network to look around knows the same names as the machines. */
function useNames(hosts: string): void {
  const file = join(base, 'hosts');
  const first = !existsSync(file);
  writeFileSync(file, `127.0.0.1 localhost\n${hosts}`);
  if (first) sh(`mount --bind ${file} /etc/hosts`);
}

const hostsFile = (names: Start['names']): string =>
  Object.entries(names)
    .flatMap(([host, addresses]) => addresses.map((address) => `${address} ${host}\n`))
    .join('');

/** What outlives a machine, in one file. */
const LOGS = ['automq-byoc/boot.log', 'automq/leave.log'];

/** Power off. */
async function cut(id: string, { machine, address }: Running, metadata: MetadataService, disks: Disks): Promise<void> {
  await machine.cut();
  disks.release(id);
  running.delete(id);
  metadata.machines.delete(address);
  for (const log of LOGS) appendFileSync(join(sockets, `${id}.log`), machine.read(`/var/log/${log}`));
  rmSync(machine.folder, { recursive: true, force: true });
}

function metadataOf(told: Start, one: Running): Metadata {
  const role = roleCredentials(told.role, told.id);
  const nic = `network/interfaces/macs/${told.mac}`;
  const shown = (): string[] => [...one.shown].filter(([, from]) => from <= Date.now()).map(([address]) => address);
  const rows: Readonly<Record<string, () => string>> = {
    'instance-id': () => told.id,
    mac: () => told.mac,
    'placement/availability-zone-id': () => told.zone,
    [`${nic}/interface-id`]: () => told.interface,
    [`${nic}/local-ipv4s`]: () => [told.address, ...shown()].join('\n'),
    'autoscaling/target-lifecycle-state': () => (one.leaving ? 'Terminated' : 'InService'),
  };
  return (path) => rows[path]?.() ?? role(path);
}

void main();
