/** What seasons cost: the time they hold a zone above its baseline. */
import { windowsOfRow } from './calendar';
import { hour, minute } from './dates';
import type { CalendarSeason } from './floor';

export interface Span {
  /** UTC milliseconds; the end is not in it. */
  readonly from: number;
  readonly to: number;
}

interface Held extends Span {
  /** Brokers above the baseline. */
  readonly extra: number;
}

/**
 * Broker-hours of one zone above the baseline, lead and hold included. Where seasons meet the larger counts, once; one that is
 * off counts nothing.
 */
export function brokerHoursAbove(baseline: number, seasons: readonly CalendarSeason[], span: Span): number {
  const held = seasons.filter(({ enabled }) => enabled).flatMap((season) => heldBy(season, baseline, span));
  const edges = held
    .flatMap(({ from, to, extra }) => [
      { at: from, extra, count: 1 },
      { at: to, extra, count: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const active = new Map<number, number>();
  let [hours, since] = [0, span.from];
  for (const { at, extra, count } of edges) {
    hours += (largest(active) * (at - since)) / hour;
    active.set(extra, (active.get(extra) ?? 0) + count);
    since = at;
  }
  return hours;
}

function heldBy(season: CalendarSeason, baseline: number, { from, to }: Span): readonly Held[] {
  const extra = season.brokersPerZone - baseline;
  if (extra <= 0) return [];
  const [lead, hold] = [season.leadMinutes * minute, season.holdMinutes * minute];
  return season.windows
    .flatMap(windowsOfRow)
    .map(({ start, end }) => ({ from: Math.max(start - lead, from), to: Math.min(end + hold, to), extra }))
    .filter((window) => window.from < window.to);
}

const largest = (active: ReadonlyMap<number, number>): number =>
  [...active].reduce((most, [extra, count]) => (count > 0 ? Math.max(most, extra) : most), 0);
