import { Token } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { AlarmRow, Plan } from '../core/plan/types';
import { topicPolicy } from '../core/render';
import { describe } from './annotate';

export interface ClusterAlarmsProps {
  readonly plan: Plan;
  /** Encrypts the topic. */
  readonly logsKeyArn: string;
  /** Smallest size in force of a zone's group; alarms on too few brokers follow it. */
  readonly brokersPerZone?: string;
}

/** The alarms of the plan and the topic that receives them. They exist before the first machine, so that a refresh can heed them. */
export class ClusterAlarms extends Construct {
  readonly topicArn: string;
  readonly alarms: Readonly<Record<string, CfnAlarm>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterAlarmsProps,
  ) {
    super(scope, id);
    this.topicArn = props.plan.alarmTopic.existingArn ?? this.createTopic().ref;
    this.alarms = Object.fromEntries(props.plan.alarms.map((row) => [row.id, this.createAlarm(row)]));
  }

  /** Names of the alarms that stop an instance refresh. */
  get refreshAlarms(): readonly string[] {
    return this.props.plan.alarms.filter((row) => row.stopsRefresh).map((row) => this.alarms[row.id]!.ref);
  }

  private createTopic(): CfnTopic {
    const { plan, logsKeyArn } = this.props;
    const topic = new CfnTopic(this, ids.alarmTopic, { kmsMasterKeyId: logsKeyArn });
    const policy = new CfnTopicPolicy(this, ids.alarmTopicPolicy, {
      topics: [topic.ref],
      policyDocument: topicPolicy(plan, topic.ref),
    });
    describe(
      policy,
      'Lets CloudWatch alarms of this account publish, over TLS only.',
      'alarmTopic',
      'lib/cdk/alarms.ts',
    );
    return describe(topic, plan.alarmTopic.purpose, 'alarmTopic', 'lib/cdk/alarms.ts');
  }

  private createAlarm(row: AlarmRow): CfnAlarm {
    const alarm = new CfnAlarm(this, ids.alarm(row.id), {
      namespace: row.namespace,
      metricName: row.metric,
      dimensions: Object.entries(row.dimensions).map(([name, value]) => ({ name, value })),
      statistic: row.statistic,
      period: row.periodSeconds,
      evaluationPeriods: row.evaluationPeriods,
      comparisonOperator: row.comparison,
      threshold: this.threshold(row),
      treatMissingData: row.missingData,
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
    return describe(alarm, row.advice, `alarms.${row.id}`, 'lib/cdk/alarms.ts');
  }

  private threshold(row: AlarmRow): number {
    return row.threshold === 'minSize' ? Token.asNumber(this.props.brokersPerZone) : row.threshold;
  }
}
