/**
 * What a role can do, decided from its own statements. Where a condition cannot be judged it counts as met, so the answer
 * errs towards "can". The tests hold every answer against an IAM simulator.
 */
import type { ConditionRow, StatementRow } from './statements';

export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request, in the case AWS documents. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether the statements of one identity allow a request; a denial wins. */
export function allows(statements: readonly StatementRow[], question: Question): boolean {
  const applying = statements.filter((row) => applies(row, question));
  return applying.some(({ effect }) => effect === 'Allow') && !applying.some(({ effect }) => effect === 'Deny');
}

function applies(row: StatementRow, { action, resource, context }: Question): boolean {
  const named = row.notActions.length > 0 ? !fits(row.notActions, action, true) : fits(row.actions, action, true);
  const [outside, inside] = [row.resources.filter((text) => text.startsWith('not ')), row.resources];
  const there =
    outside.length > 0
      ? !fits(
          outside.map((text) => text.slice(4)),
          resource,
        )
      : fits(inside, resource);
  return named && there && row.conditions.every((condition) => met(condition, context, row.effect));
}

const fits = (patterns: readonly string[], text: string, anyCase = false): boolean =>
  patterns.some((pattern) => matches(pattern, text, anyCase));

/** IAM's wildcards: `*` any number of characters, `?` exactly one. */
export function matches(pattern: string, text: string, anyCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, anyCase ? 'is' : 's').test(text);
}

/** Operators whose outcome is certain from the request; anything else cannot be judged. */
const JUDGED: Readonly<Record<string, (given: string, values: readonly string[]) => boolean>> = {
  StringEquals: (given, values) => values.includes(given),
  StringNotEquals: (given, values) => !values.includes(given),
  StringLike: (given, values) => fits(values, given),
  StringNotLike: (given, values) => !fits(values, given),
  ArnEquals: (given, values) => fits(values, given),
  ArnLike: (given, values) => fits(values, given),
  ArnNotLike: (given, values) => !fits(values, given),
  ArnNotEquals: (given, values) => !fits(values, given),
  Bool: (given, values) => values.includes(given),
};

/** A key that the request does not have fails a positive operator and meets a negative one, as in IAM. */
function met({ operator, key, values }: ConditionRow, context: Question['context'], effect: string): boolean {
  const judge = JUDGED[operator.replace(/IfExists$/, '')];
  const known = Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase());
  if (judge === undefined) return effect !== 'Deny';
  if (known === undefined) return operator.endsWith('IfExists') || /Not/.test(operator);
  return judge(context[known] ?? '', values);
}
