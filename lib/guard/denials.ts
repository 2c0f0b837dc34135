/**
 * Denials of a resource policy that refuse less than before. Source: the IAM User Guide, "Policy evaluation logic" and
 * "Conditions with multiple context keys or values": values of one key are alternatives, for an operator with "Not" all of them count.
 */
import { at, isObject, list, matches, type Resource } from '../review';
import type { Found } from './finding';

type Statement = Readonly<Record<string, unknown>>;

/** Each denial that no denial of the new policy stands in for. The Sid is only its name, so another one loses nothing. */
export function fewerDenials(before: Resource, after: Resource, property: string): Found[] {
  const now = denials(after, property);
  return denials(before, property)
    .filter((old) => !now.some((row) => refusesAllOf(row, old)))
    .map((old): Found => {
      const heir = now.find((row) => refusesAllOf(row, old, namedRoles(old)));
      if (heir)
        return { level: 'warn', rule: 'exception', what: `would let another role pass ${nameOf(old)}`, property };
      const stays = now.some(({ Sid }) => Sid !== undefined && Sid === old.Sid);
      const what = stays ? `would refuse less by ${nameOf(old)}` : `would no longer refuse ${nameOf(old)}`;
      return { rule: 'protection', what, property, wayAround: WAY_AROUND };
    });
}

const WAY_AROUND =
  'Give the refusal back what it had. Who has to pass it is named in the file, one role each (`roles.breakGlass`).';

const denials = ({ Properties }: Resource, property: string): readonly Statement[] =>
  list(at(Properties, `${property}.Statement`))
    .filter(isObject)
    .filter(({ Effect }) => Effect === 'Deny');

const nameOf = ({ Sid, Action, NotAction }: Statement): string =>
  String(Sid ?? `a denial of ${JSON.stringify(Action ?? { NotAction })}`);

/** An exception that may be added at the price of a warning: see `namedRoles`. */
type IsHarmless = (key: string, value: unknown) => boolean;
const NONE: IsHarmless = () => false;

const refusesAllOf = (now: Statement, old: Statement, isHarmless = NONE): boolean =>
  PARTS.every((part) => coversPart(now, old, part)) && conditionsCover(now, old, isHarmless);

/** What a statement is about, and how one entry of each covers another. */
const PARTS: readonly {
  readonly name: string;
  readonly entries: (value: unknown) => readonly unknown[];
  readonly covers: (wide: unknown, narrow: unknown) => boolean;
}[] = [
  { name: 'Action', entries: list, covers: (wide, narrow) => hasPattern(wide, narrow, true) },
  { name: 'Resource', entries: list, covers: (wide, narrow) => hasPattern(wide, narrow, false) },
  { name: 'Principal', entries: principals, covers: (wide, narrow) => wide === '*' || same(wide, narrow) },
];

/** "Not" turns it around: the fewer are left out, the more is denied. One way of writing is not compared with the other. */
function coversPart(now: Statement, old: Statement, { name, entries, covers }: (typeof PARTS)[number]): boolean {
  const not = `Not${name}`;
  if ((now[not] === undefined) !== (old[not] === undefined)) return false;
  const [has, had] = [entries(now[name]), entries(old[name])];
  const [leaves, left] = [entries(now[not]), entries(old[not])];
  return (
    had.every((narrow) => has.some((wide) => covers(wide, narrow))) &&
    leaves.every((narrow) => left.some((wide) => covers(wide, narrow)))
  );
}

/** `?` is one character, and a `*` in the other text is not: such patterns have to be the same. */
function hasPattern(wide: unknown, narrow: unknown, anyCase: boolean): boolean {
  if (typeof wide !== 'string' || typeof narrow !== 'string') return same(wide, narrow);
  return wide === narrow || (!wide.includes('?') && matches(wide, narrow, anyCase));
}

/** `*` and `{ AWS: '*' }` are the same in a policy of a resource; every other principal with its kind. */
function principals(value: unknown): readonly unknown[] {
  if (!isObject(value)) return list(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    list(names).map((name) => (kind === 'AWS' && name === '*' ? '*' : [kind, name])),
  );
}

/** A condition narrows a denial: none may come, and each that stays has to be met at least as often. One that goes narrows less. */
function conditionsCover(now: Statement, old: Statement, isHarmless: IsHarmless): boolean {
  const had = conditions(old);
  return conditions(now).every(({ operator, key, values }) => {
    const before = had.find((row) => row.operator === operator && row.key === key)?.values;
    if (before === undefined) return false;
    if (!operator.includes('Not')) return before.every((value) => has(values, value));
    return values.every((value) => has(before, value) || isHarmless(key, value));
  });
}

const conditions = ({ Condition }: Statement) =>
  Object.entries(isObject(Condition) ? Condition : {}).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, value]) => ({ operator, key, values: list(value) })),
  );

const has = (values: readonly unknown[], value: unknown): boolean => values.some((row) => same(row, value));

/**
 * One whole role of the account that its exceptions name already: people give a cluster a break-glass role, or another kind of node,
 * on an ordinary day. A pattern, another account and any other key stay a loss.
 */
function namedRoles(old: Statement): IsHarmless {
  const accounts = [...JSON.stringify(old.Condition ?? '').matchAll(/:iam::(\d{12}):/g)].map(([, account]) => account);
  return (key, value) => {
    if (key !== 'aws:PrincipalArn') return false;
    if (isObject(value)) return 'Fn::ImportValue' in value || 'Fn::GetAtt' in value;
    const [, account] = /^arn:aws[\w-]*:iam::(\d{12}):role\/[^*?]+$/.exec(String(value)) ?? [];
    return account !== undefined && accounts.includes(account);
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
