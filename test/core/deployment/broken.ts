import { check, mistakeText } from '../../../lib/core/deployment';

/** A copy of a deployment with one value set, by path; `undefined` takes the value away. */
export function broken(deployment: object, path: string, value: unknown): object {
  const copy = structuredClone(deployment) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce<Record<string, unknown>>((part, step) => {
    part[step] ??= {};
    return part[step] as Record<string, unknown>;
  }, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

export const mistakesOf = (input: unknown): readonly string[] => check(input).mistakes.map(mistakeText);

/** What was done to a good deployment, and what the mistakes must say: a text for each mistake, in their order. */
export type Row = readonly [what: string, path: string, value: unknown, ...texts: readonly string[]];

export function eachRow(base: () => object, rows: readonly Row[]): void {
  test.each(rows.map(([what, ...row]) => ({ what, row })))('$what', ({ row: [path, value, ...texts] }) => {
    const said = mistakesOf(broken(base(), path, value));
    expect(said).toHaveLength(texts.length);
    texts.forEach((text, index) => expect(said[index]).toContain(text));
  });
}
