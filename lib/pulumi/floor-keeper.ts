import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import * as scheduler from '@pulumi/aws/scheduler';
import * as sfn from '@pulumi/aws/sfn';
import * as sqs from '@pulumi/aws/sqs';
import type { KeeperPlan, Plan } from '../core/plan/types';
import { keeperArns, keeperDefinition, keeperLogDestination } from '../core/render';
import { createLogGroup } from './log-group';
import type { RoleArnInputs } from './rendered';

/** The longest that SQS keeps a message: a missed run of a holiday is still there on Monday. */
const KEEP_MESSAGES_SECONDS = 14 * 24 * 3600;

export interface FloorKeeperArgs {
  readonly plan: Plan;
  readonly roleArns: RoleArnInputs;
  readonly logsKeyArn: Input<string>;
  /** Values for the `${…}` of the definition. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** What a run needs: on a destroy no run meets a group that is going, or a role without its policy. */
  readonly after: readonly Resource[];
}

/** Every five minutes: works out the floor of this moment and states it where a group has another. */
export class FloorKeeper extends ComponentResource {
  readonly stateMachine: sfn.StateMachine;
  readonly schedule: scheduler.Schedule;
  private readonly keeper: KeeperPlan;

  constructor(
    private readonly name: string,
    private readonly args: FloorKeeperArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:FloorKeeper', name, {}, options);
    this.keeper = args.plan.seasons!.keeper;
    this.stateMachine = this.createStateMachine();
    this.schedule = this.createSchedule(this.createDeadLetterQueue());
    this.registerOutputs({ stateMachine: this.stateMachine.arn });
  }

  private createStateMachine(): sfn.StateMachine {
    const { plan, roleArns, logsKeyArn } = this.args;
    const log = createLogGroup(this, this.name, plan, 'keeper', logsKeyArn);
    const settings = {
      name: this.keeper.stateMachineName,
      definition: this.definition(),
      roleArn: roleArns.keeper!,
      loggingConfiguration: { level: 'ALL', includeExecutionData: true, logDestination: keeperLogDestination(plan) },
      tags: plan.tags,
    };
    return new sfn.StateMachine(`${this.name}-StateMachine`, settings, { parent: this, dependsOn: [log] });
  }

  /** CloudFormation fills in the parameters by itself; here the program does. */
  private definition(): string {
    const { plan, substitutions } = this.args;
    const text = JSON.stringify(keeperDefinition(plan));
    return text.replace(/\$\{(\w+)\}/g, (whole, id: string) => substitutions[id] ?? whole);
  }

  private createDeadLetterQueue(): sqs.Queue {
    const settings = {
      name: this.keeper.deadLetterQueueName,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: KEEP_MESSAGES_SECONDS,
      tags: this.args.plan.tags,
    };
    const queue = new sqs.Queue(`${this.name}-DeadLetterQueue`, settings, { parent: this });
    const policy = queue.arn.apply((arn) => JSON.stringify(tlsOnly(arn)));
    new sqs.QueuePolicy(`${this.name}-DeadLetterQueuePolicy`, { queueUrl: queue.url, policy }, { parent: this });
    return queue;
  }

  /**
   * A run that is late is worth nothing: the next one states the floor anew. Its input is empty, so an AWS-managed key
   * encrypts the schedule.
   */
  private createSchedule(deadLetterQueue: sqs.Queue): scheduler.Schedule {
    const { everyMinutes, scheduleName, scheduleGroupName } = this.keeper;
    const { plan, roleArns } = this.args;
    const parent = { parent: this };
    const group = { name: scheduleGroupName, tags: plan.tags };
    const settings = {
      name: scheduleName,
      description: `Starts the floor keeper every ${everyMinutes} minutes.`,
      groupName: new scheduler.ScheduleGroup(`${this.name}-ScheduleGroup`, group, parent).name,
      scheduleExpression: `rate(${everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.stateMachine.arn,
        roleArn: roleArns.keeperSchedule!,
        input: '{}',
        retryPolicy: { maximumEventAgeInSeconds: everyMinutes * 60, maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: keeperArns(plan).deadLetterQueue },
      },
    };
    const dependsOn = [...this.args.after, deadLetterQueue];
    return new scheduler.Schedule(`${this.name}-Schedule`, settings, { ...parent, dependsOn });
  }
}

const tlsOnly = (queueArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: queueArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});
