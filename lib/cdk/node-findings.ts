import type { NodeKind } from '../core/plan/types';
import { inPacks, type Acknowledgement } from './annotate';

const IN_BACKUP_PLAN = inPacks('EC2EBSInBackupPlan', 'HIPAA.Security', 'NIST.800.53.R5');

/** Why findings on an Auto Scaling group stand. */
export const GROUP_FINDINGS: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-AS3',
    reason:
      'A launch or an end is no news here: a refresh does both to every machine. What needs a person raises an alarm instead ' +
      '(a boot that failed, too few machines in service), and every scaling event is in CloudTrail and on EventBridge. ' +
      'A group that cannot reach its topic is refused, so a topic of the customer would decide whether the cluster deploys.',
  },
];

/** Why findings on the volume of a pinned node stand. */
export const VOLUME_FINDINGS: Readonly<Record<NodeKind, readonly Acknowledgement[]>> = {
  controller: [
    {
      id: IN_BACKUP_PLAN,
      reason:
        'Data Lifecycle Manager takes snapshots of this volume on the schedule in the same stack, encrypted with its key; ' +
        'a plan of AWS Backup would take the same snapshots a second time.',
    },
  ],
  broker: [
    {
      id: IN_BACKUP_PLAN,
      reason:
        'Holds only records that are acknowledged and not yet uploaded to S3, a moving window of minutes. A snapshot is out of ' +
        'date when it is taken, and a broker that started from it would replay what the cluster has already moved past.',
    },
  ],
};
