import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import { getAvailabilityZoneOutput } from '@pulumi/aws/getAvailabilityZone';
import * as ec2 from '@pulumi/aws/ec2';
import * as vpc from '@pulumi/aws/vpc';
import { ids } from '../core/identities';
import type { EndpointRow, Plan, ZonePlan } from '../core/plan/types';
import { gatewayEndpointPolicy, interfaceEndpointPolicy } from '../core/render';
import { filled } from './inputs';
import { createLogGroup } from './log-group';
import type { NetworkRefs } from './network-refs';

const HTTPS = 443;

export interface ClusterNetworkArgs {
  /** A plan with `network.newVpcCidr`. */
  readonly plan: Plan;
  /** Key that encrypts the flow logs. */
  readonly logsKeyArn: Input<string>;
  /** Role that delivers the flow logs. */
  readonly flowLogsRoleArn: Input<string>;
}

/**
 * A new VPC with one private subnet per zone and no way to the internet: no gateway, no NAT. Machines reach AWS through
 * the S3 gateway endpoint and one interface endpoint per service, each with a policy; flow logs record every connection.
 */
export class ClusterNetwork extends ComponentResource implements NetworkRefs {
  readonly vpcId: Input<string>;
  readonly subnetIds: Readonly<Record<string, Input<string>>>;
  readonly zoneNames: Readonly<Record<string, Input<string>>>;
  readonly endpointSecurityGroupId: Input<string>;
  /** Route tables by zone id: whoever peers this VPC adds routes to them. */
  readonly routeTableIds: Readonly<Record<string, Input<string>>>;
  private readonly plan: Plan;
  /** Blocks for the nodes; whatever draws an address by itself waits for them. */
  private readonly nodeRanges: readonly Resource[];

  constructor(
    private readonly name: string,
    private readonly args: ClusterNetworkArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterNetwork', name, {}, options);
    this.plan = args.plan;
    this.vpcId = this.createVpc().id;
    const subnets = this.plan.zones.map((zone) => [zone.id, this.createSubnet(zone)] as const);
    this.subnetIds = Object.fromEntries(subnets.map(([zone, subnet]) => [zone, subnet.id]));
    this.zoneNames = Object.fromEntries(subnets.map(([zone, subnet]) => [zone, subnet.availabilityZone]));
    this.nodeRanges = this.plan.zones.map((zone) => this.createNodeRange(zone));
    this.routeTableIds = Object.fromEntries(this.plan.zones.map((zone) => [zone.id, this.createRouteTable(zone)]));
    this.endpointSecurityGroupId = this.createEndpointSecurityGroup();
    this.createGatewayEndpoint();
    this.plan.network.endpoints.forEach((row) => this.createInterfaceEndpoint(row));
    this.createFlowLog();
    const { vpcId, subnetIds, zoneNames, endpointSecurityGroupId, routeTableIds } = this;
    this.registerOutputs({ vpcId, subnetIds, zoneNames, endpointSecurityGroupId, routeTableIds });
  }

  private createVpc(): ec2.Vpc {
    const settings = {
      cidrBlock: this.plan.network.newVpcCidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: this.plan.tags,
    };
    return new ec2.Vpc(this.childName(ids.vpc), settings, { parent: this });
  }

  private createSubnet(zone: ZonePlan): ec2.Subnet {
    const settings = {
      vpcId: this.vpcId,
      availabilityZoneId: zone.id,
      cidrBlock: zone.subnet.cidr,
      mapPublicIpOnLaunch: false,
      tags: this.plan.tags,
    };
    return new ec2.Subnet(this.childName(ids.subnet(zone.id)), settings, { parent: this });
  }

  private createNodeRange(zone: ZonePlan): Resource {
    const settings = {
      subnetId: this.subnetIds[zone.id]!,
      cidrBlock: zone.subnet.nodeRange,
      reservationType: 'explicit',
      description: `Addresses of controllers and broker slots in ${zone.id}: nothing else draws from them.`,
    };
    // Nothing of it can be changed, and two of one range cannot be.
    const options = { parent: this, deleteBeforeReplace: true, ignoreChanges: ['description'] };
    return new ec2.SubnetCidrReservation(this.childName(ids.reservation(zone.id)), settings, options);
  }

