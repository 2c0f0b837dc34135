/** What lives beside a cluster stays as it is: another cluster of the account, and a VPC that others own. */
import { CreateSubnetCidrReservationCommand, DescribeNetworkAclsCommand, DescribeNetworkInterfacesCommand, DescribeRouteTablesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand, GetSubnetCidrReservationsCommand } from '@aws-sdk/client-ec2'; // prettier-ignore
import { ChangeResourceRecordSetsCommand, ListHostedZonesByVPCCommand, ListResourceRecordSetsCommand, Route53Client, type VPCRegion } from '@aws-sdk/client-route-53'; // prettier-ignore
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { readDeployment } from '../../../lib/files';
import type { Plan } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { clientOf } from '../../local-aws/client';
import { added, everythingIn } from '../../local-aws/everything';
import { Account } from './account';
import { toKeep } from './kept';
import { held } from './policies';
import { succeeded, synthesize, World } from './world';

describe('two clusters in one account and region', () => {
  let world: World;
  const first = sample();
  const second = sample({
    name: 'returns',
    clusterId: 'kT3xM0bWQ7iJ4kLmNoPqRg',
    network: { newVpc: { cidr: '10.30.0.0/16' } },
  });
  afterAll(() => world?.close());

  it('do not touch each other', async () => {
    world = await World.open(first);
    const [one, other] = [synthesize(first), synthesize(second)];
    const neighbour = new Account(world.local, other.plan);
    succeeded(await world.deploy(one));
    const [before, there] = [await stateOf(one.plan), everythingIn(world.local)];
    succeeded(await world.deploy(other));
    expect(Object.keys(await neighbour.machines())).toHaveLength(6);
    expect(await stateOf(one.plan)).toEqual(before);
    expect(added(everythingIn(world.local), there)).toEqual({});
    const { 'iam ListRoles': _, ...kept } = await toKeep(neighbour, other.plan); // the account's role was there
    succeeded(await world.destroy(other));
    expect(await stateOf(one.plan)).toEqual(before);
    expect(added(everythingIn(world.local), there)).toEqual({});
    expect(added(there, everythingIn(world.local))).toEqual(kept);
  });

  async function stateOf(plan: Plan) {
    const account = new Account(world.local, plan);
    return {
      machines: await account.machines(),
      interfaces: await account.interfaces(),
      volumes: await account.volumes(),
      subnets: await account.subnets(),
      keys: await Promise.all(Object.values(plan.keys).map(({ alias }) => account.key(alias))),
      passwords: await Promise.all(Object.values(plan.secrets).map(({ name }) => account.password(name))),
      buckets: await Promise.all(Object.values(plan.buckets).map(({ name }) => settingsOf(account, name))),
      policies: await held(world.local, plan), // of keys, buckets, roles and endpoints
      records: await account.records((await account.subnets())[0]!.VpcId!),
    };
  }

  async function settingsOf({ s3 }: Account, Bucket: string) {
    return {
      encryption: (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
      lifecycle: (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
      tags: (await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet,
    };
  }
});

describe('an existing VPC', () => {
  let world: World;
  afterAll(() => world?.close());

  it('is the same after a deploy and a destroy as before', async () => {
    const { deployment } = readDeployment(join(__dirname, '../../../deployments/existing-vpc.yaml'));
    world = await World.open(deployment);
    const assembly = synthesize(await world.settle(deployment));
    const account = new Account(world.local, assembly.plan);
    await ownersWork(account, assembly.plan);
    const before = await vpcOf(account, assembly.plan);
    succeeded(await world.deploy(assembly));
    // Subnets count free addresses, and machines hold some; everything else is what it was.
    const during = await vpcOf(account, assembly.plan);
    expect(JSON.stringify(during.own)).toBe(JSON.stringify(before.own));
    for (const what of ['groups', 'interfaces', 'records'] as const) expect(during[what]).toEqual(expect.arrayContaining<unknown>(before[what]!)); // prettier-ignore
    succeeded(await world.destroy(assembly));
    expect(JSON.stringify(await vpcOf(account, assembly.plan))).toBe(JSON.stringify(before));
  });

  /** What the network team has done before: node ranges reserved, as the file says, and a name of its own in the zone. */
  async function ownersWork({ ec2 }: Account, plan: Plan): Promise<void> {
    const { zones, dns } = plan;
    for (const { subnet } of zones)
      await ec2.send(
        new CreateSubnetCidrReservationCommand({
          SubnetId: subnet.existingId,
          Cidr: subnet.nodeRange,
          ReservationType: 'explicit',
        }),
      );
    const ResourceRecordSet = {
      Name: `other.${dns.domain}`,
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value: '10.128.0.9' }],
    };
    await route53(plan).send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: dns.hostedZoneId,
        ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
      }),
    );
  }

  async function vpcOf({ ec2 }: Account, plan: Plan) {
    const vpc = plan.network.existingVpcId!;
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    const reservations = Subnets.map(({ SubnetId }) => ec2.send(new GetSubnetCidrReservationsCommand({ SubnetId })));
    return {
      own: {
        vpc: (await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }))).Vpcs,
        acls: (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls,
        reservations: (await Promise.all(reservations)).map((row) => row.SubnetIpv4CidrReservations),
        zones: (await zonesOf(plan)).HostedZoneSummaries,
        routes: (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables,
        endpoints: (await ec2.send(new DescribeVpcEndpointsCommand({ Filters }))).VpcEndpoints,
        subnets: Subnets.map(({ AvailableIpAddressCount, ...rest }) => ({
          ...rest,
          counted: AvailableIpAddressCount !== undefined,
        })),
      },
      groups: (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups,
      interfaces: (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces,
      records: await recordsOf(plan),
      free: Subnets.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount),
    };
  }

  const route53 = (plan: Plan): Route53Client => clientOf(world.local, plan, Route53Client, 'route53');
  const zonesOf = (plan: Plan) =>
    route53(plan).send(
      new ListHostedZonesByVPCCommand({
        VPCId: plan.network.existingVpcId!,
        VPCRegion: plan.cluster.region as VPCRegion,
      }),
    );
  const recordsOf = async (plan: Plan) =>
    (await route53(plan).send(new ListResourceRecordSetsCommand({ HostedZoneId: plan.dns.hostedZoneId })))
      .ResourceRecordSets;
});
