import type { CustomResourceOptions, Input, Output } from '@pulumi/pulumi';
import * as s3 from '@pulumi/aws/s3';
import type { BucketPlan } from '../core/plan/types';
import type { KeyArnOutputs } from './keys';

/** Server access logs are delivered only to a bucket whose key S3 manages. */
const S3_MANAGED = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };

export interface BucketSettings {
  readonly name: string;
  readonly bucket: Output<string>;
  readonly row: BucketPlan;
  readonly keyArns: KeyArnOutputs;
  readonly policy: Input<string>;
  /** Policy of the bucket that receives the access log; absent for that bucket itself. */
  readonly logDelivery?: s3.BucketPolicy;
  /** A bucket that stays needs its settings to stay as well. */
  readonly options: CustomResourceOptions;
}

/**
 * Creates the resources that configure one bucket and returns the last one, its policy.
 * The policy comes last because it may deny further changes to the role that deploys.
 */
export function configureBucket(settings: BucketSettings): s3.BucketPolicy {
  const dependsOn = [
    createEncryption(settings),
    createPublicAccessBlock(settings),
    createOwnershipControls(settings),
    createLifecycle(settings),
    ...createVersioning(settings),
    ...createAccessLog(settings),
  ];
  const { name, bucket, policy, options } = settings;
  return new s3.BucketPolicy(name, { bucket, policy }, { ...options, dependsOn });
}

function createEncryption({ name, bucket, row, keyArns, options }: BucketSettings) {
  const rules = row.encryption === 's3-managed' ? [S3_MANAGED] : [encryptedWith(keyArns[row.encryption])];
  return new s3.BucketServerSideEncryptionConfiguration(name, { bucket, rules }, options);
}

function encryptedWith(kmsMasterKeyId: Input<string>) {
  return {
    bucketKeyEnabled: true,
    applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
  };
}

function createPublicAccessBlock({ name, bucket, options }: BucketSettings) {
  const settings = {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  return new s3.BucketPublicAccessBlock(name, settings, options);
}

function createOwnershipControls({ name, bucket, options }: BucketSettings) {
  const rule = { objectOwnership: 'BucketOwnerEnforced' };
  return new s3.BucketOwnershipControls(name, { bucket, rule }, options);
}

function createLifecycle({ name, bucket, row, options }: BucketSettings) {
  const rules = lifecycleRules(row).map((rule) => ({ status: 'Enabled', filter: {}, ...rule }));
  return new s3.BucketLifecycleConfiguration(name, { bucket, rules }, options);
}

/** Unfinished uploads always go; objects, or old versions where versioned, only where the plan says so. */
function lifecycleRules({ abortUploadsAfterDays, expireAfterDays, versioned }: BucketPlan) {
  const abort = {
    id: 'AbortUnfinishedUploads',
    abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsAfterDays },
  };
  if (expireAfterDays === undefined) return [abort];
  const expiry = versioned
    ? { id: 'ExpireOldVersions', noncurrentVersionExpiration: { noncurrentDays: expireAfterDays } }
    : { id: 'ExpireObjects', expiration: { days: expireAfterDays } };
  return [abort, expiry];
}

function createVersioning({ name, bucket, row, options }: BucketSettings): s3.BucketVersioning[] {
  if (!row.versioned) return [];
  return [new s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: 'Enabled' } }, options)];
}

/** S3 accepts a log destination only once that bucket's policy lets the log service write. */
function createAccessLog({ name, bucket, row, logDelivery, options }: BucketSettings): s3.BucketLogging[] {
  if (logDelivery === undefined || row.accessLogPrefix === undefined) return [];
  const settings = { bucket, targetBucket: logDelivery.bucket, targetPrefix: row.accessLogPrefix };
  return [new s3.BucketLogging(name, settings, { ...options, dependsOn: [logDelivery] })];
}
