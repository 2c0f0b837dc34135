import { Match } from 'aws-cdk-lib/assertions';
import { ClusterNetwork, existingNetwork } from '../../lib/cdk/network';
import { plan } from '../../lib/core';
import { inExistingVpc } from '../fixtures/deployments';
import { only, planFor, templateOf } from './template-of';

const LOGS_KEY = 'arn:aws:kms:us-east-1:111122223333:key/logs';
const FLOW_LOGS_ROLE = 'arn:aws:iam::111122223333:role/flow-logs';
const decided = planFor();
const template = templateOf((stack) => {
  new ClusterNetwork(stack, 'Network', { plan: decided, logsKeyArn: LOGS_KEY, flowLogsRoleArn: FLOW_LOGS_ROLE });
});
const resources = (type: string) => Object.values(template.findResources(type));

test('there is no way to the internet: no gateway, no NAT, no default route, no public address', () => {
  const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types.filter((type) => /InternetGateway|NatGateway|::Route$|EIP/.test(type))).toEqual([]);
  template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
});

test('private names work: the VPC answers and gives host names', () => {
  template.hasResourceProperties('AWS::EC2::VPC', {
    CidrBlock: '10.20.0.0/16',
    EnableDnsSupport: true,
    EnableDnsHostnames: true,
  });
});

test('each zone has its subnet by zone id, so that no account needs a lookup', () => {
  const rows = resources('AWS::EC2::Subnet').map(({ Properties }) => [
    Properties.AvailabilityZoneId,
    Properties.CidrBlock,
  ]);
  expect(rows).toEqual(decided.zones.map(({ id, subnet }) => [id, subnet.cidr]));
  for (const { Properties } of resources('AWS::EC2::Subnet')) expect(Properties).not.toHaveProperty('AvailabilityZone');
});

test('each zone keeps the addresses of its nodes for them alone', () => {
  template.allResourcesProperties('AWS::EC2::SubnetCidrReservation', { ReservationType: 'explicit' });
  const cidrs = resources('AWS::EC2::SubnetCidrReservation').map(({ Properties }) => Properties.Cidr);
  expect(cidrs).toEqual(decided.zones.map(({ subnet }) => subnet.nodeRange));
});

test('endpoints draw their addresses only once the reservations stand', () => {
  const reservations = Object.keys(template.findResources('AWS::EC2::SubnetCidrReservation'));
  const endpoints = Object.values(
    template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }),
  );
  for (const { DependsOn } of endpoints) expect(DependsOn).toEqual(expect.arrayContaining(reservations));
});

test('each zone routes by a table of its own, to S3 through the gateway endpoint', () => {
  template.resourceCountIs('AWS::EC2::RouteTable', 3);
  template.resourceCountIs('AWS::EC2::SubnetRouteTableAssociation', 3);
  const gateway = only(template, 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
  expect(gateway.Properties.ServiceName).toBe('com.amazonaws.us-east-1.s3');
  expect(gateway.Properties.RouteTableIds).toHaveLength(3);
});

test.each(decided.network.endpoints)('$service: one endpoint in every zone, private names, a policy', (row) => {
  const { Properties } = only(template, 'AWS::EC2::VPCEndpoint', {
    ServiceName: `com.amazonaws.us-east-1.${row.service}`,
  });
  expect(Properties).toMatchObject({ VpcEndpointType: 'Interface', PrivateDnsEnabled: true });
  expect(Properties.SubnetIds).toHaveLength(3);
  expect(Properties.PolicyDocument.Statement[0].Action).toEqual(row.actions);
});

test('endpoints take HTTPS from the subnets of the nodes and open nothing themselves', () => {
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: decided.zones.map(({ subnet }) =>
      Match.objectLike({ CidrIp: subnet.cidr, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ),
    SecurityGroupEgress: [Match.objectLike({ CidrIp: '127.0.0.1/32' })],
  });
});

test('flow logs record all traffic, encrypted with the logs key', () => {
  template.hasResourceProperties('AWS::EC2::FlowLog', {
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    DeliverLogsPermissionArn: FLOW_LOGS_ROLE,
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: LOGS_KEY,
    LogGroupName: decided.logGroups.flowLogs.name,
    RetentionInDays: 90,
  });
});

test('an existing VPC is described, not made', () => {
  expect(existingNetwork(plan(inExistingVpc(), '2026-11-22'))).toEqual({
    vpcId: 'vpc-0123456789abcdef0',
    subnetIds: {
      'use1-az1': 'subnet-0000000000000001a',
      'use1-az2': 'subnet-0000000000000002a',
      'use1-az4': 'subnet-0000000000000004a',
    },
  });
});
