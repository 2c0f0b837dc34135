import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import { ids } from '../core/identities';
import type { NodeKind, OutputRow, PinnedNode, Plan } from '../core/plan/types';
import { ClusterAlarms } from './alarms';
import { CapacityParameters, type Overrides } from './capacity-parameters';
import { NodeNames } from './dns';
import { ElasticBrokers } from './elastic-brokers';
import type { KeyArnOutputs } from './keys';
import { createLogGroup } from './log-group';
import type { NetworkRefs } from './network-refs';
import type { After, NodeContext } from './node-context';
import { PinnedNodeMachine } from './pinned-node';
import { NodeSecurityGroups } from './security-groups';
import { createSnapshotPolicy } from './snapshots';

export interface ClusterNodesArgs {
  readonly plan: Plan;
  readonly network: NetworkRefs;
  readonly instanceProfileArns: Readonly<Record<NodeKind, Input<string>>>;
  readonly snapshotRoleArn: Input<string>;
  readonly keyArns: KeyArnOutputs;
  readonly authorityArn?: Input<string>;
  /**
   * Overrides of the plan's parameters.
   * @default - the values of the deployment file
   */
  readonly capacity?: Overrides;
  /** What the first machine needs besides the resources of this component: role policies, buckets, endpoints. */
  readonly prerequisites?: readonly Resource[];
}

type Machines = ElasticBrokers | PinnedNodeMachine;

/**
 * The machines: controllers one after the other, then the brokers zone by zone.
 *
 * Resources deployed: security groups, DNS records, alarms with their topic, log group, snapshot policy, and for each group
 * of machines a launch template and an Auto Scaling group (pinned nodes also an interface and a volume).
 *
 * Security considerations: every rule is a port row of the plan; machines have no public address, no key pair and IMDSv2 only.
 */
export class ClusterNodes extends ComponentResource {
  readonly parameters: CapacityParameters;
  readonly securityGroups: NodeSecurityGroups;
  readonly names: NodeNames;
  readonly alarms: ClusterAlarms;
  readonly controllers: readonly PinnedNodeMachine[];
  readonly brokers: readonly Machines[];
  /** Rows of `plan.outputs` by their id. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the next group waits for. */
  private waitFor: After;

  /** @throws RunError for a capacity that the plan does not allow */
  constructor(
    private readonly name: string,
    private readonly args: ClusterNodesArgs,
    options?: ComponentResourceOptions,
  ) {
    const parameters = new CapacityParameters(args.plan, args.capacity);
    super('automq-byoc:index:ClusterNodes', name, {}, options);
    const { plan, network, keyArns } = args;
    const parent = { parent: this };
    this.parameters = parameters;
    this.securityGroups = new NodeSecurityGroups(name, { plan, network }, parent);
    this.names = new NodeNames(name, { plan, vpcId: network.vpcId }, parent);
    this.alarms = this.createAlarms();
    const logGroup = createLogGroup(this, name, plan, 'nodes', keyArns.logs);
    createSnapshotPolicy(this, name, plan, args.snapshotRoleArn);

    this.waitFor = [logGroup, this.securityGroups, this.names, ...(args.prerequisites ?? [])];
    const context = this.nodeContext();
    this.controllers = plan.controllers.map((node) => this.createPinned(node, context));
    this.brokers = this.createBrokers(context);
    this.outputs = Object.fromEntries(plan.outputs.map((row) => [row.id, this.outputValue(row)]));
    this.registerOutputs({ ...this.outputs });
  }

  private createAlarms(): ClusterAlarms {
    const { plan, keyArns } = this.args;
    const brokersPerZone = Number(this.parameters.valueInForce('BrokersPerZone'));
    return new ClusterAlarms(this.name, { plan, logsKeyArn: keyArns.logs, brokersPerZone }, { parent: this });
  }

  private nodeContext(): NodeContext {
    const { controller, broker } = this.securityGroups.groups;
    return {
      ...this.args,
      securityGroupIds: { controller: controller.id, broker: broker.id },
    };
  }

  private createPinned(row: PinnedNode, context: NodeContext): PinnedNodeMachine {
    const name = `${this.name}-${ids.pinnedNode(row.kind, row.nodeId)}`;
    return this.chained(new PinnedNodeMachine(name, { row, context, after: this.waitFor }, { parent: this }));
  }

  private createBrokers(context: NodeContext): Machines[] {
    const { brokers } = this.args.plan;
    if (brokers.kind === 'pinned') return brokers.nodes.map((node) => this.createPinned(node, context));
    const inForce = this.parameters.valueInForce('BrokersPerZone');
    return brokers.groups.map((zone) => {
      const args = { zone, context, minSize: Number(inForce ?? zone.minSize), after: this.waitFor };
      return this.chained(new ElasticBrokers(`${this.name}-${ids.elasticBrokers(zone.zone)}`, args, { parent: this }));
    });
  }

  /**
   * Pulumi would create and refresh all groups together. Chained, brokers are made after controllers and a destroy runs the
   * other way. The first group waits for what boot and drain need.
   */
  private chained<M extends Machines>(machines: M): M {
    this.waitFor = [machines.group];
    return machines;
  }

  private outputValue(row: OutputRow): string {
    const value = row.value ?? (row.inForce && this.parameters.show(row.inForce.parameter, row.inForce.show));
    if (value === undefined) throw new Error(`output ${row.id}: the plan gives neither a value nor a parameter`);
    return value;
  }
}
