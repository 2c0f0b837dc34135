/**
 * What a role can do, decided from its own statements. What the templates leave open counts against the role: "cannot" is certain,
 * "can" may have doubts, and these are told. The tests hold every answer against an IAM simulator.
 */
import { isWild, type ConditionRow, type StatementRow } from './statements';
import { filledIn, HERE, widest } from './undecided';

export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Whether it is about the action on anything, so that a statement counts whatever it names. */
  readonly anything?: true;
  /** Condition keys of the request, in the case AWS documents. */
  readonly context: Readonly<Record<string, string>>;
}

/** Why something is not certain; empty where it is, absent where it is certainly not so. */
type Doubts = readonly string[] | undefined;

/** Whether the statements of one identity may allow a request. */
export const allows = (statements: readonly StatementRow[], question: Question): boolean =>
  judge(statements, question) !== undefined;

/** What makes it uncertain that the statements of one identity allow a request; a denial wins where it is certain. */
export function judge(statements: readonly StatementRow[], question: Question): Doubts {
  const applying = (effect: string) =>
    statements
      .filter((row) => row.effect === effect)
      .flatMap((row) => {
        const doubts = applies(row, question);
        return doubts ? [doubts.map((doubt) => `${row.sid}: ${doubt}`)] : [];
      });
  const [allowed, denied] = [applying('Allow'), applying('Deny')];
  if (allowed.length === 0 || denied.some(isCertain)) return undefined;
  return [...(allowed.some(isCertain) ? [] : allowed), ...denied].flat();
}

const isCertain = (doubts: readonly string[]): boolean => doubts.length === 0;

/** The one policy of AWS whose name says all that it says. */
const EVERYTHING = /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/;

function applies(row: StatementRow, { action, resource, context, anything }: Question): Doubts {
  if (row.unread) return EVERYTHING.test(row.sid) ? [] : ['its statements are not in these templates'];
  const outside = row.resources.filter((text) => text.startsWith('not ')).map((text) => text.slice(4));
  return every([
    row.perhaps ? ['a condition of the template decides it'] : [],
    row.notActions.length > 0 ? none(fits(row.notActions, action, true)) : fits(row.actions, action, true),
    anything && row.effect === 'Allow'
      ? []
      : outside.length > 0
        ? none(fits(outside, resource))
        : touches(row, resource),
    ...row.conditions.map((condition) => met(condition, context)),
  ]);
}

function touches({ effect, resources }: StatementRow, resource: string): Doubts {
  if (effect === 'Deny') return fits(resources, resource);
  const here = resources.map(asHere);
  const families = here.filter((pattern) => isFamily(pattern) && serviceIn(pattern) === serviceIn(resource));
  const others = families.map((pattern) => `${pattern} may match others`);
  return fits(here, resource) ?? (others.length > 0 ? others : undefined);
}

/** What names one bucket, key or secret, without the end that Secrets Manager makes. */
const NAME =
  /^arn:[^:]*:(?:s3:::([^/]*)|kms:[^:]*:[^:]*:key\/(.*)$|secretsmanager:[^:]*:[^:]*:secret:(.*?)(?:-\?{6})?$)/;

/** A wildcard in a name may mean another thing than those of these templates. */
const isFamily = (pattern: string): boolean =>
  (NAME.exec(pattern) ?? []).slice(1).some((name) => name !== undefined && isWild(name));

const serviceIn = (arn: string): string | undefined => arn.split(':')[2];

const every = (all: readonly Doubts[]): Doubts =>
  all.includes(undefined) ? undefined : all.flatMap((doubts) => doubts ?? []);

/** The opposite: as uncertain as it was. */
const none = (doubts: Doubts): Doubts => (doubts === undefined ? [] : isCertain(doubts) ? undefined : doubts);

/** A pattern about any other account, region or partition is read as one about these. */
const asHere = (pattern: string): string =>
  pattern
    .replace(/^arn:aws[\w-]*:([^:]*):[a-z]+(?:-[a-z]+)+-\d+:/, `arn:${HERE.partition}:$1:${HERE.region}:`)
    .replace(/^arn:aws[\w-]*:([^:]*):([^:]*):\d{12}:/, `arn:${HERE.partition}:$1:$2:${HERE.account}:`)
    .replace(/^arn:aws[\w-]*:/, `arn:${HERE.partition}:`);

function fits(given: readonly string[], text: string, anyCase = false): Doubts {
  const patterns = given.map(filledIn);
  if (patterns.some((pattern) => matches(pattern, text, anyCase))) return [];
  const open = patterns.filter((pattern) => matches(widest(pattern), text, anyCase));
  return open.length > 0 ? open.map((pattern) => `${pattern} is decided later`) : undefined;
}

/** IAM's wildcards: `*` any number of characters, `?` exactly one. */
export function matches(pattern: string, text: string, anyCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, anyCase ? 'is' : 's').test(text);
}

/** Operators whose outcome is certain from the request, and whether wildcards count; anything else cannot be judged. */
const JUDGED = /^(Bool|(?:String|Arn)(Not)?(?:Equals|Like))(?:IfExists)?$/;

/** A request may have keys that the question does not name, so what they decide is open. */
function met({ operator, key, values }: ConditionRow, context: Question['context']): Doubts {
  const [judged, , negated] = JUDGED.exec(operator) ?? [];
  const known = Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase());
  if (judged === undefined || known === undefined) return [`the condition on ${key} cannot be judged`];
  // StringEquals takes `*` as a character; read as a wildcard it is met more often, and so errs to the same side.
  const doubts = fits(values, context[known] ?? '', operator.startsWith('Bool'));
  const told = doubts?.map((doubt) => `${key}: ${doubt}`);
  return negated ? none(told) : told;
}
