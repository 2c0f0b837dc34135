/**
 * A load played against seasons and target tracking, minute by minute.
 *
 * The model: the floor comes as late as the keeper and its schedule can be at worst; target tracking adds machines when the load of a
 * broker passes its target for three minutes; a machine carries load after the steps of `lead-time.ts`; scale-in ends one a
 * zone after low load and the cooldown. Zones are alike, so one is played and counted as many times as there are.
 */
import { minute } from './dates';
import { launchSeconds, slipSeconds } from './lead-time';
import type { LoadPoint } from './load';

export interface Cluster {
  readonly zones: number;
  readonly baseline: number;
  /** Largest size of a zone. */
  readonly most: number;
  /** MB/s of a broker's network baseline, and of what its processors take in and send together. */
  readonly networkMBps: number;
  readonly processorMBps: number;
  /** Bytes sent for each byte written, readers aside. */
  readonly sentPerByte: number;
  /** Share of the network at which tracking adds a machine. */
  readonly target: number;
  readonly scaleInBelow: number;
  readonly lowMinutes: number;
  readonly cooldownMinutes: number;
  readonly brokerHourUsd: number;
  /** Zones that must carry the load: all but one where there are several. */
  readonly surviving: number;
}

export interface Policy {
  readonly name: string;
  /** Least brokers in a zone at an instant. */
  readonly floor: (instant: number) => number;
  readonly tracks: boolean;
}

export interface Minute {
  readonly at: number;
  readonly inMBps: number;
  /** Brokers in a zone that carry load, and those that are paid. */
  readonly serving: number;
  readonly paid: number;
  /** Load of a broker, as a share of what it can carry with all zones there. */
  readonly utilisation: number;
}

export interface Outcome {
  readonly policy: string;
  readonly minutes: readonly Minute[];
  readonly meanUtilisation: number;
  readonly peakUtilisation: number;
  /** Minutes with more load than the brokers carry. */
  readonly shortfallMinutes: number;
  /** Minutes in which the load would not fit with one zone lost. */
  readonly exposedMinutes: number;
  readonly brokerHours: number;
  readonly usd: number;
}

/** Share of the network that is used at most: the rest is for catching up (capacity plan). */
const usable = 0.8;

/** What a broker must carry of a load, as a share of what it can: network out or processor, whichever is more. */
export function utilisation(load: LoadPoint, brokers: number, cluster: Cluster): number {
  const sent = load.inMBps * cluster.sentPerByte + load.outMBps;
  const network = sent / (brokers * usable * cluster.networkMBps);
  const processor = (load.inMBps + load.outMBps) / (brokers * cluster.processorMBps);
  return Math.max(network, processor);
}

/** Brokers in a zone that carry a load with one zone lost. */
export function brokersNeeded(load: LoadPoint, cluster: Cluster): number {
  return Math.max(Math.ceil(utilisation(load, cluster.surviving, cluster) - 1e-9), 1);
}

interface State {
  serving: number;
  /** Instants at which launched machines begin to carry load. */
  launching: number[];
  hotSince?: number;
  coolSince?: number;
  lastScaleIn: number;
}

export function simulate(load: readonly LoadPoint[], cluster: Cluster, policy: Policy): Outcome {
  const [first] = load;
  if (!first) throw new Error('there is no load to play');
  const state: State = { serving: policy.floor(first.at - slipSeconds * 1000), launching: [], lastScaleIn: -Infinity };
  const minutes = byMinute(load).map(({ at, point }) => playMinute(at, point, state, cluster, policy));
  return summary(policy.name, minutes, cluster);
}

/** The last point lasts as long as the first. */
function byMinute(load: readonly LoadPoint[]): readonly { readonly at: number; readonly point: LoadPoint }[] {
  const step = (load[1]?.at ?? minute) - (load[1] ? (load[0]?.at ?? 0) : 0);
  return load.flatMap((point, index) => {
    const end = load[index + 1]?.at ?? point.at + step;
    return Array.from({ length: Math.ceil((end - point.at) / minute) }, (_, count) => ({
      at: point.at + count * minute,
      point,
    }));
  });
}

function playMinute(at: number, load: LoadPoint, state: State, cluster: Cluster, policy: Policy): Minute {
  const ready = state.launching.filter((instant) => instant <= at).length;
  state.serving += ready;
  state.launching = state.launching.filter((instant) => instant > at);
  const floor = Math.min(policy.floor(at - slipSeconds * 1000), cluster.most);
  raiseTo(floor, at, state);
  if (policy.tracks) track(at, load, state, cluster, floor);
  const used = utilisation(load, state.serving * cluster.zones, cluster);
  return {
    at,
    inMBps: load.inMBps,
    serving: state.serving,
    paid: state.serving + state.launching.length,
    utilisation: used,
  };
}

function raiseTo(size: number, at: number, state: State): void {
  const missing = size - state.serving - state.launching.length;
  for (let count = 0; count < missing; count++) state.launching.push(at + launchSeconds * 1000);
}

function track(at: number, load: LoadPoint, state: State, cluster: Cluster, floor: number): void {
  const atTarget = cluster.target / usable;
  const used = utilisation(load, state.serving * cluster.zones, cluster) / atTarget;
  state.hotSince = used > 1 ? (state.hotSince ?? at) : undefined;
  // Low load counts only above the floor, as the alarm counts it.
  state.coolSince = used < cluster.scaleInBelow && state.serving > floor ? (state.coolSince ?? at) : undefined;
  if (at - (state.hotSince ?? at) >= 3 * minute) {
    raiseTo(Math.min(Math.ceil(state.serving * used), cluster.most), at, state);
  }
  scaleIn(at, state, cluster, floor);
}

/** Never below the floor, never while a machine is on its way. */
function scaleIn(at: number, state: State, cluster: Cluster, floor: number): void {
  const isCool = state.coolSince !== undefined && at - state.coolSince >= cluster.lowMinutes * minute;
  const rested = at - state.lastScaleIn >= cluster.cooldownMinutes * minute;
  if (!isCool || !rested || state.launching.length > 0 || state.serving <= floor) return;
  state.serving -= 1;
  state.lastScaleIn = at;
}

function summary(policy: string, minutes: readonly Minute[], cluster: Cluster): Outcome {
  const used = minutes.map(({ utilisation: share }) => share);
  const lost = cluster.zones / cluster.surviving;
  const hours = (minutes.reduce((sum, { paid }) => sum + paid, 0) * cluster.zones) / 60;
  return {
    policy,
    minutes,
    meanUtilisation: used.reduce((sum, share) => sum + share, 0) / Math.max(used.length, 1),
    peakUtilisation: used.reduce((most, share) => Math.max(most, share), 0),
    shortfallMinutes: used.filter((share) => share > 1 + 1e-9).length,
    exposedMinutes: used.filter((share) => share * lost > 1 + 1e-9).length,
    brokerHours: hours,
    usd: hours * cluster.brokerHourUsd,
  };
}
