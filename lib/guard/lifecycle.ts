/**
 * Lifecycle rules of a bucket that end objects, or move them where they cannot be read at once.
 * Source: the CloudFormation reference of AWS::S3::Bucket, "Rule".
 */
import { at, list, type Resource } from '../review';
import type { Found } from './finding';

type Rule = Readonly<Record<string, unknown>>;

const RULES = 'LifecycleConfiguration.Rules';

/** What a rule may end, with the day on which it does; Infinity where it does not. */
const ENDS: readonly { readonly what: string; readonly day: (rule: Rule) => number }[] = [
  { what: 'live objects', day: (rule) => soonest([rule.ExpirationInDays, rule.ExpirationDate && 0, ...moves(rule)]) },
  {
    what: 'older versions',
    day: (rule) =>
      soonest([rule.NoncurrentVersionExpirationInDays, at(rule, 'NoncurrentVersionExpiration.NoncurrentDays')]),
  },
];

/** Each rule that ends something which no rule ended so soon. */
export function expiry(before: Resource, after: Resource): Found[] {
  return ENDS.flatMap(({ what, day }) => {
    const had = enabled(before);
    const ends = (rule: Rule) => had.some((old) => covers(old, rule) && day(old) <= day(rule));
    const sooner = enabled(after).filter((rule) => day(rule) < Infinity && !ends(rule));
    return sooner.map(({ Id }) => ({
      rule: 'retention',
      what: `would let ${what} expire or move sooner than before${Id === undefined ? '' : `, by the rule ${String(Id)}`}`,
      property: RULES,
    }));
  });
}

const enabled = ({ Properties }: Resource): readonly Rule[] =>
  (list(at(Properties, RULES)) as Rule[]).filter(({ Status }) => Status !== 'Disabled');

/** What is no number, such as a parameter without default, may be any day. */
const soonest = (days: readonly unknown[]): number =>
  Math.min(...days.filter((day) => day !== undefined && day !== null).map((day) => Number(day) || 0), Infinity);

/** Every other storage class counts as out of reach from the first day. */
const moves = ({ Transition, Transitions }: Rule): readonly number[] =>
  [...list(Transition), ...list(Transitions)].map(() => 0);

const SCOPE = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'] as const;

/** Whether a rule holds for all objects of another: both say the same, or it holds for the whole bucket. */
const covers = (wide: Rule, narrow: Rule): boolean =>
  SCOPE.every((part) => !wide[part] || JSON.stringify(wide[part]) === JSON.stringify(narrow[part]));
