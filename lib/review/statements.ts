/** Every policy statement in the templates, whatever resource carries it, as texts. */
import type { Assembly, Located } from './assembly';
import { attached, unreadPolicies, type Attached } from './attached';
import { at, choices, dependsOnChoice, isObject, list, objectsIn, type Properties } from './template';

/** What a policy is attached to decides how to read it. */
export type PolicyKind = 'identity' | 'trust' | 'key' | 'bucket' | 'endpoint' | 'topic' | 'other';

export interface ConditionRow {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface StatementRow {
  readonly kind: PolicyKind;
  /** Resource that carries the policy. */
  readonly owner: Located;
  /** Who has an identity policy: addresses of roles, names of those not in the templates; what a resource policy protects. */
  readonly subjects: readonly string[];
  /** `Sid`, or the position where there is none. */
  readonly sid: string;
  readonly effect: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** Everything but these; a form this package never writes. */
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly ConditionRow[];
  /** Whether a condition of the template decides that it is there, or what it says. */
  readonly perhaps?: boolean;
  /** A policy that is attached by ARN: the row stands for whatever it says. */
  readonly unread?: boolean;
}

const KINDS: Readonly<Record<string, PolicyKind>> = {
  'AWS::IAM::ManagedPolicy': 'identity',
  'AWS::IAM::Policy': 'identity',
  'AWS::IAM::RolePolicy': 'identity',
  'AWS::IAM::Role': 'identity',
  'AWS::KMS::Key': 'key',
  'AWS::S3::BucketPolicy': 'bucket',
  'AWS::EC2::VPCEndpoint': 'endpoint',
  'AWS::SNS::TopicPolicy': 'topic',
};

export function statementsOf(assembly: Assembly): readonly StatementRow[] {
  const written = assembly.resources.flatMap((owner) =>
    documentsOf(owner).flatMap((found) => rows(assembly, owner, found)),
  );
  return [...written, ...unreadPolicies(assembly)];
}

interface Found {
  readonly path: string;
  readonly value: Properties;
}

/** User data and the like may hold text that looks like a policy; only objects count. */
function documentsOf({ properties }: Located): readonly Found[] {
  return objectsIn(properties).filter(({ value }) => 'Statement' in value);
}

function rows(assembly: Assembly, owner: Located, { path, value }: Found): StatementRow[] {
  const trust = path.startsWith('AssumeRolePolicyDocument');
  const kind = trust ? 'trust' : (KINDS[owner.type] ?? 'other');
  const { to: subjects, perhaps } = subjectsOf(assembly, owner, kind);
  const chosen = perhaps || path.includes('Fn::If') || owner.resource.Condition !== undefined;
  const given = list(value.Statement).flatMap((item) => {
    return choices(item).map((statement) => ({ statement, chosen: chosen || dependsOnChoice(item) }));
  });
  return given.flatMap(({ statement, chosen: unsure }, i) =>
    isObject(statement)
      ? choices(statement.Effect).map((effect) => ({
          ...{ kind, owner, subjects, effect: String(effect), ...(unsure && { perhaps: true }) },
          ...statementTexts(assembly, owner, statement, i),
        }))
      : [],
  );
}

function statementTexts(assembly: Assembly, { stack }: Located, statement: Properties, position: number) {
  const texts = (value: unknown) => assembly.texts(value, stack);
  // An exception or a condition that holds on one side of a choice only must not count as certain.
  const exact = (value: unknown) => assembly.exact(value, stack);
  return {
    sid: String(statement.Sid ?? `statement ${position + 1}`),
    principals: [
      ...principals(statement.Principal, texts),
      ...principals(statement.NotPrincipal, texts).map((p) => `not ${p}`),
    ],
    actions: texts(statement.Action),
    notActions: exact(statement.NotAction),
    resources: [...texts(statement.Resource), ...exact(statement.NotResource).map((text) => `not ${text}`)],
    conditions: conditions(statement.Condition, exact),
  };
}

type Texts = (value: unknown) => readonly string[];

const principals = (value: unknown, texts: Texts): readonly string[] =>
  choices(value).flatMap((one) => (isObject(one) && !isFunction(one) ? Object.values(one).flatMap(texts) : texts(one)));

const isFunction = (value: Properties): boolean =>
  Object.keys(value).some((key) => key.startsWith('Fn::') || key === 'Ref');

function conditions(value: unknown, texts: Texts): readonly ConditionRow[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: texts(values) })) : [],
  );
}

function subjectsOf(assembly: Assembly, owner: Located, kind: PolicyKind): Attached {
  if (kind === 'identity') return attached(assembly, owner);
  const { Bucket } = owner.properties;
  if (kind === 'bucket') return { to: assembly.texts(Bucket, owner.stack), perhaps: dependsOnChoice(Bucket) };
  return { to: [kind === 'endpoint' ? serviceOf(assembly, owner) : assembly.nameOf(owner)], perhaps: false };
}

/** `com.amazonaws.us-east-1.s3` -> `s3`. */
export function serviceOf(assembly: Assembly, endpoint: Located): string {
  return assembly
    .text(at(endpoint.properties, 'ServiceName'), endpoint.stack)
    .replace(/^(com|cn\.com)\.amazonaws\.[^.]+\./, '');
}

/** Patterns that match more than what they name. */
export const isWild = (text: string): boolean => /[*?]/.test(text);
