import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import * as cloudwatch from '@pulumi/aws/cloudwatch';
import * as sns from '@pulumi/aws/sns';
import { ids } from '../core/identities';
import type { AlarmRow, Plan } from '../core/plan/types';
import { topicPolicy } from '../core/render';
import { filled } from './inputs';

export interface ClusterAlarmsArgs {
  readonly plan: Plan;
  /** Encrypts the topic. */
  readonly logsKeyArn: Input<string>;
  /** Smallest size in force of a zone's group; alarms on too few brokers follow it. */
  readonly brokersPerZone?: number;
}

/** The alarms of the plan and the topic that receives them. `automq-byoc refresh` finds by their names those that stop it. */
export class ClusterAlarms extends ComponentResource {
  readonly topicArn: Input<string>;
  readonly alarms: Readonly<Record<string, cloudwatch.MetricAlarm>>;

  constructor(
    private readonly name: string,
    private readonly args: ClusterAlarmsArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterAlarms', name, {}, options);
    const { existingArn } = args.plan.alarmTopic;
    this.topicArn = existingArn === undefined ? this.createTopic().arn : filled(existingArn);
    this.alarms = Object.fromEntries(args.plan.alarms.map((row) => [row.id, this.createAlarm(row)]));
    this.registerOutputs({ topicArn: this.topicArn });
  }

  private createTopic(): sns.Topic {
    const { plan, logsKeyArn } = this.args;
    const settings = { kmsMasterKeyId: logsKeyArn, tags: plan.tags };
    const topic = new sns.Topic(`${this.name}-${ids.alarmTopic}`, settings, { parent: this });
    const policy = topic.arn.apply((arn) => JSON.stringify(topicPolicy(plan, arn)));
    new sns.TopicPolicy(`${this.name}-${ids.alarmTopicPolicy}`, { arn: topic.arn, policy }, { parent: this });
    return topic;
  }

  private createAlarm(row: AlarmRow): cloudwatch.MetricAlarm {
    const settings = {
      alarmDescription: row.advice,
      namespace: row.namespace,
      metricName: row.metric,
      dimensions: row.dimensions,
      statistic: row.statistic,
      period: row.periodSeconds,
      evaluationPeriods: row.evaluationPeriods,
      comparisonOperator: row.comparison,
      threshold: row.threshold === 'minSize' ? this.args.brokersPerZone : row.threshold,
      treatMissingData: row.missingData,
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
      tags: this.args.plan.tags,
    };
    return new cloudwatch.MetricAlarm(`${this.name}-${ids.alarm(row.id)}`, settings, { parent: this });
  }
}
