import { DeploymentError, mistake, type Mistake } from '../deployment/mistakes';
import { hoursPerMonth, prices, s3RequestFloorUsd, zoneRouterFloorUsd } from '../facts';
import { names } from '../identities';
import { dropped, lastWindow, rowsOf, windowsOf, type Window } from '../seasons/calendar';
import { day, dayText, parseDay } from '../seasons/dates';
import { keeperIntervalMinutes } from '../seasons/defaults';
import { leadSteps, neededLeadMinutes } from '../seasons/lead-time';
import { overlapsOf } from '../seasons/overlaps';
import { planSeasonParameters } from '../seasons/parameters';
import { planSeason, yearlyExtra, zoneOf, type SeasonContext } from '../seasons/plan-season';
import type { FreezePlan, KeeperPlan, SeasonPlan, SeasonsPlan } from '../seasons/types';
import { windowAt } from '../seasons/window-at';
import { brokersForLoad } from './capacity';
import { instance } from './machines';
import { planScaling } from './scaling';
import { planSeasonAlarms } from './season-alarms';
import type { Settings } from './settings';
import type { BrokersPlan, CapacityPlan, Plan } from './types';

/** Tag of a broker group with the baseline in force: the keeper reads it where it reads the sizes. */
export const baselineTag = 'automq:baseline';

export interface SeasonFacts {
  readonly brokers: BrokersPlan;
  readonly capacity: CapacityPlan;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
}

/** Everything that has a date. */
export function planCalendar(settings: Settings, facts: SeasonFacts): Pick<Plan, 'seasons' | 'freezes'> {
  const freezes = planFreezes(settings, facts.asOf);
  const seasons = planSeasons(settings, { ...facts, asOf: calendarDay(freezes, facts.asOf) });
  return { ...(seasons && { seasons }), freezes };
}

/**
 * The day that windows are left out by. Inside a freeze it stands still at the day on which the freeze began: templates would
 * differ from what is deployed by each window that passes, and the guard would refuse a change of parameters with them.
 */
function calendarDay(freezes: readonly FreezePlan[], asOf: string): string {
  const today = dayOf(asOf);
  const begun = freezes
    .flatMap(({ windows }) =>
      windows.map((row) => windowAt([row], (today + 1) * day - 1) ?? windowAt([row], today * day)),
    )
    .flatMap((window) => (window ? [Math.floor(window.start / day)] : []));
  return dayText(Math.min(today, ...begun));
}

/**
 * Seasons as windows of time, their parameters, and the keeper that states the floor.
 *
 * @returns nothing where the file names no season
 * @throws DeploymentError where a load needs more brokers than there are slots
 */
function planSeasons(settings: Settings, { brokers, capacity, asOf }: SeasonFacts): SeasonsPlan | undefined {
  const given = settings.given.seasons ?? [];
  if (given.length === 0 || brokers.kind === 'pinned') return undefined;
  const most = settings.brokers.slotsPerZone - 1;
  const context = contextOf(settings, capacity, asOf);
  const planned = given.map((season) => planSeason(season, context));
  refuseTooLarge(
    planned.map(({ season }) => season),
    most,
  );
  const seasons = planned.map(({ season }) => season);
  const groups = brokers.groups.map(({ name }) => name);
  return {
    seasons,
    ...yearlyExtra(seasons, context),
    overlaps: overlapsOf(seasons.filter(({ enabled }) => enabled)),
    parameters: planSeasonParameters(seasons, most),
    keeper: keeper(settings, groups),
    scaling: planScaling(settings, brokers.groups),
    alarms: planSeasonAlarms(settings, brokers.groups),
    notices: [
      ...planned.flatMap(({ notices }) => notices),
      ...seasons.flatMap((season) => sizeNotices(season, settings)),
    ],
  };
}

function contextOf(settings: Settings, capacity: CapacityPlan, asOf: string): SeasonContext {
  return {
    asOf: dayOf(asOf),
    baseline: settings.brokers.perZone,
    zones: settings.zones.length,
    instanceType: settings.brokers.instanceType,
    instanceHourUsd: instance(settings.brokers.instanceType).hourlyUsd,
    brokerHourUsd: brokerHourUsd(settings),
    brokersFor: (expectedMBps) => Math.max(brokersForLoad(settings, capacity, expectedMBps), settings.brokers.perZone),
  };
}

