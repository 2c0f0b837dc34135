/** Rows of the plan about seasons. Engines lay them out; the floor keeper's definition is rendered from them. */
import type { ParameterRow } from '../plan/types';
import type { WindowRow } from './calendar';
import type { CalendarSeason } from './floor';
import type { Recurrence } from './when';

export type { WindowRow } from './calendar';

/** In the year from the plan's day, all zones, lead and hold included. */
export interface YearlyExtra {
  /** Broker-hours above the baseline. */
  readonly extraBrokerHours: number;
  /** What they cost. */
  readonly extraUsd: number;
}

/** Its extra hours and cost are those of all seasons that are on: where two meet, the larger counts, once. */
export interface SeasonsPlan extends YearlyExtra {
  readonly seasons: readonly SeasonPlan[];
  /** Two seasons at one time: the larger counts. */
  readonly overlaps: readonly OverlapRow[];
  readonly parameters: readonly SeasonParameterRow[];
  readonly keeper: KeeperPlan;
  readonly scaling: ScalingPlan;
  readonly alarms: readonly SeasonAlarmRow[];
  /** What was left out, moved to a possible hour, or is too short. */
  readonly notices: readonly string[];
}

/** Its extra hours and cost are its own, as if it were on and alone. */
export interface SeasonPlan extends CalendarSeason, YearlyExtra {
  /**
   * Last instant that the calendar knows of windows that come every week without an end in the file; while the season is on,
   * the keeper complains afterwards.
   */
  readonly calendarEnds?: string;
  /** Start of its parameters' names, `BlackFriday`. */
  readonly id: string;
  readonly description?: string;
  readonly timeZone: string;
  readonly recurrence: Recurrence;
  /** Load the size was worked out from, where the file gives none. */
  readonly expectedMBps?: number;
  /** Given with `reserve: true`, for the next window. */
  readonly reservation?: ReservationPlan;
}

/** On-demand capacity of one window. Running brokers fill it first, so what is paid on top is the unused rest. */
export interface ReservationPlan {
  readonly instanceType: string;
  readonly perZone: number;
  /** Ends by itself at the end of the window and its hold; in UTC, as EC2 reads it back. */
  readonly end: string;
  /** USD a day for machines that are reserved and not yet running. */
  readonly usdPerDay: number;
}

export interface OverlapRow {
  readonly seasons: readonly [string, string];
  /** When they first meet. */
  readonly from: string;
  readonly larger: string;
  readonly brokersPerZone: number;
}

/** A window of the `freezes` in the file, for `guard`. */
export interface FreezePlan {
  readonly name: string;
  readonly reason?: string;
  readonly timeZone: string;
  readonly windows: readonly WindowRow[];
  /** What was left out of the file's dates. */
  readonly notices: readonly string[];
}

export interface SeasonParameterRow extends Omit<ParameterRow, 'allowed'> {
  /** Words it takes; otherwise `pattern`. */
  readonly allowed?: readonly string[];
  readonly pattern?: string;
  /** Said by CloudFormation where the pattern does not fit. */
  readonly constraint?: string;
  /** Heading in the console. */
  readonly group: string;
  readonly label: string;
  /** Name of the season, where it belongs to one. */
  readonly season?: string;
  readonly sets: 'on' | 'start' | 'end' | 'brokersPerZone' | 'reserve' | 'override';
}

export interface KeeperPlan {
  readonly stateMachineName: string;
  readonly scheduleGroupName: string;
  readonly scheduleName: string;
  readonly deadLetterQueueName: string;
  readonly everyMinutes: number;
  /** Longest a run may take, in seconds; shorter than the interval, so two never meet. */
  readonly timeoutSeconds: number;
  /** Tag of a group that holds the baseline in force. */
  readonly baselineTag: string;
  readonly groups: readonly string[];
  /** Baseline of the file, for a group without the tag. */
  readonly baseline: number;
  /** Largest size of a group. */
  readonly most: number;
  readonly purpose: string;
}

/** How the size follows the load above the floor. */
export interface ScalingPlan {
  /** Machines of a group share this many bytes a minute each before another is launched. */
  readonly networkOutBytesPerMinute: number;
  readonly cpuPercent: number;
  /** Share of both below which a machine ends. */
  readonly scaleInBelow: number;
  readonly lowLoad: LowLoadRow;
  readonly groups: readonly ScalingGroupRow[];
}

/** What is compared with `scaleInBelow`, every minute and in each group. */
export interface LowLoadRow {
  readonly metrics: readonly {
    readonly id: string;
    readonly namespace: string;
    readonly metric: string;
    readonly statistic: 'Average' | 'Minimum' | 'Maximum';
  }[];
  readonly expression: string;
}

export interface ScalingGroupRow {
  readonly zone: string;
  readonly group: string;
  /** Minutes of low load above the floor before the first machine ends; different in each zone. */
  readonly lowMinutes: number;
  /** After the drain of the one before. */
  readonly cooldownSeconds: number;
}

export interface SeasonAlarmRow {
  readonly id: string;
  readonly namespace: string;
  /** Metrics by the letter the expression uses; without an expression there is one. */
  readonly metrics: readonly {
    readonly id: string;
    readonly metric: string;
    readonly statistic: 'Sum' | 'Minimum' | 'Maximum';
  }[];
  readonly expression?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly missingData: 'notBreaching' | 'breaching';
  readonly advice: string;
}
