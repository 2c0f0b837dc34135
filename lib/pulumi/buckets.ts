import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import * as s3 from '@pulumi/aws/s3';
import { ids } from '../core/identities';
import type { BucketPurpose, Plan } from '../core/plan/types';
import { bucketPolicy } from '../core/render/policies/bucket-policy';
import type { RoleArns } from '../core/render/refs';
import { configureBucket } from './bucket-settings';
import type { KeyArnOutputs } from './keys';
import { rendered } from './rendered';
import { retained } from './retained';

export interface ClusterBucketsArgs {
  readonly plan: Plan;
  readonly roleArns: Output<RoleArns>;
  readonly keyArns: KeyArnOutputs;
}

/** The data, ops and access-log buckets: private, encrypted, logged, each with a policy. */
export class ClusterBuckets extends ComponentResource {
  readonly buckets: Readonly<Record<BucketPurpose, s3.Bucket>>;

  constructor(
    private readonly name: string,
    private readonly args: ClusterBucketsArgs,
    options?: ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterBuckets', name, {}, options);
    const logs = this.createBucket('logs');
    const logDelivery = this.configure('logs', logs);
    const data = this.createBucket('data');
    this.configure('data', data, logDelivery);
    const ops = this.createBucket('ops');
    this.configure('ops', ops, logDelivery);
    this.buckets = { data, ops, logs };
    this.registerOutputs({ data: data.arn, ops: ops.arn, logs: logs.arn });
  }

  private createBucket(purpose: BucketPurpose): s3.Bucket {
    const { plan } = this.args;
    const settings = { bucket: plan.buckets[purpose].name, forceDestroy: plan.destroyData, tags: plan.tags };
    return new s3.Bucket(this.childName(purpose), settings, retained(this, plan));
  }

  private configure(purpose: BucketPurpose, bucket: s3.Bucket, logDelivery?: s3.BucketPolicy): s3.BucketPolicy {
    const { plan, roleArns, keyArns } = this.args;
    return configureBucket({
      name: this.childName(purpose),
      bucket: bucket.bucket,
      row: plan.buckets[purpose],
      keyArns,
      policy: rendered(roleArns, (arns) => bucketPolicy(plan, purpose, arns)),
      logDelivery,
      options: retained(this, plan),
    });
  }

  /** A bucket and its settings share a name; their types tell them apart. */
  private childName(purpose: BucketPurpose): string {
    return `${this.name}-${ids.bucket(purpose)}`;
  }
}
