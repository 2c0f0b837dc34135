import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type * as autoscaling from '@pulumi/aws/autoscaling';
import type * as ec2 from '@pulumi/aws/ec2';
import { ids } from '../core/identities';
import type { ElasticGroup } from '../core/plan/types';
import { createNodeGroup } from './auto-scaling-group';
import { createLaunchTemplate } from './launch-template';
import type { After, NodeContext } from './node-context';
import { userDataOf } from './user-data';

export interface ElasticBrokersArgs {
  readonly zone: ElasticGroup;
  readonly context: NodeContext;
  /** The group's minimum in force. */
  readonly minSize: number;
  readonly after: After;
}

/**
 * The brokers of one zone: stateless machines that lease an address, and with it a node id, when they boot.
 *
 * Resources deployed: launch template, Auto Scaling group with its hooks.
 */
export class ElasticBrokers extends ComponentResource {
  readonly group: autoscaling.Group;

  constructor(
    private readonly name: string,
    private readonly args: ElasticBrokersArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ElasticBrokers', name, {}, options);
    this.group = this.createGroup(this.createLaunchTemplate());
    this.registerOutputs({ groupName: this.group.name });
  }

  private createLaunchTemplate(): ec2.LaunchTemplate {
    const { zone, context } = this.args;
    return createLaunchTemplate(this, `${this.name}-${ids.launchTemplate}`, {
      plan: context.plan,
      machine: context.plan.machines.broker,
      displayName: zone.name,
      instanceProfileArn: context.instanceProfileArns.broker,
      volumeKeyArn: context.keyArns.wal,
      network: { securityGroupId: context.securityGroupIds.broker },
      userData: userDataOf(zone, context),
    });
  }

  private createGroup(launchTemplate: ec2.LaunchTemplate): autoscaling.Group {
    const { zone, context, minSize, after } = this.args;
    const baselineTag = context.plan.seasons?.keeper.baselineTag;
    return createNodeGroup(this, `${this.name}-${ids.group}`, {
      plan: context.plan,
      machine: context.plan.machines.broker,
      groupName: zone.name,
      minSize,
      maxSize: zone.maxSize,
      launchTemplate,
      place: { subnetId: context.network.subnetIds[zone.zone]! },
      after,
      groupTags: baselineTag === undefined ? {} : { [baselineTag]: String(minSize) },
    });
  }
}
