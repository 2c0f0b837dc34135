/**
 * IANA time zones from data, not from the machine: the same file gives the same instants under every Node. The data are
 * those of the package moment-timezone (its code is not loaded), pinned to one version; a test compares them with `Intl`.
 */
import packed from 'moment-timezone/data/packed/latest.json';
import { minute, type LocalTime } from './dates';

export interface TimeZone {
  readonly name: string;
  /** End of each period, UTC milliseconds; the last one never ends. */
  readonly untils: readonly number[];
  /** Minutes east of UTC in each period. */
  readonly offsets: readonly number[];
}

/** Release of the time-zone database. */
export const timeZoneData: string = packed.version;

/** The data end with 2037; later years would silently lose daylight saving. */
export const lastYear = 2037;

const aliases = new Map(
  packed.links.map((link) => link.split('|') as [string, string]).map(([to, name]) => [name, to]),
);
const lines = new Map(packed.zones.map((line) => [line.slice(0, line.indexOf('|')), line]));
const unpacked = new Map<string, TimeZone>();

export const timeZoneNames = (): readonly string[] => [...lines.keys(), ...aliases.keys()].sort();

/** The zone of this name, or nothing. */
export function timeZone(name: string): TimeZone | undefined {
  const known = unpacked.get(name);
  if (known) return known;
  const line = lines.get(aliases.get(name) ?? name);
  if (line === undefined) return undefined;
  const zone = unpack(name, line);
  unpacked.set(name, zone);
  return zone;
}

/** `name|abbreviations|offsets|index of each period|minutes between ends|population`, numbers to the base of 60. */
function unpack(name: string, line: string): TimeZone {
  const [, , offsets = '', indices = '', ends = ''] = line.split('|');
  const east = offsets.split(' ').map((each) => 0 - Math.round(base60(each)));
  let end = 0;
  const untils = ends === '' ? [] : ends.split(' ').map((each) => (end += Math.round(base60(each) * minute)));
  return {
    name,
    untils: [...untils, Infinity].slice(0, indices.length),
    offsets: [...indices].map((index) => east[base60(index)] ?? 0),
  };
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

/** `-4U.2` -> -(4 * 60 + 56 + 2 / 60) */
function base60(text: string): number {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const before = [...whole].reduce((sum, digit) => sum * 60 + digits.indexOf(digit), 0);
  const after = [...fraction].reduceRight((sum, digit) => (sum + digits.indexOf(digit)) / 60, 0);
  return negative ? -(before + after) : before + after;
}

/** Minutes east of UTC at an instant. */
export function offsetAt({ untils, offsets }: TimeZone, instant: number): number {
  let [low, high] = [0, untils.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instant < untils[middle]!) high = middle;
    else low = middle + 1;
  }
  return offsets[low] ?? 0;
}

/** No zone is further from UTC, and none changes twice within twice that. */
const furthest = 26 * 60 * minute;

/**
 * The instants a wall clock shows this time: one; two in the hour that is repeated when daylight saving ends; none in the
 * hour that is left out when it begins, and then `skipped` holds what the clocks before and after the change make of it.
 */
export function instantsOf(zone: TimeZone, local: LocalTime): { readonly shown: number[]; readonly skipped: number[] } {
  const [before, after] = [offsetAt(zone, local - furthest), offsetAt(zone, local + furthest)];
  // Nearly always: a calendar of years asks for thousands of these.
  if (before === after) return { shown: [local - before * minute], skipped: [] };
  const candidates = [before, after].map((offset) => local - offset * minute).sort((a, b) => a - b);
  const shown = candidates.filter((instant) => instant + offsetAt(zone, instant) * minute === local);
  return { shown, skipped: shown.length > 0 ? [] : candidates };
}

/** The instant a window opens or closes: where two are possible the one that makes it longer. */
export function edgeInstant(zone: TimeZone, local: LocalTime, edge: 'start' | 'end'): number {
  const { shown, skipped } = instantsOf(zone, local);
  const possible = [...shown, ...skipped];
  return edge === 'start' ? Math.min(...possible) : Math.max(...possible);
}
