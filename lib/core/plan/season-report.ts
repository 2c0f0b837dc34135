/** What `automq-byoc season` says: a load against the seasons of a plan, a flat cluster and no seasons. */
import { day, instantOf, instantText } from '../seasons/dates';
import { floorAt, type SeasonSetting } from '../seasons/floor';
import { neededLeadMinutes } from '../seasons/lead-time';
import type { LoadPoint } from '../seasons/load';
import { brokersNeeded, simulate, type Cluster, type Outcome } from '../seasons/simulation';
import { mbPerMiB, mibpsPerVcpu, sentPerByte } from './capacity';
import { brokerHourUsd } from './seasons';
import type { Plan } from './types';

export interface SeasonReport {
  readonly from: string;
  readonly to: string;
  readonly cluster: Cluster;
  readonly outcomes: readonly Outcome[];
  readonly suggestion: Suggestion;
}

export interface Suggestion {
  /** USD in a year: the baseline with its seasons, and all year at the size of the peak. */
  readonly yearlyUsd: { readonly seasons: number; readonly flat: number };
  /** Brokers in a zone for the largest load, and for the largest outside all seasons. */
  readonly peakSize: number;
  readonly floor: number;
  readonly leadMinutes: number;
  readonly sentences: readonly string[];
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
  const needs = load.map((point) => brokersNeeded(point, cluster));
  const peakSize = needs.reduce((most, each) => Math.max(most, each), 1);
  const flat = Math.min(Math.max(peakSize, cluster.baseline), cluster.most);
  const outcomes = [
    simulate(load, cluster, { name: 'seasons', floor, tracks: true }),
    simulate(load, cluster, { name: 'flat', floor: () => flat, tracks: false }),
    simulate(load, cluster, { name: 'no seasons', floor: () => cluster.baseline, tracks: true }),
  ];
  const outside = load.map(({ at }, index) => (floor(at) > cluster.baseline ? 1 : (needs[index] ?? 1)));
  return {
    from: iso(load[0]?.at),
    to: iso(load.at(-1)?.at),
    cluster,
    outcomes,
    suggestion: suggest(
      plan,
      peakSize,
      outside.reduce((most, each) => Math.max(most, each), 1),
      outcomes,
    ),
  };
}

function suggest(plan: Plan, peakSize: number, floor: number, outcomes: readonly Outcome[]): Suggestion {
  const [seasons, flat, none] = outcomes;
  if (!seasons || !flat || !none) throw new Error('three policies are played');
  const cluster = clusterOf(plan);
  const yearlyUsd = yearly(plan, cluster, peakSize);
  const saved = yearlyUsd.flat - yearlyUsd.seasons;
  const rows: readonly (readonly [boolean, string])[] = [
    [
      peakSize <= cluster.baseline,
      `${brokersText(cluster.baseline)} carry this load at its peak with one zone lost: you do not need this.`,
    ],
    [
      peakSize > cluster.most,
      `The peak needs ${brokersText(peakSize)} and the slots leave room for ${cluster.most}: raise brokers.slotsPerZone.`,
    ],
    [
      floor > cluster.baseline,
      `Outside the seasons the load needs ${brokersText(floor)}, the baseline is ${cluster.baseline}: raise it, or plan a season there.`,
    ],
    [
      floor < cluster.baseline,
      `Outside the seasons ${brokersText(floor)} would do; the baseline is ${cluster.baseline}.`,
    ],
    [
      seasons.exposedMinutes > 0,
      `For ${seasons.exposedMinutes} minutes a lost zone would leave less than the load needs: a size of ${peakSize}, or an earlier start.`,
    ],
    [
      peakSize > cluster.baseline && saved <= 0,
      'Seasons save nothing here: a year at the size of the peak costs no more.',
    ],
    [
      peakSize > cluster.baseline && none.shortfallMinutes > 0,
      `Without seasons, scaling with the load alone falls short for ${none.shortfallMinutes} minutes.`,
    ],
  ];
  return {
    yearlyUsd,
    peakSize,
    floor: Math.max(floor, 1),
    leadMinutes: Math.ceil((2 * neededLeadMinutes) / 5) * 5,
    sentences: rows.filter(([applies]) => applies).map(([, sentence]) => sentence),
  };
}

const brokersText = (count: number): string => `${count} ${count === 1 ? 'broker' : 'brokers'} a zone`;

function yearly(plan: Plan, cluster: Cluster, peakSize: number): Suggestion['yearlyUsd'] {
  const hours = 365 * 24 * cluster.zones;
  const usd = (brokerHours: number): number => Math.round(brokerHours * cluster.brokerHourUsd);
  const { extraBrokerHours = 0 } = plan.seasons ?? {};
  return {
    seasons: usd(cluster.baseline * hours + extraBrokerHours),
    flat: usd(Math.max(peakSize, cluster.baseline) * hours),
  };
}

const iso = (at = 0): string => instantText(at, 0);
