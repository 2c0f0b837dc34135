import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { LogPurpose, Plan } from '../core/plan/types';
import { describe } from './annotate';

/**
 * A log group of the plan: encrypted with the logs key, records kept for the planned days. It goes with its stack: its name
 * is fixed (roles and the key's policy name it), so one that stayed would block the next deploy.
 */
export function createLogGroup(scope: Construct, plan: Plan, purpose: LogPurpose, keyArn: string): CfnLogGroup {
  const row = plan.logGroups[purpose];
  const group = new CfnLogGroup(scope, ids.logGroup(purpose), {
    logGroupName: row.name,
    retentionInDays: row.retentionDays,
    kmsKeyId: keyArn,
  });
  return describe(group, row.purpose, `logGroups.${purpose}`, 'lib/cdk/log-group.ts');
}
