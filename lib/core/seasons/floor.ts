/**
 * The floor of a moment: the function that the keeper's JSONata states again (`keeper.ts`); a property test holds the two
 * together, for any seasons, parameters and instants.
 */
import type { WindowRow } from './calendar';
import { day, instantOf, minute, parseInstant } from './dates';

/** What the keeper knows of a season. */
export interface CalendarSeason {
  readonly name: string;
  readonly enabled: boolean;
  readonly brokersPerZone: number;
  readonly leadMinutes: number;
  readonly holdMinutes: number;
  /** A season moved by parameter takes the place of the windows that start closer than this to its new start. */
  readonly reachDays: number;
  readonly windows: readonly WindowRow[];
}

/** Values of a season's parameters; `file` leaves the deployment file's. */
export interface SeasonSetting {
  readonly on: string;
  readonly start: string;
  readonly end: string;
  readonly brokersPerZone: string;
}

export const asInFile: SeasonSetting = { on: 'file', start: 'file', end: 'file', brokersPerZone: 'file' };

export interface Moment {
  readonly seasons: readonly CalendarSeason[];
  /** By name of the season; one that is missing is as in the file. */
  readonly settings: Readonly<Record<string, SeasonSetting>>;
  /** `file`, `baseline`, or the name of a season. */
  readonly override: string;
  readonly baseline: number;
  /** Largest size a group can have. */
  readonly most: number;
  readonly at: number;
}

/** Least brokers in each zone at this moment: the largest active season, at least the baseline; an override pins one. */
export function floorAt(moment: Moment): number {
  const sizes = chosenSeasons(moment).map((season) => sizeOf(season, settingOf(moment, season)));
  return Math.min(moment.most, Math.max(moment.baseline, ...sizes));
}

export function chosenSeasons(moment: Moment): readonly CalendarSeason[] {
  const { seasons, override } = moment;
  if (override === 'file') return seasons.filter((season) => isActive(season, settingOf(moment, season), moment.at));
  return seasons.filter(({ name }) => name === override);
}

const settingOf = ({ settings }: Moment, { name }: CalendarSeason): SeasonSetting => settings[name] ?? asInFile;

const sizeOf = (season: CalendarSeason, { brokersPerZone }: SeasonSetting): number =>
  brokersPerZone === 'file' ? season.brokersPerZone : Number(brokersPerZone);

export function isActive(season: CalendarSeason, setting: SeasonSetting, at: number): boolean {
  const isOn = setting.on === 'file' ? season.enabled : setting.on === 'on';
  const moved = movedTo(setting);
  const holds = (start: number, end: number): boolean =>
    at >= start - season.leadMinutes * minute && at < end + season.holdMinutes * minute;
  const stands = (start: number): boolean =>
    moved === undefined || Math.abs(start - moved.start) >= season.reachDays * day;
  const fromFile = season.windows
    .map((row) => latest(row, at + season.leadMinutes * minute))
    .some(({ start, end }) => holds(start, end) && stands(start));
  return isOn && (fromFile || (moved !== undefined && holds(moved.start, moved.end)));
}

/** Both or neither; a window that ends before it starts counts as not given, and the keeper complains. */
export function movedTo({ start, end }: SeasonSetting): { readonly start: number; readonly end: number } | undefined {
  const [from, to] = [parseInstant(start), parseInstant(end)];
  return from !== undefined && to !== undefined && from < to ? { start: from, end: to } : undefined;
}

/** The last window of a row that has started by then, or its first. Windows of a row never overlap. */
function latest(row: WindowRow, by: number): { start: number; end: number } {
  const { everyDays = 1, times = 1 } = row;
  const { first, firstEnd } = edgesOf(row);
  const index = Math.min(Math.max(Math.floor((by - first) / (everyDays * day)), 0), times - 1);
  const shift = index * everyDays * day;
  return { start: first + shift, end: firstEnd + shift };
}

/** A simulation asks for the same rows every minute; reading their texts once makes it a hundred times faster. */
const edges = new WeakMap<WindowRow, { readonly first: number; readonly firstEnd: number }>();

function edgesOf(row: WindowRow): { readonly first: number; readonly firstEnd: number } {
  const known = edges.get(row) ?? { first: instantOf(row.start), firstEnd: instantOf(row.end) };
  edges.set(row, known);
  return known;
}
