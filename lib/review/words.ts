/** Policy statements as sentences. */
import { clause } from './clauses';
import type { ConditionRow, StatementRow } from './statements';

/** What common actions do, as a reviewer says it; any other is called by its name. */
const PHRASES: Readonly<Record<string, string>> = {
  's3:GetObject': 'read objects',
  's3:PutObject': 'write objects',
  's3:DeleteObject': 'delete objects',
  's3:AbortMultipartUpload': 'give up unfinished uploads',
  's3:ListBucket': 'list objects',
  's3:*': 'do anything in S3',
  'secretsmanager:GetSecretValue': 'read the secret',
  'acm-pca:IssueCertificate': 'ask for a certificate',
  'acm-pca:GetCertificate': 'fetch a certificate',
  'ec2:AssignPrivateIpAddresses': 'take a private address',
  'ec2:AttachVolume': 'attach a volume',
  'ec2:CreateSnapshot': 'take snapshots',
  'ec2:DeleteSnapshot': 'delete snapshots',
  'ec2:CreateTags': 'set tags',
  'autoscaling:CompleteLifecycleAction': 'end its launch or its drain',
  'autoscaling:RecordLifecycleActionHeartbeat': 'prolong its drain',
  'autoscaling:SetInstanceHealth': 'report an instance as unhealthy',
  'autoscaling:DescribeAutoScalingGroups': 'look at Auto Scaling groups',
  'cloudformation:SignalResource': 'say how the first deploy went',
  'cloudwatch:PutMetricData': 'publish metrics',
  'logs:CreateLogStream': 'open log streams',
  'logs:PutLogEvents': 'write logs',
  'logs:DescribeLogStreams': 'list log streams',
  'logs:DescribeLogGroups': 'list log groups',
  'ssm:UpdateInstanceInformation': 'register with Systems Manager',
  'ssmmessages:CreateControlChannel': 'open session channels',
  'ssmmessages:CreateDataChannel': 'open session channels',
  'ssmmessages:OpenControlChannel': 'open session channels',
  'ssmmessages:OpenDataChannel': 'open session channels',
  'sts:AssumeRole': 'take on the role',
  'kms:Decrypt': 'decrypt',
  'kms:Encrypt': 'encrypt',
  'kms:GenerateDataKey': 'make data keys',
  'kms:GenerateDataKeyWithoutPlaintext': 'make data keys without seeing them',
  'kms:ReEncryptFrom': 're-encrypt',
  'kms:ReEncryptTo': 're-encrypt',
  'kms:DescribeKey': 'look at the key',
  'kms:CreateGrant': 'let a service of AWS use the key',
  'kms:PutKeyPolicy': 'change the key policy',
  'kms:ScheduleKeyDeletion': 'schedule the deletion of the key',
  'sns:Publish': 'publish to the topic',
  'sqs:SendMessage': 'send messages to the queue',
  'states:StartExecution': 'start the state machine',
  'autoscaling:UpdateAutoScalingGroup': 'change the settings of groups',
  'ec2:DescribeInstances': 'list machines',
  'ec2:DescribeSnapshots': 'list snapshots',
  'ec2:DescribeVolumes': 'list volumes',
  'ec2:ExportImage': 'export images',
  'ec2:CreateStoreImageTask': 'store images in S3',
  'ec2:ModifyImageAttribute': 'share images',
  'ec2:ModifySnapshotAttribute': 'share snapshots',
  'logs:CreateLogDelivery': 'make log deliveries',
  'logs:DeleteLogDelivery': 'delete log deliveries',
  'logs:UpdateLogDelivery': 'change log deliveries',
  'logs:GetLogDelivery': 'look at log deliveries',
  'logs:ListLogDeliveries': 'list log deliveries',
  'logs:DescribeResourcePolicies': 'look at who may write to log groups',
  'logs:PutResourcePolicy': 'CHANGE who may write to log groups',
};

const phrase = (action: string): string => PHRASES[action] ?? `call ${action}`;

/** The sentence of one statement. */
export function inWords(row: StatementRow): string {
  if (row.unread) return `Everything that ${row.sid} allows; its statements are not in these templates.`;
  const named = row.effect === 'Allow' && row.principals.includes('*');
  const who = row.principals.length > 0 && row.kind !== 'identity' ? principals(row) : 'The role';
  const may = row.effect === 'Deny' ? 'must not' : 'may';
  const what = row.notActions.length > 0 ? `do anything but ${row.notActions.join(', ')}` : phrases(row.actions);
  const only = row.conditions.filter((condition) => !(named && isCallerList(condition))).map(clause);
  const when = only.length > 0 ? `, ${row.effect === 'Deny' ? 'when' : 'only when'} ${only.join(' and ')}` : '';
  return `${who} ${may} ${what}${place(row)}${when}.`;
}

function phrases(actions: readonly string[]): string {
  const all = [...new Set(actions.map(phrase))];
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? 'nothing');
}

/** Anyone whose ARN must be one of a list is that list. */
function principals({ principals: who, conditions, effect }: StatementRow): string {
  if (!who.includes('*')) return who.join(', ');
  const named = effect === 'Allow' ? conditions.find(isCallerList) : undefined;
  return named ? named.values.join(', ') : 'Anyone';
}

const isCallerList = ({ key, operator }: ConditionRow): boolean => key === 'aws:PrincipalArn' && !/Not/.test(operator);

/** Absent in a key policy: its resource `*` is the key that carries it. */
function place({ kind, resources }: StatementRow): string {
  if (kind === 'trust' || (kind === 'key' && resources.every((resource) => resource === '*'))) return '';
  return ` on ${resources.map((resource) => (resource === '*' ? 'any resource' : resource)).join(', ')}`;
}
