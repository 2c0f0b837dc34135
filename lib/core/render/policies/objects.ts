import type { Plan } from '../../plan/types';
import { bucketArn, s3Arn } from '../arns';

/** What AutoMQ calls on objects, read in its code at 1.7.3 (AwsObjectStorage.java); it does not abort uploads itself. */
export const objectActions = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'] as const;

/** The buckets the nodes work on. */
export const nodeBuckets = (plan: Plan): readonly string[] => [bucketArn(plan, 'data'), bucketArn(plan, 'ops')];
export const nodeObjects = (plan: Plan): readonly string[] => nodeBuckets(plan).map((arn) => `${arn}/*`);

/** The release archive: one object, or nothing where the image holds it. */
export function archiveArn(plan: Plan): string | undefined {
  const { archive } = plan.cluster;
  return archive === 'baked' ? undefined : s3Arn(plan, `${archive.bucket}/${archive.key}`);
}
