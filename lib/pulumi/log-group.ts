import type { Input, Resource } from '@pulumi/pulumi';
import * as cloudwatch from '@pulumi/aws/cloudwatch';
import { ids } from '../core/identities';
import type { LogPurpose, Plan } from '../core/plan/types';

/**
 * A log group of the plan: encrypted with the logs key, records kept for the planned days. It goes with the program: its name
 * is fixed (roles and the key's policy name it), so one that stayed would block the next deploy.
 */
export function createLogGroup(
  parent: Resource,
  name: string,
  plan: Plan,
  purpose: LogPurpose,
  keyArn: Input<string>,
): cloudwatch.LogGroup {
  const row = plan.logGroups[purpose];
  const settings = { name: row.name, retentionInDays: row.retentionDays, kmsKeyId: keyArn, tags: plan.tags };
  return new cloudwatch.LogGroup(`${name}-${ids.logGroup(purpose)}`, settings, { parent });
}
