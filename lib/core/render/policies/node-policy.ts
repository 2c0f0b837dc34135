import { metricNamespace } from '../../plan/alarms';
import type { NodeKind, Plan, SecretPurpose } from '../../plan/types';
import { bucketArn, groupArnPattern, logGroupArn, regionalArn, secretArnPattern, stackArnPattern } from '../arns';
import { attachesVolume, groupNamesOf } from '../nodes';
import { allow, policy, type Condition, type PolicyDocument, type Statement } from '../policy';
import { certificateStatements, certificateWildcardReasons } from './certificates';
import { injectedKeyStatements } from './key-uses';
import { archiveArn, nodeBuckets, nodeObjects, objectActions } from './objects';

export const nodePolicyWildcardReasons: Readonly<Record<string, string>> = {
  ...certificateWildcardReasons,
  UseObjects: 'AutoMQ makes object names at run time, spread by a hash; both buckets belong to this cluster alone.',
  ReadPasswords: 'Secrets Manager adds six random characters to the name; the six ? match exactly those.',
  TakeSlotAddress:
    'Ids of interfaces are made at launch; only those tagged as brokers of this cluster match. IAM knows no condition for which ' +
    'address is taken, nor for AllowReassignment, so a broker could take the address of another broker of its cluster: a ' +
    'residual risk among equals.',
  AttachOwnVolume:
    'Ids are made at deploy time; only volumes and instances tagged with this cluster and this kind of node match. A volume that ' +
    'another machine holds cannot be taken: gp3 attaches once.',
  LookAtGroup: 'Auto Scaling has no resource level for its list actions; they change nothing.',
  ReportToGroup: 'Auto Scaling puts a random id before the name of a group; the name itself is fixed.',
  SignalDeploy: 'CloudFormation ends the ARN of a stack with a random id; the name itself is fixed.',
  PublishMetrics: 'CloudWatch has no resource level for metrics; the condition limits the namespace.',
  ShipLogs: 'One log stream per instance, named by its id; only the log group of the nodes matches.',
  RegisterForSessions:
    'Ids of instances are made at launch; the SSM agent registers itself with the credentials of its machine.',
  NeverShareDisks: 'A refusal: no snapshot and no image, whoever owns it.',
  KeepFormedMarkers: 'A refusal: the marker of every controller, whatever the id of the cluster.',
  OpenSessions: 'Session channels have no ARN; who may start a session is decided by the policies of people.',
};

/** Where boot says how the first deploy went. */
export interface NodePolicyOptions {
  /**
   * Stack that holds the groups; `none` where no stack waits for a signal.
   * @default - the cluster stack of the plan
   */
  readonly stackName?: string;
}

/** What a broker machine may do. */
export const brokerPolicy = (plan: Plan, options: NodePolicyOptions = {}): PolicyDocument =>
  nodePolicy(plan, 'broker', options);

/** What a controller machine may do. */
export const controllerPolicy = (plan: Plan, options: NodePolicyOptions = {}): PolicyDocument =>
  nodePolicy(plan, 'controller', options);

function nodePolicy(plan: Plan, kind: NodeKind, options: NodePolicyOptions): PolicyDocument {
  return policy(
    ...storage(plan),
    ...secrets(plan, kind),
    ...certificateStatements(plan),
    ...identity(plan, kind),
    ...lifecycle(plan, kind, options),
    ...observation(plan),
    ...sessions(plan),
    ...injectedKeyStatements(plan, kind),
    neverShare,
    keepFormedMarkers(plan, kind),
  );
}

/** Nothing allows these; said again as a denial, so that a policy that others attach cannot add them. */
const neverShare: Statement = {
  Sid: 'NeverShareDisks',
  Effect: 'Deny',
  Action: ['ec2:CreateStoreImageTask', 'ec2:ExportImage', 'ec2:ModifyImageAttribute', 'ec2:ModifySnapshotAttribute'],
  Resource: '*',
};

/**
 * The object that keeps a controller from formatting its disk twice, which would lose metadata. People take it away (lib/instance/README.md),
 * no machine does; and only controllers write it.
 */
const keepFormedMarkers = (plan: Plan, kind: NodeKind): Statement => ({
  Sid: 'KeepFormedMarkers',
  Effect: 'Deny',
  Action: kind === 'controller' ? ['s3:DeleteObject'] : ['s3:DeleteObject', 's3:PutObject'],
  Resource: `${bucketArn(plan, 'ops')}/cluster/*/controller-*/formed`,
});

