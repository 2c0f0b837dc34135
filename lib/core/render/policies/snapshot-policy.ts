import type { Plan } from '../../plan/types';
import { regionalArn } from '../arns';
import { allow, policy, type PolicyDocument } from '../policy';

export const snapshotPolicyWildcardReasons: Readonly<Record<string, string>> = {
  SnapshotVolumes: 'Ids of volumes are made at deploy time; only volumes with the tag of the snapshot schedule match.',
  WriteSnapshots:
    'A snapshot has neither id nor tag before it is made, and Data Lifecycle Manager tags it in a second call.',
  ExpireSnapshots:
    'Ids of snapshots do not exist before they are taken; only those that carry the tag of the schedule match.',
  FindVolumesAndSnapshots: 'EC2 has no resource level for these list actions; they change nothing.',
};

/** What Data Lifecycle Manager may do. It copies the volumes' tags, and expires only what carries them. */
export function snapshotPolicy(plan: Plan): PolicyDocument {
  const { key, value } = plan.snapshots.tag;
  const tagged = { StringEquals: { [`aws:ResourceTag/${key}`]: value } };
  /** Snapshots belong to a region, not to an account, in their ARN. */
  const snapshots = `arn:${plan.cluster.partition}:ec2:${plan.cluster.region}::snapshot/*`;
  return policy(
    allow('SnapshotVolumes', ['ec2:CreateSnapshot'], regionalArn(plan, 'ec2', 'volume/*'), tagged),
    allow('WriteSnapshots', ['ec2:CreateSnapshot', 'ec2:CreateTags'], snapshots),
    allow('ExpireSnapshots', ['ec2:DeleteSnapshot'], snapshots, tagged),
    allow(
      'FindVolumesAndSnapshots',
      ['ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes'],
      '*',
      inRegion(plan),
    ),
  );
}

const inRegion = ({ cluster }: Plan) => ({ StringEquals: { 'aws:RequestedRegion': cluster.region } });
