import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { valueAt } from './draft';
import { namesAt } from './json-schema';
import { mistake, pathText, type Mistake } from './mistakes';
import { schema } from './schema';

type Issue = z.core.$ZodIssue;
type Steps = readonly PropertyKey[];

/** A mistake in the form of a value, with the path as steps: the rules do without that value. */
export interface ShapeMistake {
  readonly steps: Steps;
  readonly mistake: Mistake;
}

/** Values that a command looks up and writes. */
const filledIn: readonly { readonly path: RegExp; readonly command: string }[] = [
  { path: /^clusterId$/, command: 'automq-byoc init FILE' },
  { path: /^image(\.id)?$/, command: 'automq-byoc image FILE' },
  { path: /^automq(\.archive(\.\w+)?)?$/, command: 'automq-byoc artifact FILE --from ARCHIVE' },
];

/** Every value that does not have the form of its place. */
export function shapeMistakes(input: unknown): readonly ShapeMistake[] {
  const result = schema.safeParse(input);
  return result.success ? [] : result.error.issues.flatMap((issue) => fromIssue(issue, [], input));
}

function fromIssue(issue: Issue, parent: Steps, input: unknown): readonly ShapeMistake[] {
  const steps = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...steps, key], steps, input));
  if (issue.code === 'invalid_union') return fromUnion(issue, steps, input);
  return [{ steps, mistake: wrongValue(steps, valueAt(input, steps), allowedBy(issue)) }];
}

/** Of several forms, the one that was probably meant: the one whose outer form fits. */
function fromUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  steps: Steps,
  input: unknown,
): readonly ShapeMistake[] {
  const meant = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0));
  if (meant) return meant.flatMap((inner) => fromIssue(inner, steps, input));
  const options = 'options' in issue ? (issue.options as readonly unknown[]) : ['a map', ...literals(issue.errors)];
  return [{ steps, mistake: wrongValue(steps, valueAt(input, steps), options.join(', ')) }];
}

const literals = (branches: readonly (readonly Issue[])[]): readonly unknown[] =>
  branches.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));

function allowedBy(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object') return 'a map';
  return issue.message;
}

function wrongValue(steps: Steps, value: unknown, allowed: string): Mistake {
  const path = pathText(steps);
  if (value !== undefined && value !== null) return mistake(path, 'is not valid', value, allowed);
  const problem = value === null ? 'is empty' : 'is missing';
  const command = filledIn.find((row) => row.path.test(path))?.command;
  return mistake(path, command ? `${problem}; fill it in with \`${command}\`` : problem, undefined, allowed);
}

function unknownKey(steps: Steps, parent: Steps, input: unknown): ShapeMistake {
  const names = namesAt(parent);
  const nearest = nearestName(String(steps.at(-1)), names);
  const allowed = nearest === undefined ? names.join(', ') : `${nearest} (the nearest of ${names.length})`;
  return { steps, mistake: mistake(pathText(steps), 'is not a known name', valueAt(input, steps), allowed) };
}

/** The known name most like the given one, unless none is like it. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const near = (name: string): number => distance(given.toLowerCase(), name.toLowerCase());
  const [best] = [...known].sort((a, b) => near(a) - near(b));
  return best !== undefined && near(best) <= Math.max(2, best.length / 2) ? best : undefined;
}
