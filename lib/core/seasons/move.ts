/** Moving a season by parameter: what to set, and what to know before. */
import { day, instantOf, instantText, minute, parseInstant, parseLocal } from './dates';
import { neededLeadMinutes } from './lead-time';
import { instantsOf, offsetAt, type TimeZone } from './time-zones';
import { zoneOf } from './plan-season';
import type { SeasonPlan, SeasonsPlan } from './types';

export interface MoveRequest {
  readonly name: string;
  /** With an offset, or by the wall clock of the season. */
  readonly start: string;
  readonly end: string;
  readonly brokersPerZone?: number;
}

export interface Move {
  /** Values by parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Dates that it stands for; the others stay. */
  readonly replaces: readonly string[];
  readonly warnings: readonly string[];
}

/** What a person must change before anything can be set. */
export class MoveRefused extends Error {}

/** @param now the moment it is asked for, UTC milliseconds */
export function planMove({ seasons, keeper }: SeasonsPlan, request: MoveRequest, now: number): Move {
  const season = seasons.find(({ name }) => name === request.name);
  if (!season)
    throw new MoveRefused(`${request.name}: is no season; allowed: ${seasons.map(({ name }) => name).join(', ')}`);
  const zone = zoneOf(season);
  const [start, end] = [readEdge('start', request.start, zone), readEdge('end', request.end, zone)];
  if (start >= end) throw new MoveRefused(`--end: is not after --start, got "${request.end}"; allowed: a later time`);
  const size = request.brokersPerZone;
  if (size !== undefined && (size < keeper.baseline || size > keeper.most)) {
    throw new MoveRefused(`--brokers-per-zone: got ${size}; allowed: ${keeper.baseline} to ${keeper.most}`);
  }
  const text = (instant: number): string => instantText(instant, offsetAt(zone, instant));
  return {
    parameters: {
      [`${season.id}Start`]: text(start),
      [`${season.id}End`]: text(end),
      ...(size !== undefined && { [`${season.id}BrokersPerZone`]: String(size) }),
    },
    replaces: replaced(season, start),
    warnings: warningsOf({ season, others: seasons.filter((other) => other !== season), start, end, now }),
  };
}

function readEdge(edge: string, text: string, zone: TimeZone): number {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  const local = parseLocal(text);
  const { shown, skipped } = local === undefined ? { shown: [], skipped: [] } : instantsOf(zone, local);
  if (skipped.length > 0) {
    throw new MoveRefused(
      `--${edge}: is left out by the clocks of ${zone.name}, got "${text}"; allowed: an hour earlier or later`,
    );
  }
  const found = edge === 'start' ? shown[0] : shown.at(-1);
  if (found !== undefined) return found;
  throw new MoveRefused(
    `--${edge}: is no time, got "${text}"; allowed: 2026-11-26T20:00 by the clock of ${zone.name}, or with an offset`,
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

interface Moved {
  readonly season: SeasonPlan;
  readonly others: readonly SeasonPlan[];
  readonly start: number;
  readonly end: number;
  readonly now: number;
}

function warningsOf({ season, others, start, end, now }: Moved): readonly string[] {
  const lead = season.leadMinutes * minute;
  const rows: readonly (readonly [boolean, string])[] = [
    [end + season.holdMinutes * minute <= now, 'This window is over already: it changes nothing.'],
    [
      start - lead < now && start > now,
      `The start is nearer than the lead of ${season.leadMinutes} minutes: the size is raised at once, and new brokers carry load after about ${neededLeadMinutes} minutes.`,
    ],
    [start <= now && end > now, 'This window has begun: the size is raised within five minutes.'],
    [!season.enabled, `${season.name} is off in the file: set ${season.id}On to "on" as well.`],
  ];
  return [
    ...rows.filter(([applies]) => applies).map(([, sentence]) => sentence),
    ...meets(season, others, start - lead, end),
  ];
}

function meets(season: SeasonPlan, others: readonly SeasonPlan[], from: number, to: number): readonly string[] {
  const overlapping = others.filter(({ windows, leadMinutes, holdMinutes }) =>
    windows.some(({ start, end, everyDays = 1, times = 1 }) => {
      const index = Math.min(Math.max(Math.floor((to - instantOf(start)) / (everyDays * day)), 0), times - 1);
      const shift = index * everyDays * day;
      return (
        instantOf(start) + shift - leadMinutes * minute < to && instantOf(end) + shift + holdMinutes * minute > from
      );
    }),
  );
  return overlapping.map((other) => {
    const larger = other.brokersPerZone > season.brokersPerZone ? other : season;
    return `It meets ${other.name}: the larger counts, ${larger.name} with ${larger.brokersPerZone} brokers a zone.`;
  });
}
