import type { ScalingPlan } from '../seasons/types';
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
  return {
    networkOutBytesPerMinute: Math.round(share * baselineGbps * bytesPerMinuteAtGbps),
    cpuPercent,
    scaleInBelow,
    groups: groups.map(({ zone, name }, index) => ({
      zone,
      group: name,
      lowMinutes: Math.round(firstLowMinutes + index * apart),
      cooldownSeconds,
    })),
  };
}
