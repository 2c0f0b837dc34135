/** Moving a season by parameter: what to set, and what to know before. */
import { textAt } from './calendar';
import { day, instantOf, instantText, minute, parseInstant, parseLocal } from './dates';
import { neededLeadMinutes } from './lead-time';
import { overlapsOf } from './overlaps';
import { instantsOf, type TimeZone } from './time-zones';
import { zoneOf } from './plan-season';
import type { KeeperPlan, SeasonPlan, SeasonsPlan } from './types';

export interface MoveRequest {
  readonly name: string;
  /** With an offset, or by the wall clock of the season. */
  readonly start: string;
  readonly end: string;
  /** As typed; absent leaves the size of the file. */
  readonly brokersPerZone?: string;
}

export interface Move {
  /** Values by parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Dates that it stands for; the others stay. */
  readonly replaces: readonly string[];
  readonly warnings: readonly string[];
}

/** What a person must change before anything can be set: every mistake at once. */
export class MoveRefused extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

/**
 * @param now the moment it is asked for, UTC milliseconds
 * @throws MoveRefused
 */
export function planMove({ seasons, keeper }: SeasonsPlan, request: MoveRequest, now: number): Move {
  const season = seasons.find(({ name }) => name === request.name);
  if (!season)
    throw new MoveRefused([
      `--move: is no season, got "${request.name}"; allowed: ${seasons.map(({ name }) => name).join(', ')}`,
    ]);
  const { start, end } = readEdges(request, zoneOf(season), sizeMistakes(request, keeper));
  const moved: SeasonPlan = {
    ...season,
    ...(request.brokersPerZone !== undefined && { brokersPerZone: Number(request.brokersPerZone) }),
    windows: [{ start, end }],
  };
  return {
    parameters: {
      [`${season.id}Start`]: start,
      [`${season.id}End`]: end,
      ...(request.brokersPerZone !== undefined && { [`${season.id}BrokersPerZone`]: String(moved.brokersPerZone) }),
    },
    replaces: replaced(season, instantOf(start)),
    warnings: [
      ...timeWarnings(moved, instantOf(start), instantOf(end), now),
      ...meets(
        moved,
        seasons.filter((other) => other !== season && other.enabled),
      ),
    ],
  };
}

function sizeMistakes({ brokersPerZone: size }: MoveRequest, { baseline, most }: KeeperPlan): readonly string[] {
  if (size === undefined) return [];
  const fits = /^\d{1,4}$/.test(size) && Number(size) >= baseline && Number(size) <= most;
  return fits ? [] : [`--brokers-per-zone: got "${size}"; allowed: ${baseline} to ${most}`];
}

/** Both edges as the clock of the season shows them. */
function readEdges(request: MoveRequest, zone: TimeZone, others: readonly string[]): { start: string; end: string } {
  const [start, end] = [readEdge('start', request.start, zone), readEdge('end', request.end, zone)];
  const mistakes = [...[start, end].filter((edge) => typeof edge === 'string'), ...others];
  if (typeof start === 'string' || typeof end === 'string') throw new MoveRefused(mistakes);
  const turned = start >= end ? [`--end: is not after --start, got "${request.end}"; allowed: a later time`] : [];
  if (mistakes.length + turned.length > 0) throw new MoveRefused([...turned, ...mistakes]);
  return { start: textAt(zone, start), end: textAt(zone, end) };
}

/** An instant, or what is wrong with the text. */
function readEdge(edge: string, text: string, zone: TimeZone): number | string {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  const local = parseLocal(text);
  const { shown, skipped } = local === undefined ? { shown: [], skipped: [] } : instantsOf(zone, local);
  if (skipped.length > 0) {
    return `--${edge}: is left out by the clocks of ${zone.name}, got "${text}"; allowed: an hour earlier or later`;
  }
  const found = edge === 'start' ? shown[0] : shown.at(-1);
  return (
    found ??
    `--${edge}: is no time, got "${text}"; allowed: 2026-11-26T20:00 by the clock of ${zone.name}, or with an offset`
  );
}

function replaced({ windows, reachDays }: SeasonPlan, start: number): readonly string[] {
  return windows.flatMap((row) => {
    const shift = row.everyDays === undefined ? 0 : Math.round((start - instantOf(row.start)) / (row.everyDays * day));
    const index = Math.min(Math.max(shift, 0), (row.times ?? 1) - 1);
    const at = instantOf(row.start) + index * (row.everyDays ?? 1) * day;
    return Math.abs(at - start) < reachDays * day ? [instantText(at, 0)] : [];
  });
}

function timeWarnings(season: SeasonPlan, start: number, end: number, now: number): readonly string[] {
  const lead = season.leadMinutes * minute;
  const rows: readonly (readonly [boolean, string])[] = [
    [end + season.holdMinutes * minute <= now, 'This window is over already: it changes nothing.'],
    [
      start - lead < now && start > now,
      `The start is nearer than the lead of ${season.leadMinutes} minutes: the size is raised at once, and new brokers carry load after about ${neededLeadMinutes} minutes.`,
    ],
    [start <= now && end > now, 'This window has begun: the size is raised within six minutes.'],
    [!season.enabled, `${season.name} is off in the file: set ${season.id}On to "on" as well.`],
  ];
  return rows.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

/** Seasons that hold in the new window, lead and hold included, with the size that is asked for. */
const meets = (moved: SeasonPlan, others: readonly SeasonPlan[]): readonly string[] =>
  others
    .flatMap((other) => overlapsOf([moved, other]).map((overlap) => ({ ...overlap, other: other.name })))
    .map(
      ({ other, larger, brokersPerZone }) =>
        `It meets ${other}: the larger counts, ${larger} with ${brokersPerZone} brokers a zone.`,
    );
