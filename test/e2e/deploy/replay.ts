/** Calls of a local deploy, put before an IAM simulator with the policies that `automq-byoc deployer-policy` prints. */
import { templatesIn } from '../../../lib/cli/templates';
import type { Plan } from '../../../lib/core';
import { Assembly, deployerPolicy } from '../../../lib/review';
import type { Located } from '../../../lib/review/assembly';
import type { Call } from '../../local-aws/calls';
import { handedRoles, keyUses, linkedRole } from '../../review/deployer/on-behalf';
import { simulate, type Asked, type Document } from '../../review/deployer/simulate';
import { questions, subjectsOf, withoutReferences, type Names } from '../../review/deployer/subjects';

/** Operations whose permission has another name: Service Authorization Reference, Amazon S3. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:DeleteBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeleteBucketTagging': 's3:PutBucketTagging',
};

/** Permissions that a parameter of a call asks for besides, from the pages of these operations. */
const BESIDES: readonly { readonly operation: string; readonly parameter: string; readonly action: string }[] = [
  { operation: 'iam:CreateRole', parameter: 'Tags', action: 'iam:TagRole' },
  { operation: 'iam:CreateRole', parameter: 'PermissionsBoundary', action: 'iam:PutRolePermissionsBoundary' },
  { operation: 'kms:CreateKey', parameter: 'Tags', action: 'kms:TagResource' },
  { operation: 'secretsmanager:CreateSecret', parameter: 'Tags', action: 'secretsmanager:TagResource' },
  { operation: 'secretsmanager:CreateSecret', parameter: 'Name', action: 'secretsmanager:GetRandomPassword' },
  { operation: 'logs:CreateLogGroup', parameter: 'tags', action: 'logs:TagResource' },
  { operation: 'logs:CreateLogGroup', parameter: 'kmsKeyId', action: 'logs:AssociateKmsKey' },
  { operation: 'sns:CreateTopic', parameter: 'Tags', action: 'sns:TagResource' },
  { operation: 'sqs:CreateQueue', parameter: 'tags', action: 'sqs:TagQueue' },
  { operation: 'cloudwatch:PutMetricAlarm', parameter: 'Tags', action: 'cloudwatch:TagResource' },
  {
    operation: 'acm-pca:CreateCertificateAuthority',
    parameter: 'Tags',
    action: 'acm-pca:TagCertificateAuthority',
  },
  { operation: 'states:CreateStateMachine', parameter: 'tags', action: 'states:TagResource' },
  { operation: 'scheduler:CreateScheduleGroup', parameter: 'Tags', action: 'scheduler:TagResource' },
  {
    operation: 'autoscaling:CreateAutoScalingGroup',
    parameter: 'Tags',
    action: 'autoscaling:CreateOrUpdateTags',
  },
  { operation: 'autoscaling:CreateAutoScalingGroup', parameter: 'LaunchTemplate', action: 'ec2:RunInstances' },
  { operation: 'route53:CreateHostedZone', parameter: 'VPC', action: 'ec2:DescribeVpcs' },
  { operation: 'ec2:CreateVpcEndpoint', parameter: 'PrivateDnsEnabled', action: 'route53:AssociateVPCWithHostedZone' },
  { operation: 'ec2:CreateFlowLogs', parameter: 'LogGroupName', action: 'logs:CreateLogDelivery' },
  { operation: 'ec2:DeleteFlowLogs', parameter: 'FlowLogIds', action: 'logs:DeleteLogDelivery' },
];

