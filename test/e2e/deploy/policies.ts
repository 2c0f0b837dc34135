/** Every policy of a deployment, as the plan renders it and as the account holds it. */
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam'; // prettier-ignore
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import type { Plan } from '../../../lib/core';
import { ids } from '../../../lib/core/identities';
import type { BucketPurpose, KeyPurpose, RolePurpose } from '../../../lib/core/plan/types';
import { bucketPolicy, gatewayEndpointPolicy, interfaceEndpointPolicy, keyPolicy, permissions, trustPolicy, type RoleArns } from '../../../lib/core/render'; // prettier-ignore
import { clientOf } from '../../local-aws/client';
import type { LocalAws } from '../../local-aws/local-aws';
import { Account } from './account';

/** Documents by what they belong to, `key data`, `bucket ops`, `trust broker`, `permissions broker`, `endpoint ec2`. */
export type Documents = Readonly<Record<string, unknown>>;

const plain = (document: unknown): unknown => JSON.parse(JSON.stringify(document)) as unknown;
const made = (plan: Plan): RolePurpose[] =>
  (Object.keys(plan.roles) as RolePurpose[]).filter((purpose) => plan.roles[purpose].needed && !plan.roles[purpose].existingArn); // prettier-ignore

/** ARN of each role, given or made. */
async function roleArns(local: LocalAws, plan: Plan): Promise<RoleArns> {
  const client = clientOf(local, plan, CloudFormationClient, 'cloudformation');
  const StackName = plan.stacks.find(({ kind }) => kind === 'identity')?.name;
  const { StackResources = [] } = StackName ? await client.send(new DescribeStackResourcesCommand({ StackName })) : {};
  const nameOf = (purpose: string): string =>
    StackResources.find((row) => new RegExp(`${ids.role(purpose)}[0-9A-F]{8}$`).test(row.LogicalResourceId!))!
      .PhysicalResourceId!;
  const { account } = plan.cluster;
  const rows = Object.entries(plan.roles)
    .filter(([, { needed }]) => needed)
    .map(([purpose, { existingArn }]) => [purpose, existingArn ?? `arn:aws:iam::${account}:role${plan.access.rolePath}${nameOf(purpose)}`]); // prettier-ignore
  return Object.fromEntries(rows) as RoleArns;
}

export async function rendered(local: LocalAws, plan: Plan): Promise<Documents> {
  return {
    ...renderedByResources(plan, await roleArns(local, plan)),
    ...Object.fromEntries(made(plan).map((purpose) => [`trust ${purpose}`, plain(trustPolicy(plan, purpose))])),
    ...Object.fromEntries(made(plan).map((purpose) => [`permissions ${purpose}`, plain(permissions(plan, purpose))])),
  };
}

/** Those of keys, buckets and endpoints. */
export function renderedByResources(plan: Plan, roles: RoleArns): Documents {
  const keys = (Object.keys(plan.keys) as KeyPurpose[]).filter(
    (purpose) => plan.keys[purpose].existingArn === undefined,
  );
  const endpoints = plan.network.newVpcCidr === undefined ? [] : plan.network.endpoints;
  return Object.fromEntries([
    ...keys.map((purpose) => [`key ${purpose}`, plain(keyPolicy(plan, purpose, roles))]),
    ...(Object.keys(plan.buckets) as BucketPurpose[]).map((purpose) => [`bucket ${purpose}`, plain(bucketPolicy(plan, purpose, roles))]), // prettier-ignore
    ...(endpoints.length > 0 ? [['endpoint s3', plain(gatewayEndpointPolicy(plan))]] : []),
    ...endpoints.map((row) => [`endpoint ${row.service}`, plain(interfaceEndpointPolicy(plan, row))]),
  ]) as Documents;
}

export async function held(local: LocalAws, plan: Plan): Promise<Documents> {
  return { ...(await heldByResources(local, plan)), ...(await heldByRoles(local, plan)) };
}

export async function heldByResources(local: LocalAws, plan: Plan): Promise<Documents> {
  const account = new Account(local, plan);
  const found: Record<string, unknown> = { ...(await endpointPolicies(local, plan)) };
  for (const [purpose, { alias, existingArn }] of Object.entries(plan.keys))
    if (existingArn === undefined) found[`key ${purpose}`] = JSON.parse((await account.key(alias)).policy);
  for (const [purpose, { name }] of Object.entries(plan.buckets))
    found[`bucket ${purpose}`] = await bucketPolicyOf(clientOf(local, plan, S3Client, 's3'), name);
  return found;
}

export async function heldByRoles(local: LocalAws, plan: Plan): Promise<Documents> {
  const roles = await roleArns(local, plan);
  const found: Record<string, unknown> = {};
  for (const purpose of made(plan)) {
    const role = await roleOf(clientOf(local, plan, IAMClient, 'iam'), roles[purpose]!.split('/').pop()!);
    found[`trust ${purpose}`] = role.trust;
    found[`permissions ${purpose}`] = role.permissions;
  }
  return found;
}

async function bucketPolicyOf(client: S3Client, Bucket: string): Promise<unknown> {
  return JSON.parse((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy!) as unknown;
}

/** One attached policy and nothing inline, as the templates make it; anything more shows as a list. */
async function roleOf(client: IAMClient, RoleName: string): Promise<{ trust: unknown; permissions: unknown }> {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  const documents: unknown[] = [...PolicyNames];
  for (const { PolicyArn } of AttachedPolicies) {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId });
    documents.push(decoded((await client.send(version)).PolicyVersion!.Document!));
  }
  return {
    trust: decoded(Role!.AssumeRolePolicyDocument!),
    permissions: documents.length === 1 ? documents[0] : documents,
  };
}

const decoded = (text: string): unknown => JSON.parse(decodeURIComponent(text)) as unknown;

async function endpointPolicies(local: LocalAws, plan: Plan): Promise<Documents> {
  const client = clientOf(local, plan, EC2Client, 'ec2');
  const Filters = [{ Name: 'tag:automq:cluster', Values: [plan.cluster.prefix] }];
  const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand({ Filters }));
  return Object.fromEntries(
    VpcEndpoints.map(({ ServiceName = '', PolicyDocument = 'null' }) => [
      `endpoint ${ServiceName.replace(/^com\.amazonaws\.[^.]+\./, '')}`,
      JSON.parse(PolicyDocument) as unknown,
    ]),
  );
}
