/** The floor of an observed deployment: what holds now, who set it, and what comes next. */
import type { Plan } from '../core';
import { chosenSeasons, floorAt, type Moment, type SeasonSetting } from '../core/seasons/floor';
import { nextChange } from '../core/seasons/next-change';
import type { Observed } from './aws/observe';

export interface Floor {
  /** Smallest number of brokers by zone, as the groups have it now. */
  readonly zones: Readonly<Record<string, number>>;
  /** What the file, the parameters and the seasons say it should be; absent with a fixed number of brokers. */
  readonly stated?: number;
  /** `file`, `parameter`, `season NAME`, or `override NAME`. */
  readonly setBy?: string;
  readonly next?: { readonly at: string; readonly brokersPerZone: number };
}

export function floorOf(plan: Plan, seen: Observed, now: number): Floor {
  if (plan.brokers.kind === 'pinned') return { zones: {} };
  const groups = plan.brokers.groups.flatMap(({ zone, name }) => {
    const found = seen.groups.find((group) => group.name === name);
    return found ? [[zone, found.minSize] as const] : [];
  });
  const moment = momentOf(plan, seen, now);
  const next = moment && nextChange(moment);
  return {
    zones: Object.fromEntries(groups),
    ...(moment && { stated: floorAt(moment), setBy: setBy(moment, seen) }),
    ...(next && { next: { at: new Date(next.at).toISOString(), brokersPerZone: next.floor } }),
  };
}

/** Undefined while nothing is deployed: then nobody has set anything. */
function momentOf(plan: Plan, { outputs, parameters }: Observed, at: number): Moment | undefined {
  const baseline = Number(outputs.BrokersPerZoneInForce);
  if (plan.brokers.kind === 'pinned' || !(baseline > 0)) return undefined;
  const rows = plan.seasons?.parameters ?? [];
  const value = (season: string, sets: string): string =>
    parameters[rows.find((row) => row.season === season && row.sets === sets)?.id ?? ''] ?? 'file';
  const setting = (season: string): SeasonSetting => ({
    on: value(season, 'on'),
    start: value(season, 'start'),
    end: value(season, 'end'),
    brokersPerZone: value(season, 'brokersPerZone'),
  });
  const seasons = plan.seasons?.seasons ?? [];
  return {
    seasons,
    settings: Object.fromEntries(seasons.map(({ name }) => [name, setting(name)])),
    override: parameters.SeasonOverride ?? 'file',
    baseline,
    most: Math.max(...plan.brokers.groups.map(({ maxSize }) => maxSize)),
    at,
  };
}

function setBy(moment: Moment, { outputs }: Observed): string {
  if (moment.override !== 'file') return `override ${moment.override}`;
  const active = chosenSeasons(moment).map(({ name }) => name);
  const raised = floorAt(moment) > moment.baseline;
  return raised ? `season ${active.join(', ')}` : (outputs.BrokersPerZoneSetBy ?? 'file');
}

/** Groups whose minimum is not what was stated: for up to five minutes nothing to worry about, later an alarm of the keeper rings. */
export function floorDiffers({ zones, stated }: Floor): string[] {
  if (stated === undefined) return [];
  return Object.entries(zones)
    .filter(([, size]) => size !== stated)
    .map(([zone, size]) => `${zone}: the floor is ${size}, not ${stated}; the floor keeper runs every five minutes`);
}
