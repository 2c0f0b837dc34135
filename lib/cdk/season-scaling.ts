import { CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { pascal } from '../core/identities';
import type { ScalingGroupRow, ScalingPlan } from '../core/plan/types';
import { describe } from './annotate';

const FILE = 'lib/cdk/season-scaling.ts';
const PLAN_ROW = 'seasons.scaling';

/**
 * Above the floor the size follows the load: tracking only scales out, and one machine at a time ends on low load. A simple
 * policy, because only those have a cooldown, which begins when the drain of the last machine is over.
 */
export class SeasonScaling extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly plan: ScalingPlan,
  ) {
    super(scope, id);
    for (const row of plan.groups) {
      this.trackNetwork(row);
      this.trackCpu(row);
      this.scaleIn(row);
    }
  }

  private trackNetwork({ zone, group }: ScalingGroupRow): void {
    const policy = new CfnScalingPolicy(this, `NetworkOut${pascal(zone)}`, {
      autoScalingGroupName: group,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        targetValue: this.plan.networkOutBytesPerMinute,
        disableScaleIn: true,
        customizedMetricSpecification: {
          namespace: 'AWS/EC2',
          metricName: 'NetworkOut',
          statistic: 'Average',
          unit: 'Bytes',
          period: 60,
          dimensions: [{ name: 'AutoScalingGroupName', value: group }],
        },
      },
    });
    const purpose = `Launches brokers in ${zone} before their network baseline is used up; never ends one.`;
    describe(policy, purpose, PLAN_ROW, FILE);
  }

  private trackCpu({ zone, group }: ScalingGroupRow): void {
    const policy = new CfnScalingPolicy(this, `Cpu${pascal(zone)}`, {
      autoScalingGroupName: group,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        targetValue: this.plan.cpuPercent,
        disableScaleIn: true,
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    });
    describe(
      policy,
      `Launches brokers in ${zone} before their processors are used up; never ends one.`,
      PLAN_ROW,
      FILE,
    );
  }

  private scaleIn(row: ScalingGroupRow): void {
    const { zone, group, lowMinutes, cooldownSeconds } = row;
    const policy = new CfnScalingPolicy(this, `ScaleIn${pascal(zone)}`, {
      autoScalingGroupName: group,
      policyType: 'SimpleScaling',
      adjustmentType: 'ChangeInCapacity',
      scalingAdjustment: -1,
      cooldown: String(cooldownSeconds),
    });
    describe(
      policy,
      `Ends one broker of ${zone} on low load, never below the floor, after the drain of the last.`,
      PLAN_ROW,
      FILE,
    );
    this.createLowLoadAlarm(row, policy, lowMinutes);
  }

  private createLowLoadAlarm({ zone, group }: ScalingGroupRow, policy: CfnScalingPolicy, minutes: number): void {
    const { scaleInBelow, lowLoad } = this.plan;
    const dimensions = [{ name: 'AutoScalingGroupName', value: group }];
    const measured = lowLoad.metrics.map(({ id, namespace, metric: metricName, statistic: stat }) => ({
      id,
      metricStat: { metric: { namespace, metricName, dimensions }, period: 60, stat },
      returnData: false,
    }));
    const alarm = new CfnAlarm(this, `LowLoad${pascal(zone)}`, {
      metrics: [...measured, { id: 'load', expression: lowLoad.expression, returnData: true }],
      evaluationPeriods: minutes,
      comparisonOperator: 'LessThanThreshold',
      threshold: scaleInBelow,
      treatMissingData: 'notBreaching',
      alarmActions: [policy.ref],
    });
    describe(
      alarm,
      `Low load in ${zone} for ${minutes} minutes above the floor: one broker may end. No news for a person.`,
      PLAN_ROW,
      FILE,
    );
  }
}