  private createRouteTable(zone: ZonePlan): Input<string> {
    const { vpcId, plan } = this;
    const name = this.childName(ids.routeTable(zone.id));
    const table = new ec2.RouteTable(name, { vpcId, tags: plan.tags }, { parent: this });
    const association = { subnetId: this.subnetIds[zone.id], routeTableId: table.id };
    const associationName = this.childName(ids.routeTableAssociation(zone.id));
    new ec2.RouteTableAssociation(associationName, association, { parent: this });
    return table.id;
  }

  /** The provider takes away the rule that lets a new group send anywhere, so there is none. */
  private createEndpointSecurityGroup(): Input<string> {
    const name = this.childName(ids.endpointSecurityGroup);
    const description = `HTTPS from the nodes of ${this.plan.cluster.prefix} to the interface endpoints.`;
    const group = new ec2.SecurityGroup(
      name,
      { description, vpcId: this.vpcId, tags: this.plan.tags },
      { parent: this },
    );
    for (const zone of this.plan.zones) this.admitNodes(zone, group);
    return group.id;
  }

  private admitNodes(zone: ZonePlan, group: ec2.SecurityGroup): void {
    const rule = {
      securityGroupId: group.id,
      ipProtocol: 'tcp',
      fromPort: HTTPS,
      toPort: HTTPS,
      cidrIpv4: zone.subnet.cidr,
      description: `AWS API calls from the nodes in ${zone.id}`,
      tags: this.plan.tags,
    };
    const name = this.childName(ids.portRule('nodes', zone.id, HTTPS));
    new vpc.SecurityGroupIngressRule(name, rule, { parent: this });
  }

  private createGatewayEndpoint(): void {
    const settings = {
      vpcId: this.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: this.serviceName('s3'),
      routeTableIds: Object.values(this.routeTableIds),
      policy: JSON.stringify(gatewayEndpointPolicy(this.plan)),
      tags: this.plan.tags,
    };
    new ec2.VpcEndpoint(this.childName(ids.gatewayEndpoint), settings, { parent: this });
  }

  private createInterfaceEndpoint(row: EndpointRow): void {
    const settings = {
      vpcId: this.vpcId,
      vpcEndpointType: 'Interface',
      serviceName: this.serviceName(row.service),
      subnetIds: Object.values(this.subnetIds),
      securityGroupIds: [this.endpointSecurityGroupId],
      privateDnsEnabled: true,
      policy: JSON.stringify(interfaceEndpointPolicy(this.plan, row)),
      tags: this.plan.tags,
    };
    const options = { parent: this, dependsOn: [...this.nodeRanges] };
    new ec2.VpcEndpoint(this.childName(ids.interfaceEndpoint(row.service)), settings, options);
  }

  private createFlowLog(): void {
    const logGroup = createLogGroup(this, this.name, this.plan, 'flowLogs', this.args.logsKeyArn);
    const settings = {
      vpcId: this.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: this.args.flowLogsRoleArn,
      tags: this.plan.tags,
    };
    // Nothing of it can be changed, and EC2 takes no second one of the same network to the same place.
    new ec2.FlowLog(this.childName(ids.flowLog), settings, { parent: this, deleteBeforeReplace: true });
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.plan.cluster.region}.${service}`;
  }

  private childName(id: string): string {
    return `${this.name}-${id}`;
  }
}

/** The same facts of a VPC that others own; nothing is created. The names of its zones are looked up at deploy time. */
export function existingNetwork(plan: Plan, parent: Resource): NetworkRefs {
  const { network, zones } = plan;
  const nameOf = (zoneId: string) => getAvailabilityZoneOutput({ zoneId }, { parent }).name;
  return {
    vpcId: filled(network.existingVpcId!),
    subnetIds: Object.fromEntries(zones.map(({ id, subnet }) => [id, filled(subnet.existingId!)])),
    zoneNames: Object.fromEntries(zones.map(({ id }) => [id, nameOf(id)])),
  };
}
