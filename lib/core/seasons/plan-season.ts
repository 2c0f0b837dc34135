import type { Season } from '../deployment/seasons';
import { pascal } from '../identities';
import { brokerHoursAbove } from './broker-hours';
import { dropped, lastWindow, rowsOf, skippedEdges, windowsOf, type SkippedEdge, type Window } from './calendar';
import { day, instantOf, instantText, minute } from './dates';
import { defaultHoldMinutes, defaultLeadMinutes } from './defaults';
import type { CalendarSeason } from './floor';
import { timeZone, type TimeZone } from './time-zones';
import type { SeasonPlan, YearlyExtra } from './types';
import { recurrenceOf, type Recurrence } from './when';

/** What the plan knows besides the season itself. */
export interface SeasonContext {
  /** The plan's day, as a day number. */
  readonly asOf: number;
  readonly baseline: number;
  readonly zones: number;
  readonly instanceType: string;
  readonly brokerHourUsd: number;
  readonly instanceHourUsd: number;
  /** Brokers in each zone for a load. */
  readonly brokersFor: (expectedMBps: number) => number;
}

export interface PlannedSeason {
  readonly season: SeasonPlan;
  readonly notices: readonly string[];
}

/** How far a season that is moved by parameter reaches for the window it stands for: half of the distance between two. */
const reachDays: Readonly<Record<Recurrence, number>> = { once: 36_500, yearly: 183, weekly: 0.5 };

export function planSeason(season: Season, context: SeasonContext): PlannedSeason {
  const zone = zoneOf(season);
  const { leadMinutes = defaultLeadMinutes, holdMinutes = defaultHoldMinutes } = season;
  const all = windowsOf(season, zone, context.asOf);
  const over = ({ end }: Window): boolean => end + holdMinutes * minute <= context.asOf * day;
  const windows = all.filter((window) => !over(window));
  const brokersPerZone = season.brokersPerZone ?? context.brokersFor(season.expectedMBps ?? 0);
  const calendarEnds = endOfSeries(season, windows);
  const reservation = reservationOf(season, windows, brokersPerZone, context);
  const calendar = {
    name: season.name,
    id: pascal(season.name),
    ...(season.description !== undefined && { description: season.description }),
    timeZone: season.timeZone,
    recurrence: recurrenceOf(season),
    enabled: season.enabled ?? true,
    brokersPerZone,
    ...(season.expectedMBps !== undefined && { expectedMBps: season.expectedMBps }),
    leadMinutes,
    holdMinutes,
    reachDays: reachDays[recurrenceOf(season)],
    windows: rowsAhead(season, zone, all, over),
    ...(calendarEnds !== undefined && { calendarEnds }),
  };
  return {
    season: {
      ...calendar,
      ...yearlyExtra([{ ...calendar, enabled: true }], context),
      ...(reservation && { reservation }),
    },
    notices: [...dropped(season, zone, all.filter(over)), ...moved(season, zone, context.asOf)],
  };
}

/** What seasons cost together in the year from the plan's day. */
export function yearlyExtra(seasons: readonly CalendarSeason[], context: SeasonContext): YearlyExtra {
  const year = { from: context.asOf * day, to: (context.asOf + 365) * day };
  const hours = brokerHoursAbove(context.baseline, seasons, year) * context.zones;
  return { extraBrokerHours: Math.round(hours), extraUsd: Math.round(hours * context.brokerHourUsd) };
}

export function zoneOf({ name, timeZone: zoneName }: Pick<Season, 'name' | 'timeZone'>): TimeZone {
  const zone = timeZone(zoneName);
  if (!zone) throw new Error(`${name}: ${zoneName} is no time zone`);
  return zone;
}

/**
 * Rows with a window that is not over. Of a series whole rows are left out, so that the same file gives the same template for
 * months: a night that is over matters to nobody.
 */
const rowsAhead = (season: Season, zone: TimeZone, all: readonly Window[], isOver: (window: Window) => boolean) =>
  rowsOf(season, zone, all).filter((row) => !isOver(lastWindow(row)));

/** When a series without an end in the file runs out: afterwards its nights would silently have no season. */
function endOfSeries({ every, until }: Season, windows: readonly Window[]): string | undefined {
  const last = windows.at(-1);
  return every === undefined || until !== undefined || !last ? undefined : instantText(last.end, 0);
}

/**
 * A reservation that ends in the past is refused, so it stands for the next window alone. Count and end are the file's: a size
 * or a date that is changed by parameter must not fail because EC2 has no machine to reserve.
 */
function reservationOf(
  { reserve, holdMinutes = defaultHoldMinutes }: Season,
  [next]: readonly Window[],
  perZone: number,
  { instanceType, instanceHourUsd, zones, baseline }: SeasonContext,
): SeasonPlan['reservation'] {
  if (reserve !== true || !next) return undefined;
  return {
    instanceType,
    perZone,
    end: instantText(next.end + holdMinutes * minute, 0),
    usdPerDay: Math.round((perZone - baseline) * zones * 24 * instanceHourUsd),
  };
}

/** Only windows of a series can be here: dates in such an hour were refused. */
function moved(season: Season, zone: TimeZone, asOf: number): readonly string[] {
  const skipped = skippedEdges(season, zone, asOf).filter(({ instant }) => instantOf(instant) >= asOf * day);
  const [first] = skipped;
  return first ? [`${season.name}: ${sentence(first)}${later(skipped.length - 1)}`] : [];
}

const later = (years: number): string =>
  years === 0 ? '' : `, and so in ${years} later ${years === 1 ? 'year' : 'years'}`;

const sentence = ({ edge, local, instant }: SkippedEdge): string =>
  `the ${edge} ${local} is left out by the clocks and taken as ${instant}`;
