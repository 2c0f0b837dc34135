import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import * as autoscaling from '@pulumi/aws/autoscaling';
import * as cloudwatch from '@pulumi/aws/cloudwatch';
import { pascal } from '../core/identities';
import type { Plan, ScalingGroupRow, ScalingPlan } from '../core/plan/types';

export interface SeasonScalingArgs {
  readonly plan: Plan;
  /** The groups, which must exist first: policies name them. */
  readonly after: readonly Resource[];
}

/**
 * Above the floor the size follows the load: tracking only scales out, and one machine at a time ends on low load. A simple
 * policy, because only those have a cooldown, which begins when the drain of the last machine is over.
 */
export class SeasonScaling extends ComponentResource {
  private readonly scaling: ScalingPlan;

  constructor(
    private readonly name: string,
    private readonly args: SeasonScalingArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:SeasonScaling', name, {}, options);
    this.scaling = args.plan.seasons!.scaling;
    for (const row of this.scaling.groups) {
      this.trackNetwork(row);
      this.trackCpu(row);
      this.scaleIn(row);
    }
    this.registerOutputs();
  }

  private trackNetwork({ zone, group }: ScalingGroupRow): void {
    this.createPolicy(`NetworkOut${pascal(zone)}`, {
      autoscalingGroupName: group,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        targetValue: this.scaling.networkOutBytesPerMinute,
        disableScaleIn: true,
        customizedMetricSpecification: {
          namespace: 'AWS/EC2',
          metricName: 'NetworkOut',
          statistic: 'Average',
          unit: 'Bytes',
          period: 60,
          metricDimensions: [{ name: 'AutoScalingGroupName', value: group }],
        },
      },
    });
  }

  private trackCpu({ zone, group }: ScalingGroupRow): void {
    this.createPolicy(`Cpu${pascal(zone)}`, {
      autoscalingGroupName: group,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        targetValue: this.scaling.cpuPercent,
        disableScaleIn: true,
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    });
  }

  private scaleIn(row: ScalingGroupRow): void {
    const policy = this.createPolicy(`ScaleIn${pascal(row.zone)}`, {
      autoscalingGroupName: row.group,
      policyType: 'SimpleScaling',
      adjustmentType: 'ChangeInCapacity',
      scalingAdjustment: -1,
      cooldown: row.cooldownSeconds,
    });
    this.createLowLoadAlarm(row, policy);
  }

  private createLowLoadAlarm({ zone, group, lowMinutes }: ScalingGroupRow, policy: autoscaling.Policy): void {
    const { scaleInBelow, lowLoad } = this.scaling;
    const dimensions = { AutoScalingGroupName: group };
    const measured = lowLoad.metrics.map(({ id, namespace, metric: metricName, statistic: stat }) => ({
      id,
      metric: { namespace, metricName, dimensions, period: 60, stat },
      returnData: false,
    }));
    const settings = {
      alarmDescription: `Low load in ${zone} for ${lowMinutes} minutes above the floor: one broker may end. No news for a person.`,
      metricQueries: [...measured, { id: 'load', expression: lowLoad.expression, returnData: true }],
      evaluationPeriods: lowMinutes,
      comparisonOperator: 'LessThanThreshold',
      threshold: scaleInBelow,
      treatMissingData: 'notBreaching',
      alarmActions: [policy.arn],
      tags: this.args.plan.tags,
    };
    new cloudwatch.MetricAlarm(`${this.name}-LowLoad${pascal(zone)}`, settings, { parent: this });
  }

  private createPolicy(id: string, settings: autoscaling.PolicyArgs): autoscaling.Policy {
    const options = { parent: this, dependsOn: [...this.args.after] };
    return new autoscaling.Policy(`${this.name}-${id}`, settings, options);
  }
}
