import type { BucketPurpose, Plan } from '../../plan/types';
import { paths } from '../paths';
import { brokers, everyNode } from './rows';
import type { PropertyContext, PropertyGroup } from './rows';

/** Ids are stored in metadata and must never change: AutoMQ's examples use 0 for data, WAL and router, 1 for operations. */
const bucketIds: Readonly<Partial<Record<BucketPurpose, number>>> = { data: 0, ops: 1 };

export const bucketUri = (plan: Plan, purpose: 'data' | 'ops'): string =>
  `${bucketIds[purpose]}@s3://${plan.buckets[purpose].name}?region=${plan.cluster.region}`;

/** Scheme of a WAL on a volume: open source up to 1.4.1 reads `file`, the enterprise edition `block`. */
const volumeScheme = { 'open-source': 'file', enterprise: 'block' } as const;

const MiB = 1024 * 1024;

function walPath({ plan }: PropertyContext): string {
  const { wal, cluster } = plan;
  if (wal.type === 's3') return `${bucketUri(plan, 'data')}&batchInterval=${wal.batchIntervalMs}`;
  const capacity = wal.sizeGiB * 1024 * MiB;
  const limits = `capacity=${capacity}&iops=${wal.iops}&iobandwidth=${wal.throughputMiBps * MiB}`;
  return `0@${volumeScheme[cluster.edition]}://${paths.walDevice}?${limits}`;
}

/** `use1-az1@10.0.0.0/20,10.9.0.0/16<>use1-az2@…`: the subnets of each zone, and the client networks that name a zone. */
function zoneNetworks({ plan }: PropertyContext): string {
  const clients = plan.network.clients.networks;
  return plan.zones
    .map(({ id, subnet }) => {
      const networks = clients.filter(({ zone }) => zone === id).map(({ cidr }) => cidr);
      return `${id}@${[subnet.cidr, ...networks].join(',')}`;
    })
    .join('<>');
}

export const buckets: PropertyGroup = {
  why: 'Where the records are. The instance role is the credential; no key and no prefix belongs in these values.',
  rows: [
    everyNode('elasticstream.enable', 'true'),
    everyNode('s3.data.buckets', ({ plan }) => bucketUri(plan, 'data')),
    everyNode('s3.ops.buckets', ({ plan }) => bucketUri(plan, 'ops')),
    brokers('s3.wal.path', walPath),
    everyNode('log.dirs', paths.logDirs),
  ],
};

export const memory: PropertyGroup = {
  why: 'Memory and bandwidth of the instance type. Both caches are set: AutoMQ refuses to start with one of them.',
  rows: [
    brokers('s3.stream.allocator.policy', ({ machine }) => machine.memory.allocator),
    brokers('s3.wal.cache.size', ({ machine }) => String(machine.memory.walCacheBytes)),
    brokers('s3.block.cache.size', ({ machine }) => String(machine.memory.blockCacheBytes)),
    brokers('s3.wal.upload.threshold', ({ machine }) => String(machine.memory.uploadThresholdBytes)),
    brokers('s3.network.baseline.bandwidth', ({ machine }) => String(machine.bandwidthBytes)),
  ],
};

const withRouter =
  (value: (context: PropertyContext) => string) =>
  (context: PropertyContext): string | undefined =>
    context.plan.zoneRouter ? value(context) : undefined;

export const zoneRouter: PropertyGroup = {
  why: 'Producers talk to a broker of their own zone; the map tells the zone of clients that do not say it themselves.',
  rows: [
    brokers(
      'automq.zonerouter.channels',
      withRouter(({ plan }) => bucketUri(plan, 'data')),
    ),
    brokers('automq.zone.cidr.blocks', withRouter(zoneNetworks)),
  ],
};

export const telemetry: PropertyGroup = {
  why: 'Metrics for an agent on this machine only; the network never opens the port.',
  rows: [everyNode('s3.telemetry.metrics.exporter.uri', 'prometheus://?host=127.0.0.1&port=9090')],
};
