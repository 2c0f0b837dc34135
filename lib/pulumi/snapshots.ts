import type { Input, Resource } from '@pulumi/pulumi';
import * as dlm from '@pulumi/aws/dlm';
import { ids } from '../core/identities';
import type { Plan } from '../core/plan/types';

/** Snapshots of the controllers' volumes: they hold the only map of the data. Encrypted with the volumes' own key. */
export function createSnapshotPolicy(
  parent: Resource,
  name: string,
  plan: Plan,
  executionRoleArn: Input<string>,
): dlm.LifecyclePolicy {
  const { tag, everyHours, kept, purpose } = plan.snapshots;
  const settings = {
    description: purpose,
    state: 'ENABLED',
    executionRoleArn,
    policyDetails: {
      policyType: 'EBS_SNAPSHOT_MANAGEMENT',
      resourceTypes: ['VOLUME'],
      targetTags: { [tag.key]: tag.value },
      schedules: [
        {
          name: `Every ${everyHours} hours`,
          createRule: { interval: everyHours, intervalUnit: 'HOURS', times: '00:00' },
          retainRule: { count: kept },
          copyTags: true,
        },
      ],
    },
    tags: plan.tags,
  };
  return new dlm.LifecyclePolicy(`${name}-${ids.snapshotPolicy}`, settings, { parent });
}
