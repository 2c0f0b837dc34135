/** What a destroy must leave, and nothing besides. */
import type { Plan } from '../../../lib/core';
import type { Everything } from '../../local-aws/everything';
import type { Account } from './account';

/** By kind, as `everythingIn` names it; asked while the deployment is there. */
export async function toKeep(account: Account, plan: Plan): Promise<Everything> {
  const rows: [string, readonly string[]][] = [
    ['acm-pca ListCertificateAuthorities', await account.made('data', 'AWS::ACMPCA::CertificateAuthority')],
    ['ec2 DescribeVolumes', await volumes(account, plan)],
    ['iam ListRoles', ['AWSServiceRoleForAutoScaling']], // the account's, made with its first group
    ['kms ListKeys', await keys(account, plan)],
    ['s3 ListBuckets', Object.values(plan.buckets).map(({ name }) => name)],
    ['secretsmanager ListSecrets', Object.values(plan.secrets).map(({ name }) => name)],
  ];
  return Object.fromEntries(rows.filter(([, names]) => names.length > 0).map(([kind, names]) => [kind, [...names].sort()])); // prettier-ignore
}

/** Metadata of every pinned node, or its WAL. Root volumes wear the same tags, so the stack is asked for its own. */
async function volumes(account: Account, { controllers, brokers }: Plan): Promise<string[]> {
  const made = await account.made('cluster', 'AWS::EC2::Volume');
  expect(made).toHaveLength(controllers.length + (brokers.kind === 'pinned' ? brokers.nodes.length : 0));
  return made;
}

async function keys(account: Account, plan: Plan): Promise<string[]> {
  const made = Object.values(plan.keys).filter(({ existingArn }) => existingArn === undefined);
  return Promise.all(made.map(async ({ alias }) => (await account.key(alias)).arn.split('/').pop()!));
}
