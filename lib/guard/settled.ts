/**
 * A template with its own parameters and conditions put in: what CloudFormation makes of it where nobody sets anything else.
 * Sources: the CloudFormation User Guide, "Condition functions", "Ref", "Fn::FindInMap" and "Fn::Sub".
 */
import { isObject, list, type Resource, type Template } from '../review';

/** Defaults in place of parameters, one branch of each `Fn::If`, and no resource or output whose condition is not met. */
export function settled(template: Template): Template {
  const scope = scopeOf(template);
  const made = <Row>(rows: Readonly<Record<string, Row>> | undefined) =>
    rows &&
    Object.fromEntries(
      Object.entries(rows)
        .filter(([, row]) => holds(scope, conditionOf(row)) !== false)
        .map(([id, row]) => [id, resolve(scope, row) as Row]),
    );
  return { ...template, Resources: made(template.Resources), Outputs: made(template.Outputs) };
}

/** The condition of a resource, with those that it names written out; parameters stay parameters. */
export function conditionText({ Conditions = {} }: Template, resource: Resource | undefined): string | undefined {
  const name = conditionOf(resource);
  if (name === undefined) return undefined;
  const within = (value: unknown, above: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => within(item, above));
    if (!isObject(value)) return value;
    const inner = nameIn(value);
    if (inner !== undefined) return above.includes(inner) ? inner : within(Conditions[inner], [...above, inner]);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item, above)]));
  };
  return JSON.stringify(within(Conditions[name], [name]) ?? name);
}

const conditionOf = (row: unknown): string | undefined =>
  isObject(row) && typeof row.Condition === 'string' ? row.Condition : undefined;

/** `{ "Condition": name }`, as conditions name each other. */
const nameIn = (value: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(value).length === 1 ? conditionOf(value) : undefined;

interface Scope {
  readonly values: ReadonlyMap<string, string>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: unknown;
}

function scopeOf({ Parameters = {}, Conditions = {}, Mappings }: Template): Scope {
  const rows = Object.entries(Parameters).flatMap(([name, row]): [string, string][] =>
    isObject(row) && row.Default !== undefined ? [[name, defaultOf(row)]] : [],
  );
  return { values: new Map(rows), conditions: Conditions, mappings: Mappings };
}

/** The default of a parameter in Parameter Store is the name there, whose value the template does not say. */
const defaultOf = ({ Type, Default }: Readonly<Record<string, unknown>>): string =>
  String(Type).startsWith('AWS::SSM::') ? `{{resolve:ssm:${String(Default)}}}` : String(Default);

/** Whether a named condition is met; undefined where the template alone does not say. */
function holds(scope: Scope, name: string | undefined, above: readonly string[] = []): boolean | undefined {
  if (name === undefined) return true;
  return above.includes(name) ? undefined : met(scope, scope.conditions[name], [...above, name]);
}

function met(scope: Scope, condition: unknown, above: readonly string[]): boolean | undefined {
  if (!isObject(condition)) return undefined;
  const name = nameIn(condition);
  if (name !== undefined) return holds(scope, name, above);
  const [[call = '', given] = []] = Object.entries(condition);
  const parts = list(given);
  if (call === 'Fn::Equals') return equal(resolve(scope, parts[0]), resolve(scope, parts[1]));
  return LOGIC[call]?.(parts.map((part) => met(scope, part, above)));
}

type Truth = boolean | undefined;

/** One part that is enough decides; otherwise one that is unknown leaves it open. */
const decided = (parts: readonly Truth[], enough: boolean): Truth =>
  parts.includes(enough) ? enough : parts.includes(undefined) ? undefined : !enough;

const LOGIC: Readonly<Record<string, (parts: readonly Truth[]) => Truth>> = {
  'Fn::Not': ([part]) => (part === undefined ? undefined : !part),
  'Fn::And': (parts) => decided(parts, false),
  'Fn::Or': (parts) => decided(parts, true),
};

function equal(a: unknown, b: unknown): boolean | undefined {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  return isKnown(a) && isKnown(b) ? String(a) === String(b) : undefined;
}

const isKnown = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && !String(value).includes('{{resolve:');

const NOTHING = Symbol('AWS::NoValue');

function resolve(scope: Scope, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(scope, item)).filter((item) => item !== NOTHING);
  if (!isObject(value)) return value;
  const [[key = '', given] = [], ...others] = Object.entries(value);
  const called = others.length === 0 ? CALLS[key]?.(scope, given) : undefined;
  if (called !== undefined) return called;
  const rows = Object.entries(value).map(([name, inner]) => [name, resolve(scope, inner)] as const);
  return Object.fromEntries(rows.filter(([, inner]) => inner !== NOTHING));
}

/** Functions that the template alone can answer; undefined where it cannot. */
const CALLS: Readonly<Record<string, (scope: Scope, given: unknown) => unknown>> = {
  Ref: ({ values }, name) => (name === 'AWS::NoValue' ? NOTHING : values.get(String(name))),
  'Fn::If': (scope, given) => {
    const [name, yes, no] = given as [string, unknown, unknown];
    const branch = holds(scope, name);
    return branch === undefined ? undefined : resolve(scope, branch ? yes : no);
  },
  'Fn::Sub': ({ values }, text) => {
    if (typeof text !== 'string') return undefined;
    const filled = text.replace(/\$\{([^}!]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
    return filled.includes('${') ? (filled === text ? undefined : { 'Fn::Sub': filled }) : filled;
  },
  'Fn::FindInMap': (scope, given) =>
    (given as unknown[])
      .map((key) => resolve(scope, key))
      .reduce<unknown>((inner, key) => (isObject(inner) ? inner[String(key)] : undefined), scope.mappings),
};
