import type { KeyPurpose, Plan } from '../../plan/types';
import { accountRootArn, logGroupArn, regionalArn, serviceHost } from '../arns';
import { allow, policy, type Condition, type PolicyDocument, type Statement } from '../policy';
import type { RoleArns } from '../refs';
import { keyUses, useCondition, usersOf, type KeyUse } from './key-uses';
import { operators } from './operators';

/** A key policy's resource is always its own key. */
const thisKey = '*';

/** Administers, but cannot use: neither encrypt nor decrypt nor make a grant that could. */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;

const cryptography = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

export const keyPolicyWildcardReasons: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'AccountAdministers',
    ...keyUses.map(({ sid }) => sid),
    'AutoScalingUsesVolumes',
    'AutoScalingGrantsVolumesToEbs',
    'LogsEncryptGroups',
    'AlarmsPublish',
  ].map((sid) => [sid, 'In a key policy the resource * is the key that carries the policy, and no other.']),
);

/**
 * Policy of one customer-managed key. Nothing else grants the use of it. `secretReaders` are readers of the passwords whom
 * the program's author names; no other key knows them.
 */
export function keyPolicy(
  plan: Plan,
  purpose: KeyPurpose,
  roles: RoleArns,
  secretReaders: readonly Statement['Principal'][] = [],
): PolicyDocument {
  const uses = keyUses.filter(({ key }) => key === purpose).flatMap((use) => useStatements(plan, use, roles));
  const readers = purpose === 'secrets' ? secretReaders.map((reader, i) => secretReader(plan, reader, i + 1)) : [];
  return policy(administered(plan), ...uses, ...(services[purpose]?.(plan) ?? []), ...readers);
}

const administered = (plan: Plan): Statement => ({
  ...allow('AccountAdministers', administration, thisKey),
  Principal: { AWS: accountRootArn(plan) },
});

function useStatements(plan: Plan, use: KeyUse, roles: RoleArns): readonly Statement[] {
  const statement = allow(use.sid, use.actions, thisKey, useCondition(plan, use));
  if (use.users === 'operators') return [byPrincipalArn(plan, operators(plan), statement)];
  const arns = usersOf(plan, use).flatMap((kind) => roles[kind] ?? []);
  return arns.length === 0 ? [] : [{ ...statement, Principal: { AWS: arns } }];
}

/** Secrets Manager decrypts for the reader. */
const secretReader = (plan: Plan, principal: Statement['Principal'], position: number): Statement => ({
  ...allow(`ReaderDecryptsPasswords${position}`, ['kms:Decrypt'], thisKey, {
    StringEquals: { 'kms:ViaService': serviceHost(plan, 'secretsmanager') },
  }),
  Principal: principal,
});

/** Matched by condition, never named as principal: KMS refuses a policy that names a role which does not exist yet. */
function byPrincipalArn(plan: Plan, arns: string | readonly string[], statement: Statement): Statement {
  const Condition: Condition = {
    ...statement.Condition,
    StringEquals: { ...statement.Condition?.StringEquals, 'kms:CallerAccount': plan.cluster.account },
    ArnLike: { 'aws:PrincipalArn': arns },
  };
  return { ...statement, Principal: { AWS: '*' }, Condition };
}

const services: Readonly<Partial<Record<KeyPurpose, (plan: Plan) => readonly Statement[]>>> = {
  wal: (plan) => [
    byPrincipalArn(plan, autoScalingRole(plan), allow('AutoScalingUsesVolumes', cryptography, thisKey)),
    byPrincipalArn(
      plan,
      autoScalingRole(plan),
      allow('AutoScalingGrantsVolumesToEbs', ['kms:CreateGrant'], thisKey, {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      }),
    ),
  ],
  logs: (plan) => [logGroups(plan), alarms(plan)],
};

/** Service-linked roles may carry a suffix; in a fresh account there is none at all until the first group is made. */
const autoScalingRole = ({ cluster }: Plan): string =>
  `arn:${cluster.partition}:iam::${cluster.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*`;

/** CloudWatch Logs puts the ARN of the log group into the encryption context of every call. */
const logGroups = (plan: Plan): Statement => ({
  ...allow('LogsEncryptGroups', cryptography, thisKey, {
    ArnEquals: {
      'kms:EncryptionContext:aws:logs:arn': [
        logGroupArn(plan, 'nodes'),
        logGroupArn(plan, 'flowLogs'),
        ...(plan.seasons ? [logGroupArn(plan, 'keeper')] : []),
      ],
    },
  }),
  Principal: { Service: serviceHost(plan, 'logs') },
});

/** Alarms publish to the encrypted topic in their own name. */
const alarms = (plan: Plan): Statement => ({
  ...allow('AlarmsPublish', ['kms:Decrypt', 'kms:GenerateDataKey'], thisKey, {
    StringEquals: { 'aws:SourceAccount': plan.cluster.account },
    ArnLike: { 'aws:SourceArn': regionalArn(plan, 'cloudwatch', 'alarm:*') },
  }),
  Principal: { Service: 'cloudwatch.amazonaws.com' },
});
