/** A VPC with the services that boot calls, and machines that can be launched into it. */
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ElasticGroup, NodeKind, PinnedNode, Plan } from '../../../../lib/core/plan/types';
import { renderUserData } from '../../../../lib/core/render';
import { bootFiles } from '../../../../lib/instance/files';
import { handlersOf, metadataLag, type Account, type Instance, type Volume } from './account';
import { makeAuthority } from './authority';
import { archive, authorityArn, cache, deployed, type Example } from './deployment';
import { Disks } from './disks';
import { makeMachine, type Machine } from './machine';
import { roleCredentials, startMetadata, type Metadata, type MetadataService } from './metadata';
import { fillBuckets, motoPort, secretsManager, startMoto } from './moto';
import { startServices, type Recorded, type Services } from './services';
import { until } from './shell';
import { putCertificate } from './tls-secret';
import { lead, makeVpc } from './vpc';

export interface Node {
  readonly instance: Instance;
  readonly machine: Machine;
}

export interface World {
  readonly plan: Plan;
  /** Where machines and volumes lie. */
  readonly folder: string;
  readonly account: Account;
  readonly services: Services;
  readonly passwords: Readonly<Record<'admin' | 'broker', string>>;
  /** Host to addresses, as the private zone answers. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly nodes: Node[];
  /** The metadata service of each machine, by its first address. */
  readonly metadata: Map<string, Metadata>;
  /** Addresses of the range that EC2 says the machine holds. */
  addressesOf(node: Node): readonly string[];
  /** A machine of a group, switched on. */
  launch(target: ElasticGroup | PinnedNode, options?: LaunchOptions): Promise<Node>;
  /** Waits until boot said how it ended. */
  outcome(node: Node, seconds?: number): Promise<'CONTINUE' | 'ABANDON'>;
  /** The volume of a node is lost, and another one is in its place. */
  emptyVolume(node: PinnedNode): void;
  /** EC2 ends an instance: power off, addresses and volumes free. */
  terminate(node: Node): Promise<void>;
  /**
   * Auto Scaling ends an instance: its hook waits until the machine completes it, or is silent for as long as the plan says. Then EC2
   * ends it. Gives which it was.
   */
  end(node: Node): Promise<'drained' | 'silent'>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Changes the disk before it is switched on. */
  readonly prepare?: (machine: Machine) => void;
  /** Of its disk. @default - as much as this computer has */
  readonly diskMiB?: number;
}

export interface WorldOptions {
  /** @default 'inventory' */
  readonly example?: Example;
  /** Java and the release are in the image. @default false */
  readonly baked?: boolean;
}

export const bootLog = ({ machine }: Node): string => machine.read('/var/log/automq-byoc/boot.log');
export const serverLog = ({ machine }: Node): string => machine.read('/var/log/automq/server.log');
/** What a log says from now on. */
export function fromNow(read: () => string): () => string {
  const { length } = read();
  return () => read().slice(length);
}
/** `nodeId address host`, once boot knows. */
export const slotOf = ({ machine }: Node): string => machine.read('/etc/automq-byoc/slot').trim();
export const leased = (world: World, node: Node): string | undefined => world.addressesOf(node)[0];

/** When a machine kept its terminate hook waiting. */
export const heartbeats = ({ services }: World, { instance }: Node): readonly number[] =>
  services.calls
    .filter(({ keyId, action }) => keyId === instance.keyId && action === 'RecordLifecycleActionHeartbeat')
    .map(({ at }) => at);

