import { Tags } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { ElasticGroup } from '../core/plan/types';
import { createNodeGroup } from './auto-scaling-group';
import { createLaunchTemplate } from './launch-template';
import type { NodeContext } from './node-context';
import { userDataOf } from './user-data';

/**
 * The brokers of one zone: stateless machines that lease an address, and with it a node id, when they boot.
 *
 * Resources deployed: launch template, Auto Scaling group.
 */
export class ElasticBrokers extends Construct {
  readonly group: CfnAutoScalingGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly zone: ElasticGroup,
    private readonly context: NodeContext,
    /** The group's minimum in force: a number, or the parameter's choice. */
    minSize: string,
  ) {
    super(scope, id);
    this.group = this.createGroup(this.createLaunchTemplate(), minSize);
  }

  private createLaunchTemplate(): CfnLaunchTemplate {
    const { zone, context } = this;
    return createLaunchTemplate(this, ids.launchTemplate, {
      plan: context.plan,
      machine: context.plan.machines.broker,
      displayName: zone.name,
      instanceProfileArn: context.instanceProfileArns.broker,
      volumeKeyArn: context.keyArns.wal,
      network: { securityGroupId: context.securityGroupIds.broker },
      userData: userDataOf(zone, context, { signalledGroup: () => this.group }),
      planRow: `brokers.groups.${zone.zone}`,
    });
  }

  private createGroup(launchTemplate: CfnLaunchTemplate, minSize: string): CfnAutoScalingGroup {
    const { zone, context } = this;
    const group = createNodeGroup(this, ids.group, {
      machine: context.plan.machines.broker,
      groupName: zone.name,
      minSize,
      maxSize: zone.maxSize,
      signals: zone.minSize,
      launchTemplate,
      place: { subnetId: context.network.subnetIds[zone.zone]! },
      refreshAlarms: context.refreshAlarms,
      purpose: `Brokers of zone ${zone.zone}; one group per zone makes the rack the zone.`,
      planRow: `brokers.groups.${zone.zone}`,
    });
    this.stateBaseline(group, minSize);
    return group;
  }

  /** For the floor keeper; an export could never change while the keeper's stack imports it. Machines do not get the tag. */
  private stateBaseline(group: CfnAutoScalingGroup, minSize: string): void {
    const tag = this.context.plan.seasons?.keeper.baselineTag;
    if (tag !== undefined) Tags.of(group).add(tag, minSize, { applyToLaunchedInstances: false });
  }
}
