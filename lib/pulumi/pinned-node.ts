import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type * as autoscaling from '@pulumi/aws/autoscaling';
import * as ebs from '@pulumi/aws/ebs';
import * as ec2 from '@pulumi/aws/ec2';
import { ids } from '../core/identities';
import type { PinnedNode } from '../core/plan/types';
import { createNodeGroup } from './auto-scaling-group';
import { createLaunchTemplate } from './launch-template';
import type { After, NodeContext } from './node-context';
import { retained } from './retained';
import { userDataOf } from './user-data';

export interface PinnedNodeMachineArgs {
  readonly row: PinnedNode;
  readonly context: NodeContext;
  readonly after: After;
}

/**
 * A machine that is always the same node: a group of one, whose launch template names an existing network interface and
 * which attaches one volume by id.
 *
 * Resources deployed: network interface, volume (unless adopted), launch template, Auto Scaling group with its hooks.
 */
export class PinnedNodeMachine extends ComponentResource {
  readonly group: autoscaling.Group;
  readonly networkInterface: ec2.NetworkInterface;
  /** Absent when the file adopts a retained volume. */
  readonly volume?: ebs.Volume;

  constructor(
    private readonly name: string,
    private readonly args: PinnedNodeMachineArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:PinnedNodeMachine', name, {}, options);
    this.networkInterface = this.createInterface();
    this.volume = args.row.volume.existingId === undefined ? this.createVolume() : undefined;
    this.group = this.createGroup(this.createLaunchTemplate());
    const volumeId = this.volume?.id ?? args.row.volume.existingId;
    this.registerOutputs({ groupName: this.group.name, networkInterfaceId: this.networkInterface.id, volumeId });
  }

  /** An address is free only when the interface that had it is gone. */
  private createInterface(): ec2.NetworkInterface {
    const { row: node, context } = this.args;
    const settings = {
      subnetId: context.network.subnetIds[node.zone]!,
      privateIps: [node.address],
      securityGroups: [context.securityGroupIds[node.kind]],
      description: `Fixed address of ${node.kind} ${node.nodeId}; the machine that holds it is that node.`,
      tags: { ...context.plan.tags, 'automq:role': node.kind }, // node roles are limited by this tag
    };
    const options = { parent: this, deleteBeforeReplace: true };
    return new ec2.NetworkInterface(`${this.name}-${ids.interface}`, settings, options);
  }

  private createVolume(): ebs.Volume {
    const { row: node, context } = this.args;
    const { type, sizeGiB, iops, throughputMiBps, tags } = node.volume;
    const settings = {
      availabilityZone: context.network.zoneNames[node.zone]!,
      size: sizeGiB,
      type,
      iops,
      throughput: throughputMiBps,
      encrypted: true,
      kmsKeyId: context.keyArns.wal,
      tags: { ...context.plan.tags, ...tags },
    };
    return new ebs.Volume(`${this.name}-${ids.volume}`, settings, retained(this, context.plan));
  }

  private createLaunchTemplate(): ec2.LaunchTemplate {
    const { row: node, context } = this.args;
    const volumeId: Input<string> | undefined = this.volume?.id ?? node.volume.existingId;
    return createLaunchTemplate(this, `${this.name}-${ids.launchTemplate}`, {
      plan: context.plan,
      machine: context.plan.machines[node.kind],
      displayName: node.groupName,
      instanceProfileArn: context.instanceProfileArns[node.kind],
      volumeKeyArn: context.keyArns.wal,
      network: { interfaceId: this.networkInterface.id },
      userData: userDataOf(node, context, { volumeId }),
    });
  }

  private createGroup(launchTemplate: ec2.LaunchTemplate): autoscaling.Group {
    const { row: node, context, after } = this.args;
    return createNodeGroup(this, `${this.name}-${ids.group}`, {
      plan: context.plan,
      machine: context.plan.machines[node.kind],
      groupName: node.groupName,
      minSize: 1,
      maxSize: 1,
      launchTemplate,
      place: { zoneName: context.network.zoneNames[node.zone]! },
      after,
    });
  }
}
