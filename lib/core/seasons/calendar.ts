/** Windows as instants, in the few rows that the keeper looks through. */
import type { When } from '../deployment/seasons';
import { day, instantOf, instantText, localText } from './dates';
import { edgeInstant, instantsOf, offsetAt, type TimeZone } from './time-zones';
import { localWindows, recurrenceOf, type LocalWindow } from './when';

/**
 * Windows of equal length at an equal distance. A window that repeats every day does so after exactly 24 hours until the
 * clocks change, so ten years of nights are some twenty rows.
 */
export interface WindowRow {
  /** The first of them; an instant with its offset, `2026-11-26T20:00:00-05:00`. */
  readonly start: string;
  readonly end: string;
  /** Days between two of them, 24 hours each; absent for a single window. */
  readonly everyDays?: number;
  readonly times?: number;
}

export interface Window {
  readonly start: number;
  readonly end: number;
}

/** An edge in an hour that the clocks leave out. */
export interface SkippedEdge {
  readonly edge: 'start' | 'end';
  /** As written, `2027-03-14T02:30`. */
  readonly local: string;
  /** What it is taken for. */
  readonly instant: string;
}

/** Every window as instants, in the order of time. */
export function windowsOf(when: When, zone: TimeZone, asOf: number): readonly Window[] {
  return localWindows(when, asOf).map(({ start, end }) => ({
    start: edgeInstant(zone, start, 'start'),
    end: edgeInstant(zone, end, 'end'),
  }));
}

/** Edges that no clock ever shows. */
export function skippedEdges(when: When, zone: TimeZone, asOf: number): readonly SkippedEdge[] {
  const of = (window: LocalWindow, edge: 'start' | 'end'): readonly SkippedEdge[] => {
    if (instantsOf(zone, window[edge]).shown.length > 0) return [];
    return [{ edge, local: localText(window[edge]), instant: textAt(zone, edgeInstant(zone, window[edge], edge)) }];
  };
  return localWindows(when, asOf).flatMap((window) => [...of(window, 'start'), ...of(window, 'end')]);
}

/** An instant as the wall clock of the zone shows it. */
export const textAt = (zone: TimeZone, instant: number): string => instantText(instant, offsetAt(zone, instant));

/** Rows for windows in the order of time: each weekday is a series of its own, cut where the clocks change. */
export function rowsOf(when: When, zone: TimeZone, windows: readonly Window[]): readonly WindowRow[] {
  if (recurrenceOf(when) !== 'weekly') return windows.map((window) => row(zone, [window], 1));
  const every = when.every === 'day' ? 1 : 7;
  const series = every === 1 ? [windows] : byWeekday(zone, windows);
  return series
    .flatMap((each) => runs(each, every * day))
    .sort((a, b) => (a[0]?.start ?? 0) - (b[0]?.start ?? 0))
    .map((run) => row(zone, run, every));
}

function byWeekday(zone: TimeZone, windows: readonly Window[]): readonly (readonly Window[])[] {
  const weekday = ({ start }: Window): number => Math.floor((start + offsetAt(zone, start) * 60_000) / day) % 7;
  const found = [...new Set(windows.map(weekday))];
  return found.map((number) => windows.filter((window) => weekday(window) === number));
}

/** Cuts a list of windows wherever length or distance changes. */
function runs(windows: readonly Window[], distance: number): readonly (readonly Window[])[] {
  const found: Window[][] = [];
  for (const window of windows) {
    const run = found.at(-1);
    const last = run?.at(-1);
    const fits = last && window.start - last.start === distance && window.end - last.end === distance;
    if (run && fits) run.push(window);
    else found.push([window]);
  }
  return found;
}

function row(zone: TimeZone, run: readonly Window[], everyDays: number): WindowRow {
  const [first] = run;
  if (!first) throw new Error('a row has at least one window');
  const edges = { start: textAt(zone, first.start), end: textAt(zone, first.end) };
  return run.length === 1 ? edges : { ...edges, everyDays, times: run.length };
}

/** The last window of a row. */
export function lastWindow({ start, end, everyDays = 1, times = 1 }: WindowRow): Window {
  const shift = (times - 1) * everyDays * day;
  return { start: instantOf(start) + shift, end: instantOf(end) + shift };
}

/** All windows of a row. */
export function windowsOfRow({ start, end, everyDays = 1, times = 1 }: WindowRow): readonly Window[] {
  const [first, firstEnd] = [instantOf(start), instantOf(end)];
  return Array.from({ length: times }, (_, index) => index * everyDays * day).map((shift) => ({
    start: first + shift,
    end: firstEnd + shift,
  }));
}

/** Dates of the file that are over. Nights and weekends that have passed are no news. */
export function dropped(
  when: When & { readonly name: string },
  zone: TimeZone,
  over: readonly Window[],
): readonly string[] {
  if (over.length === 0 || recurrenceOf(when) === 'weekly') return [];
  const which = over.map(({ start }) => textAt(zone, start).slice(0, 10)).join(', ');
  return [`${when.name}: ${which} ${over.length === 1 ? 'is' : 'are'} over and left out`];
}
