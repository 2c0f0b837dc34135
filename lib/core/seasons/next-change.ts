/** When the floor will be another, for whoever asks what comes next. */
import type { WindowRow } from './calendar';
import { day, instantOf, minute } from './dates';
import { asInFile, floorAt, movedTo, type CalendarSeason, type Moment } from './floor';

export interface Change {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly floor: number;
}

/** Windows of a row that are looked at: this one and those after it, in case a larger season covers one. */
const AHEAD = 8;

/** The first instant after the moment at which the floor differs; undefined where the calendar knows of none. */
export function nextChange(moment: Moment): Change | undefined {
  const now = floorAt(moment);
  const edges = moment.seasons.flatMap((season) => edgesOf(season, moment)).filter((at) => at > moment.at);
  return [...new Set(edges)]
    .sort((a, b) => a - b)
    .map((at) => ({ at, floor: floorAt({ ...moment, at }) }))
    .find(({ floor }) => floor !== now);
}

/** Instants at which a season begins or ends to count, lead and hold included. */
function edgesOf(season: CalendarSeason, { settings, at }: Moment): readonly number[] {
  const moved = movedTo(settings[season.name] ?? asInFile);
  const windows = [...season.windows.flatMap((row) => windowsFrom(row, at)), ...(moved ? [moved] : [])];
  return windows.flatMap(({ start, end }) => [start - season.leadMinutes * minute, end + season.holdMinutes * minute]);
}

function windowsFrom(
  { start, end, everyDays = 1, times = 1 }: WindowRow,
  at: number,
): { start: number; end: number }[] {
  const [first, every] = [instantOf(start), everyDays * day];
  const from = Math.max(0, Math.floor((at - first) / every) - 1);
  const count = Math.max(0, Math.min(times - from, AHEAD));
  return Array.from({ length: count }, (_, index) => (from + index) * every).map((shift) => ({
    start: first + shift,
    end: instantOf(end) + shift,
  }));
}
