import type { CustomResourceOptions, Input } from '@pulumi/pulumi';
import * as s3 from '@pulumi/aws/s3';
import type { BucketPlan } from '../core/plan/types';

/** What a bucket's settings are made from. */
export interface BucketSettings {
  /** Pulumi name of the bucket; its settings share it, their types tell them apart. */
  readonly name: string;
  readonly bucket: s3.Bucket;
  readonly row: BucketPlan;
  /** ARN of the key its objects are encrypted with; unused where S3 manages the key. */
  readonly keyArn: Input<string>;
  readonly policy: Input<string>;
  /** Bucket that receives its access log, when the row names a prefix. */
  readonly accessLogs?: { readonly bucket: s3.Bucket; readonly ready: s3.BucketPolicy };
  readonly options: CustomResourceOptions;
}

/**
 * Creates the resources that configure one bucket and returns the last one, its policy.
 *
 * The policy comes last because it may deny further changes to the role that deploys.
 */
export function configureBucket(settings: BucketSettings): s3.BucketPolicy {
  const first = [
    createEncryption(settings),
    createPublicAccessBlock(settings),
    createOwnershipControls(settings),
    createLifecycle(settings),
    ...createVersioning(settings),
    ...createAccessLog(settings),
  ];
  const { name, bucket, policy, options } = settings;
  return new s3.BucketPolicy(name, { bucket: bucket.bucket, policy }, { ...options, dependsOn: first });
}

function createEncryption({ name, bucket, row, keyArn, options }: BucketSettings) {
  const byKey = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn };
  const byS3 = { sseAlgorithm: 'AES256' };
  const managed = row.encryption === 's3-managed';
  const rule = { applyServerSideEncryptionByDefault: managed ? byS3 : byKey, bucketKeyEnabled: !managed };
  return new s3.BucketServerSideEncryptionConfiguration(name, { bucket: bucket.bucket, rules: [rule] }, options);
}

function createPublicAccessBlock({ name, bucket, options }: BucketSettings) {
  const blocked = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  return new s3.BucketPublicAccessBlock(name, { bucket: bucket.bucket, ...blocked }, options);
}

function createOwnershipControls({ name, bucket, options }: BucketSettings) {
  const rule = { objectOwnership: 'BucketOwnerEnforced' };
  return new s3.BucketOwnershipControls(name, { bucket: bucket.bucket, rule }, options);
}

function createLifecycle({ name, bucket, row, options }: BucketSettings) {
  const everyObject = { status: 'Enabled', filter: {} };
  const rules = [
    {
      id: 'AbortUnfinishedUploads',
      ...everyObject,
      abortIncompleteMultipartUpload: { daysAfterInitiation: row.abortUploadsAfterDays },
    },
    ...(row.expireAfterDays === undefined ? [] : [{ ...everyObject, ...expiry(row.versioned, row.expireAfterDays) }]),
  ];
  return new s3.BucketLifecycleConfiguration(name, { bucket: bucket.bucket, rules }, options);
}

/** In a versioned bucket only what was overwritten or deleted expires. */
function expiry(versioned: boolean, days: number) {
  return versioned
    ? { id: 'ExpireOldVersions', noncurrentVersionExpiration: { noncurrentDays: days } }
    : { id: 'ExpireObjects', expiration: { days } };
}

function createVersioning({ name, bucket, row, options }: BucketSettings): s3.BucketVersioning[] {
  if (!row.versioned) return [];
  const versioningConfiguration = { status: 'Enabled' };
  return [new s3.BucketVersioning(name, { bucket: bucket.bucket, versioningConfiguration }, options)];
}

/** Waits for the receiving bucket's policy: S3 delivers nothing before it. */
function createAccessLog({ name, bucket, row, accessLogs, options }: BucketSettings): s3.BucketLogging[] {
  if (accessLogs === undefined || row.accessLogPrefix === undefined) return [];
  const target = { targetBucket: accessLogs.bucket.bucket, targetPrefix: row.accessLogPrefix };
  const waiting = { ...options, dependsOn: [accessLogs.ready] };
  return [new s3.BucketLogging(name, { bucket: bucket.bucket, ...target }, waiting)];
}
