/**
 * A frozen copy of plain data, with everything in it: a plan is read by two engines, and neither may change it. A copy,
 * because parts of the plan are the caller's own objects.
 */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozenCopy(inner)]));
  return Object.freeze(copy) as T;
}
