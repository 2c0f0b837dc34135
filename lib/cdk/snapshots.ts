import { CfnLifecyclePolicy } from 'aws-cdk-lib/aws-dlm';
import type { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { Plan } from '../core/plan/types';
import { describe } from './annotate';

/** Snapshots of the controllers' volumes: they hold the only map of the data. Encrypted with the volumes' own key. */
export function createSnapshotPolicy(scope: Construct, plan: Plan, executionRoleArn: string): CfnLifecyclePolicy {
  const { tag, everyHours, kept, purpose } = plan.snapshots;
  const policy = new CfnLifecyclePolicy(scope, ids.snapshotPolicy, {
    description: purpose,
    state: 'ENABLED',
    executionRoleArn,
    policyDetails: {
      policyType: 'EBS_SNAPSHOT_MANAGEMENT',
      resourceTypes: ['VOLUME'],
      targetTags: [tag],
      schedules: [
        {
          name: `Every ${everyHours} hours`,
          createRule: { interval: everyHours, intervalUnit: 'HOURS', times: ['00:00'] },
          retainRule: { count: kept },
          copyTags: true,
        },
      ],
    },
  });
  return describe(policy, purpose, 'snapshots', 'lib/cdk/snapshots.ts');
}
