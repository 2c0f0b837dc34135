/** Conditions as clauses: what the operator says must not be lost in the words. */
import type { ConditionRow } from './statements';

/** Conditions that read better as a clause; `{}` stands for the values. */
const CLAUSES: Readonly<Record<string, string>> = {
  'aws:ResourceAccount': 'what it touches belongs to account {}',
  'aws:PrincipalAccount': 'the caller belongs to account {}',
  'kms:CallerAccount': 'the caller belongs to account {}',
  'aws:SourceAccount': 'it acts for account {}',
  'aws:SourceArn': 'it acts for {}',
  'aws:RequestedRegion': 'the call goes to {}',
  'kms:ViaService': 'the call comes through {}',
  'kms:EncryptionContext:aws:logs:arn': 'it is about {}',
  'cloudwatch:namespace': 'the namespace is {}',
  'acm-pca:TemplateArn': 'the certificate is made from {}',
  'aws:PrincipalArn': 'the caller is {}',
};

interface Operator {
  /** Without `ForAllValues:`, `IfExists` and `Not`. */
  readonly name: string;
  readonly negated: boolean;
  readonly each: string;
  readonly ifGiven: boolean;
}

const SETS: Readonly<Record<string, string>> = { ForAllValues: 'each of ', ForAnyValue: 'one of ' };

function operatorOf(text: string): Operator {
  const [, set = '', rest = text] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/.exec(text) ?? [];
  const bare = rest.replace(/IfExists$/, '');
  return { name: bare.replace('Not', ''), negated: /Not/.test(bare), each: SETS[set] ?? '', ifGiven: rest !== bare };
}

/** Comparisons that are no equality. */
const COMPARED: Readonly<Record<string, string>> = {
  LessThanEquals: 'at most',
  LessThan: 'less than',
  GreaterThanEquals: 'at least',
  GreaterThan: 'more than',
};

export function clause({ operator, key, values }: ConditionRow): string {
  const found = operatorOf(operator);
  const words = found.name === 'Null' ? given(key, values.includes('true')) : compared(found, key, values);
  return `${found.each}${words}${found.ifGiven ? ', where it is given' : ''}`;
}

const TAG = /^aws:(Resource|Request|Principal)Tag\/(.+)$/;

function given(key: string, absent: boolean): string {
  const [, on, name] = TAG.exec(key) ?? [];
  if (on !== undefined) return `the ${on.toLowerCase()} carries ${absent ? 'no' : 'a'} tag ${name}`;
  return `the call gives ${absent ? 'no ' : ''}${key}`;
}

/** Yes or no, where a negation turns it round as well as the value does. */
const EITHER: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  'aws:SecureTransport': ['the call is over TLS', 'the call is not over TLS'],
  'kms:GrantIsForAWSResource': ['the grant is for a service of AWS', 'the grant is for no service of AWS'],
  'aws:PrincipalIsAWSService': ['the caller is a service of AWS', 'the caller is no service of AWS'],
};

function compared({ name, negated }: Operator, key: string, values: readonly string[]): string {
  const either = EITHER[key];
  if (either) return either[values.includes('false') === negated ? 0 : 1];
  const size = COMPARED[name.replace(/^(Numeric|Date)/, '')];
  if (size !== undefined) return `${key} is ${size} ${values.join(' or ')}`;
  const listed = values.join(' or ');
  const [, on, tag] = TAG.exec(key) ?? [];
  const words = on
    ? `the ${on.toLowerCase()} carries the tag ${tag} = ${listed}`
    : (CLAUSES[key] ?? `${key} is {}`).replace('{}', listed);
  return negated ? `it is not so that ${words}` : words;
}