function dayOf(asOf: string): number {
  const number = parseDay(asOf);
  if (number === undefined) throw new Error(`asOf: ${asOf} is no day of the calendar`);
  return number;
}

/** What a broker in service costs in an hour: machine, root volume, and its requests to S3 before any byte. */
export function brokerHourUsd({ brokers, wal, zoneRouter }: PricedBroker): number {
  const { put, get } = s3RequestFloorUsd(wal.type === 's3' ? wal.batchIntervalMs : Infinity);
  const monthly = put + get + (zoneRouter ? zoneRouterFloorUsd : 0) + brokers.rootVolumeGiB * prices.gp3GbMonth.usd;
  return instance(brokers.instanceType).hourlyUsd + monthly / hoursPerMonth;
}

export interface PricedBroker {
  readonly brokers: { readonly instanceType: string; readonly rootVolumeGiB: number };
  readonly wal: { readonly type: 's3'; readonly batchIntervalMs: number } | { readonly type: 'ebs' };
  readonly zoneRouter: boolean;
}

/** Only the plan knows what a broker carries, so only it can say that a load is too much. */
function refuseTooLarge(seasons: readonly SeasonPlan[], most: number): void {
  const mistakes: Mistake[] = seasons.flatMap(({ expectedMBps, brokersPerZone }, index) => {
    if (expectedMBps === undefined || brokersPerZone <= most) return [];
    const problem = `needs ${brokersPerZone} brokers per zone, and ${most + 1} slots leave room for ${most} and the spare`;
    return [
      mistake(`seasons[${index}].expectedMBps`, problem, expectedMBps, 'less load, or more brokers.slotsPerZone'),
    ];
  });
  if (mistakes.length > 0) throw new DeploymentError(mistakes);
}

function sizeNotices(season: SeasonPlan, { brokers }: Settings): readonly string[] {
  const { name, leadMinutes, brokersPerZone, windows } = season;
  const steps = leadSteps.map(({ step, seconds }) => `${step} ${seconds} s`).join(', ');
  const isSame = brokersPerZone === brokers.perZone;
  return [
    ...(windows.length === 0 ? [`${name}: no window is ahead; it takes place by its parameters alone`] : []),
    ...(isSame ? [`${name}: its size is the baseline, so it changes nothing`] : []),
    ...(leadMinutes < neededLeadMinutes && !isSame
      ? [
          `${name}: ${leadMinutes} minutes of lead are less than the ${neededLeadMinutes} that new brokers take to carry load (${steps})`,
        ]
      : []),
  ];
}

function keeper({ prefix, brokers }: Settings, groups: readonly string[]): KeeperPlan {
  return {
    stateMachineName: names.keeper(prefix),
    scheduleGroupName: names.keeper(prefix),
    scheduleName: names.keeper(prefix),
    deadLetterQueueName: names.keeper(prefix),
    everyMinutes: keeperIntervalMinutes,
    timeoutSeconds: keeperIntervalMinutes * 60 - 60,
    baselineTag,
    groups,
    baseline: brokers.perZone,
    most: brokers.slotsPerZone - 1,
    purpose:
      'States the smallest size of every broker group anew every five minutes, from the calendar and the parameters',
  };
}

/** Windows in which only season parameters may change; those that are over are left out. */
function planFreezes({ given }: Settings, asOf: string): readonly FreezePlan[] {
  return (given.freezes ?? []).map((freeze) => {
    const zone = zoneOf(freeze);
    const all = windowsOf(freeze, zone, dayOf(asOf));
    const isOver = ({ end }: Window): boolean => end <= dayOf(asOf) * day;
    return {
      name: freeze.name,
      ...(freeze.reason !== undefined && { reason: freeze.reason }),
      timeZone: freeze.timeZone,
      windows: rowsOf(freeze, zone, all).filter((row) => !isOver(lastWindow(row))),
      notices: dropped(freeze, zone, all.filter(isOver)),
    };
  });
}
