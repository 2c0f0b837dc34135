/** What a statement is really limited to: a condition that anybody meets, or all but a few, limits nothing. */
import type { Assembly, Located } from './assembly';
import { isWild, type StatementRow } from './statements';
import { filledIn, HERE, isUndecided } from './undecided';

/** Operators that hold only where the key is there and has one of the values. */
const POSITIVE = /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|Bool)$/;

/** Whether the statement holds only where such a key has one of values that all pass. */
export const limitedTo = (
  { conditions }: StatementRow,
  key: RegExp,
  passes: (value: string, key: string) => boolean = isSpelled,
): boolean =>
  conditions.some(
    ({ key: given, operator, values }) =>
      key.test(given) && POSITIVE.test(operator) && values.length > 0 && values.every((value) => passes(value, given)),
  );

/** A text that says what it is about; of an ARN at least the service. */
export const isSpelled = (text: string): boolean =>
  !isUndecided(text) && (text.startsWith('arn:') ? /^arn:[^:]+:[^:*?]+:/.test(filledIn(text)) : /^[^*?]/.test(text));

/** A resource that may be more than one. */
export const isBroad = (resource: string): boolean =>
  isWild(resource) || resource.startsWith('not ') || isUndecided(resource);

/** Whether an ARN or a number means the account that a stack is for. */
export function isOwn(text: string, account: string | undefined): boolean {
  const given = filledIn(text.replaceAll('${AWS::AccountId}', 'own'));
  const meant = given.startsWith('arn:') ? given.split(':')[4] : given;
  return meant === 'own' || (account !== undefined && meant === account);
}

/** Whoever is a role of these templates, or of the account that carries the policy. */
export const isOwnCaller = (assembly: Assembly, { stack }: Located, text: string): boolean =>
  isOwn(text, assembly.accountOf(stack)) || isRole(assembly, text);

export const isRole = (assembly: Assembly, text: string): boolean =>
  assembly.ofType('AWS::IAM::Role').some((role) => assembly.nameOf(role) === text);

/** A role or user whose name is spelled, at least its beginning, in an account that is. */
export const isNamedCaller = (assembly: Assembly, text: string): boolean =>
  isRole(assembly, text) ||
  (!isUndecided(text) && /^arn:[^:*?]+:iam::\d{12}:(?:role|user)\/(?:.*\/)?[^*?/][^/]*$/.test(filledIn(text)));

/** The whole of an account, by its number or its root. */
export const isAccount = (text: string): boolean =>
  /^(?:arn:[^:]+:iam::)?\d{12}(?::root)?$/.test(filledIn(text)) || filledIn(text) === HERE.account;
