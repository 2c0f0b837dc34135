import type { LowLoadRow, ScalingPlan } from '../seasons/types';
import { usableShare } from './capacity';
import { instance } from './machines';
import type { Settings } from './settings';
import type { ElasticGroup } from './types';

/** Bytes in a minute at one Gbit/s. */
const bytesPerMinuteAtGbps = 125_000_000 * 60;

/** With one zone there is no other whose load could come over; some room is left for a catch-up. */
const aloneShare = 0.6;

/** A third of the processors is what the readers' cache misses and a failover cost at worst; not measured. */
const cpuPercent = 60;

/** The rest of a group of two would be at its target after one ends; of larger groups below it. */
const scaleInBelow = 0.5;

/** Longer than the slowest drain (ten minutes), so that what a smaller group carries is measured before the next one ends. */
const cooldownSeconds = 45 * 60;

/** With the cooldown in common, groups end machines in turn: 15 minutes apart for three zones. */
const firstLowMinutes = 30;

/**
 * Tracking scales out before the load of a lost zone would not fit any more: at the usable share of the network baseline,
 * less what the other zones would take over.
 */
export function planScaling({ zones, brokers }: Settings, groups: readonly ElasticGroup[]): ScalingPlan {
  const share = zones.length === 1 ? aloneShare : (usableShare * (zones.length - 1)) / zones.length;
  const { baselineGbps } = instance(brokers.instanceType);
  const apart = cooldownSeconds / 60 / groups.length;
  const networkOutBytesPerMinute = Math.round(share * baselineGbps * bytesPerMinuteAtGbps);
  return {
    networkOutBytesPerMinute,
    cpuPercent,
    scaleInBelow,
    lowLoad: lowLoad(networkOutBytesPerMinute),
    groups: groups.map(({ zone, name }, index) => ({
      zone,
      group: name,
      lowMinutes: Math.round(firstLowMinutes + index * apart),
      cooldownSeconds,
    })),
  };
}

/**
 * The busier of network and processor, as a share of its target. Without a machine above the floor it counts as full: at the
 * end of a season every zone has had low load for hours, and none of their alarms may stand ready, or all zones would end
 * machines at once (an alarm repeats its scaling action every minute: CloudWatch, "Alarm actions").
 */
const lowLoad = (networkOutBytesPerMinute: number): LowLoadRow => ({
  metrics: [
    { id: 'network', namespace: 'AWS/EC2', metric: 'NetworkOut', statistic: 'Average' },
    { id: 'cpu', namespace: 'AWS/EC2', metric: 'CPUUtilization', statistic: 'Average' },
    { id: 'floor', namespace: 'AWS/AutoScaling', metric: 'GroupMinSize', statistic: 'Maximum' },
    { id: 'serving', namespace: 'AWS/AutoScaling', metric: 'GroupInServiceInstances', statistic: 'Minimum' },
  ],
  expression: `IF(serving > floor, MAX([network / ${networkOutBytesPerMinute}, cpu / ${cpuPercent}]), 1)`,
});
