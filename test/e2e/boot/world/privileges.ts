/**
 * Which IAM decisions stand behind a recorded call: its own, and what AWS does on the caller's behalf. Each decision is
 * simulated against the rendered policies: the role's, and the bucket's or key's where there is one.
 */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { NodeKind, Plan } from '../../../../lib/core/plan/types';
import { bucketPolicy, keyPolicy, permissions, type PolicyDocument, type RoleArns } from '../../../../lib/core/render';
import { authorityArn } from './deployment';
import type { Recorded } from './services';

export interface Decision {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly resourcePolicy?: PolicyDocument;
}

const account = '111122223333';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;

export const roles: RoleArns = {
  controller: `arn:aws:iam::${account}:role/controller`,
  broker: `arn:aws:iam::${account}:role/broker`,
};

/** Whose thing it is, as the tags of the launch template and of the volumes say. */
export interface Owner {
  readonly cluster: string;
  readonly kind: NodeKind;
}

const tags = ({ cluster, kind }: Owner): Record<string, string> => ({
  'aws:ResourceTag/automq:cluster': cluster,
  'aws:ResourceTag/automq:role': kind,
});

type Row = (plan: Plan, input: Readonly<Record<string, unknown>>, owner: Owner) => readonly Decision[];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms (what S3 asks KMS for) */
const objectUnderKey =
  (action: string, ...keyActions: string[]): Row =>
  (plan, { Bucket, Key }) => {
    const purpose = (['data', 'ops'] as const).find((one) => plan.buckets[one].name === Bucket);
    const resource = `arn:aws:s3:::${String(Bucket)}${action === 's3:ListBucket' ? '' : `/${String(Key)}`}`;
    const own: Decision = {
      action,
      resource,
      context: { 'aws:SecureTransport': 'true', 'aws:ResourceAccount': account },
      ...(purpose && { resourcePolicy: bucketPolicy(plan, purpose, roles) }),
    };
    const throughKey = purpose === undefined ? [] : keyActions;
    return [own, ...throughKey.map((one) => underKey(plan, 'data', one, 's3'))];
  };

function underKey(plan: Plan, purpose: 'data' | 'wal' | 'secrets', action: string, service: string): Decision {
  return {
    action,
    resource: arn('kms', 'key/00000000-0000-0000-0000-000000000000'),
    context: {
      'kms:ViaService': `${service}.us-east-1.amazonaws.com`,
      'kms:CallerAccount': account,
      ...(action === 'kms:CreateGrant' && { 'kms:GrantIsForAWSResource': 'true' }),
    },
    resourcePolicy: keyPolicy(plan, purpose, roles),
  };
}

const onGroup: (action: string) => Row =
  (action) =>
  (_plan, { AutoScalingGroupName }) => [
    {
      action,
      resource: arn('autoscaling', `autoScalingGroup:1:autoScalingGroupName/${String(AutoScalingGroupName)}`),
      context: {},
    },
  ];

const onAuthority: (action: string) => Row =
  (action) =>
  (plan, { TemplateArn }) => [
    {
      action,
      resource: authorityArn,
      context: {
        'aws:ResourceTag/automq:cluster': plan.cluster.prefix,
        ...(TemplateArn !== undefined && { 'acm-pca:TemplateArn': String(TemplateArn) }),
      },
    },
  ];

