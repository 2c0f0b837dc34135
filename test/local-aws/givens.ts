/**
 * What a deployment file takes as given in its account: a VPC with subnets, security groups, prefix lists, a hosted zone, roles.
 *
 * EC2 and Route 53 choose their ids themselves, so the answer says which id of the file became which; the file must be read with
 * those in their place.
 */
import {
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeAvailabilityZonesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { Plan } from '../../lib/core';
import { clientOf } from './client';
import type { LocalAws } from './local-aws';

export type Ids = ReadonlyMap<string, string>;

export async function provideGivens(local: LocalAws, plan: Plan): Promise<Ids> {
  await provideRoles(clientOf(local, plan, IAMClient, 'iam'), plan);
  if (plan.network.existingVpcId === undefined) return new Map();
  const ec2 = clientOf(local, plan, EC2Client, 'ec2');
  const vpc = await makeVpc(ec2, plan);
  return new Map([
    [plan.network.existingVpcId, vpc],
    ...(await makeSubnets(ec2, plan, vpc)),
    ...(await makeClients(ec2, plan, vpc)),
    ...(await makeZone(clientOf(local, plan, Route53Client, 'route53'), plan, vpc)),
  ]);
}

/** The text with every id of the file replaced by the one that the account gave. */
export const withIds = (text: string, ids: Ids): string =>
  [...ids].reduce((rest, [written, made]) => rest.replaceAll(written, made), text);

async function makeVpc(ec2: EC2Client, { zones }: Plan): Promise<string> {
  const CidrBlock = zones[0]!.subnet.cidr.replace(/\.\d+\.\d+\/\d+$/, '.0.0/16');
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc!.VpcId!;
}

async function makeSubnets(ec2: EC2Client, { zones }: Plan, VpcId: string): Promise<[string, string][]> {
  const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  const nameOf = new Map(AvailabilityZones!.map(({ ZoneId, ZoneName }) => [ZoneId, ZoneName]));
  return Promise.all(
    zones.map(async ({ id, subnet }): Promise<[string, string]> => {
      const place = { VpcId, CidrBlock: subnet.cidr, AvailabilityZone: nameOf.get(id) };
      const { Subnet } = await ec2.send(new CreateSubnetCommand(place));
      return [subnet.existingId!, Subnet!.SubnetId!];
    }),
  );
}

/** Security groups and prefix lists that clients are named by. */
async function makeClients(ec2: EC2Client, { network }: Plan, VpcId: string): Promise<[string, string][]> {
  const groups = network.clients.securityGroups.map(async (id): Promise<[string, string]> => {
    const made = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: id.slice(3), Description: 'given' }),
    );
    return [id, made.GroupId!];
  });
  const lists = network.clients.prefixLists.map(async (id): Promise<[string, string]> => {
    const list = { PrefixListName: id, AddressFamily: 'IPv4', MaxEntries: 5 };
    const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(list));
    return [id, PrefixList!.PrefixListId!];
  });
  return Promise.all([...groups, ...lists]);
}

async function makeZone(route53: Route53Client, { dns, cluster }: Plan, VPCId: string): Promise<[string, string][]> {
  if (dns.hostedZoneId === undefined) return [];
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({
      Name: dns.domain,
      CallerReference: dns.domain,
      HostedZoneConfig: { PrivateZone: true },
      VPC: { VPCId, VPCRegion: cluster.region as 'us-east-1' },
    }),
  );
  return [[dns.hostedZoneId, HostedZone!.Id!.split('/').pop()!]];
}

async function provideRoles(iam: IAMClient, { roles }: Plan): Promise<void> {
  for (const { existingArn, existingInstanceProfileArn, service } of Object.values(roles)) {
    if (existingArn === undefined) continue;
    const [RoleName, Path] = named(existingArn);
    const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] };
    await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    if (existingInstanceProfileArn === undefined) continue;
    const [InstanceProfileName, path] = named(existingInstanceProfileArn);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path: path }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  }
}

/** `arn:aws:iam::1:role/team/orders` -> `orders`, `/team/`. */
function named(arn: string): [name: string, path: string] {
  const parts = arn.split(':').pop()!.split('/').slice(1);
  const name = parts.pop()!;
  return [name, ['', ...parts, ''].join('/')];
}
