/** From words of the wall clock to windows of time: which days, which times, and what is wrong with them. */
import type { When } from '../deployment/seasons';
import {
  day,
  dayNumber,
  dayText,
  daysInMonth,
  parseClock,
  parseDay,
  parseLocal,
  weekdayOf,
  weekdays,
  type LocalTime,
} from './dates';

export type Recurrence = 'once' | 'yearly' | 'weekly';

/** Edges of one window by the wall clock. */
export interface LocalWindow {
  readonly start: LocalTime;
  readonly end: LocalTime;
}

/** A time of a day, with days before or after. */
interface Edge {
  readonly days: number;
  readonly clock: number;
}

/** What is wrong with one value. */
export interface Problem {
  readonly field: keyof When;
  readonly problem: string;
  readonly allowed: string;
}

/** Whole years after the plan's own that `every` without `until` is worked out for. */
export const yearsAhead = 5;

export function recurrenceOf({ on, every }: Partial<When>): Recurrence {
  if (every !== undefined) return 'weekly';
  return on === undefined ? 'once' : 'yearly';
}

/** `-1d 20:00` */
function edgeOf(text: string): Edge | undefined {
  const [, days = '0', clock = ''] = /^(?:([+-]\d{1,2})d )?(\d\d:\d\d)$/.exec(text) ?? [];
  const ms = parseClock(clock);
  return ms === undefined ? undefined : { days: Number(days), clock: ms };
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Day number of `fourth thursday of november` or `december 24` in a year; nothing where the year has no such day. */
export function yearlyDay(on: string, year: number): number | undefined {
  const [, which = '', weekday = '', monthName = ''] = /^(\w+) (\w+) of (\w+)$/.exec(on) ?? [];
  if (which === '') return dayOfMonth(on, year);
  return nthWeekday(which, weekdays.indexOf(weekday as never), months.indexOf(monthName) + 1, year);
}

function dayOfMonth(on: string, year: number): number | undefined {
  const [, name = '', number = '0'] = /^([a-z]+) (\d{1,2})$/.exec(on) ?? [];
  const month = months.indexOf(name) + 1;
  const real = month > 0 && Number(number) >= 1 && Number(number) <= daysInMonth(year, month);
  return real ? dayNumber(year, month, Number(number)) : undefined;
}

function nthWeekday(which: string, weekday: number, month: number, year: number): number | undefined {
  if (month < 1 || weekday < 0 || ![...ordinals, 'last'].includes(which)) return undefined;
  const first = dayNumber(year, month, 1);
  const firstOne = first + ((weekday - weekdayOf(first) + 7) % 7);
  const last = first + daysInMonth(year, month) - 1;
  if (which === 'last') return firstOne + 7 * Math.floor((last - firstOne) / 7);
  const found = firstOne + 7 * ordinals.indexOf(which);
  return found <= last ? found : undefined;
}

/** First and last day that `every` is worked out for: a week earlier than the year, since a window of the last one may be open. */
export function daysOf({ from, until }: When, asOf: number): { readonly first: number; readonly last: number } {
  const year = Number(dayText(asOf).slice(0, 4));
  const first = from === undefined ? dayNumber(year, 1, 1) - 7 : (parseDay(from) ?? NaN);
  return { first, last: until === undefined ? dayNumber(year + yearsAhead + 1, 1, 1) - 1 : (parseDay(until) ?? NaN) };
}

/** Every window, in the order of time. What `problemsOf` complains about is left out. */
export function localWindows(when: When, asOf: number): readonly LocalWindow[] {
  const kind = recurrenceOf(when);
  if (kind === 'once') return onceWindow(when);
  const [start, end] = [edgeOf(when.start), edgeOf(when.end)];
  if (!start || !end) return [];
  const at = (base: number): LocalWindow => ({
    start: (base + start.days) * day + start.clock,
    end: (base + endDays(kind, start, end)) * day + end.clock,
  });
  return baseDays(when, asOf)
    .map(at)
    .filter((window) => window.start < window.end);
}

function onceWindow({ start, end }: When): readonly LocalWindow[] {
  const window = { start: parseLocal(start) ?? NaN, end: parseLocal(end) ?? NaN };
  return window.start < window.end ? [window] : [];
}

/** By weekdays, 22:00 to 04:00 ends on the next day. */
const endDays = (kind: Recurrence, start: Edge, end: Edge): number =>
  kind === 'weekly' && end.days === 0 && end.clock <= start.clock && start.days === 0 ? 1 : end.days;

function baseDays(when: When, asOf: number): readonly number[] {
  if (when.on !== undefined && when.every === undefined) {
    const days = [...(when.years ?? [])].sort((a, b) => a - b).map((year) => yearlyDay(when.on ?? '', year));
    return days.filter((number) => number !== undefined);
  }
  const { first, last } = daysOf(when, asOf);
  const wanted = new Set(
    when.every === 'day' ? weekdays.keys() : (when.every ?? []).map((name) => weekdays.indexOf(name)),
  );
  const count = Math.max(last - first + 1, 0) || 0;
  return Array.from({ length: count }, (_, index) => first + index).filter((number) => wanted.has(weekdayOf(number)));
}

const onceForm = 'a date and time such as 2026-11-26T20:00';
const yearlyForm = 'a day that each year has, such as fourth thursday of november, last monday of may or december 24';
const dailyForm = 'a time such as 20:00 or -1d 20:00';

/** What no calendar can make sense of, as far as the values are there. */
export function problemsOf(when: Partial<When>): readonly Problem[] {
  const kind = recurrenceOf(when);
  return [
    ...(when.on !== undefined && when.every !== undefined ? [problem('every', 'comes with on', 'one of the two')] : []),
    ...edgeProblems(kind, when),
    ...(kind === 'yearly' ? yearlyProblems(when) : when.on === undefined ? strays(when, ['years'], 'on') : []),
    ...(kind === 'weekly' ? orderOfDays(when) : strays(when, ['from', 'until'], 'every')),
    ...orderOfEdges(kind, when),
  ];
}

const problem = (field: keyof When, text: string, allowed: string): Problem => ({ field, problem: text, allowed });

function edgeProblems(kind: Recurrence, when: Partial<When>): readonly Problem[] {
  const [fits, form] = kind === 'once' ? [parseLocal, onceForm] : [edgeOf, dailyForm];
  const why = { once: 'without on or every', yearly: 'with on', weekly: 'with every' }[kind];
  return (['start', 'end'] as const)
    .filter((field) => when[field] !== undefined && fits(when[field]) === undefined)
    .map((field) => problem(field, `is no such time ${why}`, form));
}

function yearlyProblems({ on = '', years }: Partial<When>): readonly Problem[] {
  if (years === undefined)
    return [problem('years', 'is missing beside on', 'the years to plan for, such as [2026, 2027]')];
  const without = years.filter((year) => year !== undefined && yearlyDay(on, year) === undefined);
  return without.length === 0 ? [] : [problem('on', `is no day of ${without.join(', ')}`, yearlyForm)];
}

const strays = (when: Partial<When>, fields: readonly (keyof When)[], owner: string): readonly Problem[] =>
  fields
    .filter((field) => when[field] !== undefined)
    .map((field) => problem(field, `means nothing without ${owner}`, `nothing, or ${owner} beside it`));

function orderOfDays({ from, until }: Partial<When>): readonly Problem[] {
  const bad = (['from', 'until'] as const).filter((field) => {
    const text = field === 'from' ? from : until;
    return text !== undefined && parseDay(text) === undefined;
  });
  if (bad.length > 0) return bad.map((field) => problem(field, 'is no day of the calendar', 'a date, YYYY-MM-DD'));
  const turned = from !== undefined && until !== undefined && from > until;
  return turned ? [problem('until', `is before from, ${from}`, 'a later date')] : [];
}

function orderOfEdges(kind: Recurrence, { start = '', end = '' }: Partial<When>): readonly Problem[] {
  const [from, to] =
    kind === 'once' ? [parseLocal(start), parseLocal(end)] : [length(edgeOf(start)), length(edgeOf(end))];
  const sameDay = kind === 'weekly' && !/d /.test(start + end);
  if (from === undefined || to === undefined || from < to || (sameDay && from !== to)) return [];
  return [problem('end', `is not after the start, ${start}`, 'a later time')];
}

const length = (edge: Edge | undefined): number | undefined => edge && edge.days * day + edge.clock;