/** Looks of the local engine itself that CloudFormation has no need of: who exists already, what a zone is called. */
const OWN_LOOKS = ['iam:GetRole', 'iam:GetUser', 's3:ListBuckets', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeTags'];

/** Parameters that hold the name which CloudFormation made. */
const NAMED_BY = ['RoleName', 'PolicyName', 'InstanceProfileName', 'AlarmName', 'Name', 'QueueName'];

export interface Replayed {
  readonly asked: number;
  readonly refused: readonly string[];
}

/** Every call of CloudFormation's handlers and of the CDK CLI since the bootstrap, by folder of the templates that were deployed. */
export async function replay(calls: readonly Call[], folders: readonly string[], plan: Plan): Promise<Replayed> {
  const place = { account: plan.cluster.account, region: plan.cluster.region };
  const [latest] = folders.slice(-1);
  const assemblies = folders.map((folder) => new Assembly(templatesIn(folder)));
  const { execution, caller, destroyer } = deployerPolicy(new Assembly(templatesIn(latest!)));
  const own = calls.filter((call) => call.for === undefined || call.for.stack !== 'CDKToolkit');
  const made = own.filter((call) => call.agent === 'cloudformation' && !OWN_LOOKS.includes(nameOf(call)));
  const names = madeNames(made);
  const byHandlers = await Promise.all(made.map((call) => asking(call)));
  const { deploying, destroying } = byPhase(own.filter(isCli));
  const executing = {
    principal: plan.access.deployers[0]!.replaceAll('*', 'deploy'),
    identity: execution as readonly Document[],
    owner: place.account,
  };
  const refused = [
    ...(await refusals(byHandlers.flat(), executing)),
    ...(await refusals(deploying, { ...executing, identity: [caller] as readonly Document[] })),
    ...(await refusals(destroying, { ...executing, identity: [caller, destroyer] as readonly Document[] })),
  ];
  return { asked: byHandlers.flat().length + deploying.length + destroying.length, refused };

  async function asking(call: Call): Promise<Asked[]> {
    if (call.action === 'CreateServiceLinkedRole') return [linkedRole(place)]; // names a role that is not in the templates
    const address = `${call.for!.stack}/${call.for!.logicalId}`;
    const assembly = assemblies.find(({ resources }) => resources.some((row) => row.address === address))!;
    const row = assembly.resources.find((each) => each.address === address)!;
    const subjects = await subjectsOf(assembly, row, place, names);
    const direct = await Promise.all(
      permissionsOf(call).map((action) => questions(action, subjects, row, place, contextOf(call))),
    );
    return [...direct.flat(), ...(await onBehalf(call, assembly, row))];
  }

  async function onBehalf(call: Call, assembly: Assembly, row: Located): Promise<Asked[]> {
    if (call.for!.verb !== 'create') return [];
    const keys = keyUses(assembly, row, place).map(({ key, ...use }) => ({
      ...use,
      ...(key && { resourcePolicy: withoutReferences(key.properties.KeyPolicy) }),
    }));
    const linked = row.type === 'AWS::AutoScaling::AutoScalingGroup' ? [linkedRole(place)] : [];
    return [
      ...(await handedRoles(assembly, row, place)),
      ...keys.filter(({ resourcePolicy }) => resourcePolicy),
      ...linked,
    ];
  }
}

const nameOf = ({ service, action }: Call): string => `${service}:${action}`;

function permissionsOf(call: Call): readonly string[] {
  const operation = nameOf(call);
  const besides = BESIDES.filter((row) => row.operation === operation && call.parameters[row.parameter] !== undefined);
  const tagged = call.service === 'ec2' && call.parameters.TagSpecifications !== undefined ? ['ec2:CreateTags'] : [];
  return [PERMISSIONS[operation] ?? operation, ...besides.map(({ action }) => action), ...tagged];
}

function contextOf({ parameters }: Call): Asked['context'] {
  const batch = parameters.ChangeBatch as { Changes: { ResourceRecordSet: { Name: string } }[] } | undefined;
  if (batch === undefined) return {};
  const names = batch.Changes.map(({ ResourceRecordSet: { Name } }) => Name.toLowerCase().replace(/\.$/, ''));
  return { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names };
}

function madeNames(calls: readonly Call[]): Names {
  const creates = calls.filter((call) => call.for!.verb === 'create' && /^(Create|PutMetricAlarm)/.test(call.action));
  const rows = creates.map(({ for: made, parameters }): [string, unknown] => [
    `${made!.stack}/${made!.logicalId}`,
    NAMED_BY.map((name) => parameters[name]).find((value) => value !== undefined),
  ]);
  return new Map(rows.filter((row): row is [string, string] => typeof row[1] === 'string'));
}

/** What the bootstrap roles do besides is their policies' matter; the local bootstrap itself is nobody's deploy. */
const isCli = ({ agent, service, action, parameters }: Call): boolean =>
  agent.startsWith('aws-cdk/') &&
  (service === 'cloudformation' || (service === 'sts' && action === 'AssumeRole')) &&
  !JSON.stringify(parameters.StackName ?? '').includes('CDKToolkit');

/** Whoever deploys needs nothing of the destroyer's, so calls before the first deletion are put to the caller's policy alone. */
function byPhase(calls: readonly Call[]): {
  readonly deploying: readonly Asked[];
  readonly destroying: readonly Asked[];
} {
  const first = calls.findIndex(({ action }) => action === 'DeleteStack');
  const end = first < 0 ? calls.length : first;
  return { deploying: calls.slice(0, end).map(cliQuestion), destroying: calls.slice(end).map(cliQuestion) };
}

function cliQuestion({ service, action, parameters, region, principal }: Call): Asked {
  const account = /:(\d{12}):/.exec(principal)?.[1] ?? '111122223333';
  const stack = String(parameters.StackName ?? '');
  const arn = stack.startsWith('arn:') ? stack : `arn:aws:cloudformation:${region}:${account}:stack/${stack}/id`;
  return {
    action: `${service}:${action}`,
    resource: service === 'sts' ? String(parameters.RoleArn) : arn,
    context: {},
  };
}

async function refusals(asked: readonly Asked[], asker: Parameters<typeof simulate>[1]): Promise<string[]> {
  const unique = [...new Map(asked.map((each) => [JSON.stringify(each), each])).values()];
  const answers = await Promise.all(unique.map((each) => simulate(each, asker)));
  return unique.filter((_, i) => !answers[i]).map(({ action, resource }) => `${action} on ${resource}`);
}
