import type { Stream, Workload } from '../deployment/deployment';
import { hoursPerMonth, prices } from '../facts';
import { row, total } from './cost-row';
import type { Settings } from './settings';
import type { CapacityPlan, CostRow } from './types';

const secondsPerMonth = hoursPerMonth * 3600;
const mbPerGb = 1000;
const defaultRetentionHours = 72;

/** Requests for each MB written, uploads and compaction: weighted mean of AutoMQ's 12 samples (2024). */
const requestsPerMb = { put: 0.196, get: 0.39 } as const;
const measured = 'kafka-provider-comparison (AutoMQ, 2024), 12 samples';

/** Of three zones two are another one. */
const otherZones = 2 / 3;

/** What the described workload costs in a month on top of the fixed part: USD, us-east-1, before discounts and tax. */
export function planWorkloadCosts(settings: Settings, capacity: CapacityPlan): readonly CostRow[] {
  const { workload } = settings.given;
  if (!workload) return [];
  const mean = total(workload.streams.map(dailyMeanMBps));
  const writtenMb = mean * secondsPerMonth;
  return [
    stored(workload),
    row(
      'S3 uploads of data',
      `${mean.toFixed(1)} MB/s mean`,
      writtenMb * requestsPerMb.put * prices.s3Put.usd,
      measured,
    ),
    row('S3 reads of data', `${mean.toFixed(1)} MB/s mean`, writtenMb * requestsPerMb.get * prices.s3Get.usd, measured),
    ...betweenZones(settings, writtenMb / mbPerGb, capacity.readers),
  ];
}

export const dailyMeanMBps = ({ meanMBps, hoursPerDay = 24 }: Stream): number => (meanMBps * hoursPerDay) / 24;

function stored({ streams }: Workload): CostRow {
  const gb = total(
    streams.map(
      (stream) => (dailyMeanMBps(stream) * 3600 * (stream.retentionHours ?? defaultRetentionHours)) / mbPerGb,
    ),
  );
  return row(
    'S3 storage',
    `${Math.round(gb)} GB kept`,
    gb * prices.s3StorageGbMonth.usd,
    prices.s3StorageGbMonth.source,
  );
}

/** With the zone router clients talk to their own zone; without it produced and read bytes cross as chance has it. */
function betweenZones({ zones, zoneRouter }: Settings, writtenGb: number, readers: number): CostRow[] {
  if (zones.length === 1 || zoneRouter) return [];
  const gb = writtenGb * otherZones * (1 + readers);
  return [row('traffic between zones', `${Math.round(gb)} GB`, gb * prices.crossZoneGb.usd, prices.crossZoneGb.source)];
}
