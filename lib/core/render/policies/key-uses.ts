import type { KeyPurpose, NodeKind, Plan } from '../../plan/types';
import { serviceHost } from '../arns';
import { attachesVolume } from '../nodes';
import { allow, type Condition, type Statement } from '../policy';

/** One way a key is used: by machines, or by whoever deploys (and break-glass). Always through one service, never directly. */
export interface KeyUse {
  readonly sid: string;
  readonly key: KeyPurpose;
  readonly users: 'nodes' | 'operators';
  /** Which kinds of node, where not all of them. */
  readonly kinds?: (plan: Plan, kind: NodeKind) => boolean;
  readonly service: string;
  readonly actions: readonly string[];
  /** Only grants that an AWS service makes for its own resource. */
  readonly forAwsResource?: true;
}

/** EBS makes a grant in the name of the caller; without it an attached volume silently becomes available again. */
const volumeUse = ['kms:Decrypt', 'kms:DescribeKey'] as const;

export const keyUses: readonly KeyUse[] = [
  {
    sid: 'NodesUseObjects',
    key: 'data',
    users: 'nodes',
    service: 's3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
  {
    sid: 'OperatorsUseObjects',
    key: 'data',
    users: 'operators',
    service: 's3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
  { sid: 'NodesAttachVolumes', key: 'wal', users: 'nodes', kinds: attachesVolume, service: 'ec2', actions: volumeUse },
  {
    sid: 'NodesGrantVolumesToEbs',
    key: 'wal',
    users: 'nodes',
    kinds: attachesVolume,
    service: 'ec2',
    actions: ['kms:CreateGrant'],
    forAwsResource: true,
  },
  {
    sid: 'OperatorsMakeVolumes',
    key: 'wal',
    users: 'operators',
    service: 'ec2',
    actions: [...volumeUse, 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  },
  {
    sid: 'OperatorsGrantVolumesToEbs',
    key: 'wal',
    users: 'operators',
    service: 'ec2',
    actions: ['kms:CreateGrant'],
    forAwsResource: true,
  },
  { sid: 'NodesReadPasswords', key: 'secrets', users: 'nodes', service: 'secretsmanager', actions: ['kms:Decrypt'] },
  {
    sid: 'OperatorsMakePasswords',
    key: 'secrets',
    users: 'operators',
    service: 'secretsmanager',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
];

export function useCondition(plan: Plan, { service, forAwsResource }: KeyUse): Condition {
  return {
    StringEquals: { 'kms:ViaService': serviceHost(plan, service) },
    ...(forAwsResource && { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  };
}

/** The kinds of node a use is for. */
export function usersOf(plan: Plan, { users, kinds = () => true }: KeyUse): readonly NodeKind[] {
  return users === 'nodes' ? (['controller', 'broker'] as const).filter((kind) => kinds(plan, kind)) : [];
}

/** What a node's role needs for keys that the file injects; for our own keys the key policy alone grants. */
export function injectedKeyStatements(plan: Plan, kind: NodeKind): readonly Statement[] {
  return keyUses.flatMap((use) => {
    const arn = plan.keys[use.key].existingArn;
    const granted = arn !== undefined && usersOf(plan, use).includes(kind);
    return granted ? [allow(use.sid, use.actions, arn, useCondition(plan, use))] : [];
  });
}
