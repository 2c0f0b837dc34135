/** Who runs where: zones, nodes, ids, addresses and ports of a plan. */
import type { ElasticGroup, MachinePlan, PinnedNode, Plan, Slot } from '../../../core/plan/types';
import { type Look, table } from '../table';
import { wrap } from '../wrap';
import { addressSpan, mebibytes, rate, span } from '../units';

export function zones(plan: Plan, look: Look): string {
  return table(
    [{ title: 'zone' }, { title: 'subnet' }, { title: 'CIDR' }, { title: 'node range' }, { title: 'bootstrap name' }],
    plan.zones.map(({ id, subnet, bootstrapHost }) => [
      id,
      subnet.existingId ?? 'new',
      subnet.cidr,
      subnet.nodeRange,
      bootstrapHost,
    ]),
    look,
  );
}

export function nodes(plan: Plan, look: Look): string {
  const rows = table(
    [{ title: 'zone' }, { title: 'machines' }, { title: 'node ids' }, { title: 'addresses' }, { title: 'names' }],
    [...plan.controllers.map(pinnedRow), ...brokerRows(plan)],
    look,
  );
  return plan.brokers.kind === 'elastic' ? `${rows}\n\n${wrap(spare, look.width).join('\n')}` : rows;
}

const spare =
  'A broker takes the lowest free id and address of its zone when it boots; one in each zone is the spare that a replacement takes.';

function brokerRows(plan: Plan): string[][] {
  return plan.brokers.kind === 'elastic' ? plan.brokers.groups.map(groupRow) : plan.brokers.nodes.map(pinnedRow);
}

function pinnedRow(node: PinnedNode): string[] {
  return [node.zone, `1 ${node.kind}`, String(node.nodeId), node.address, node.host];
}

function groupRow({ zone, minSize, maxSize, slots }: ElasticGroup): string[] {
  const [first, last] = [slots[0], slots[slots.length - 1]];
  return [
    zone,
    `${span(minSize, maxSize)} brokers`,
    span(first?.nodeId, last?.nodeId),
    addressSpan(first?.address, last?.address),
    hostSpan(first, last),
  ];
}

/** `b4000.x`, `b4002.x` -> `b4000..b4002.x`. */
function hostSpan(first: Slot | undefined, last: Slot | undefined): string {
  if (!first || !last || first === last) return first?.host ?? '';
  return `${first.host.split('.')[0]}..${last.host}`;
}

export function machines(plan: Plan, look: Look): string {
  return table(
    [
      { title: 'kind' },
      { title: 'instance' },
      { title: 'vCPU', align: 'right' },
      { title: 'GiB', align: 'right' },
      { title: 'network MB/s', align: 'right' },
      { title: 'heap', align: 'right' },
      { title: 'direct', align: 'right' },
      { title: 'WAL cache', align: 'right' },
      { title: 'block cache', align: 'right' },
    ],
    [plan.machines.controller, plan.machines.broker].map(machineRow),
    look,
  );
}

function machineRow(machine: MachinePlan): string[] {
  const { memory } = machine;
  return [
    machine.kind,
    machine.instanceType,
    String(machine.vcpus),
    String(machine.memoryGiB),
    rate(machine.bandwidthBytes / 1e6),
    mebibytes(memory.heapMiB * 2 ** 20),
    memory.directMiB === 0 ? 'none' : mebibytes(memory.directMiB * 2 ** 20),
    mebibytes(memory.walCacheBytes),
    mebibytes(memory.blockCacheBytes),
  ];
}

export function listeners(plan: Plan, look: Look): string {
  return table(
    [{ title: 'listener' }, { title: 'port', align: 'right' }, { title: 'protocol' }, { title: 'mechanism' }],
    plan.listeners.map(({ name, port, protocol, mechanism }) => [name, String(port), protocol, mechanism]),
    look,
  );
}

export function ports(plan: Plan, look: Look): string {
  return table(
    [{ title: 'from' }, { title: 'to' }, { title: 'port', align: 'right' }, { title: 'why', wraps: true }],
    plan.ports.map(({ from, to, port, why }) => [from, to, String(port), why]),
    look,
  );
}

/** What all clients set once, then what differs from zone to zone. */
export function clientSettings(plan: Plan, look: Look): string {
  const perZone = plan.zones.map(({ id, clientSettings: settings }) => ({ where: id, rows: Object.entries(settings) }));
  const shared = ([key, value]: [string, string]): boolean =>
    perZone.length > 1 && plan.zones.every((zone) => zone.clientSettings[key] === value);
  const blocks = [
    { where: 'every zone', rows: (perZone[0]?.rows ?? []).filter(shared) },
    ...perZone.map(({ where, rows }) => ({ where, rows: rows.filter((row) => !shared(row)) })),
  ];
  return table(
    [{ title: 'zone' }, { title: 'setting' }],
    blocks.flatMap(({ where, rows }) => rows.map(([key, value], i) => [i === 0 ? where : '', `${key}=${value}`])),
    look,
  );
}
