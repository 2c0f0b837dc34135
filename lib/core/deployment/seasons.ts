/** The part of a deployment file that says when the cluster must be larger, and when nobody may change it. */
import type { Weekday } from '../seasons/dates';

/**
 * When something is, by the wall clock of a time zone. One of three: once (nothing but `start` and `end`), yearly (`on`
 * and `years`), or by weekdays (`every`).
 */
export interface When {
  /** IANA name of the time zone, for example `America/New_York`. */
  readonly timeZone: string;
  /**
   * Once: `2026-11-26T20:00`. Otherwise a time of the day, `20:00`, with days before or after it where needed: `-1d 20:00`
   * is the evening before.
   */
  readonly start: string;
  /** As `start`; the window is over at this time. By weekdays, an end that is not after the start is on the next day. */
  readonly end: string;
  /** Day of each year: `fourth thursday of november`, `last monday of may`, `december 24`. */
  readonly on?: string;
  /** Years that `on` is resolved for, up to 2037. */
  readonly years?: readonly number[];
  /** `day`, or weekdays such as `[friday, saturday]`. */
  readonly every?: 'day' | readonly Weekday[];
  /**
   * First and last day of `every`, `YYYY-MM-DD`.
   * @default - from the first day of the plan's year to the end of the fifth year after it
   */
  readonly from?: string;
  readonly until?: string;
}

/** A named window of higher capacity. */
export interface Season extends When {
  /** Lower-case letters, digits and dashes, 3 to 30 characters, for example `black-friday`; part of its parameters' names. */
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly description?: string;
  /** Least brokers in each zone while it lasts. Either this or `expectedMBps`. */
  readonly brokersPerZone?: number;
  /** Load to carry with one zone lost, in MB/s written by producers; the plan works out the brokers. */
  readonly expectedMBps?: number;
  /**
   * Minutes before the start at which the size is raised.
   * @default 30
   */
  readonly leadMinutes?: number;
  /**
   * Minutes after the end for which the size is held.
   * @default 60
   */
  readonly holdMinutes?: number;
  /**
   * Whether capacity may be reserved for it, so that it cannot meet an empty zone. Adds a parameter that makes the
   * reservation; it costs money from the moment it is made.
   * @default false
   */
  readonly reserve?: boolean;
  /**
   * Whether it takes place.
   * @default true
   */
  readonly enabled?: boolean;
}

/** A window in which nothing but season parameters may change. */
export interface Freeze extends When {
  readonly name: string;
  /** Who decided it and why, for whoever is refused. */
  readonly reason?: string;
}
