/**
 * What IAM decides when a node calls AWS: the call's own permission, and what AWS asks for on the caller's behalf. Rows `by` are for
 * callers that these tests only play, or that are services themselves; the statements of the roles that no call of boot needs are
 * needed by one of them. One row, one decision, one page that says so.
 */

/** What a permission is asked for. */
export type On =
  | 'object'
  | 'bucket'
  | 'data object'
  | 'data bucket'
  | 'access log'
  | 'interface'
  | 'volume'
  | 'instance'
  | 'secret'
  | 'group'
  | 'stack'
  | 'authority'
  | 'node logs'
  | 'flow logs'
  | 'anything'
  | 'key of data'
  | 'key of volumes'
  | 'key of passwords'
  | 'key of alarms'
  | 'key of log groups';

export interface Row {
  readonly action: string;
  readonly on: On;
  /** Page that says so. */
  readonly source: string;
}

export interface CallRow extends Row {
  /** As it is recorded: service of the signature, and operation. */
  readonly call: string;
}

export interface PlayedRow extends Row {
  readonly by:
    | 'AutoMQ'
    | 'SSM agent'
    | 'CloudWatch agent'
    | 'VPC flow logs'
    | 'logging.s3.amazonaws.com'
    | 'cloudwatch.amazonaws.com'
    | 'logs.us-east-1.amazonaws.com';
}

/** Flow logs are delivered with a role of their own. */
export const byFlowLogs = ({ by }: PlayedRow): boolean => by === 'VPC flow logs';
/** In its own name: no role, only the policy of what it uses. */
export const byService = ({ by }: PlayedRow): boolean => by.endsWith('.amazonaws.com');

