/** What two packets share, and what only one of them has. */
export interface Pairs<T> {
  readonly gone: readonly T[];
  readonly added: readonly T[];
  readonly both: readonly (readonly [before: T, after: T])[];
}

/** By key; several of one key are told apart by their order, so that none hides another. */
export function pairs<T>(before: readonly T[], after: readonly T[], key: (row: T) => string): Pairs<T> {
  const [old, now] = [numbered(before, key), numbered(after, key)];
  return {
    gone: [...old].flatMap(([id, row]) => (now.has(id) ? [] : [row])),
    added: [...now].flatMap(([id, row]) => (old.has(id) ? [] : [row])),
    both: [...now].flatMap(([id, row]) => (old.has(id) ? [[old.get(id) as T, row] as const] : [])),
  };
}

/** First what is the same in content, wherever it stands; what is left by name. */
export function pairsByContent<T>(
  before: readonly T[],
  after: readonly T[],
  content: (row: T) => string,
  name: (row: T) => string,
): Pairs<T> {
  const { gone, added, both } = pairs(before, after, content);
  const left = pairs(gone, added, name);
  return { ...left, both: [...both, ...left.both] };
}

function numbered<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, T> {
  const seen = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const id = key(row);
      const number = (seen.get(id) ?? 0) + 1;
      seen.set(id, number);
      return [`${id} ${number}`, row];
    }),
  );
}