export async function makeWorld({ example = 'inventory', baked = false }: WorldOptions = {}): Promise<World> {
  const base = process.env.BOOT_WORK;
  if (base === undefined) throw new Error('run by `npm run e2e:boot`');
  const work = mkdtempSync(join(base, 'world-'));
  const plan = deployed(example, baked);
  if (plan.network.newVpcCidr === undefined) throw new Error('the example makes its VPC');
  makeVpc(plan.network.newVpcCidr);
  const moto = await startMoto(cache);
  await fillBuckets(plan, archive);
  const passwords = await makeSecrets(plan);
  const disks = new Disks(work);
  const metadata = await startMetadata();
  const account = makeAccount(work, disks);
  if (plan.tls.issuer === 'secret') await putCertificate(plan, work, account.authority);
  const services = await startServices(motoPort, handlersOf(account));
  const image = join(work, 'image');
  execFileSync(join(__dirname, '../machine/image.sh'), [image, cache, services.url, ...(baked ? [archive] : [])]);
  const names = namesOf(plan);
  const nodes: Node[] = [];
  const launched = new Map<string, number>();
  disks.pidOf = (id) => nodes.find(({ instance }) => instance.id === id)?.machine.pid() ?? 0;
  const launch: World['launch'] = async (target, { prepare, diskMiB } = {}) => {
    const number = nodes.length;
    const instance = newInstance(target, plan, number, launched);
    const machine = makeMachine({
      folder: join(work, instance.id),
      image,
      cgroup: join(base, 'cgroup', basename(base), `${basename(work)}-${instance.id}`),
      interface: instance.interface,
      hosts: hostsFile(names),
      userData: userDataOf(plan, target, account),
      diskMiB,
    });
    const node = { instance, machine };
    nodes.push(node);
    account.instances.set(instance.id, instance);
    account.holders.set(instance.interface.primary, instance.interface);
    metadata.machines.set(instance.interface.primary, metadataOf(instance, target));
    prepare?.(machine);
    await machine.start();
    return node;
  };
  const terminate = async ({ instance, machine }: Node): Promise<void> => {
    await machine.cut();
    instance.state = 'Terminated';
    for (const [address, holder] of account.holders) if (holder === instance.interface) account.holders.delete(address);
    for (const volume of account.volumes.values()) if (volume.holder === instance.id) delete volume.holder;
    disks.release(instance.id);
    machine.forget('/opt/automq', '/var/tmp/tgz');
  };
  const end: World['end'] = async (node) => {
    const { instance } = node;
    const { heartbeatSeconds } = plan.machines[instance.kind].terminateHook;
    instance.state = 'Terminating:Wait';
    const since = Date.now();
    const silent = (): boolean => Date.now() - Math.max(since, instance.lastHeartbeat) > heartbeatSeconds * 1000;
    await until(`end of ${instance.id}`, 600, () => instance.drained || silent());
    await terminate(node);
    return instance.drained ? 'drained' : 'silent';
  };
  return {
    plan,
    folder: work,
    account,
    services,
    passwords,
    names,
    nodes,
    metadata: metadata.machines,
    addressesOf: ({ instance }) =>
      [...account.holders]
        .filter(([address, holder]) => holder === instance.interface && address !== holder.primary)
        .map(([address]) => address),
    launch,
    emptyVolume: (node) => rmSync(join(work, volumeOf(node, account).id)),
    terminate,
    end,
    outcome: ({ instance }, seconds = 240) =>
      until(`end of boot on ${instance.id}`, seconds, () => instance.launched as 'CONTINUE' | 'ABANDON' | undefined),
    close: async () => {
      const callers = nodes.map(({ instance: { keyId, kind, group } }) => [keyId, { kind, group }] as const);
      const byMachines = services.calls.filter(({ keyId }) => callers.some(([caller]) => caller === keyId));
      report({ example, calls: byMachines, callers: Object.fromEntries(callers) });
      await closeAll(nodes, moto, metadata, services, disks);
    },
  };
}

/** What a world asked of AWS, and who its callers were, by the id of their key. */
export interface Recording {
  readonly example: Example;
  readonly calls: readonly Recorded[];
  readonly callers: Readonly<Record<string, { readonly kind: NodeKind; readonly group: string }>>;
}

/** For the judgement of what all scenarios asked for. */
function report(recording: Recording): void {
  const folder = process.env.BOOT_REPORTS;
  if (folder === undefined) return;
  writeFileSync(join(folder, `${randomBytes(4).toString('hex')}.calls.json`), JSON.stringify(recording));
}

async function closeAll(
  nodes: readonly Node[],
  moto: { kill(): boolean },
  metadata: MetadataService,
  services: Services,
  disks: Disks,
): Promise<void> {
  for (const { machine } of nodes) await machine.cut();
  disks.close();
  moto.kill();
  metadata.server.close();
  services.server.closeAllConnections();
  services.server.close();
}

