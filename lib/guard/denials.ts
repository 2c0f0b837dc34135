/** What the policy of a bucket refused and would refuse no longer. */
import { at, list, type Resource } from '../review';
import type { Found } from './finding';

type Statement = Readonly<Record<string, unknown>>;

export function fewerDenials(before: Resource, after: Resource): Found[] {
  const left = new Map(denials(after).map((statement) => [String(statement.Sid), statement]));
  return denials(before).flatMap((was) => {
    const sid = String(was.Sid);
    const is = left.get(sid);
    if (is !== undefined && refusesAsMuch(was, is)) return [];
    const what = is === undefined ? `would no longer refuse ${sid}` : `would refuse less than before by ${sid}`;
    return [{ rule: 'protection', what, property: 'PolicyDocument' }];
  });
}

const denials = ({ Properties }: Resource): readonly Statement[] =>
  (list(at(Properties, 'PolicyDocument.Statement')) as Statement[]).filter(({ Effect }) => Effect === 'Deny');

/**
 * A refusal that grew is no loss, nor is a condition less. Who is excepted by the value of a condition is the owner's to decide: the
 * review says it.
 */
function refusesAsMuch(was: Statement, is: Statement): boolean {
  const kept = (['Action', 'Resource', 'Principal'] as const).every((part) => includesAll(is[part], was[part]));
  const exceptions = (['NotAction', 'NotResource', 'NotPrincipal'] as const).every((part) =>
    includesAll(was[part], is[part]),
  );
  return kept && exceptions && includesAll(conditions(was), conditions(is));
}

const includesAll = (whole: unknown, part: unknown): boolean =>
  texts(part).every((text) => texts(whole).includes(text));

const texts = (value: unknown): readonly string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((entry) => JSON.stringify(entry));

const conditions = ({ Condition = {} }: Statement): readonly string[] =>
  Object.entries(Condition as Readonly<Record<string, object>>).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => `${operator} ${key}`),
  );
