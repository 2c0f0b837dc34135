import { ComponentResource, type Output } from '@pulumi/pulumi';
import { plan } from '../../lib/core';
import { ClusterNetwork, existingNetwork } from '../../lib/pulumi/network';
import type { NetworkRefs } from '../../lib/pulumi/network-refs';
import { inExistingVpc, sample } from '../fixtures/deployments';
import { arnOf, idOf, recorded, zoneNameOf, type Recorded } from './recorded';

const LOGS_KEY = 'arn:aws:kms:us-east-1:111122223333:key/logs';
const FLOW_LOGS_ROLE = 'arn:aws:iam::111122223333:role/flow-logs';
const decided = plan(sample(), '2026-11-22');

let resources: Recorded[];
beforeAll(async () => {
  const args = { plan: decided, logsKeyArn: LOGS_KEY, flowLogsRoleArn: FLOW_LOGS_ROLE };
  resources = await recorded((options) => new ClusterNetwork('inventory', args, options));
});

const of = (type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
const endpoints = (type: string) => of('VpcEndpoint').filter(({ inputs }) => inputs.vpcEndpointType === type);

test('there is no way to the internet: no gateway, no NAT, no default route, no public address', () => {
  expect(resources.filter(({ type }) => /InternetGateway|NatGateway|:Route$|Eip/.test(type))).toEqual([]);
  for (const { inputs } of of('RouteTable')) expect(inputs).not.toHaveProperty('routes');
  for (const { inputs } of of('Subnet')) expect(inputs.mapPublicIpOnLaunch).toBe(false);
});

test('private names work: the VPC answers and gives host names', () => {
  expect(of('Vpc').map(({ inputs }) => inputs)).toEqual([
    expect.objectContaining({ cidrBlock: '10.20.0.0/16', enableDnsSupport: true, enableDnsHostnames: true }),
  ]);
});

test('each zone has its subnet by zone id, so that no account needs a lookup', () => {
  const rows = of('Subnet').map(({ inputs }) => [inputs.availabilityZoneId, inputs.cidrBlock]);
  expect(rows).toEqual(decided.zones.map(({ id, subnet }) => [id, subnet.cidr]));
  for (const { inputs } of of('Subnet')) expect(inputs).not.toHaveProperty('availabilityZone');
});

test('each zone keeps the addresses of its nodes for them alone', () => {
  const rows = of('SubnetCidrReservation').map(({ inputs }) => [inputs.reservationType, inputs.cidrBlock]);
  expect(rows).toEqual(decided.zones.map(({ subnet }) => ['explicit', subnet.nodeRange]));
});

test('a range of node addresses is given back before it is reserved anew: two of one range cannot be', () => {
  expect(of('SubnetCidrReservation').map(({ deleteBeforeReplace }) => deleteBeforeReplace)).toEqual([true, true, true]);
});

test('a flow log goes before its successor comes: EC2 takes no second one to the same place', () => {
  expect(of('FlowLog').map(({ deleteBeforeReplace }) => deleteBeforeReplace)).toEqual([true]);
});

test('endpoints draw their addresses only once the reservations stand', () => {
  const reservations = of('SubnetCidrReservation').map(({ type, name }) => `${type} ${name}`);
  expect(endpoints('Interface')).not.toEqual([]);
  for (const { dependsOn } of endpoints('Interface')) expect(dependsOn).toEqual(expect.arrayContaining(reservations));
});

test('each zone routes by a table of its own, to S3 through the gateway endpoint', () => {
  expect(of('RouteTable')).toHaveLength(3);
  expect(of('RouteTableAssociation')).toHaveLength(3);
  const [gateway] = endpoints('Gateway');
  expect(gateway!.inputs.serviceName).toBe('com.amazonaws.us-east-1.s3');
  expect(gateway!.inputs.routeTableIds).toEqual(of('RouteTable').map(({ name }) => idOf(name)));
});

test.each(decided.network.endpoints)('$service: one endpoint in every zone, private names, a policy', (row) => {
  const found = endpoints('Interface').filter(
    ({ inputs }) => inputs.serviceName === `com.amazonaws.us-east-1.${row.service}`,
  );
  expect(found).toHaveLength(1);
  const { inputs } = found[0]!;
  expect(inputs.privateDnsEnabled).toBe(true);
  expect(inputs.subnetIds).toEqual(of('Subnet').map(({ name }) => idOf(name)));
  const { Statement } = JSON.parse(inputs.policy as string) as { Statement: { Action: unknown }[] };
  expect(Statement[0]!.Action).toEqual(row.actions);
});

test('endpoints take HTTPS from the subnets of the nodes and open nothing themselves', () => {
  const rules = of('SecurityGroupIngressRule').map(({ inputs }) => inputs);
  expect(rules).toEqual(
    decided.zones.map(({ subnet }) =>
      expect.objectContaining({ cidrIpv4: subnet.cidr, ipProtocol: 'tcp', fromPort: 443, toPort: 443 }),
    ),
  );
  expect(of('SecurityGroupEgressRule')).toEqual([]);
  expect(of('SecurityGroup').map(({ inputs }) => inputs.egress)).toEqual([undefined]);
});

test('flow logs record all traffic, encrypted with the logs key', () => {
  const [group] = of('LogGroup');
  expect(group!.inputs).toMatchObject({
    kmsKeyId: LOGS_KEY,
    name: decided.logGroups.flowLogs.name,
    retentionInDays: 90,
  });
  expect(of('FlowLog').map(({ inputs }) => inputs)).toEqual([
    expect.objectContaining({
      trafficType: 'ALL',
      vpcId: idOf('inventory-Vpc'),
      iamRoleArn: FLOW_LOGS_ROLE,
      logDestination: arnOf(group!.name),
    }),
  ]);
});

test('an existing VPC is described, not made', async () => {
  let refs: NetworkRefs;
  const registered = await recorded((options) => {
    const parent = new ComponentResource('automq-byoc:index:Test', 'test', {}, options);
    refs = existingNetwork(plan(inExistingVpc(), '2026-11-22'), parent);
  });
  expect(registered).toHaveLength(1);
  expect(await known(refs!.vpcId)).toBe('vpc-0123456789abcdef0');
  expect(await known(refs!.subnetIds['use1-az2'])).toBe('subnet-0000000000000002a');
  expect(await known(refs!.zoneNames['use1-az4'])).toBe(zoneNameOf('use1-az4'));
});

const known = (value: unknown): Promise<unknown> => new Promise((done) => (value as Output<unknown>).apply(done));