function makeAccount(work: string, disks: Disks): Account {
  const folder = join(work, 'authority');
  mkdirSync(folder);
  const account: Account = {
    instances: new Map(),
    volumes: new Map(),
    holders: new Map(),
    spare: { id: 'eni-0ffffffffffffffff', mac: '', device: 'nowhere', primary: '' },
    signals: new Map(),
    desired: new Map(),
    lagMs: metadataLag,
    authority: makeAuthority(folder, authorityArn),
    onAssigned: (address, { interface: { device } }) => lead(address, device),
    onAttached: (volume, instance) => disks.attach(volume.id, instance.id),
  };
  return account;
}

async function makeSecrets(plan: Plan): Promise<World['passwords']> {
  const passwords = { admin: '', broker: '' };
  for (const purpose of ['admin', 'broker'] as const) {
    passwords[purpose] = randomBytes(18).toString('hex');
    const { users, name } = plan.secrets[purpose];
    await secretsManager('CreateSecret', {
      Name: name,
      SecretString: JSON.stringify({ username: users[0], password: passwords[purpose] }),
      ClientRequestToken: randomBytes(16).toString('hex'),
    });
  }
  return passwords;
}

function namesOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const records = plan.dns.recordSets.flatMap((set) => set.records);
  return new Map(records.map(({ host, addresses }) => [host, addresses]));
}

const hostsFile = (names: ReadonlyMap<string, readonly string[]>): string =>
  [...names].flatMap(([host, addresses]) => addresses.map((address) => `${address} ${host}\n`)).join('');

function userDataOf(plan: Plan, target: ElasticGroup | PinnedNode, account: Account): string {
  const pinned = 'volume' in target;
  const volumeId = pinned ? volumeOf(target, account).id : undefined;
  const files = pinned
    ? bootFiles(target.kind, 'pinned', plan.tls.issuer)
    : bootFiles('broker', 'address', plan.tls.issuer);
  return renderUserData(
    plan,
    target,
    { stackName: stackOf(plan), signalResource: 'Group', volumeId, authorityArn },
    files,
  );
}

const stackOf = ({ stacks }: Plan): string => stacks.find(({ kind }) => kind === 'cluster')!.name;

function volumeOf({ nodeId, zone }: PinnedNode, account: Account): Volume {
  const id = `vol-${String(nodeId).padStart(17, '0')}`;
  const volume = account.volumes.get(id) ?? { id, zone };
  account.volumes.set(id, volume);
  return volume;
}

/** Controllers have a fixed interface; brokers get the next address below the range. */
function newInstance(
  target: ElasticGroup | PinnedNode,
  plan: Plan,
  number: number,
  launched: Map<string, number>,
): Instance {
  const pinned = 'volume' in target;
  const { cidr } = plan.zones.find(({ id }) => id === target.zone)!.subnet;
  const host = (launched.get(target.zone) ?? 20) + 1;
  launched.set(target.zone, host);
  const hex = number.toString(16).padStart(4, '0');
  return {
    id: `i-${hex.padStart(17, '0')}`,
    keyId: `${pinned ? target.kind.toUpperCase() : 'BROKER'}${hex}`,
    kind: pinned ? target.kind : 'broker',
    group: pinned ? target.groupName : target.name,
    interface: {
      id: `eni-${hex.padStart(17, '0')}`,
      mac: `0e:00:00:00:${hex.slice(0, 2)}:${hex.slice(2)}`,
      device: `m${number}`,
      primary: pinned ? target.address : cidr.replace(/\.\d+\/\d+$/, `.${host}`),
    },
    shown: new Map(),
    state: 'Pending:Wait',
    healthy: true,
    lastHeartbeat: 0,
    drained: false,
  };
}

function metadataOf(instance: Instance, target: ElasticGroup | PinnedNode): Metadata {
  const { mac, id, primary } = instance.interface;
  const role = roleCredentials(instance.kind, instance.keyId);
  const shown = (): string[] =>
    [...instance.shown].filter(([, from]) => from <= Date.now()).map(([address]) => address);
  const rows: Readonly<Record<string, () => string>> = {
    'instance-id': () => instance.id,
    mac: () => mac,
    'placement/availability-zone-id': () => target.zone,
    [`network/interfaces/macs/${mac}/interface-id`]: () => id,
    [`network/interfaces/macs/${mac}/local-ipv4s`]: () => [primary, ...shown()].join('\n'),
    'autoscaling/target-lifecycle-state': () => (instance.state.startsWith('Terminat') ? 'Terminated' : 'InService'),
  };
  return (path) => rows[path]?.() ?? role(path);
}
