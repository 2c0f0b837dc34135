/** Every policy statement in the templates, whatever resource carries it, as texts. */
import type { Assembly, Located } from './assembly';
import { at, isObject, list, objectsIn, type Properties } from './template';

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
  /** Roles that an identity policy is attached to; what a resource policy protects. */
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
  return assembly.resources.flatMap((owner) => documentsOf(owner).flatMap((found) => rows(assembly, owner, found)));
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
  const trust = path === 'AssumeRolePolicyDocument';
  const kind = trust ? 'trust' : (KINDS[owner.type] ?? 'other');
  const subjects = subjectsOf(assembly, owner, kind);
  return list(value.Statement)
    .filter(isObject)
    .map((statement, i) => ({ kind, owner, subjects, ...statementTexts(assembly, owner, statement, i) }));
}

function statementTexts(assembly: Assembly, { stack }: Located, statement: Properties, position: number) {
  const texts = (value: unknown) => assembly.texts(value, stack);
  return {
    sid: String(statement.Sid ?? `statement ${position + 1}`),
    effect: String(statement.Effect),
    principals: [
      ...principals(statement.Principal, texts),
      ...principals(statement.NotPrincipal, texts).map((p) => `not ${p}`),
    ],
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: [...texts(statement.Resource), ...texts(statement.NotResource).map((text) => `not ${text}`)],
    conditions: conditions(statement.Condition, texts),
  };
}

type Texts = (value: unknown) => readonly string[];

function principals(value: unknown, texts: Texts): readonly string[] {
  if (!isObject(value) || Object.keys(value).some((key) => key.startsWith('Fn::') || key === 'Ref'))
    return texts(value);
  return Object.values(value).flatMap((inner) => texts(inner));
}

function conditions(value: unknown, texts: Texts): readonly ConditionRow[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: texts(values) })) : [],
  );
}

function subjectsOf(assembly: Assembly, owner: Located, kind: PolicyKind): readonly string[] {
  if (kind === 'bucket') return assembly.texts(owner.properties.Bucket, owner.stack);
  if (kind === 'endpoint') return [serviceOf(assembly, owner)];
  if (kind !== 'identity' || owner.type === 'AWS::IAM::Role') return [assembly.nameOf(owner)];
  const attached = [...list(owner.properties.Roles), ...list(owner.properties.RoleName)];
  return attached.map((role) => assembly.text(role, owner.stack));
}

/** `com.amazonaws.us-east-1.s3` -> `s3`. */
export function serviceOf(assembly: Assembly, endpoint: Located): string {
  return assembly
    .text(at(endpoint.properties, 'ServiceName'), endpoint.stack)
    .replace(/^(com|cn\.com)\.amazonaws\.[^.]+\./, '');
}

/** Patterns that match more than what they name. */
export const isWild = (text: string): boolean => /[*?]/.test(text);
