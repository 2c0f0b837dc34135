/** What a destroy must leave, and nothing besides. */
import type { PinnedNode, Plan } from '../../../lib/core';
import type { Everything } from '../../local-aws/everything';
import { tagsOf, type Account } from './account';

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

/** Metadata of every controller, and the WAL of every broker that has one. */
export const pinnedOf = ({ controllers, brokers }: Plan): readonly PinnedNode[] =>
  brokers.kind === 'pinned' ? [...controllers, ...brokers.nodes] : controllers;

/** Root volumes wear the same tags, so the stack is asked for its own. */
async function volumes(account: Account, plan: Plan): Promise<string[]> {
  const made = await account.made('cluster', 'AWS::EC2::Volume');
  expect(made).toHaveLength(pinnedOf(plan).length);
  return made;
}

/** Volume by node id, as the file names those that it adopts; asked while the deployment is there. */
export async function volumesByNode(account: Account, plan: Plan): Promise<Record<string, string>> {
  const found = await account.volumesWith(await volumes(account, plan));
  const named = new Map(found.map(({ VolumeId, Tags }) => [tagsOf(Tags).Name, VolumeId!]));
  return Object.fromEntries(pinnedOf(plan).map(({ nodeId, volume }) => [`${nodeId}`, named.get(volume.tags.Name)!]));
}

/** All that is kept, down to its content, by what tells it from another that looks the same: its id, or when it was made. */
export async function storesOf(account: Account, kept: Everything) {
  const of = async <T>(kind: string, read: (name: string) => Promise<T>): Promise<Record<string, T>> => {
    const rows: [string, T][] = [];
    for (const name of kept[kind] ?? []) rows.push([name, await read(name)]);
    return Object.fromEntries(rows);
  };
  return {
    buckets: await of('s3 ListBuckets', (name) => account.bucket(name)),
    keys: await of('kms ListKeys', (id) => account.key(id)),
    secrets: await of('secretsmanager ListSecrets', (name) => account.secret(name)),
    volumes: await of('ec2 DescribeVolumes', (id) => account.volume(id)),
    authorities: await of('acm-pca ListCertificateAuthorities', (arn) => account.authority(arn)),
  };
}

async function keys(account: Account, plan: Plan): Promise<string[]> {
  const made = Object.values(plan.keys).filter(({ existingArn }) => existingArn === undefined);
  return Promise.all(made.map(async ({ alias }) => (await account.key(alias)).arn.split('/').pop()!));
}
