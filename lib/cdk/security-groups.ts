import { CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { NodeKind, Plan, PortRow } from '../core/plan/types';
import { describe } from './annotate';
import type { NetworkRefs } from './network-refs';

const NODE_KINDS: readonly NodeKind[] = ['controller', 'broker'];
const isNodeKind = (party: string): party is NodeKind => NODE_KINDS.includes(party as NodeKind);

export interface NodeSecurityGroupsProps {
  readonly plan: Plan;
  readonly network: NetworkRefs;
}

/**
 * One security group for each kind of node; every rule is a port row of the plan.
 *
 * Rules to and from other things stand inside the group (so that AWS adds no allow-all egress of its own); rules
 * between the two kinds are resources of their own, because the groups would otherwise refer to each other in a circle.
 */
export class NodeSecurityGroups extends Construct {
  readonly groups: Readonly<Record<NodeKind, CfnSecurityGroup>>;
  /** Rules between nodes; a group of machines waits for them. */
  readonly nodeRules: readonly (CfnSecurityGroupEgress | CfnSecurityGroupIngress)[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeSecurityGroupsProps,
  ) {
    super(scope, id);
    this.groups = { controller: this.createGroup('controller'), broker: this.createGroup('broker') };
    this.nodeRules = props.plan.ports.flatMap((row) => this.createNodeRule(row));
  }

  private createGroup(kind: NodeKind): CfnSecurityGroup {
    const { plan, network } = this.props;
    const purpose = `Traffic of the ${kind}s of ${plan.cluster.prefix}: only what the port rows of the plan list.`;
    const group = new CfnSecurityGroup(this, ids.securityGroup(kind), {
      groupDescription: purpose,
      vpcId: network.vpcId,
      securityGroupIngress: plan.ports.filter((row) => row.to === kind).flatMap((row) => this.clientIngress(row)),
      securityGroupEgress: plan.ports.filter((row) => row.from === kind).flatMap((row) => this.serviceEgress(row)),
    });
    return describe(group, purpose, 'ports', 'lib/cdk/security-groups.ts');
  }

  private clientIngress(row: PortRow): CfnSecurityGroup.IngressProperty[] {
    if (row.from !== 'clients') return [];
    const { networks, prefixLists, securityGroups } = this.props.plan.network.clients;
    const rule = tcp(row);
    return [
      ...networks.map(({ cidr }) => ({ ...rule, cidrIp: cidr })),
      ...prefixLists.map((sourcePrefixListId) => ({ ...rule, sourcePrefixListId })),
      ...securityGroups.map((sourceSecurityGroupId) => ({ ...rule, sourceSecurityGroupId })),
    ];
  }

  private serviceEgress(row: PortRow): CfnSecurityGroup.EgressProperty[] {
    const { plan, network } = this.props;
    const rule = tcp(row);
    if (row.to === 's3') return [{ ...rule, destinationPrefixListId: plan.network.s3PrefixListId }];
    if (row.to !== 'endpoints') return [];
    return network.endpointSecurityGroupId
      ? [{ ...rule, destinationSecurityGroupId: network.endpointSecurityGroupId }]
      : plan.network.endpointNetworks.map((cidrIp) => ({ ...rule, cidrIp }));
  }

  private createNodeRule(row: PortRow): (CfnSecurityGroupEgress | CfnSecurityGroupIngress)[] {
    if (!isNodeKind(row.from) || !isNodeKind(row.to)) return [];
    const from = this.groups[row.from].attrGroupId;
    const to = this.groups[row.to].attrGroupId;
    const id = ids.portRule(row.from, row.to, row.port);
    const egress = { ...tcp(row), groupId: from, destinationSecurityGroupId: to };
    const ingress = { ...tcp(row), groupId: to, sourceSecurityGroupId: from };
    return [
      describe(new CfnSecurityGroupEgress(this, `${id}Out`, egress), row.why, 'ports', 'lib/cdk/security-groups.ts'),
      describe(new CfnSecurityGroupIngress(this, `${id}In`, ingress), row.why, 'ports', 'lib/cdk/security-groups.ts'),
    ];
  }
}

function tcp(row: PortRow) {
  return { ipProtocol: 'tcp', fromPort: row.port, toPort: row.port, description: row.why };
}
