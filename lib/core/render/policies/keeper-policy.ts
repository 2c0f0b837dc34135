import type { Plan } from '../../plan/types';
import { groupArnPattern } from '../arns';
import { keeperArns, keeperOf } from '../keeper-arns';
import { allow, policy, type Condition, type PolicyDocument, type Statement } from '../policy';

/**
 * What the floor keeper may do: set smallest sizes of exactly the broker groups, up to the slots. The call that does it also takes a
 * desired capacity, times and termination policies, for which IAM has no condition key; review states that as a residual risk.
 */
export function keeperPolicy(plan: Plan): PolicyDocument {
  const { groups, most } = keeperOf(plan);
  const arns = groups.map((name) => groupArnPattern(plan, name));
  return policy(
    allow('SetFloors', ['autoscaling:UpdateAutoScalingGroup'], arns, {
      NumericLessThanEquals: { 'autoscaling:MinSize': String(most) },
    }),
    ...otherProperties.map(([sid, condition]) => refuse(sid, arns, condition)),
    allow('LookAtGroups', ['autoscaling:DescribeAutoScalingGroups'], '*', {
      StringEquals: { 'aws:RequestedRegion': plan.cluster.region },
    }),
    allow('DeliverLogs', logDelivery, '*'),
  );
}

const present = (key: string): Condition => ({ Null: { [`autoscaling:${key}`]: 'false' } });

/** What else of a group a call may name and IAM has a condition key for (service authorization reference, EC2 Auto Scaling). */
const otherProperties: readonly (readonly [sid: string, condition: Condition])[] = [
  ['KeepLargestSize', present('MaxSize')],
  ['KeepSubnets', present('VPCZoneIdentifiers')],
  ['KeepLaunchConfiguration', present('LaunchConfigurationName')],
  ['KeepLaunchTemplate', { Bool: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' } }],
];

const randomId = 'Auto Scaling puts a random id before the name of a group; the name itself is fixed.';

export const keeperPolicyWildcardReasons: Readonly<Record<string, string>> = {
  SetFloors: randomId,
  ...Object.fromEntries(otherProperties.map(([sid]) => [sid, randomId])),
  LookAtGroups: 'Auto Scaling has no resource level for its list actions; they change nothing.',
  DeliverLogs:
    'Log deliveries have no resource level (Step Functions developer guide, logging to CloudWatch Logs). The state machine names its one log group.',
};

const refuse = (Sid: string, Resource: readonly string[], Condition: Condition): Statement => ({
  Sid,
  Effect: 'Deny',
  Action: ['autoscaling:UpdateAutoScalingGroup'],
  Resource,
  Condition,
});

/** Step Functions developer guide: IAM policies for logging to CloudWatch Logs. */
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
] as const;

/** What the schedule may do: start the keeper, and say so where it could not. */
export function keeperSchedulePolicy(plan: Plan): PolicyDocument {
  const { stateMachine, deadLetterQueue } = keeperArns(plan);
  return policy(
    allow('StartKeeper', ['states:StartExecution'], stateMachine),
    allow('ReportMissedRun', ['sqs:SendMessage'], deadLetterQueue),
  );
}
