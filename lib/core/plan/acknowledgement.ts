import type { Settings } from './settings';
import type { CapacityPlan } from './types';

/**
 * S3 takes about 25 ms for a small object (150 ms measured at 250 ms batches, less the mean wait of 125) and at the 99th
 * percentile about 400 ms for one of 4 MiB.
 */
const smallPutMs = 25;
const largePutP99Ms = 400;
const s3Source =
  'mean wait of half a batch and one S3 upload: 150 ms measured at 250 ms batches and light load (aws-samples, 2025-08), ' +
  'up to a whole batch and the 99th percentile of a 4 MiB upload, 400 ms (AutoMQ, performance tuning for client)';
const routerSource = '; the zone router writes a log of its own first, always in 250 ms batches (AutoMQ 1.7.3)';
const ebsSource = 'single-digit milliseconds, as AutoMQ says of block storage; not measured by this project';

const routerBatchMs = 250;

/**
 * Settings every producer needs. The first four: AutoMQ, performance tuning for client (defaults can be 100 times slower on
 * the S3 log, AutoMQ issue 3037). The last two: an address that no broker holds drops packets, so give up on it fast.
 */
const batching = {
  'linger.ms': '100',
  'batch.size': '1048576',
  'max.request.size': '16777216',
} as const;
const everywhere = {
  'metadata.max.age.ms': '60000',
  'socket.connection.setup.timeout.ms': '2000',
  'client.dns.lookup': 'use_all_dns_ips',
} as const;

export function acknowledgement({ wal, zoneRouter }: Settings): CapacityPlan['acknowledgement'] {
  if (wal.type === 'ebs') return { expectedMs: 'below 10', source: ebsSource, producerSettings: everywhere };
  const batches = [wal.batchIntervalMs, ...(zoneRouter ? [routerBatchMs] : [])];
  const usual = batches.reduce((sum, batch) => sum + batch / 2 + smallPutMs, 0);
  const slow = batches.reduce((sum, batch) => sum + batch + largePutP99Ms, 0);
  return {
    expectedMs: `${Math.round(usual)} (mean, light load) to ${Math.round(slow)} (99th percentile, full batches)`,
    source: s3Source + (zoneRouter ? routerSource : ''),
    producerSettings: { ...batching, ...everywhere },
  };
}
