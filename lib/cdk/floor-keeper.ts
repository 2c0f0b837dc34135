import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { KeeperPlan, Plan } from '../core/plan/types';
import { keeperArns, keeperDefinition, keeperLogDestination, type RoleArns } from '../core/render';
import { acknowledge, describe } from './annotate';
import { createLogGroup } from './log-group';

const FILE = 'lib/cdk/floor-keeper.ts';
const PLAN_ROW = 'seasons.keeper';
/** The longest that SQS keeps a message: a missed run of a holiday is still there on Monday. */
const KEEP_MESSAGES_SECONDS = 14 * 24 * 3600;

export interface FloorKeeperProps {
  readonly plan: Plan;
  readonly roleArns: RoleArns;
  readonly logsKeyArn: string;
  /** Values for the `${…}` of the definition. */
  readonly substitutions: Readonly<Record<string, string>>;
}

/** Every five minutes: works out the floor of this moment and states it where a group has another. */
export class FloorKeeper extends Construct {
  readonly stateMachine: CfnStateMachine;
  readonly schedule: CfnSchedule;
  private readonly keeper: KeeperPlan;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FloorKeeperProps,
  ) {
    super(scope, id);
    this.keeper = props.plan.seasons!.keeper;
    this.stateMachine = this.createStateMachine();
    this.schedule = this.createSchedule(this.createDeadLetterQueue());
  }

  private createStateMachine(): CfnStateMachine {
    const { plan, roleArns, logsKeyArn, substitutions } = this.props;
    const log = createLogGroup(this, plan, 'keeper', logsKeyArn);
    const machine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineName: this.keeper.stateMachineName,
      definition: keeperDefinition(plan),
      definitionSubstitutions: substitutions,
      roleArn: roleArns.keeper!,
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: keeperLogDestination(plan) } }],
      },
    });
    machine.node.addDependency(log);
    acknowledge(machine, [
      {
        id: 'AwsSolutions-SF2',
        reason:
          'A run makes at most four calls, and its encrypted log holds each of them with input and output; a trace would say the same and needs a permission on all resources.',
      },
    ]);
    return describe(machine, this.keeper.purpose, PLAN_ROW, FILE);
  }

  private createDeadLetterQueue(): CfnQueue {
    const queue = new CfnQueue(this, 'DeadLetterQueue', {
      queueName: this.keeper.deadLetterQueueName,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: KEEP_MESSAGES_SECONDS,
    });
    acknowledge(queue, [
      { id: 'AwsSolutions-SQS3', reason: 'This is the dead-letter queue of the schedule; an alarm watches it.' },
    ]);
    this.demandTls(queue);
    return describe(queue, 'Receives each run that the schedule could not start, with the reason.', PLAN_ROW, FILE);
  }

  private demandTls(queue: CfnQueue): void {
    const policy = new CfnQueuePolicy(this, 'DeadLetterQueuePolicy', {
      queues: [queue.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: queue.attrArn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
    describe(policy, 'Refuses calls to the queue without TLS.', PLAN_ROW, FILE);
  }

  /**
   * A run that is late is worth nothing: the next one states the floor anew. Its input is empty, so an AWS-managed key
   * encrypts the schedule.
   */
  private createSchedule(deadLetterQueue: CfnQueue): CfnSchedule {
    const { everyMinutes, scheduleName, scheduleGroupName } = this.keeper;
    const group = new CfnScheduleGroup(this, 'ScheduleGroup', { name: scheduleGroupName });
    describe(
      group,
      'Holds the schedule of the floor keeper; its role can be assumed for this group only.',
      PLAN_ROW,
      FILE,
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      name: scheduleName,
      groupName: group.ref,
      scheduleExpression: `rate(${everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.stateMachine.ref,
        roleArn: this.props.roleArns.keeperSchedule!,
        input: '{}',
        retryPolicy: { maximumEventAgeInSeconds: everyMinutes * 60, maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: keeperArns(this.props.plan).deadLetterQueue },
      },
    });
    schedule.node.addDependency(deadLetterQueue);
    return describe(schedule, `Starts the floor keeper every ${everyMinutes} minutes.`, PLAN_ROW, FILE);
  }
}
