import type { CfnUpdatePolicy } from 'aws-cdk-lib';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { MachinePlan } from '../core/plan/types';
import { acknowledge, describe } from './annotate';
import { GROUP_FINDINGS } from './node-findings';

export interface NodeGroupProps {
  readonly machine: MachinePlan;
  readonly groupName: string;
  /** A number, or the parameter's value in force. */
  readonly minSize: string;
  readonly maxSize: number;
  /** Success signals the first deploy waits for: the deployment file's size. */
  readonly signals: number;
  readonly launchTemplate: CfnLaunchTemplate;
  /** A subnet, or the zone of an interface that the launch template names. */
  readonly place: { readonly subnetId: string } | { readonly zoneId: string };
  /** Names of alarms that stop a refresh. */
  readonly refreshAlarms: readonly string[];
  readonly purpose: string;
  readonly planRow: string;
}

/**
 * A group whose desired capacity is never written, so that no deploy resets a size.
 *
 * The hooks stand inside the group: hooks of their own would miss the first launch (aws-cdk issue 16356). The hook alone
 * fails no deploy, because Auto Scaling launches again without end; the creation policy does.
 */
export function createNodeGroup(scope: Construct, id: string, props: NodeGroupProps): CfnAutoScalingGroup {
  const { machine, launchTemplate } = props;
  const group = new CfnAutoScalingGroup(scope, id, {
    autoScalingGroupName: props.groupName,
    minSize: props.minSize,
    maxSize: String(props.maxSize),
    launchTemplate: { launchTemplateId: launchTemplate.ref, version: launchTemplate.attrLatestVersionNumber },
    ...('subnetId' in props.place
      ? { vpcZoneIdentifier: [props.place.subnetId] }
      : { availabilityZoneIds: [props.place.zoneId] }),
    healthCheckType: machine.health.type,
    healthCheckGracePeriod: machine.health.graceSeconds,
    defaultInstanceWarmup: machine.refresh.warmupSeconds,
    instanceMaintenancePolicy: percentages(machine),
    terminationPolicies: [...machine.terminationPolicies],
    metricsCollection: [{ granularity: machine.metricsGranularity }],
    lifecycleHookSpecificationList: hooks(machine),
  });
  group.cfnOptions.creationPolicy = { resourceSignal: { count: props.signals, timeout: machine.createTimeout } };
  group.cfnOptions.updatePolicy = updatePolicy(machine, props.refreshAlarms);
  acknowledge(group, GROUP_FINDINGS);
  return describe(group, props.purpose, props.planRow, 'lib/cdk/auto-scaling-group.ts');
}

function percentages({ refresh }: MachinePlan) {
  return { minHealthyPercentage: refresh.minHealthyPercentage, maxHealthyPercentage: refresh.maxHealthyPercentage };
}

function hooks({ launchHook, terminateHook }: MachinePlan): CfnAutoScalingGroup.LifecycleHookSpecificationProperty[] {
  const rows = [
    { hook: launchHook, lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' },
    { hook: terminateHook, lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' },
  ];
  return rows.map(({ hook, lifecycleTransition }) => ({
    lifecycleHookName: hook.name,
    lifecycleTransition,
    heartbeatTimeout: hook.heartbeatSeconds,
    defaultResult: hook.defaultResult,
  }));
}

function updatePolicy(machine: MachinePlan, alarms: readonly string[]): CfnUpdatePolicy {
  return {
    autoScalingInstanceRefresh: {
      strategy: 'Rolling',
      preferences: {
        ...percentages(machine),
        instanceWarmup: machine.refresh.warmupSeconds,
        bakeTime: machine.refresh.bakeSeconds,
        alarmSpecification: { alarms: [...alarms] },
      },
    },
    autoScalingScheduledAction: { ignoreUnmodifiedGroupSizeProperties: true },
  };
}
