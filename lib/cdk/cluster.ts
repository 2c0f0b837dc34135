import { CfnOutput } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Construct, type IDependable } from 'constructs';
import { ids } from '../core/identities';
import type { NodeKind, OutputRow, PinnedNode, Plan } from '../core/plan/types';
import type { KeyArns } from '../core/render/refs';
import { ClusterAlarms } from './alarms';
import { CapacityParameters } from './capacity-parameters';
import { NodeNames } from './dns';
import { ElasticBrokers } from './elastic-brokers';
import { createLogGroup } from './log-group';
import type { NetworkRefs } from './network-refs';
import type { NodeContext } from './node-context';
import { PinnedNodeMachine } from './pinned-node';
import { NodeSecurityGroups } from './security-groups';
import { createSnapshotPolicy } from './snapshots';

export interface ClusterNodesProps {
  readonly plan: Plan;
  readonly network: NetworkRefs;
  readonly instanceProfileArns: Readonly<Record<NodeKind, string>>;
  readonly snapshotRoleArn: string;
  readonly keyArns: KeyArns;
  readonly authorityArn?: string;
  /**
   * What the first machine needs besides the resources of this construct: role policies, buckets, endpoints.
   * @default - nothing; a stack dependency does the same
   */
  readonly prerequisites?: readonly IDependable[];
}

/**
 * The machines: controllers one after the other, then the brokers zone by zone.
 *
 * Resources deployed: security groups, DNS records, alarms with their topic, log group, snapshot policy, and for each group
 * of machines a launch template and an Auto Scaling group (pinned nodes also an interface and a volume).
 *
 * Security considerations: every rule is a port row of the plan; machines have no public address, no key pair and IMDSv2 only.
 */
export class ClusterNodes extends Construct {
  readonly parameters: CapacityParameters;
  readonly securityGroups: NodeSecurityGroups;
  readonly names: NodeNames;
  readonly alarms: ClusterAlarms;
  readonly controllers: readonly PinnedNodeMachine[];
  readonly brokers: readonly (ElasticBrokers | PinnedNodeMachine)[];
  readonly outputs: Readonly<Record<string, CfnOutput>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterNodesProps,
  ) {
    super(scope, id);
    const { plan, network } = props;
    this.parameters = new CapacityParameters(this, 'Capacity', plan);
    this.securityGroups = new NodeSecurityGroups(this, 'Ports', { plan, network });
    this.names = new NodeNames(this, 'Names', { plan, vpcId: network.vpcId });
    this.alarms = this.createAlarms();
    const logGroup = createLogGroup(this, plan, 'nodes', props.keyArns.logs);
    createSnapshotPolicy(this, plan, props.snapshotRoleArn);

    const context = this.nodeContext();
    this.controllers = plan.controllers.map((node) => this.createPinned(node, context));
    this.brokers = this.createBrokers(context);
    this.chainGroups([logGroup, this.securityGroups, this.names, ...(props.prerequisites ?? [])]);
    this.outputs = Object.fromEntries(plan.outputs.map((row) => [row.id, this.createOutput(row)]));
  }

  private createAlarms(): ClusterAlarms {
    return new ClusterAlarms(this, 'Alarms', {
      plan: this.props.plan,
      logsKeyArn: this.props.keyArns.logs,
      brokersPerZone: this.parameters.valueInForce('BrokersPerZone'),
    });
  }

  private nodeContext(): NodeContext {
    const { controller, broker } = this.securityGroups.groups;
    return {
      ...this.props,
      securityGroupIds: { controller: controller.attrGroupId, broker: broker.attrGroupId },
      refreshAlarms: this.alarms.refreshAlarms,
    };
  }

  private createPinned(node: PinnedNode, context: NodeContext): PinnedNodeMachine {
    return new PinnedNodeMachine(this, ids.pinnedNode(node.kind, node.nodeId), node, context);
  }

  private createBrokers(context: NodeContext): (ElasticBrokers | PinnedNodeMachine)[] {
    const { brokers } = this.props.plan;
    if (brokers.kind === 'pinned') return brokers.nodes.map((node) => this.createPinned(node, context));
    const minSize = this.parameters.valueInForce('BrokersPerZone');
    return brokers.groups.map(
      (zone) => new ElasticBrokers(this, ids.elasticBrokers(zone.zone), zone, context, minSize ?? String(zone.minSize)),
    );
  }

  /**
   * CloudFormation would create and refresh all groups together. Chained, no two controllers are ever replaced at once,
   * brokers follow controllers, and a delete runs the other way. The first group waits for what boot and drain need.
   */
  private chainGroups(prerequisites: readonly IDependable[]): void {
    const groups: CfnAutoScalingGroup[] = [...this.controllers, ...this.brokers].map(({ group }) => group);
    groups[0]?.node.addDependency(...prerequisites);
    groups.slice(1).forEach((group, position) => group.node.addDependency(groups[position]!));
  }

  private createOutput(row: OutputRow): CfnOutput {
    const value = row.value ?? (row.inForce && this.parameters.show(row.inForce.parameter, row.inForce.show));
    if (value === undefined) throw new Error(`output ${row.id}: the plan gives neither a value nor a parameter`);
    return new CfnOutput(this, row.id, { value, description: row.description });
  }
}
