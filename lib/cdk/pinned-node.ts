import { Tags } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { CfnNetworkInterface, CfnVolume, type CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { PinnedNode } from '../core/plan/types';
import { acknowledge, describe, retained } from './annotate';
import { createNodeGroup } from './auto-scaling-group';
import { createLaunchTemplate } from './launch-template';
import type { NodeContext } from './node-context';
import { VOLUME_FINDINGS } from './node-findings';
import { userDataOf } from './user-data';

/**
 * A machine that is always the same node: a group of one, whose launch template names an existing network interface and
 * which attaches one volume by id.
 *
 * Resources deployed: network interface, volume (unless adopted), launch template, Auto Scaling group.
 */
export class PinnedNodeMachine extends Construct {
  readonly group: CfnAutoScalingGroup;
  readonly networkInterface: CfnNetworkInterface;
  /** Absent when the file adopts a retained volume. */
  readonly volume?: CfnVolume;

  constructor(
    scope: Construct,
    id: string,
    private readonly row: PinnedNode,
    private readonly context: NodeContext,
  ) {
    super(scope, id);
    this.networkInterface = this.createInterface();
    this.volume = row.volume.existingId ? undefined : this.createVolume();
    this.group = this.createGroup(this.createLaunchTemplate());
  }

  private createInterface(): CfnNetworkInterface {
    const { row: node, context } = this;
    const purpose = `Fixed address of ${node.kind} ${node.nodeId}; the machine that holds it is that node.`;
    const networkInterface = new CfnNetworkInterface(this, ids.interface, {
      subnetId: context.network.subnetIds[node.zone]!,
      privateIpAddress: node.address,
      groupSet: [context.securityGroupIds[node.kind]],
      description: purpose,
    });
    Tags.of(networkInterface).add('automq:role', node.kind); // node roles are limited by this tag
    return describe(networkInterface, purpose, this.planRow, 'lib/cdk/pinned-node.ts');
  }

  private createVolume(): CfnVolume {
    const { row: node, context } = this;
    const { type: volumeType, sizeGiB, iops, throughputMiBps, purpose, tags } = node.volume;
    const volume = new CfnVolume(this, ids.volume, {
      availabilityZoneId: node.zone,
      size: sizeGiB,
      volumeType,
      iops,
      throughput: throughputMiBps,
      encrypted: true,
      kmsKeyId: context.keyArns.wal,
    });
    for (const [key, value] of Object.entries(tags)) Tags.of(volume).add(key, value);
    acknowledge(volume, VOLUME_FINDINGS[node.kind]);
    return describe(retained(volume, context.plan), purpose, this.planRow, 'lib/cdk/pinned-node.ts');
  }

  private createLaunchTemplate(): CfnLaunchTemplate {
    const { row: node, context } = this;
    return createLaunchTemplate(this, ids.launchTemplate, {
      plan: context.plan,
      machine: context.plan.machines[node.kind],
      displayName: node.groupName,
      instanceProfileArn: context.instanceProfileArns[node.kind],
      volumeKeyArn: context.keyArns.wal,
      network: { interfaceId: this.networkInterface.ref },
      userData: userDataOf(node, context, {
        signalledGroup: () => this.group,
        volumeId: this.volume?.ref ?? node.volume.existingId,
      }),
      planRow: this.planRow,
    });
  }

  private createGroup(launchTemplate: CfnLaunchTemplate): CfnAutoScalingGroup {
    const { row: node, context } = this;
    return createNodeGroup(this, ids.group, {
      machine: context.plan.machines[node.kind],
      groupName: node.groupName,
      minSize: '1',
      maxSize: 1,
      signals: 1,
      launchTemplate,
      place: { zoneId: node.zone },
      refreshAlarms: context.refreshAlarms,
      purpose: `Keeps exactly one machine running as ${node.kind} ${node.nodeId} in ${node.zone}.`,
      planRow: this.planRow,
    });
  }

  private get planRow(): string {
    return this.row.kind === 'controller' ? `controllers.${this.row.nodeId}` : `brokers.nodes.${this.row.nodeId}`;
  }
}