const docs = 'https://docs.aws.amazon.com';
const pages = {
  getObject: `${docs}/AmazonS3/latest/API/API_GetObject.html`,
  headObject: `${docs}/AmazonS3/latest/API/API_HeadObject.html`,
  putObject: `${docs}/AmazonS3/latest/API/API_PutObject.html`,
  listObjects: `${docs}/AmazonS3/latest/API/API_ListObjectsV2.html`,
  s3Key: `${docs}/AmazonS3/latest/userguide/UsingKMSEncryption.html`,
  assign: `${docs}/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html`,
  ec2: `${docs}/service-authorization/latest/reference/list_amazonec2.html`,
  ebsKey: `${docs}/ebs/latest/userguide/ebs-encryption-requirements.html`,
  secret: `${docs}/secretsmanager/latest/apireference/API_GetSecretValue.html`,
  secretKey: `${docs}/secretsmanager/latest/userguide/security-encryption.html`,
  autoscaling: `${docs}/service-authorization/latest/reference/list_amazonec2autoscaling.html`,
  signal: `${docs}/AWSCloudFormation/latest/APIReference/API_SignalResource.html`,
  metric: `${docs}/service-authorization/latest/reference/list_amazoncloudwatch.html`,
  issue: `${docs}/privateca/latest/APIReference/API_IssueCertificate.html`,
  certificate: `${docs}/privateca/latest/APIReference/API_GetCertificate.html`,
  sessions: `${docs}/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html`,
  agent: `${docs}/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html`,
  accessLogs: `${docs}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
  flowLogs: `${docs}/vpc/latest/userguide/flow-logs-iam-role.html`,
  logsKey: `${docs}/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html`,
  topicKey: `${docs}/sns/latest/dg/sns-key-management.html`,
  automq: 'https://docs.automq.com/automq/deployment/deploy-multi-nodes-cluster-on-linux',
  automqBucket: 'https://github.com/AutoMQ/automq/issues/2692',
} as const;

export const callRows: readonly CallRow[] = [
  { call: 's3:GetObject', action: 's3:GetObject', on: 'object', source: pages.getObject },
  { call: 's3:GetObject', action: 'kms:Decrypt', on: 'key of data', source: pages.s3Key },
  { call: 's3:HeadObject', action: 's3:GetObject', on: 'object', source: pages.headObject },
  { call: 's3:PutObject', action: 's3:PutObject', on: 'object', source: pages.putObject },
  { call: 's3:PutObject', action: 'kms:GenerateDataKey', on: 'key of data', source: pages.s3Key },
  { call: 's3:PutObject', action: 'kms:Decrypt', on: 'key of data', source: pages.s3Key },
  { call: 's3:ListObjectsV2', action: 's3:ListBucket', on: 'bucket', source: pages.listObjects },
  {
    call: 'ec2:AssignPrivateIpAddresses',
    action: 'ec2:AssignPrivateIpAddresses',
    on: 'interface',
    source: pages.assign,
  },
  { call: 'ec2:AttachVolume', action: 'ec2:AttachVolume', on: 'volume', source: pages.ec2 },
  { call: 'ec2:AttachVolume', action: 'ec2:AttachVolume', on: 'instance', source: pages.ec2 },
  { call: 'ec2:AttachVolume', action: 'kms:CreateGrant', on: 'key of volumes', source: pages.ebsKey },
  { call: 'ec2:AttachVolume', action: 'kms:Decrypt', on: 'key of volumes', source: pages.ebsKey },
  { call: 'ec2:AttachVolume', action: 'kms:DescribeKey', on: 'key of volumes', source: pages.ebsKey },
  {
    call: 'secretsmanager:GetSecretValue',
    action: 'secretsmanager:GetSecretValue',
    on: 'secret',
    source: pages.secret,
  },
  { call: 'secretsmanager:GetSecretValue', action: 'kms:Decrypt', on: 'key of passwords', source: pages.secretKey },
  ...(['CompleteLifecycleAction', 'RecordLifecycleActionHeartbeat', 'SetInstanceHealth'] as const).map(
    (operation): CallRow => ({
      call: `autoscaling:${operation}`,
      action: `autoscaling:${operation}`,
      on: 'group',
      source: pages.autoscaling,
    }),
  ),
  {
    call: 'autoscaling:DescribeAutoScalingGroups',
    action: 'autoscaling:DescribeAutoScalingGroups',
    on: 'anything',
    source: pages.autoscaling,
  },
  { call: 'cloudformation:SignalResource', action: 'cloudformation:SignalResource', on: 'stack', source: pages.signal },
  { call: 'monitoring:PutMetricData', action: 'cloudwatch:PutMetricData', on: 'anything', source: pages.metric },
  { call: 'acm-pca:IssueCertificate', action: 'acm-pca:IssueCertificate', on: 'authority', source: pages.issue },
  { call: 'acm-pca:GetCertificate', action: 'acm-pca:GetCertificate', on: 'authority', source: pages.certificate },
];

const played = (by: PlayedRow['by'], on: On, source: string, ...actions: readonly string[]): readonly PlayedRow[] =>
  actions.map((action) => ({ by, action, on, source }));

export const playedRows: readonly PlayedRow[] = [
  ...played('AutoMQ', 'data bucket', pages.automqBucket, 's3:ListBucket'),
  ...played(
    'AutoMQ',
    'data object',
    pages.automq,
    's3:PutObject',
    's3:GetObject',
    's3:DeleteObject',
    's3:AbortMultipartUpload',
  ),
  ...played('AutoMQ', 'key of data', pages.s3Key, 'kms:GenerateDataKey', 'kms:Decrypt'),
  ...played('SSM agent', 'instance', pages.sessions, 'ssm:UpdateInstanceInformation'),
  ...played(
    'SSM agent',
    'anything',
    pages.sessions,
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ),
  ...played(
    'CloudWatch agent',
    'node logs',
    pages.agent,
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ),
  ...played('logging.s3.amazonaws.com', 'access log', pages.accessLogs, 's3:PutObject'),
  ...played('cloudwatch.amazonaws.com', 'key of alarms', pages.topicKey, 'kms:GenerateDataKey', 'kms:Decrypt'),
  ...played(
    'VPC flow logs',
    'flow logs',
    pages.flowLogs,
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ),
  ...played('VPC flow logs', 'anything', pages.flowLogs, 'logs:DescribeLogGroups'),
  ...played(
    'logs.us-east-1.amazonaws.com',
    'key of log groups',
    pages.logsKey,
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
  ),
];
