import {
  CfnFlowLog,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetCidrReservation,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import type { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { EndpointRow, Plan, ZonePlan } from '../core/plan/types';
import { gatewayEndpointPolicy, interfaceEndpointPolicy } from '../core/render';
import { acknowledge, CONFORMANCE_PACKS, describe, inPacks } from './annotate';
import { createLogGroup } from './log-group';
import type { NetworkRefs } from './network-refs';

const FILE = 'lib/cdk/network.ts';
const HTTPS = 443;

export interface ClusterNetworkProps {
  /** A plan with `network.newVpcCidr`. */
  readonly plan: Plan;
  /** Key that encrypts the flow logs. */
  readonly logsKeyArn: string;
  /** Role that delivers the flow logs. */
  readonly flowLogsRoleArn: string;
}

/**
 * A new VPC with one private subnet per zone and no way to the internet: no gateway, no NAT. Machines reach AWS through
 * the S3 gateway endpoint and one interface endpoint per service, each with a policy; flow logs record every connection.
 */
export class ClusterNetwork extends Construct implements NetworkRefs {
  readonly vpcId: string;
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly endpointSecurityGroupId: string;
  /** Route tables by zone id: whoever peers this VPC adds routes to them. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  private readonly plan: Plan;
  /** Blocks for the nodes; whatever draws an address by itself waits for them. */
  private readonly nodeRanges: readonly CfnResource[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterNetworkProps,
  ) {
    super(scope, id);
    this.plan = props.plan;
    this.vpcId = this.createVpc().attrVpcId;
    const subnets = this.plan.zones.map((zone) => this.createSubnet(zone));
    this.subnetIds = Object.fromEntries(this.plan.zones.map(({ id }, i) => [id, subnets[i]!.attrSubnetId]));
    this.nodeRanges = this.plan.zones.map((zone) => this.createNodeRange(zone));
    this.routeTableIds = Object.fromEntries(
      this.plan.zones.map((zone) => [zone.id, this.createRouteTable(zone).attrRouteTableId]),
    );
    this.endpointSecurityGroupId = this.createEndpointSecurityGroup().attrGroupId;
    this.createGatewayEndpoint();
    this.plan.network.endpoints.forEach((row) => this.createInterfaceEndpoint(row));
    this.createFlowLog();
  }

  private createVpc(): CfnVPC {
    const vpc = new CfnVPC(this, ids.vpc, {
      cidrBlock: this.plan.network.newVpcCidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    acknowledge(vpc, [
      {
        id: inPacks('VPCDefaultSecurityGroupClosed', ...CONFORMANCE_PACKS),
        reason:
          'CloudFormation cannot edit the default security group of a VPC without a custom resource, and this package runs none. ' +
          'Nothing is ever put into that group: every interface of the nodes and of the endpoints names its own group, and the ' +
          'VPC has neither an internet gateway nor a peer.',
      },
    ]);
    return describe(
      vpc,
      `Private network of ${this.plan.cluster.prefix}: no internet gateway, no NAT.`,
      'network',
      FILE,
    );
  }

  private createSubnet(zone: ZonePlan): CfnSubnet {
    const subnet = new CfnSubnet(this, ids.subnet(zone.id), {
      vpcId: this.vpcId,
      availabilityZoneId: zone.id,
      cidrBlock: zone.subnet.cidr,
      mapPublicIpOnLaunch: false,
    });
    return describe(
      subnet,
      `Private subnet of the nodes and endpoints in ${zone.id}.`,
      `zones.${zone.id}.subnet`,
      FILE,
    );
  }

  private createNodeRange(zone: ZonePlan): CfnSubnetCidrReservation {
    const range = new CfnSubnetCidrReservation(this, ids.reservation(zone.id), {
      subnetId: this.subnetIds[zone.id]!,
      cidr: zone.subnet.nodeRange,
      reservationType: 'explicit',
    });
    const purpose = `Addresses of controllers and broker slots in ${zone.id}: nothing else draws from them.`;
    return describe(range, purpose, `zones.${zone.id}.subnet.nodeRange`, FILE);
  }

  private createRouteTable(zone: ZonePlan): CfnRouteTable {
    const row = `zones.${zone.id}.subnet`;
    const table = new CfnRouteTable(this, ids.routeTable(zone.id), { vpcId: this.vpcId });
    const association = new CfnSubnetRouteTableAssociation(this, ids.routeTableAssociation(zone.id), {
      subnetId: this.subnetIds[zone.id]!,
      routeTableId: table.attrRouteTableId,
    });
    describe(association, `Routes the subnet of ${zone.id} by its own table.`, row, FILE);
    return describe(table, `Routes of ${zone.id}: inside the VPC and to S3, nowhere else.`, row, FILE);
  }

  private createEndpointSecurityGroup(): CfnSecurityGroup {
    const purpose = `HTTPS from the nodes of ${this.plan.cluster.prefix} to the interface endpoints.`;
    const group = new CfnSecurityGroup(this, ids.endpointSecurityGroup, {
      groupDescription: purpose,
      vpcId: this.vpcId,
      securityGroupIngress: this.plan.zones.map(({ id, subnet }) => ({
        ipProtocol: 'tcp',
        fromPort: HTTPS,
        toPort: HTTPS,
        cidrIp: subnet.cidr,
        description: `AWS API calls from the nodes in ${id}`,
      })),
      securityGroupEgress: [NO_EGRESS],
    });
    return describe(group, purpose, 'network.endpoints', FILE);
  }

  private createGatewayEndpoint(): void {
    const endpoint = new CfnVPCEndpoint(this, ids.gatewayEndpoint, {
      vpcId: this.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: this.serviceName('s3'),
      routeTableIds: Object.values(this.routeTableIds),
      policyDocument: gatewayEndpointPolicy(this.plan),
    });
    describe(endpoint, 'The only way to S3, and only to the buckets the nodes need.', 'network', FILE);
  }

  private createInterfaceEndpoint(row: EndpointRow): void {
    const endpoint = new CfnVPCEndpoint(this, ids.interfaceEndpoint(row.service), {
      vpcId: this.vpcId,
      vpcEndpointType: 'Interface',
      serviceName: this.serviceName(row.service),
      subnetIds: Object.values(this.subnetIds),
      securityGroupIds: [this.endpointSecurityGroupId],
      privateDnsEnabled: true,
      policyDocument: interfaceEndpointPolicy(this.plan, row),
    });
    endpoint.node.addDependency(...this.nodeRanges);
    describe(endpoint, row.purpose, `network.endpoints.${row.service}`, FILE);
  }

  private createFlowLog(): void {
    const logGroup = createLogGroup(this, this.plan, 'flowLogs', this.props.logsKeyArn);
    const flowLog = new CfnFlowLog(this, ids.flowLog, {
      resourceType: 'VPC',
      resourceId: this.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.ref,
      deliverLogsPermissionArn: this.props.flowLogsRoleArn,
    });
    describe(flowLog, 'Records every connection in the VPC, accepted or refused.', 'logGroups.flowLogs', FILE);
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.plan.cluster.region}.${service}`;
  }
}

/** Without a rule of its own a group may send anywhere; this one reaches nothing (the form the EC2 schema documents). */
const NO_EGRESS = { ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Endpoints open no connection' };

/** The same facts of a VPC that others own; nothing is created. */
export function existingNetwork(plan: Plan): NetworkRefs {
  return {
    vpcId: plan.network.existingVpcId!,
    subnetIds: Object.fromEntries(plan.zones.map(({ id, subnet }) => [id, subnet.existingId!])),
  };
}
