import { Fn } from 'aws-cdk-lib';
import { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { MachinePlan, Plan } from '../core/plan/types';
import { describe, tagList } from './annotate';

export interface NodeLaunchTemplateProps {
  readonly plan: Plan;
  readonly machine: MachinePlan;
  /** Shown in the console; may change freely. */
  readonly displayName: string;
  readonly instanceProfileArn: string;
  /** Encrypts the root volume. */
  readonly volumeKeyArn: string;
  /** Plain text; no capacity or season parameter may reach it, or a change of size would replace every machine. */
  readonly userData: string;
  /** Interface to use, or the security group of one that EC2 makes. */
  readonly network: { readonly interfaceId: string } | { readonly securityGroupId: string };
  readonly planRow: string;
}

/** How a machine of a group starts: image, type, role, encrypted root, IMDSv2 only, no public address, no key pair. */
export function createLaunchTemplate(scope: Construct, id: string, props: NodeLaunchTemplateProps): CfnLaunchTemplate {
  const { plan, machine } = props;
  const template = new CfnLaunchTemplate(scope, id, {
    // No tags of the stack reach this type by themselves.
    tagSpecifications: [{ resourceType: 'launch-template', tags: tagList(plan.tags) }],
    launchTemplateData: {
      imageId: plan.cluster.imageId,
      instanceType: machine.instanceType,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      instanceInitiatedShutdownBehavior: machine.onShutdown,
      metadataOptions: machine.metadata,
      monitoring: { enabled: machine.detailedMonitoring },
      blockDeviceMappings: [rootVolume(machine, props.volumeKeyArn)],
      networkInterfaces: [networkInterface(props.network)],
      tagSpecifications: tagSpecifications(props),
      userData: Fn.base64(props.userData),
    },
  });
  return describe(template, `How machines of ${props.displayName} start.`, props.planRow, 'lib/cdk/launch-template.ts');
}

function rootVolume(machine: MachinePlan, kmsKeyId: string): CfnLaunchTemplate.BlockDeviceMappingProperty {
  const { rootVolumeGiB: volumeSize, rootVolumeType: volumeType, rootDevice: deviceName } = machine;
  return { deviceName, ebs: { volumeSize, volumeType, encrypted: true, kmsKeyId, deleteOnTermination: true } };
}

function networkInterface(network: NodeLaunchTemplateProps['network']): CfnLaunchTemplate.NetworkInterfaceProperty {
  if ('interfaceId' in network) return { deviceIndex: 0, networkInterfaceId: network.interfaceId };
  return {
    deviceIndex: 0,
    associatePublicIpAddress: false,
    deleteOnTermination: true,
    groups: [network.securityGroupId],
  };
}

/** An existing interface has tags of its own; EC2 tags only what it makes at launch. */
function tagSpecifications(props: NodeLaunchTemplateProps): CfnLaunchTemplate.TagSpecificationProperty[] {
  const made = 'interfaceId' in props.network ? [] : ['network-interface'];
  const tags = { ...props.plan.tags, Name: props.displayName, 'automq:role': props.machine.kind };
  return ['instance', 'volume', ...made].map((resourceType) => ({
    resourceType,
    tags: tagList(tags),
  }));
}
