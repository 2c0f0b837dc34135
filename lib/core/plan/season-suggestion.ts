/** What a load asks of seasons: sizes, how early they must begin, and whether they are worth it. */
import { windowsOfRow } from '../seasons/calendar';
import { hour, minute } from '../seasons/dates';
import { neededLeadMinutes } from '../seasons/lead-time';
import type { LoadPoint } from '../seasons/load';
import { brokersNeeded, type Cluster, type Outcome } from '../seasons/simulation';
import type { SeasonPlan, SeasonsPlan } from '../seasons/types';

export interface Suggestion {
  /** USD in a year: the baseline with its seasons, and all year at the size of the peak. */
  readonly yearlyUsd: { readonly seasons: number; readonly flat: number };
  /** Brokers in a zone for the largest load, and for the largest outside all seasons. */
  readonly peakSize: number;
  readonly floor: number;
  readonly leadMinutes: number;
  readonly sentences: readonly string[];
}

/** The three policies that were played. */
export interface Played {
  readonly seasons: Outcome;
  readonly flat: Outcome;
  readonly none: Outcome;
}

export interface Needs {
  /** Brokers in a zone for the largest load, and for the largest that no season is meant for. */
  readonly peakSize: number;
  readonly floor: number;
  /** Minutes before the start of its season from which the load needs more than the baseline, at the earliest start. */
  readonly earlyMinutes: number;
}

/** Load that rises into a season without a pause belongs to it, for a day at most: it is the lead that is short, not the baseline. */
const longestRise = 24 * hour;

/** What a load needs of a zone. `floorAt` is the calendar's. */
export function needsOf(
  load: readonly LoadPoint[],
  cluster: Cluster,
  seasons: readonly SeasonPlan[],
  floorAt: (instant: number) => number,
): Needs {
  const needs = load.map((point) => ({ at: point.at, brokers: brokersNeeded(point, cluster) }));
  const [first, last] = [load[0]?.at ?? 0, load.at(-1)?.at ?? 0];
  const rises = startsOf(seasons)
    .filter((start) => start > first && start <= last)
    .map((start) => ({ from: riseInto(start, needs, cluster.baseline), to: start }));
  const isRise = (at: number): boolean => rises.some(({ from, to }) => at >= from && at < to);
  const outside = needs.filter(({ at }) => floorAt(at) <= cluster.baseline && !isRise(at));
  return {
    peakSize: largest(needs),
    floor: largest(outside),
    earlyMinutes: rises.reduce((most, { from, to }) => Math.max(most, (to - from) / minute), 0),
  };
}

/** Sizes, lead and sentences for a load that was played. */
export function suggestion(
  planned: SeasonsPlan | undefined,
  cluster: Cluster,
  needs: Needs,
  played: Played,
): Suggestion {
  const yearlyUsd = yearly(planned, cluster, needs.peakSize);
  const rows = [
    ...sizeSentences(needs, cluster),
    ...leadSentences(planned?.seasons ?? [], needs),
    ...playedSentences(needs, cluster, played, yearlyUsd.flat - yearlyUsd.seasons),
  ];
  return {
    yearlyUsd,
    peakSize: needs.peakSize,
    floor: needs.floor,
    leadMinutes: suggestedLead(needs),
    sentences: rows.filter(([applies]) => applies).map(([, sentence]) => sentence),
  };
}

type Sentence = readonly [applies: boolean, sentence: string];

/** The rise before the start, and twice what new brokers take, to the next five minutes. */
const suggestedLead = ({ earlyMinutes }: Needs): number => Math.ceil((earlyMinutes + 2 * neededLeadMinutes) / 5) * 5;

function sizeSentences({ peakSize, floor }: Needs, { baseline, most }: Cluster): readonly Sentence[] {
  return [
    [
      peakSize <= baseline,
      `${brokersText(baseline)} carry this load at its peak with one zone lost: you do not need this.`,
    ],
    [
      peakSize > most,
      `The peak needs ${brokersText(peakSize)} and the slots leave room for ${most}: raise brokers.slotsPerZone.`,
    ],
    [
      floor > baseline,
      `Outside the seasons the load needs ${brokersText(floor)}, the baseline is ${baseline}: raise it, or plan a season there.`,
    ],
    [floor < baseline, `Outside the seasons ${brokersText(floor)} would do; the baseline is ${baseline}.`],
  ];
}

/** The load needs its brokers before the calendar says so. */
function leadSentences(seasons: readonly SeasonPlan[], { earlyMinutes }: Needs): readonly Sentence[] {
  const least = earlyMinutes + neededLeadMinutes;
  return seasons.map(({ name, enabled, leadMinutes }) => [
    enabled && earlyMinutes > 0 && leadMinutes < least,
    `The load needs more than the baseline ${earlyMinutes} minutes before its season starts: with what new brokers take, a lead of ${least} minutes or an earlier start; ${name} has ${leadMinutes}.`,
  ]);
}

function playedSentences(
  { peakSize }: Needs,
  { baseline }: Cluster,
  { seasons, none }: Played,
  saved: number,
): readonly Sentence[] {
  return [
    [
      seasons.exposedMinutes > 0,
      `For ${seasons.exposedMinutes} minutes a lost zone would leave less than the load needs: a size of ${peakSize}, or an earlier start.`,
    ],
    [peakSize > baseline && saved <= 0, 'Seasons save nothing here: a year at the size of the peak costs no more.'],
    [
      peakSize > baseline && none.shortfallMinutes > 0,
      `Without seasons, the baseline falls short for ${none.shortfallMinutes} minutes.`,
    ],
  ];
}

const brokersText = (count: number): string => `${count} ${count === 1 ? 'broker' : 'brokers'} a zone`;

function yearly(planned: SeasonsPlan | undefined, cluster: Cluster, peakSize: number): Suggestion['yearlyUsd'] {
  const hours = 365 * 24 * cluster.zones;
  const usd = (brokerHours: number): number => Math.round(brokerHours * cluster.brokerHourUsd);
  return {
    seasons: usd(cluster.baseline * hours + (planned?.extraBrokerHours ?? 0)),
    flat: usd(Math.max(peakSize, cluster.baseline) * hours),
  };
}

interface Need {
  readonly at: number;
  readonly brokers: number;
}

const largest = (needs: readonly Need[]): number => needs.reduce((most, { brokers }) => Math.max(most, brokers), 1);

const startsOf = (seasons: readonly SeasonPlan[]): readonly number[] =>
  seasons
    .filter(({ enabled }) => enabled)
    .flatMap(({ windows }) => windows.flatMap(windowsOfRow).map((each) => each.start));

/** Since when the load needs more than the baseline, without a pause until the start. */
function riseInto(start: number, needs: readonly Need[], baseline: number): number {
  const before = needs.filter(({ at }) => at < start && at >= start - longestRise).reverse();
  const pause = before.findIndex(({ brokers }) => brokers <= baseline);
  return (pause === -1 ? before.at(-1) : before[pause - 1])?.at ?? start;
}