/** Controllers too: the active one deletes what compaction left behind. */
function storage(plan: Plan): readonly (Statement | undefined)[] {
  const own = { StringEquals: { 'aws:ResourceAccount': plan.cluster.account } };
  const archive = archiveArn(plan);
  return [
    allow('ListBuckets', ['s3:ListBucket'], nodeBuckets(plan), own),
    allow('UseObjects', objectActions, nodeObjects(plan), own),
    archive === undefined ? undefined : allow('ReadArchive', ['s3:GetObject'], archive, overTls),
  ];
}

const overTls: Condition = { Bool: { 'aws:SecureTransport': 'true' } };

/** The administrator's password is only needed where metadata is formatted. */
const passwords: Readonly<Record<NodeKind, readonly SecretPurpose[]>> = {
  controller: ['admin', 'broker'],
  broker: ['broker'],
};

const secrets = (plan: Plan, kind: NodeKind): readonly Statement[] => [
  allow(
    'ReadPasswords',
    ['secretsmanager:GetSecretValue'],
    passwords[kind].map((purpose) => secretArnPattern(plan, purpose)),
  ),
];

/** Tags are the boundary between clusters and between kinds of node. */
const tagged = (plan: Plan, kind: NodeKind): Condition => ({
  StringEquals: { 'aws:ResourceTag/automq:cluster': plan.cluster.prefix, 'aws:ResourceTag/automq:role': kind },
});

const inRegion = ({ cluster }: Plan): Condition => ({ StringEquals: { 'aws:RequestedRegion': cluster.region } });

/** How the machine becomes a node: by an address, or by its volume. */
function identity(plan: Plan, kind: NodeKind): readonly Statement[] {
  const interfaces = regionalArn(plan, 'ec2', 'network-interface/*');
  const volumes = [regionalArn(plan, 'ec2', 'volume/*'), regionalArn(plan, 'ec2', 'instance/*')];
  return [
    attachesVolume(plan, kind)
      ? allow('AttachOwnVolume', ['ec2:AttachVolume'], volumes, tagged(plan, kind))
      : allow('TakeSlotAddress', ['ec2:AssignPrivateIpAddresses'], interfaces, tagged(plan, kind)),
  ];
}

function lifecycle(
  plan: Plan,
  kind: NodeKind,
  { stackName = clusterStack(plan) }: NodePolicyOptions,
): readonly (Statement | undefined)[] {
  const groups = groupPatterns(plan, kind).map((name) => groupArnPattern(plan, name));
  return [
    allow(
      'ReportToGroup',
      [
        'autoscaling:CompleteLifecycleAction',
        'autoscaling:RecordLifecycleActionHeartbeat',
        'autoscaling:SetInstanceHealth',
      ],
      groups,
    ),
    allow('LookAtGroup', ['autoscaling:DescribeAutoScalingGroups'], '*', inRegion(plan)),
    stackName === 'none'
      ? undefined
      : allow('SignalDeploy', ['cloudformation:SignalResource'], stackArnPattern(plan, stackName)),
  ];
}

/**
 * Exact names; of pinned brokers one pattern per zone, with a ? for each digit of the index, because a managed policy holds
 * 6,144 characters and forty exact names would fill it.
 */
function groupPatterns(plan: Plan, kind: NodeKind): readonly string[] {
  const groups = groupNamesOf(plan, kind);
  if (kind === 'controller' || plan.brokers.kind === 'elastic') return groups;
  return [...new Set(groups.map((name) => name.replace(/\d{3}$/, '???')))];
}

function clusterStack(plan: Plan): string {
  const stack = plan.stacks.find(({ kind }) => kind === 'cluster');
  if (stack === undefined) throw new Error('the plan has no cluster stack');
  return stack.name;
}

export { metricNamespace };

const observation = (plan: Plan): readonly Statement[] => [
  allow('PublishMetrics', ['cloudwatch:PutMetricData'], '*', {
    StringEquals: { 'cloudwatch:namespace': metricNamespace },
  }),
  allow(
    'ShipLogs',
    ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    `${logGroupArn(plan, 'nodes')}:*`,
  ),
];

/** The least that Session Manager needs; the managed policy of AWS would also read every SSM parameter of the account. */
const sessions = (plan: Plan): readonly Statement[] => [
  allow(
    'RegisterForSessions',
    ['ssm:UpdateInstanceInformation'],
    regionalArn(plan, 'ec2', 'instance/*'),
    inRegion(plan),
  ),
  allow(
    'OpenSessions',
    [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    '*',
    inRegion(plan),
  ),
];
