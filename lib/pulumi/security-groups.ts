import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import * as ec2 from '@pulumi/aws/ec2';
import * as vpc from '@pulumi/aws/vpc';
import { ids } from '../core/identities';
import type { NodeKind, Plan, PortRow } from '../core/plan/types';
import type { NetworkRefs } from './network-refs';

const NODE_KINDS: readonly NodeKind[] = ['controller', 'broker'];
const isNodeKind = (party: string): party is NodeKind => NODE_KINDS.includes(party as NodeKind);

/** The other end of a rule: exactly one of the three. */
interface Peer {
  readonly cidrIpv4?: string;
  readonly prefixListId?: string;
  readonly referencedSecurityGroupId?: Input<string>;
}

export interface NodeSecurityGroupsArgs {
  readonly plan: Plan;
  readonly network: NetworkRefs;
}

/**
 * One security group for each kind of node; every rule is a port row of the plan.
 *
 * Every rule is a resource of its own: rules inside a group would make the provider remove those beside it. A group without
 * rules of its own may send nowhere, because the provider takes away the one that AWS adds.
 */
export class NodeSecurityGroups extends ComponentResource {
  readonly groups: Readonly<Record<NodeKind, ec2.SecurityGroup>>;

  constructor(
    private readonly name: string,
    private readonly args: NodeSecurityGroupsArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:NodeSecurityGroups', name, {}, options);
    this.groups = { controller: this.createGroup('controller'), broker: this.createGroup('broker') };
    args.plan.ports.forEach((row) => this.createRules(row));
    this.registerOutputs({ controller: this.groups.controller.id, broker: this.groups.broker.id });
  }

  private createGroup(kind: NodeKind): ec2.SecurityGroup {
    const { plan, network } = this.args;
    const settings = {
      description: `Traffic of the ${kind}s of ${plan.cluster.prefix}: only what the port rows of the plan list.`,
      vpcId: network.vpcId,
      tags: plan.tags,
    };
    return new ec2.SecurityGroup(`${this.name}-${ids.securityGroup(kind)}`, settings, { parent: this });
  }

  private createRules(row: PortRow): void {
    const { from, to, port } = row;
    const base = `${this.name}-${ids.portRule(from, to, port)}`;
    if (isNodeKind(from)) {
      for (const [end, peer] of this.peers(to)) this.egress(`${base}Out${end}`, from, row, peer);
    }
    if (isNodeKind(to)) {
      for (const [end, peer] of this.peers(from)) this.ingress(`${base}In${end}`, to, row, peer);
    }
  }

  private egress(name: string, kind: NodeKind, row: PortRow, peer: Peer): void {
    new vpc.SecurityGroupEgressRule(name, this.rule(kind, row, peer), { parent: this });
  }

  private ingress(name: string, kind: NodeKind, row: PortRow, peer: Peer): void {
    new vpc.SecurityGroupIngressRule(name, this.rule(kind, row, peer), { parent: this });
  }

  private rule(kind: NodeKind, row: PortRow, peer: Peer) {
    const range = { ipProtocol: 'tcp', fromPort: row.port, toPort: row.port, description: row.why };
    return { securityGroupId: this.groups[kind].id, ...range, ...peer, tags: this.args.plan.tags };
  }

  /** Everything that a party of a port row stands for, by the end of the rule's name. */
  private peers(party: PortRow['from']): readonly (readonly [end: string, peer: Peer])[] {
    if (isNodeKind(party)) return [['', { referencedSecurityGroupId: this.groups[party].id }]];
    if (party === 's3') return [['', { prefixListId: this.args.plan.network.s3PrefixListId }]];
    return party === 'endpoints' ? this.endpoints() : this.clients();
  }

  private endpoints(): readonly (readonly [string, Peer])[] {
    const { plan, network } = this.args;
    const group = network.endpointSecurityGroupId;
    if (group !== undefined) return [['', { referencedSecurityGroupId: group }]];
    return plan.network.endpointNetworks.map((cidrIpv4) => [`-${cidrIpv4}`, { cidrIpv4 }]);
  }

  /** A list or a group of others may be known only at deploy time, so its place in the file names its rule. */
  private clients(): readonly (readonly [string, Peer])[] {
    const { networks, prefixLists, securityGroups } = this.args.plan.network.clients;
    return [
      ...networks.map(({ cidr }) => [`-${cidr}`, { cidrIpv4: cidr }] as const),
      ...prefixLists.map((prefixListId, i) => [`-prefixList${i}`, { prefixListId }] as const),
      ...securityGroups.map((id, i) => [`-securityGroup${i}`, { referencedSecurityGroupId: id }] as const),
    ];
  }
}
