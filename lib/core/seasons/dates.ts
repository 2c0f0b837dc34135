/** Dates and times of day as numbers: core has no clock and no `Date`. Days count from 1970-01-01, instants are UTC milliseconds. */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const daysPerEra = 146_097;
/** Days between 0000-03-01 and 1970-01-01. */
const epochShift = 719_468;

/** Day number of a date of the proleptic Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - epochShift;
}

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day number. */
export function civilDate(number: number): CivilDate {
  const z = number + epochShift;
  const era = Math.floor(z / daysPerEra);
  const dayOfEra = z - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;

export const daysInMonth = (year: number, month: number): number =>
  dayNumber(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayNumber(year, month, 1);

/** `2026-11-26` as a day number; nothing for what is no day of the calendar. */
export function parseDay(text: string): number | undefined {
  const [, year, month, dayOfMonth] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined) return undefined;
  const real = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
  return real ? dayNumber(year, month, dayOfMonth) : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

export function dayText(number: number): string {
  const { year, month, day: dayOfMonth } = civilDate(number);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

/** A time of the wall clock, in milliseconds since 1970-01-01T00:00 of the same clock. */
export type LocalTime = number;

/** `2026-11-26T20:00` */
export const localText = (local: LocalTime): string =>
  `${dayText(Math.floor(local / day))}T${clockText(local - Math.floor(local / day) * day)}`;

const clockText = (ms: number): string => `${two(Math.floor(ms / hour))}:${two(Math.floor((ms % hour) / minute))}`;

/** `2026-11-26T20:00:00-05:00`: an instant as the wall clock at this offset (minutes east of UTC) shows it. */
export function instantText(instant: number, offset: number): string {
  const local = instant + offset * minute;
  const seconds = two(Math.floor((((local % minute) + minute) % minute) / 1000));
  const size = Math.abs(offset);
  const zone = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${localText(local)}:${seconds}${zone}`;
}

const withOffset = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(Z|([+-])(\d\d):([0-5]\d))$/;

/** `2026-11-26T20:00:00-05:00` as an instant; nothing without an offset, or for what is no time. */
export function parseInstant(text: string): number | undefined {
  const [, date = '', hours, minutes, seconds, , sign, offsetHours, offsetMinutes] = withOffset.exec(text) ?? [];
  const number = parseDay(date);
  if (number === undefined) return undefined;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * (sign === '-' ? -1 : 1);
  return number * day + Number(hours) * hour + (Number(minutes) - offset) * minute + Number(seconds) * 1000;
}

/** An instant that the plan wrote itself. */
export function instantOf(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
}

/** `20:00` as milliseconds. */
export function parseClock(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * hour + Number(minutes) * minute;
}

/** `2026-11-26T20:00` */
export function parseLocal(text: string): LocalTime | undefined {
  const [date = '', clock = ''] = text.split('T');
  const [number, ms] = [parseDay(date), parseClock(clock)];
  return number === undefined || ms === undefined ? undefined : number * day + ms;
}
