/** What `pulumi up` left in the account, read back by calls of the SDK and held to the plan. */
import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { PinnedNode, Plan } from '../../../lib/core';
import type { BucketPlan, RolePurpose } from '../../../lib/core/plan/types';
import { permissions, trustPolicy } from '../../../lib/core/render';
import type { RoleArns } from '../../../lib/core/render/refs';
import { clientOf } from '../../local-aws/client';
import type { LocalAws } from '../../local-aws/local-aws';
import { tagsOf, type Account } from '../deploy/account';
import { heldByResources, renderedByResources } from '../deploy/policies';
import { plannedRules, rulesOf } from './rules';

export async function expectAsPlanned(account: Account, local: LocalAws, plan: Plan): Promise<void> {
  await groupsAndMachines(account, plan);
  await addresses(account, plan);
  await keysAndSecrets(account, plan);
  const roleArns = await roles(local, plan);
  const { arn: dataKey } = await account.key(plan.keys.data.alias);
  for (const bucket of Object.values(plan.buckets)) await stored(account, bucket, dataKey);
  expect(await heldByResources(local, plan)).toEqual(renderedByResources(plan, roleArns));
  await ports(account, plan);
  await alarms(account, plan);
}

async function groupsAndMachines(account: Account, plan: Plan): Promise<void> {
  const groups = await account.groups();
  const elastic = plan.brokers.kind === 'elastic' ? plan.brokers.groups : [];
  const wanted = [
    ...elastic.map(({ name, minSize, maxSize }) => [name, minSize, maxSize, 'broker'] as const),
    ...plan.controllers.map(({ groupName }) => [groupName, 1, 1, 'controller'] as const),
  ];
  expect([...groups.keys()].sort()).toEqual(wanted.map(([name]) => name).sort());
  for (const [name, minSize, maxSize, kind] of wanted) {
    const { MinSize, MaxSize, Instances, LaunchTemplate } = groups.get(name)!;
    expect([name, MinSize, MaxSize, Instances!.length]).toEqual([name, minSize, maxSize, minSize]);
    const { launchHook, terminateHook, instanceType } = plan.machines[kind];
    expect(await account.hooks(name)).toEqual([launchHook, terminateHook]);
    const data = await account.launchTemplate(LaunchTemplate!.LaunchTemplateId!, LaunchTemplate!.Version!);
    expect(data).toMatchObject({
      ImageId: plan.cluster.imageId,
      InstanceType: instanceType,
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    });
    expect(Buffer.from(data.UserData!, 'base64').toString()).toContain(`\nCLUSTER=${plan.cluster.prefix}\n`);
  }
}

async function addresses(account: Account, plan: Plan): Promise<void> {
  const interfaces = await account.interfaces();
  const ofNode = ({ address }: PinnedNode) => interfaces.find((each) => each.PrivateIpAddress === address);
  for (const node of plan.controllers) expect(ofNode(node)?.Attachment?.InstanceId).toMatch(/^i-/);
  const volumes = (await account.volumes()).map(({ Tags }) => tagsOf(Tags).Name);
  expect(volumes).toEqual(expect.arrayContaining(plan.controllers.map(({ volume }) => volume.tags.Name)));
  const rows = plan.dns.recordSets.flatMap(({ records }) => records.map((each) => [each.host, each.addresses]));
  expect(await account.records(interfaces[0]!.VpcId!)).toEqual(Object.fromEntries(rows));
  for (const { SubnetId, CidrBlock } of await account.subnets()) {
    const { subnet } = plan.zones.find((zone) => zone.subnet.cidr === CidrBlock)!;
    expect(await account.reservation(SubnetId!)).toEqual([`${subnet.nodeRange} explicit`]);
  }
}

async function keysAndSecrets(account: Account, plan: Plan): Promise<void> {
  for (const { alias } of Object.values(plan.keys))
    expect(await account.key(alias)).toMatchObject({ state: 'Enabled', rotates: true });
  const { arn } = await account.key(plan.keys.secrets.alias);
  const secrets = (await account.secrets()).map(({ Name, KmsKeyId }) => `${Name} ${KmsKeyId}`);
  expect(secrets.sort()).toEqual(
    Object.values(plan.secrets)
      .map(({ name }) => `${name} ${arn}`)
      .sort(),
  );
  const logsKey = await account.key(plan.keys.logs.alias);
  const made = new Map((await account.logGroups()).map((group) => [group.logGroupName, group]));
  for (const { name, retentionDays } of Object.values(plan.logGroups)) {
    if (!made.has(name)) throw new Error(`no log group ${name}`);
    expect(made.get(name)).toMatchObject({ kmsKeyId: logsKey.arn, retentionInDays: retentionDays });
  }
}

/** Each role of the plan with its trust and its one policy, word for word; their ARNs. */
async function roles(local: LocalAws, plan: Plan): Promise<RoleArns> {
  const iam = clientOf(local, plan, IAMClient, 'iam');
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const rows = Object.entries(plan.roles).map(async ([name, row]): Promise<[string, string]> => {
    const purpose = name as RolePurpose;
    const role = Roles.find(({ Description }) => Description === row.purpose)!;
    expect(parsed(role.AssumeRolePolicyDocument!)).toEqual(plain(trustPolicy(plan, purpose)));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role.RoleName }));
    expect(AttachedPolicies).toHaveLength(1);
    const PolicyArn = AttachedPolicies![0]!.PolicyArn!;
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId }),
    );
    expect(parsed(PolicyVersion!.Document!)).toEqual(plain(permissions(plan, purpose, { stackName: 'none' })));
    return [purpose, role.Arn!];
  });
  return Object.fromEntries(await Promise.all(rows)) as RoleArns;
}

const parsed = (document: string): unknown => JSON.parse(decodeURIComponent(document));
const plain = (document: object): unknown => JSON.parse(JSON.stringify(document));

async function stored({ s3 }: Account, bucket: BucketPlan, dataKey: string): Promise<void> {
  const Bucket = bucket.name;
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const rule = encryption.ServerSideEncryptionConfiguration!.Rules![0]!.ApplyServerSideEncryptionByDefault!;
  expect(rule).toEqual(
    bucket.encryption === 's3-managed'
      ? { SSEAlgorithm: 'AES256' }
      : { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: dataKey },
  );
  const { Status = 'Off' } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  expect(Status).toBe(bucket.versioned ? 'Enabled' : 'Off');
  const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(Object.values(block.PublicAccessBlockConfiguration!)).toEqual([true, true, true, true]);
}

/** Every rule of the nodes' groups is a port row of the plan, and every row has its rules. */
async function ports({ ec2 }: Account, plan: Plan): Promise<void> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  expect(rulesOf(SecurityGroups).sort()).toEqual(plannedRules(plan).sort());
}

async function alarms(account: Account, plan: Plan): Promise<void> {
  const made = (await account.alarms()).map(({ AlarmDescription }) => AlarmDescription);
  const wanted = [...plan.alarms, ...(plan.seasons?.alarms ?? [])].map(({ advice }) => advice);
  expect(made).toEqual(expect.arrayContaining(wanted));
}
