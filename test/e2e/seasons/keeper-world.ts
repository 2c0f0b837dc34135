/** The floor keeper of the synthesized template in a local AWS, beside broker groups made by hand. */
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateLaunchTemplateCommand,
  DeleteLaunchTemplateCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Plan } from '../../../lib/core';
import { clientOf } from '../../local-aws/client';
import { startLocalAws, type LocalAws } from '../../local-aws/local-aws';
import { runStateMachine, type Run } from '../../local-aws/state-machine';

const STACK = 'inventory-seasons';

type Template = {
  Parameters: object;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
};

export class KeeperWorld {
  private readonly autoScaling: AutoScalingClient;
  private readonly cloudFormation: CloudFormationClient;
  private readonly ec2: EC2Client;
  private template = '';

  private constructor(
    private readonly local: LocalAws,
    private readonly plan: Plan,
  ) {
    this.autoScaling = clientOf(local, plan, AutoScalingClient, 'autoscaling');
    this.cloudFormation = clientOf(local, plan, CloudFormationClient, 'cloudformation');
    this.ec2 = clientOf(local, plan, EC2Client, 'ec2');
  }

  static async open(plan: Plan, template: Template): Promise<KeeperWorld> {
    const world = new KeeperWorld(await startLocalAws({ account: plan.cluster.account }), plan);
    try {
      await world.prepare(template);
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  private async prepare(template: Template): Promise<void> {
    this.local.boots('none');
    await this.createGroups();
    this.template = keeperAlone(template);
    await this.cloudFormation.send(new CreateStackCommand({ StackName: STACK, TemplateBody: this.template }));
    await this.untilDeployed();
  }

  close(): Promise<void> {
    return this.local.stop();
  }

  /** Parameters that are not named keep their value, as with the CDK CLI. */
  async setParameters(values: Readonly<Record<string, string>>): Promise<void> {
    const { Parameters = {} } = JSON.parse(this.template) as Template;
    const parameters = Object.keys(Parameters).map((name) =>
      values[name] === undefined
        ? { ParameterKey: name, UsePreviousValue: true }
        : { ParameterKey: name, ParameterValue: values[name] },
    );
    await this.cloudFormation.send(
      new UpdateStackCommand({ StackName: STACK, TemplateBody: this.template, Parameters: parameters }),
    );
    await this.untilDeployed();
  }

  /** One run, as the schedule starts it at that moment; whether it ended well, and what it said. */
  run(at: string, dryRun = false): Promise<Run> {
    const { account, region } = this.plan.cluster;
    const machine = `arn:aws:states:${region}:${account}:stateMachine:${this.plan.seasons!.keeper.stateMachineName}`;
    return runStateMachine(this.local, machine, { at, dryRun });
  }

  async minimums(): Promise<number[]> {
    const names = this.plan.seasons!.keeper.groups;
    const { AutoScalingGroups = [] } = await this.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...names] }),
    );
    return AutoScalingGroups.map(({ MinSize = NaN }) => MinSize);
  }

  /** What a deploy of the cluster stack does when the baseline changes: size and tag, whatever the season. */
  async deployBaseline(brokers: number): Promise<void> {
    for (const group of this.plan.seasons!.keeper.groups) {
      await this.autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: group, MinSize: brokers }));
      await this.tagBaseline(group, String(brokers));
    }
  }

  /** What an upgrade does to the groups: another launch template; sizes are not its business. */
  async upgrade(name: string): Promise<void> {
    const launchTemplate = await this.createLaunchTemplate(name);
    for (const group of this.plan.seasons!.keeper.groups) {
      await this.autoScaling.send(
        new UpdateAutoScalingGroupCommand({
          AutoScalingGroupName: group,
          LaunchTemplate: { LaunchTemplateName: launchTemplate, Version: '$Latest' },
        }),
      );
    }
  }

  /** From now on no machine can be launched: a higher floor is refused. */
  async loseLaunchTemplate(name: string): Promise<void> {
    await this.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: name }));
  }

  private async createGroups(): Promise<void> {
    const launchTemplate = await this.createLaunchTemplate('brokers-1');
    const { Subnets = [] } = await this.ec2.send(new DescribeSubnetsCommand({}));
    const subnet = Subnets[0]!.SubnetId!;
    for (const { name, minSize, maxSize } of this.plan.brokers.kind === 'elastic' ? this.plan.brokers.groups : []) {
      await this.autoScaling.send(
        new CreateAutoScalingGroupCommand({
          AutoScalingGroupName: name,
          MinSize: minSize,
          MaxSize: maxSize,
          VPCZoneIdentifier: subnet,
          LaunchTemplate: { LaunchTemplateName: launchTemplate, Version: '$Latest' },
        }),
      );
      await this.tagBaseline(name, String(minSize));
    }
  }

  private async createLaunchTemplate(name: string): Promise<string> {
    const { Images = [] } = await this.ec2.send(new DescribeImagesCommand({}));
    const data = {
      ImageId: Images[0]!.ImageId!,
      InstanceType: 'm7g.xlarge' as const,
      NetworkInterfaces: [{ DeviceIndex: 0 }],
    };
    await this.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData: data }));
    return name;
  }

  private async tagBaseline(group: string, value: string): Promise<void> {
    const tag = { Key: this.plan.seasons!.keeper.baselineTag, Value: value, PropagateAtLaunch: false };
    const owner = { ResourceId: group, ResourceType: 'auto-scaling-group' };
    await this.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, ...owner }] }));
  }

  private async untilDeployed(): Promise<void> {
    for (;;) {
      const { Stacks = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
      const status = Stacks[0]?.StackStatus ?? '';
      if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return;
      if (/FAILED|ROLLBACK/.test(status)) throw new Error(`${STACK}: ${status} ${Stacks[0]?.StackStatusReason ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Parameters and state machine of the template as they are; what others own is out of the play. */
function keeperAlone({ Parameters, Resources }: Template): string {
  const [id, machine] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')!;
  const { Definition, DefinitionSubstitutions, StateMachineName } = machine.Properties;
  const RoleArn = 'arn:aws:iam::111122223333:role/keeper';
  const alone = { Type: machine.Type, Properties: { Definition, DefinitionSubstitutions, StateMachineName, RoleArn } };
  const own = Object.fromEntries(Object.entries(Parameters).filter(([name]) => name !== 'BootstrapVersion'));
  return JSON.stringify({ Parameters: own, Resources: { [id]: alone } });
}
