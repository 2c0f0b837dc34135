/** What lives beside a cluster stays as it is: another cluster of the account, and a VPC that others own. */
import { DescribeNetworkInterfacesCommand, DescribeRouteTablesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2'; // prettier-ignore
import { join } from 'node:path';
import { readDeployment } from '../../../lib/files';
import { sample } from '../../fixtures/deployments';
import { Account } from './account';
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
    const account = new Account(world.local, one.plan);
    succeeded(await world.deploy(one));
    const before = await stateOf(account);
    succeeded(await world.deploy(other));
    expect(Object.keys(await new Account(world.local, other.plan).machines())).toHaveLength(6);
    expect(await stateOf(account)).toEqual(before);
    succeeded(await world.destroy(other));
    expect(await stateOf(account)).toEqual(before);
  });

  const stateOf = async (account: Account) => ({
    machines: await account.machines(),
    interfaces: await account.interfaces(),
    volumes: await account.volumes(),
    subnets: await account.subnets(),
    key: await account.key('alias/inventory/data'),
  });
});

describe('an existing VPC', () => {
  let world: World;
  afterAll(() => world?.close());

  it('is the same after a deploy and a destroy as before', async () => {
    const { deployment } = readDeployment(join(__dirname, '../../../deployments/existing-vpc.yaml'));
    world = await World.open(deployment);
    const assembly = synthesize(await world.settle(deployment));
    const account = new Account(world.local, assembly.plan);
    const before = await vpcOf(account, assembly.plan.network.existingVpcId!);
    succeeded(await world.deploy(assembly));
    // Subnets count free addresses, and machines hold some; everything else is what it was.
    const during = await vpcOf(account, assembly.plan.network.existingVpcId!);
    expect(JSON.stringify(during.own)).toBe(JSON.stringify(before.own));
    for (const what of ['groups', 'interfaces'] as const) expect(during[what]).toEqual(expect.arrayContaining(before[what]!)); // prettier-ignore
    succeeded(await world.destroy(assembly));
    expect(JSON.stringify(await vpcOf(account, assembly.plan.network.existingVpcId!))).toBe(JSON.stringify(before));
  });

  async function vpcOf({ ec2 }: Account, vpc: string) {
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    return {
      own: {
        vpc: (await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }))).Vpcs,
        routes: (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables,
        endpoints: (await ec2.send(new DescribeVpcEndpointsCommand({ Filters }))).VpcEndpoints,
        subnets: Subnets.map(({ AvailableIpAddressCount, ...rest }) => ({
          ...rest,
          counted: AvailableIpAddressCount !== undefined,
        })),
      },
      groups: (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups,
      interfaces: (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces,
      free: Subnets.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount),
    };
  }
});
