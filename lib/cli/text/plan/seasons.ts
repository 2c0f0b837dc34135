/** When the cluster is larger, and when nobody may change it. */
import { instantOf, minute } from '../../../core/seasons/dates';
import { textAt } from '../../../core/seasons/calendar';
import { timeZone } from '../../../core/seasons/time-zones';
import type { FreezePlan, Plan, SeasonPlan, SeasonsPlan, WindowRow } from '../../../core/plan/types';
import type { YearlyExtra } from '../../../core/seasons/types';
import { bullets } from '../sections';
import { type Look, table } from '../table';
import { whole } from '../units';

/** Windows of a season that are listed one by one. */
const listed = 12;

export function seasons({ seasons: planned }: Plan, look: Look): string {
  if (!planned) return '';
  const rows = planned.seasons.flatMap((season) => seasonRows(season));
  const columns = [
    { title: 'season' },
    { title: 'a zone', align: 'right' as const },
    { title: 'raised' },
    { title: 'lowered' },
    { title: 'again', wraps: true },
  ];
  const overlaps = planned.overlaps.map(
    ({ seasons: [a, b], from, larger, brokersPerZone }) =>
      `${a} and ${b} meet, first on ${from.slice(0, 10)}: the larger counts, ${larger} with ${brokersPerZone}`,
  );
  const costs = [...planned.seasons.map(costLine), ...togetherLine(planned)];
  return [table(columns, rows, look), bullets([...overlaps, ...costs], look)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function seasonRows(season: SeasonPlan): string[][] {
  const head = [season.enabled ? season.name : `${season.name} (off)`, String(season.brokersPerZone)];
  const [first, ...others] = season.windows;
  if (!first) return [[...head, 'no date ahead', '', '']];
  if (season.recurrence === 'weekly') {
    const more = others.length > 0 ? `${others.length} more rows where the clocks change` : '';
    return [[...head, ...edges(season, first), [repeats(first), more].filter(Boolean).join('; ')]];
  }
  return season.windows
    .slice(0, listed)
    .map((row, index) => [
      ...(index === 0 ? head : ['', '']),
      ...edges(season, row),
      index === 0 ? more(season.windows.length) : '',
    ]);
}

const more = (count: number): string => (count > listed ? `${count - listed} more` : '');

/** The edges the floor has: lead and hold are in them. */
function edges({ leadMinutes, holdMinutes, timeZone: name }: SeasonPlan, { start, end }: WindowRow): [string, string] {
  const zone = timeZone(name);
  const at = (text: string, shift: number): string =>
    zone ? textAt(zone, instantOf(text) + shift * minute).replace(/:00(?=Z|[+-]\d\d:\d\d$)/, '') : text;
  return [at(start, -leadMinutes), at(end, holdMinutes)];
}

const repeats = ({ everyDays, times }: WindowRow): string =>
  everyDays === undefined ? '' : `every ${everyDays === 1 ? 'day' : 'week'}, ${times} times`;

function costLine({ name, enabled, reservation, ...extra }: SeasonPlan): string {
  const hours = `${name}: ${enabled ? '' : 'off; when on, '}${extraText(extra)}`;
  return reservation
    ? `${hours}; a reservation costs up to ${whole(reservation.usdPerDay)} USD for each day before it is used`
    : hours;
}

/** One season alone says it already. */
function togetherLine({ seasons: all, ...extra }: SeasonsPlan): readonly string[] {
  return all.length < 2 ? [] : [`together, each hour once: ${extraText(extra)}`];
}

const extraText = ({ extraBrokerHours, extraUsd }: YearlyExtra): string =>
  `${whole(extraBrokerHours)} broker-hours above the baseline in a year, about ${whole(extraUsd)} USD`;

export function freezes({ freezes: planned }: Plan, look: Look): string {
  const row = ({ name, reason, windows }: FreezePlan): string[][] =>
    windows
      .slice(0, listed)
      .map((window, index) => [
        index === 0 ? name : '',
        window.start,
        window.end,
        [repeats(window), index === 0 ? more(windows.length) : ''].filter(Boolean).join('; '),
        index === 0 ? (reason ?? '') : '',
      ]);
  return table(
    [
      { title: 'freeze' },
      { title: 'from' },
      { title: 'until' },
      { title: 'again', wraps: true },
      { title: 'why', wraps: true },
    ],
    planned.flatMap(row),
    look,
  );
}
