/** From a row of the table to what IAM is asked: resource, context, and the policies of bucket or key that have a say. */
import type { BucketPurpose, KeyPurpose, NodeKind, Plan } from '../../../../lib/core/plan/types';
import { bucketPolicy, keyPolicy, type PolicyDocument, type RoleArns } from '../../../../lib/core/render';
import { authorityArn } from '../world/deployment';
import type { On } from './table';

/** Who calls, and about what. */
export interface Request {
  readonly kind: NodeKind;
  readonly group: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whose interface, volume, instance, authority or key it is, as tags or the key's policy say; the caller's, unless said otherwise. */
  readonly owner?: { readonly cluster: string; readonly kind: NodeKind };
}

export interface Decision {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly resourcePolicy?: PolicyDocument;
}

export const account = '111122223333';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;

/** A customer's secret is named by its ARN, ours by their names. */
const secretArn = (id: string): string => (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}-AbCdEf`));

export const roles: RoleArns = {
  controller: `arn:aws:iam::${account}:role/controller`,
  broker: `arn:aws:iam::${account}:role/broker`,
};

/** Of a cluster beside it, in the same account. */
const others: RoleArns = {
  controller: `arn:aws:iam::${account}:role/other-controller`,
  broker: `arn:aws:iam::${account}:role/other-broker`,
};

type Where = (plan: Plan, request: Request, action: string) => Omit<Decision, 'action'>;

const tagged = (plan: Plan, { kind, owner = { cluster: plan.cluster.prefix, kind } }: Request) => ({
  'aws:ResourceTag/automq:cluster': owner.cluster,
  'aws:ResourceTag/automq:role': owner.kind,
});

const inS3 = (plan: Plan, bucket: string, key?: string): Omit<Decision, 'action'> => {
  const purpose = (['data', 'ops', 'logs'] as const).find((one) => plan.buckets[one].name === bucket);
  return {
    resource: `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`,
    context: { 'aws:SecureTransport': 'true', 'aws:ResourceAccount': account },
    ...(purpose && { resourcePolicy: bucketPolicy(plan, purpose, roles) }),
  };
};

const taggedThing =
  (type: string, field: string): Where =>
  (plan, request) => ({
    resource: arn('ec2', `${type}/${String(request.input[field] ?? 'i-00000000000000001')}`),
    context: tagged(plan, request),
  });

const key =
  (purpose: KeyPurpose, context: (action: string, plan: Plan) => Readonly<Record<string, string>>): Where =>
  (plan, request, action) => ({
    resource: arn('kms', 'key/00000000-0000-0000-0000-000000000000'),
    context: { 'kms:CallerAccount': account, ...context(action, plan) },
    resourcePolicy: keyPolicy(plan, purpose, isElsewhere(plan, request) ? others : roles),
  });

const isElsewhere = ({ cluster }: Plan, { owner }: Request): boolean =>
  owner !== undefined && owner.cluster !== cluster.prefix;

const through = (service: string) => (action: string) => ({
  'kms:ViaService': `${service}.us-east-1.amazonaws.com`,
  ...(action === 'kms:CreateGrant' && { 'kms:GrantIsForAWSResource': 'true' }),
});

const logs =
  (group: keyof Plan['logGroups']): Where =>
  (plan) => ({ resource: arn('logs', `log-group:${plan.logGroups[group]!.name}:log-stream:i-1/boot`), context: {} });

const anywhere: Readonly<Record<On, Where>> = {
  object: (plan, { input }) => inS3(plan, String(input.Bucket), String(input.Key)),
  bucket: (plan, { input }) => inS3(plan, String(input.Bucket)),
  'data object': (plan) => inS3(plan, plan.buckets.data.name, 'a1b2/wal/0'),
  'data bucket': (plan) => inS3(plan, plan.buckets.data.name),
  'access log': (plan) => ({
    ...inS3(plan, plan.buckets.logs.name, `${plan.buckets.data.accessLogPrefix}2026-11-22`),
    context: {
      'aws:SecureTransport': 'true',
      'aws:SourceAccount': account,
      'aws:SourceArn': `arn:aws:s3:::${plan.buckets.data.name}`,
    },
  }),
  interface: taggedThing('network-interface', 'NetworkInterfaceId'),
  volume: taggedThing('volume', 'VolumeId'),
  instance: taggedThing('instance', 'InstanceId'),
  secret: (_, { input }) => ({ resource: secretArn(String(input.SecretId)), context: {} }),
  group: (_, { group, input }) => ({
    resource: arn(
      'autoscaling',
      `autoScalingGroup:1:autoScalingGroupName/${String(input.AutoScalingGroupName ?? group)}`,
    ),
    context: {},
  }),
  stack: (_, { input }) => ({ resource: arn('cloudformation', `stack/${String(input.StackName)}/1`), context: {} }),
  authority: (plan, { input, owner }) => ({
    resource: authorityArn,
    context: {
      'aws:ResourceTag/automq:cluster': owner?.cluster ?? plan.cluster.prefix,
      ...(input.TemplateArn !== undefined && { 'acm-pca:TemplateArn': String(input.TemplateArn) }),
    },
  }),
  'node logs': logs('nodes'),
  'flow logs': logs('flowLogs'),
  anything: (_, { input }) => ({
    resource: '*',
    context: { 'cloudwatch:namespace': String(input.Namespace ?? 'AutoMQ/BYOC') },
  }),
  'key of data': key('data', through('s3')),
  'key of volumes': key('wal', through('ec2')),
  'key of passwords': key('secrets', through('secretsmanager')),
  'key of alarms': key('logs', () => ({
    'aws:SourceAccount': account,
    'aws:SourceArn': arn('cloudwatch', 'alarm:any'),
  })),
  'key of log groups': key('logs', (_, plan) => ({
    'kms:EncryptionContext:aws:logs:arn': arn('logs', `log-group:${plan.logGroups.nodes.name}`),
  })),
};

/** Buckets of others, where archives lie, have keys of others. */
const isOwn = (plan: Plan, { input }: Request): boolean =>
  (Object.keys(plan.buckets) as BucketPurpose[]).some((one) => plan.buckets[one].name === input.Bucket);

/** What IAM is asked for a row; nothing where the row is about a key that is not ours. */
export function decide(plan: Plan, { action, on }: { action: string; on: On }, request: Request): Decision | undefined {
  const aboutObject = on === 'key of data' && request.input.Bucket !== undefined;
  if (aboutObject && !isOwn(plan, request) && !isElsewhere(plan, request)) return undefined;
  const decision = anywhere[on](plan, request, action);
  return { action, ...decision, context: { 'aws:RequestedRegion': 'us-east-1', ...decision.context } };
}
