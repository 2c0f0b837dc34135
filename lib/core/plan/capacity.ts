import type { Workload } from '../deployment/deployment';
import { acknowledgement } from './acknowledgement';
import { instance } from './machines';
import { total } from './cost-row';
import type { Settings } from './settings';
import type { CapacityPlan } from './types';
import { dailyMeanMBps } from './workload-costs';

/** Share of the network baseline to plan with; the rest is for catching up after a failover. */
export const usableShare = 0.8;

/**
 * Bytes a broker sends for each byte produced, readers aside: the copy in the S3 log, the upload and half of it again for
 * compaction (with WAL volumes the first is not on the network). Measured by AutoMQ in 2024 (kafka-provider-comparison).
 */
export const sentPerByte = { s3: 2.5, ebs: 1.5 } as const;

/** What compaction reads back from S3 for each byte produced; the upper end of the same measurements. */
const compactionReads = 0.63;

/** Share of produced bytes that another zone's proxy takes in and the leader reads back, with three zones. */
const routedShare = 2 / 3;

/**
 * MiB/s that one vCPU took in while it sent as much: the highest figure AutoMQ shows for the open-source release (1 GiB/s in
 * and out on 6 x m7g.4xlarge). A ceiling until measured; each further reader is counted as that much more to send.
 */
export const mibpsPerVcpu = 10.7;
export const mbPerMiB = 1.048576;

/** Readers to plan with where the file describes no workload. */
const readersWithoutWorkload = 1;

export function planCapacity(settings: Settings): CapacityPlan {
  const { workload } = settings.given;
  const readers = workload ? meanReaders(workload) : readersWithoutWorkload;
  const [limitedBy, perBroker] = perBrokerLimit(settings, readers);
  const cluster = (brokersPerZone: number): number => round(perBroker * brokersPerZone * survivingZones(settings));
  return {
    readers: round(readers),
    limitedBy,
    perBrokerMBps: round(perBroker),
    clusterMBps: cluster(settings.brokers.perZone),
    clusterAtMaximumMBps: cluster(mostBrokersPerZone(settings)),
    ...(workload && { workload: load(settings, workload, perBroker) }),
    acknowledgement: acknowledgement(settings),
  };
}

/** Brokers of all zones but one carry the peak; with a single zone there is nothing to lose. */
const survivingZones = ({ zones }: Settings): number => Math.max(zones.length - 1, 1);

const mostBrokersPerZone = ({ brokers, wal }: Settings): number =>
  wal.type === 's3' ? brokers.slotsPerZone - 1 : brokers.slotsPerZone;

type Limit = CapacityPlan['limitedBy'];

function perBrokerLimit(settings: Settings, readers: number): readonly [Limit, number] {
  const { wal, zoneRouter, brokers } = settings;
  const { baselineGbps, vcpus } = instance(brokers.instanceType);
  const networkMBps = usableShare * baselineGbps * 125;
  const limits: readonly (readonly [Limit, number])[] = [
    ['network out', networkMBps / (sentPerByte[wal.type] + readers)],
    ['network in', networkMBps / (1 + compactionReads + (zoneRouter ? routedShare : 0))],
    ['processor', (vcpus * mibpsPerVcpu * mbPerMiB * 2) / (1 + readers)],
    ...(wal.type === 'ebs' ? ([['WAL volume', wal.throughputMiBps * mbPerMiB]] as const) : []),
  ];
  return limits.reduce((least, limit) => (limit[1] < least[1] ? limit : least));
}

/** Readers of the average byte at the peak: a stream that two of five groups read weighs by its rate. */
function meanReaders({ streams, consumerGroups }: Workload): number {
  const peak = total(streams.map((stream) => stream.peakMBps));
  const read = total(streams.map((stream) => stream.peakMBps * (stream.readers ?? consumerGroups.length)));
  return peak === 0 ? consumerGroups.length : read / peak;
}

function load(settings: Settings, { streams }: Workload, perBroker: number): NonNullable<CapacityPlan['workload']> {
  const peak = total(streams.map((stream) => stream.peakMBps));
  const mean = total(streams.map(dailyMeanMBps));
  return {
    meanMBps: round(mean),
    peakMBps: round(peak),
    brokersPerZoneForPeak: Math.max(Math.ceil(peak / (perBroker * survivingZones(settings))), 1),
  };
}

/** Brokers in each zone that carry a load with one zone lost. */
export const brokersForLoad = (settings: Settings, { perBrokerMBps }: CapacityPlan, loadMBps: number): number =>
  Math.max(Math.ceil(loadMBps / (perBrokerMBps * survivingZones(settings))), 1);

const round = (value: number): number => Math.round(value * 10) / 10;
