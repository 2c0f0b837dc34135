import type { Deployment } from './deployment';

type Partially<T> = T extends readonly (infer Element)[]
  ? readonly (Partially<Element> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partially<T[Key]> }
    : T;

/**
 * A deployment whose ill-formed values were taken out, so that rules about the rest can still speak.
 *
 * Whatever is there has the right form; anything may be missing. Elements of lists keep their place.
 */
export type Draft = Partially<Deployment>;

/** A copy without the values at these paths. */
export function withoutPaths(input: unknown, paths: readonly (readonly PropertyKey[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return undefined;
  if (Array.isArray(input)) return input.map((element, index) => withoutPaths(element, below(paths, index)));
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, withoutPaths(value, below(paths, key))]));
}

const below = (paths: readonly (readonly PropertyKey[])[], step: PropertyKey): (readonly PropertyKey[])[] =>
  paths.filter(([first]) => first === step).map(([, ...rest]) => rest);

/** The value at a path, or nothing. */
export function valueAt(input: unknown, steps: readonly PropertyKey[]): unknown {
  return steps.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    input,
  );
}

/** Calls back with every scalar and its path. */
export function eachLeaf(input: unknown, see: (path: readonly PropertyKey[], value: unknown) => void): void {
  const walk = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) value.forEach((element, index) => walk(element, [...path, index]));
    else if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([key, inner]) => walk(inner, [...path, key]));
    } else see(path, value);
  };
  walk(input, []);
}
