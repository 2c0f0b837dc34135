/** What AWS asks of the caller besides the call itself: roles handed over, keys used, tags, roles of services. */
import type { Assembly, Located } from '../../../lib/review/assembly';
import type { Asked } from './simulate';
import { referred, subjectsOf, type Place } from './subjects';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html; the service takes the role on. */
const HANDED: Readonly<Record<string, string>> = {
  'AWS::IAM::InstanceProfile': 'ec2',
  'AWS::EC2::LaunchTemplate': 'ec2',
  'AWS::EC2::FlowLog': 'vpc-flow-logs',
  'AWS::DLM::LifecyclePolicy': 'dlm',
  'AWS::StepFunctions::StateMachine': 'states',
  'AWS::Scheduler::Schedule': 'scheduler',
};

export async function handedRoles(assembly: Assembly, row: Located, place: Place): Promise<Asked[]> {
  const service = HANDED[row.type];
  if (service === undefined) return [];
  const near = referred(assembly, row);
  const roles = [...near, ...near.flatMap((each) => referred(assembly, each))].filter(
    ({ type }) => type === 'AWS::IAM::Role',
  );
  const made = await Promise.all(roles.map((role) => subjectsOf(assembly, role, place)));
  const given = [
    ...JSON.stringify(row.properties).matchAll(/"(arn:aws:iam::\d{12}:)(?:instance-profile|role)(\/[^"]+)"/g),
  ];
  const arns = [...made.map(([own]) => own!.arn), ...given.map(([, start, path]) => `${start}role${path}`)];
  const context = { 'iam:PassedToService': `${service}.amazonaws.com` };
  return [...new Set(arns)].map((resource) => ({ action: 'iam:PassRole', resource, context }));
}

export interface KeyUse extends Asked {
  /** The key, where it is of these templates: its policy decides as well. */
  readonly key: Located | undefined;
}

interface UseRow {
  readonly type: string;
  readonly service: string;
  readonly actions: readonly string[];
  readonly source: string;
}

const USES: readonly UseRow[] = [
  {
    type: 'AWS::EC2::Volume',
    service: 'ec2',
    actions: [
      'CreateGrant',
      'Decrypt',
      'DescribeKey',
      'GenerateDataKeyWithoutPlaintext',
      'ReEncryptFrom',
      'ReEncryptTo',
    ],
    source: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    service: 'secretsmanager',
    actions: ['Decrypt', 'GenerateDataKey'],
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
  },
];

/** EBS and Secrets Manager use the key in the name of whoever makes the volume or the secret. */
export function keyUses(assembly: Assembly, row: Located, { account, region }: Place): KeyUse[] {
  return USES.filter(({ type }) => type === row.type).flatMap(({ service, actions }) => {
    const key = assembly.target(row.properties.KmsKeyId, row.stack);
    const given = assembly.text(row.properties.KmsKeyId, row.stack);
    const resource = key ? `arn:aws:kms:${region}:${account}:key/11111111-2222-4333-8444-555555555555` : given;
    const context = {
      'kms:ViaService': `${service}.${region}.amazonaws.com`,
      'kms:CallerAccount': account,
      'kms:GrantIsForAWSResource': 'true',
    };
    return actions.map((action) => ({ action: `kms:${action}`, resource, context, key }));
  });
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html: with the first group of an account. */
export const linkedRole = ({ account }: Place): Asked => ({
  action: 'iam:CreateServiceLinkedRole',
  resource: `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
  context: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' },
});
