import { pathText } from '../core/deployment';

/** Settings as read, and for each scalar and each list the file it came from. */
export interface Settings {
  readonly values: Readonly<Record<string, unknown>>;
  /** File by path: `brokers.perZone` -> `inventory-dev.yaml`. */
  readonly origins: Readonly<Record<string, string>>;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What one file says, every value of its own making. */
export function settingsOf(values: Readonly<Record<string, unknown>>, file: string): Settings {
  return { values, origins: Object.fromEntries(leafPaths(values, []).map((path) => [path, file])) };
}

/** Lists count as one value: an extending file replaces them whole. */
function leafPaths(value: unknown, steps: readonly string[]): readonly string[] {
  if (!isMap(value)) return [pathText(steps)];
  return Object.entries(value).flatMap(([key, inner]) => leafPaths(inner, [...steps, key]));
}

/**
 * The settings of a file over those of the file it extends: maps are joined, lists and scalars replaced, and an empty
 * value (`null`) takes the base's value away, so that one choice can give way to another.
 */
export function over(own: Settings, base: Settings): Settings {
  const values = join(own.values, base.values);
  const origins = { ...base.origins, ...own.origins };
  const kept = leafPaths(values, []).filter((path) => origins[path] !== undefined);
  return { values, origins: Object.fromEntries(kept.map((path) => [path, origins[path] as string])) };
}

function join(own: Settings['values'], base: Settings['values']): Settings['values'] {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(own)])];
  const removed = (key: string): boolean => own[key] === null && Object.hasOwn(base, key);
  return Object.fromEntries(keys.filter((key) => !removed(key)).map((key) => [key, joined(key, own, base)]));
}

function joined(key: string, own: Settings['values'], base: Settings['values']): unknown {
  if (!Object.hasOwn(own, key)) return base[key];
  const [mine, theirs] = [own[key], base[key]];
  return isMap(mine) && isMap(theirs) ? join(mine, theirs) : mine;
}
