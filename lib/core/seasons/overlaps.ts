import { day, instantOf, instantText, minute } from './dates';
import type { OverlapRow, SeasonPlan, WindowRow } from './types';

interface Series {
  readonly start: number;
  readonly length: number;
  readonly every: number;
  readonly times: number;
}

/** Where two seasons hold at one time, lead and hold included: one row for each pair, at their first meeting. */
export function overlapsOf(seasons: readonly SeasonPlan[]): readonly OverlapRow[] {
  const series = seasons.map((season) => season.windows.map((row) => seriesOf(season, row)));
  return seasons.flatMap((season, index) =>
    seasons.slice(index + 1).flatMap((other, offset) => {
      const from = firstMeeting(series[index] ?? [], series[index + 1 + offset] ?? []);
      return from === undefined ? [] : [overlap(season, other, from)];
    }),
  );
}

function overlap(a: SeasonPlan, b: SeasonPlan, from: number): OverlapRow {
  const larger = b.brokersPerZone > a.brokersPerZone ? b : a;
  return {
    seasons: [a.name, b.name],
    from: instantText(from, 0),
    larger: larger.name,
    brokersPerZone: larger.brokersPerZone,
  };
}

function seriesOf(
  { leadMinutes, holdMinutes }: SeasonPlan,
  { start, end, everyDays = 1, times = 1 }: WindowRow,
): Series {
  const from = instantOf(start) - leadMinutes * minute;
  return { start: from, length: instantOf(end) + holdMinutes * minute - from, every: everyDays * day, times };
}

function firstMeeting(a: readonly Series[], b: readonly Series[]): number | undefined {
  const meetings = a.flatMap((one) => b.map((other) => meeting(one, other)).filter((at) => at !== undefined));
  return meetings.length === 0 ? undefined : Math.min(...meetings);
}

/** Two series meet within the first week they share, or never: both repeat after a day or a week. */
function meeting(a: Series, b: Series): number | undefined {
  const from = Math.max(a.start, b.start);
  const weeks = 8;
  for (let index = indexAt(a, from); index < Math.min(a.times, indexAt(a, from) + weeks); index++) {
    const start = a.start + index * a.every;
    // The window that has begun by then may be over; the next one is then the first to meet.
    const begun = indexAt(b, start);
    const others = [begun, Math.min(begun + 1, b.times - 1)].map((number) => b.start + number * b.every);
    const other = others.find((from) => from < start + a.length && start < from + b.length);
    if (other !== undefined) return Math.max(start, other);
  }
  return undefined;
}

/** The last window that has started by an instant, or the first. */
const indexAt = ({ start, every, times }: Series, at: number): number =>
  Math.min(Math.max(Math.floor((at - start) / every), 0), times - 1);
