import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { BucketPlan, BucketPurpose, Plan } from '../core/plan/types';
import { bucketPolicy } from '../core/render';
import type { KeyArns, RoleArns } from '../core/render';
import { acknowledge, describe, retained } from './annotate';
import { BUCKET_FINDINGS } from './bucket-findings';

const FILE = 'lib/cdk/buckets.ts';

export interface ClusterBucketsProps {
  readonly plan: Plan;
  readonly roleArns: RoleArns;
  readonly keyArns: KeyArns;
}

/** The data, ops and access-log buckets: private, encrypted, logged, each with a policy. */
export class ClusterBuckets extends Construct {
  readonly arns: Readonly<Record<BucketPurpose, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterBucketsProps,
  ) {
    super(scope, id);
    const logs = this.createBucket('logs');
    const logDelivery = this.createPolicy('logs', logs);
    const data = this.createLoggedBucket('data', logDelivery);
    const ops = this.createLoggedBucket('ops', logDelivery);
    this.arns = { data: data.attrArn, ops: ops.attrArn, logs: logs.attrArn };
  }

  /** S3 accepts a log destination only once that bucket's policy lets the log service write. */
  private createLoggedBucket(purpose: BucketPurpose, logDelivery: CfnBucketPolicy): CfnBucket {
    const bucket = this.createBucket(purpose);
    bucket.node.addDependency(logDelivery);
    this.createPolicy(purpose, bucket);
    return bucket;
  }

  private createBucket(purpose: BucketPurpose): CfnBucket {
    const row = this.props.plan.buckets[purpose];
    const bucket = new CfnBucket(this, ids.bucket(purpose), {
      bucketName: row.name,
      bucketEncryption: { serverSideEncryptionConfiguration: [this.encryption(row)] },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      versioningConfiguration: row.versioned ? { status: 'Enabled' } : undefined,
      lifecycleConfiguration: { rules: lifecycleRules(row) },
      loggingConfiguration: this.accessLog(row),
    });
    acknowledge(bucket, BUCKET_FINDINGS[purpose]);
    return retained(describe(bucket, row.purpose, `buckets.${purpose}`, FILE), this.props.plan);
  }

  private encryption(row: BucketPlan): CfnBucket.ServerSideEncryptionRuleProperty {
    if (row.encryption === 's3-managed') return { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };
    return {
      bucketKeyEnabled: true,
      serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.props.keyArns[row.encryption] },
    };
  }

  private accessLog(row: BucketPlan): CfnBucket.LoggingConfigurationProperty | undefined {
    if (row.accessLogPrefix === undefined) return undefined;
    return { destinationBucketName: this.props.plan.buckets.logs.name, logFilePrefix: row.accessLogPrefix };
  }

  /** Names the bucket as its statements do, so that a reader (and a scanner) sees that they are about this bucket. */
  private createPolicy(purpose: BucketPurpose, bucket: CfnBucket): CfnBucketPolicy {
    const { plan, roleArns } = this.props;
    const policy = new CfnBucketPolicy(this, ids.bucketPolicy(purpose), {
      bucket: plan.buckets[purpose].name,
      policyDocument: bucketPolicy(plan, purpose, roleArns),
    });
    policy.node.addDependency(bucket);
    const text = `Guards the ${purpose} bucket; stays as long as the bucket does.`;
    return retained(describe(policy, text, `buckets.${purpose}`, FILE), plan);
  }
}

/** Unfinished uploads always go; objects, or old versions where versioned, only where the plan says so. */
function lifecycleRules(row: BucketPlan): CfnBucket.RuleProperty[] {
  const abort: CfnBucket.RuleProperty = {
    id: 'AbortUnfinishedUploads',
    status: 'Enabled',
    abortIncompleteMultipartUpload: { daysAfterInitiation: row.abortUploadsAfterDays },
  };
  if (row.expireAfterDays === undefined) return [abort];
  const expiry: CfnBucket.RuleProperty = row.versioned
    ? { noncurrentVersionExpiration: { noncurrentDays: row.expireAfterDays }, status: 'Enabled' }
    : { expirationInDays: row.expireAfterDays, status: 'Enabled' };
  return [abort, { id: row.versioned ? 'ExpireOldVersions' : 'ExpireObjects', ...expiry }];
}