/** From a call on the wire to the decisions that AWS makes for it. */
export const rows: Readonly<Record<string, Row>> = {
  's3:HeadObject': objectUnderKey('s3:GetObject', 'kms:Decrypt'),
  's3:GetObject': objectUnderKey('s3:GetObject', 'kms:Decrypt'),
  's3:PutObject': objectUnderKey('s3:PutObject', 'kms:GenerateDataKey', 'kms:Decrypt'),
  's3:ListObjectsV2': objectUnderKey('s3:ListBucket'),
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html
  'ec2:AssignPrivateIpAddresses': (_plan, { NetworkInterfaceId }, owner) => [
    {
      action: 'ec2:AssignPrivateIpAddresses',
      resource: arn('ec2', `network-interface/${String(NetworkInterfaceId)}`),
      context: tags(owner),
    },
  ],
  // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html (a grant for EBS, and its use)
  'ec2:AttachVolume': (plan, { VolumeId, InstanceId }, owner) => [
    ...[`volume/${String(VolumeId)}`, `instance/${String(InstanceId)}`].map((resource) => ({
      action: 'ec2:AttachVolume',
      resource: arn('ec2', resource),
      context: tags(owner),
    })),
    ...['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'].map((action) => underKey(plan, 'wal', action, 'ec2')),
  ],
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  'secretsmanager:GetSecretValue': (plan, { SecretId }) => [
    {
      action: 'secretsmanager:GetSecretValue',
      resource: arn('secretsmanager', `secret:${String(SecretId)}-AbCdEf`),
      context: {},
    },
    underKey(plan, 'secrets', 'kms:Decrypt', 'secretsmanager'),
  ],
  'autoscaling:CompleteLifecycleAction': onGroup('autoscaling:CompleteLifecycleAction'),
  'autoscaling:SetInstanceHealth': (plan) =>
    onGroup('autoscaling:SetInstanceHealth')(
      plan,
      { AutoScalingGroupName: `${plan.cluster.prefix}-brokers-use1-az1` },
      { cluster: plan.cluster.prefix, kind: 'broker' },
    ),
  'autoscaling:RecordLifecycleActionHeartbeat': onGroup('autoscaling:RecordLifecycleActionHeartbeat'),
  'autoscaling:DescribeAutoScalingGroups': () => [
    {
      action: 'autoscaling:DescribeAutoScalingGroups',
      resource: '*',
      context: { 'aws:RequestedRegion': 'us-east-1' },
    },
  ],
  'cloudformation:SignalResource': (_plan, { StackName }) => [
    {
      action: 'cloudformation:SignalResource',
      resource: arn('cloudformation', `stack/${String(StackName)}/1`),
      context: {},
    },
  ],
  'monitoring:PutMetricData': () => [
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'AutoMQ/BYOC' } },
  ],
  'acm-pca:IssueCertificate': onAuthority('acm-pca:IssueCertificate'),
  'acm-pca:GetCertificate': onAuthority('acm-pca:GetCertificate'),
};

/** Statements that no call of boot needs, and who does. */
export const neededByOthers: Readonly<Record<string, string>> = {
  ListBuckets: 'AutoMQ asks for the bucket at its start and ends on a refusal: AutoMQ issue 2692',
  UseObjects: 'AutoMQ keeps its log and its records there: docs.automq.com, "Object storage configuration"',
  NeverShareDisks: 'refuses, and so allows nothing',
  ShipLogs:
    'the CloudWatch agent, which is played here: docs.aws.amazon.com/AmazonCloudWatch, "Create IAM roles and users for use with the CloudWatch agent"',
  RegisterForSessions:
    'the SSM agent of the image: docs.aws.amazon.com/systems-manager, "Additional permissions for Session Manager"',
  OpenSessions: 'the SSM agent of the image: same page',
};

export const kindOf = ({ keyId }: Pick<Recorded, 'keyId'>): NodeKind =>
  keyId.startsWith('CONTROLLER') ? 'controller' : 'broker';

export function decisionsOf(plan: Plan, { service, action, input }: Recorded, owner: Owner): readonly Decision[] {
  const row = rows[`${service}:${action}`];
  if (row === undefined) throw new Error(`no row for ${service}:${action}: add it with its source`);
  return row(plan, input, owner);
}

/** What IAM would say; `without` leaves a statement of the role out. */
export async function allowed(plan: Plan, kind: NodeKind, decision: Decision, without?: string): Promise<boolean> {
  const { Version, Statement } = permissions(plan, kind);
  const document = { Version, Statement: Statement.filter(({ Sid }) => Sid !== without) };
  const principal = `arn:aws:sts::${account}:assumed-role/${kind}/i-1`;
  const outcome = await runSimulation(
    {
      request: {
        principal,
        action: decision.action,
        resource: { resource: decision.resource, accountId: account },
        contextVariables: { 'aws:PrincipalArn': roles[kind]!, ...decision.context },
      },
      identityPolicies: [{ name: kind, policy: document }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: decision.resourcePolicy,
    },
    {},
  );
  if (!('overallResult' in outcome))
    throw new Error(`${decision.action} on ${decision.resource}: ${JSON.stringify(outcome)}`);
  return outcome.overallResult === 'Allowed';
}
