import type { Plan } from '../../plan/types';
import { logGroupArn } from '../arns';
import { allow, policy, type PolicyDocument } from '../policy';

export const flowLogPolicyWildcardReasons: Readonly<Record<string, string>> = {
  DeliverFlowLogs: 'One log stream per network interface, named by its id; only the flow log group matches.',
  FindLogGroup:
    'CloudWatch Logs has no resource level for the list of log groups, where the service looks for its own; it reads names only.',
};

/** What the VPC flow log service may do: write to its own log group. */
export function flowLogPolicy(plan: Plan): PolicyDocument {
  return policy(
    allow(
      'DeliverFlowLogs',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [logGroupArn(plan, 'flowLogs'), `${logGroupArn(plan, 'flowLogs')}:*`],
    ),
    allow('FindLogGroup', ['logs:DescribeLogGroups'], '*', {
      StringEquals: { 'aws:RequestedRegion': plan.cluster.region },
    }),
  );
}
