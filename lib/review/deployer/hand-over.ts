/** What AWS asks of the caller besides the calls themselves: roles handed to services, a service's own role, keys of others. */
import type { Assembly } from '../assembly';
import { at } from '../template';
import type { Place, StatementJson } from './policy';
import { madeName } from './statements';

export const handOvers = (assembly: Assembly, place: Place): readonly StatementJson[] => [
  ...passRoles(assembly, place),
  ...linkedRoles(assembly, place),
  ...givenKeys(assembly, place),
];

/** Roles are handed to services: those of these templates by name, given ones by ARN, each kind to its own service only. */
function passRoles(assembly: Assembly, place: Place): StatementJson[] {
  const made = assembly.ofType('AWS::IAM::Role');
  const arns = made.map(
    ({ stack, properties }) =>
      `arn:${place.partition}:iam::${place.account}:role${String(properties.Path ?? '/')}${madeName(stack)}`,
  );
  const passed = HANDED.flatMap(({ type, at: path, service }) =>
    assembly.ofType(type).map((row) => ({ service, given: at(row.properties, path) })),
  );
  if (passed.length === 0) return [];
  // An instance profile is given by its own ARN; its role has the same path and name.
  const given = passed.flatMap(({ given: arn }) =>
    typeof arn === 'string' ? [arn.replace(':instance-profile/', ':role/')] : [],
  );
  const services = passed.map(({ service }) => `${service}.amazonaws.com`);
  const Resource = [...new Set([...arns, ...given])].sort();
  const Condition = { StringEquals: { 'iam:PassedToService': [...new Set(services)].sort() } };
  return [{ Sid: 'PassRoles', Effect: 'Allow', Action: ['iam:PassRole'], Resource, Condition }];
}

/** Where a role is handed to a service. */
const HANDED = [
  { type: 'AWS::EC2::LaunchTemplate', at: 'LaunchTemplateData.IamInstanceProfile.Arn', service: 'ec2' },
  { type: 'AWS::EC2::FlowLog', at: 'DeliverLogsPermissionArn', service: 'vpc-flow-logs' },
  { type: 'AWS::DLM::LifecyclePolicy', at: 'ExecutionRoleArn', service: 'dlm' },
  { type: 'AWS::StepFunctions::StateMachine', at: 'RoleArn', service: 'states' },
  { type: 'AWS::Scheduler::Schedule', at: 'Target.RoleArn', service: 'scheduler' },
];

/** Made by the first group of an account; after that the call changes nothing. */
function linkedRoles(assembly: Assembly, { partition, account }: Place): StatementJson[] {
  if (assembly.ofType('AWS::AutoScaling::AutoScalingGroup').length === 0) return [];
  const Resource = [
    `arn:${partition}:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*`,
  ];
  const Condition = { StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' } };
  return [{ Sid: 'LinkAutoScaling', Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole'], Resource, Condition }];
}

const KEY_ARN = /^arn:[^:]+:kms:[^:]+:\d{12}:key\//;

/**
 * Keys that are not of these templates: theirs name the deployer themselves. For volumes and passwords the caller's own use of
 * the key counts: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function givenKeys(assembly: Assembly, { region }: Place): StatementJson[] {
  return GIVEN_KEYS.flatMap(({ type, service, Action, grants }) => {
    const arns = assembly.ofType(type).map(({ properties, stack }) => assembly.text(properties.KmsKeyId, stack));
    const Resource = [...new Set(arns)].filter((arn) => KEY_ARN.test(arn)).sort();
    if (Resource.length === 0) return [];
    const via = { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
    const name = type.split('::')[2] ?? '';
    const use: StatementJson = { Sid: `UseKey${name}`, Effect: 'Allow', Action, Resource, Condition: via };
    const grant: StatementJson = {
      ...use,
      Sid: `GrantKey${name}`,
      Action: ['kms:CreateGrant'],
      Condition: { ...via, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    };
    return grants ? [use, grant] : [use];
  });
}

const GIVEN_KEYS = [
  {
    type: 'AWS::EC2::Volume',
    service: 'ec2',
    Action: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    grants: true,
  },
  {
    type: 'AWS::SecretsManager::Secret',
    service: 'secretsmanager',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    grants: false,
  },
];
