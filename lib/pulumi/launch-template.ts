import type { Input, Output, Resource } from '@pulumi/pulumi';
import * as ec2 from '@pulumi/aws/ec2';
import type { MachinePlan, Plan } from '../core/plan/types';

export interface NodeLaunchTemplateArgs {
  readonly plan: Plan;
  readonly machine: MachinePlan;
  /** Shown in the console; may change freely. */
  readonly displayName: string;
  readonly instanceProfileArn: Input<string>;
  /** Encrypts the root volume. */
  readonly volumeKeyArn: Input<string>;
  /** Plain text; no capacity or season setting may reach it, or a change of size would replace every machine. */
  readonly userData: Output<string>;
  /** Interface to use, or the security group of one that EC2 makes. */
  readonly network: { readonly interfaceId: Input<string> } | { readonly securityGroupId: Input<string> };
}

/** How a machine of a group starts: image, type, role, encrypted root, IMDSv2 only, no public address, no key pair. */
export function createLaunchTemplate(parent: Resource, name: string, args: NodeLaunchTemplateArgs): ec2.LaunchTemplate {
  const { plan, machine } = args;
  const settings = {
    description: `How machines of ${args.displayName} start.`,
    imageId: plan.cluster.imageId,
    instanceType: machine.instanceType,
    iamInstanceProfile: { arn: args.instanceProfileArn },
    instanceInitiatedShutdownBehavior: machine.onShutdown,
    metadataOptions: machine.metadata,
    monitoring: { enabled: machine.detailedMonitoring },
    blockDeviceMappings: [rootVolume(machine, args.volumeKeyArn)],
    networkInterfaces: [networkInterface(args.network)],
    tagSpecifications: tagSpecifications(args),
    userData: args.userData.apply((text) => Buffer.from(text).toString('base64')),
    tags: plan.tags,
  };
  return new ec2.LaunchTemplate(name, settings, { parent });
}

function rootVolume(machine: MachinePlan, kmsKeyId: Input<string>) {
  const { rootVolumeGiB: volumeSize, rootVolumeType: volumeType, rootDevice: deviceName } = machine;
  return { deviceName, ebs: { volumeSize, volumeType, encrypted: 'true', kmsKeyId, deleteOnTermination: 'true' } };
}

function networkInterface(network: NodeLaunchTemplateArgs['network']) {
  if ('interfaceId' in network) return { deviceIndex: 0, networkInterfaceId: network.interfaceId };
  return {
    deviceIndex: 0,
    associatePublicIpAddress: 'false',
    deleteOnTermination: 'true',
    securityGroups: [network.securityGroupId],
  };
}

/** An existing interface has tags of its own; EC2 tags only what it makes at launch. */
function tagSpecifications({ network, plan, displayName, machine }: NodeLaunchTemplateArgs) {
  const made = 'interfaceId' in network ? [] : ['network-interface'];
  const tags = { ...plan.tags, Name: displayName, 'automq:role': machine.kind };
  return ['instance', 'volume', ...made].map((resourceType) => ({ resourceType, tags }));
}
