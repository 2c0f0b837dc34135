/** What `automq-byoc season` says: a load against the seasons of a plan, a flat cluster and no seasons. */
import { day, instantOf, instantText } from '../seasons/dates';
import { floorAt, type SeasonSetting } from '../seasons/floor';
import type { LoadPoint } from '../seasons/load';
import { simulate, type Cluster, type Outcome } from '../seasons/simulation';
import { mbPerMiB, mibpsPerVcpu, sentPerByte } from './capacity';
import { needsOf, suggestion, type Suggestion } from './season-suggestion';
import { brokerHourUsd } from './seasons';
import type { Plan } from './types';

export interface SeasonReport {
  readonly from: string;
  readonly to: string;
  readonly cluster: Cluster;
  readonly outcomes: readonly Outcome[];
  readonly suggestion: Suggestion;
}

/** What of a broker and of a group decides how much is carried. */
export function clusterOf(plan: Plan): Cluster {
  const { broker } = plan.machines;
  const group = plan.brokers.kind === 'elastic' ? plan.brokers.groups[0] : undefined;
  if (!group) throw new Error('only elastic brokers follow seasons');
  const zones = plan.zones.length;
  const networkMBps = broker.bandwidthBytes / 1e6;
  const surviving = Math.max(zones - 1, 1);
  return {
    zones,
    surviving,
    baseline: group.minSize,
    most: group.maxSize,
    networkMBps,
    processorMBps: broker.vcpus * mibpsPerVcpu * mbPerMiB * 2,
    sentPerByte: sentPerByte[plan.wal.type],
    ...scalingOf(plan, networkMBps),
    brokerHourUsd: brokerHourUsd({ brokers: broker, wal: plan.wal, zoneRouter: plan.zoneRouter }),
  };
}

/** Without seasons nothing scales with the load. */
function scalingOf({ seasons }: Plan, networkMBps: number) {
  const [first] = seasons?.scaling.groups ?? [];
  if (!seasons || !first) return { target: Infinity, scaleInBelow: 0, lowMinutes: Infinity, cooldownMinutes: Infinity };
  const { networkOutBytesPerMinute, scaleInBelow } = seasons.scaling;
  return {
    target: networkOutBytesPerMinute / 60 / 1e6 / networkMBps,
    scaleInBelow,
    lowMinutes: first.lowMinutes,
    cooldownMinutes: first.cooldownSeconds / 60,
  };
}

/** Floor of a plan's calendar at an instant, with parameters over it. */
export function floorOf(plan: Plan, settings: Readonly<Record<string, SeasonSetting>> = {}): (at: number) => number {
  const { baseline, most } = clusterOf(plan);
  const seasons = plan.seasons?.seasons ?? [];
  return (at) => floorAt({ seasons, settings, override: 'file', baseline, most, at });
}

/** Whether a season with dates is on, without lead and hold: what a reference workload takes for its peak. */
export function isPeakOf(plan: Plan): (at: number) => boolean {
  const windows = (plan.seasons?.seasons ?? [])
    .filter(({ recurrence }) => recurrence !== 'weekly')
    .flatMap((season) => season.windows.map(({ start, end }) => [instantOf(start), instantOf(end)] as const));
  return (at) => windows.some(([start, end]) => at >= start && at < end);
}

/** Two days before the next season with a date until two days after it; a week from the plan's day without one. */
export function spanOf(plan: Plan): { readonly from: number; readonly to: number } {
  const dated = (plan.seasons?.seasons ?? []).filter(({ recurrence }) => recurrence !== 'weekly');
  const [next] = dated
    .flatMap(({ windows }) => windows.slice(0, 1))
    .sort((a, b) => instantOf(a.start) - instantOf(b.start));
  const today = instantOf(`${plan.asOf}T00:00:00Z`);
  if (!next) return { from: today, to: today + 7 * day };
  return { from: instantOf(next.start) - 2 * day, to: instantOf(next.end) + 2 * day };
}

export function seasonReport(plan: Plan, load: readonly LoadPoint[]): SeasonReport {
  const cluster = clusterOf(plan);
  const floor = floorOf(plan);
  const needs = needsOf(load, cluster, plan.seasons?.seasons ?? [], floor);
  const flat = Math.min(Math.max(needs.peakSize, cluster.baseline), cluster.most);
  const played = {
    seasons: simulate(load, cluster, { name: 'seasons', floor, tracks: true }),
    flat: simulate(load, cluster, { name: 'flat', floor: () => flat, tracks: false }),
    none: simulate(load, cluster, { name: 'no seasons', floor: () => cluster.baseline, tracks: false }),
  };
  return {
    from: iso(load[0]?.at),
    to: iso(load.at(-1)?.at),
    cluster,
    outcomes: [played.seasons, played.flat, played.none],
    suggestion: suggestion(plan.seasons, cluster, needs, played),
  };
}

const iso = (at = 0): string => instantText(at, 0);
