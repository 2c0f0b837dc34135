import * as pulumi from '@pulumi/pulumi';
import * as kms from '@pulumi/aws/kms';
import * as s3 from '@pulumi/aws/s3';
import { ids } from '../core/identities';
import type { BucketPurpose, KeyPurpose, Plan, RolePurpose } from '../core/plan/types';
import type { PolicyDocument } from '../core/render/policy';
import { bucketPolicy } from '../core/render/policies/bucket-policy';
import { keyPolicy } from '../core/render/policies/key-policy';
import type { RoleArns } from '../core/render/refs';
import { configureBucket } from './bucket-settings';

/** Longest window KMS offers to take a deletion back, in days. */
const KEY_DELETION_WINDOW_DAYS = 30;

export interface ClusterDataArgs {
  /** Made with `plan(deployment, asOf)`. It decides how many resources exist, so it is plain data. */
  readonly plan: Plan;
  /** ARNs of the roles that the policies name, by purpose. They must exist before the keys do. */
  readonly roles: Readonly<Partial<Record<RolePurpose, pulumi.Input<string>>>>;
}

/**
 * Keys, buckets and their policies: everything of a cluster that outlives its machines.
 *
 * Resources deployed: a key with an alias for each purpose whose key the deployment file does not inject; the data, the
 * ops and the access-log bucket, each with its settings and policy.
 *
 * Security considerations: the provider must be the plan's account and region, and the role Pulumi runs as must be in
 * the file's `roles.deployers`: nobody else may reconfigure the data bucket afterwards. Unless the plan destroys data,
 * keys and buckets are protected and everything is left in the account when the component goes.
 */
export class ClusterData extends pulumi.ComponentResource {
  /** ARNs by purpose, of new and of injected keys. */
  readonly keyArns: Readonly<Record<KeyPurpose, pulumi.Output<string>>>;
  readonly buckets: Readonly<Record<BucketPurpose, s3.Bucket>>;

  constructor(
    private readonly name: string,
    private readonly args: ClusterDataArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('automq-byoc:index:ClusterData', name, {}, opts);
    this.keyArns = {
      data: this.createKey('data'),
      wal: this.createKey('wal'),
      logs: this.createKey('logs'),
      secrets: this.createKey('secrets'),
    };
    this.buckets = this.createBuckets();
    this.registerOutputs({ keyArns: this.keyArns, bucketNames: bucketNames(this.buckets) });
  }

  private createKey(purpose: KeyPurpose): pulumi.Output<string> {
    const { plan } = this.args;
    const row = plan.keys[purpose];
    if (row.existingArn !== undefined) return pulumi.output(row.existingArn);
    const key = new kms.Key(
      this.child(ids.key(purpose)),
      {
        description: row.purpose,
        policy: this.rendered((roles) => keyPolicy(plan, purpose, roles)),
        enableKeyRotation: true,
        deletionWindowInDays: KEY_DELETION_WINDOW_DAYS,
        tags: plan.tags,
      },
      this.stateful(this),
    );
    new kms.Alias(this.child(ids.keyAlias(purpose)), { name: row.alias, targetKeyId: key.keyId }, this.stateful(key));
    return key.arn;
  }

  /** The access-log bucket first: the others write to it. */
  private createBuckets(): Readonly<Record<BucketPurpose, s3.Bucket>> {
    const logs = this.createBucket('logs');
    const ready = this.configure('logs', logs);
    const data = this.createBucket('data');
    const ops = this.createBucket('ops');
    this.configure('data', data, { bucket: logs, ready });
    this.configure('ops', ops, { bucket: logs, ready });
    return { data, ops, logs };
  }

  private createBucket(purpose: BucketPurpose): s3.Bucket {
    const { plan } = this.args;
    return new s3.Bucket(
      this.child(ids.bucket(purpose)),
      { bucket: plan.buckets[purpose].name, forceDestroy: plan.destroyData, tags: plan.tags },
      this.stateful(this),
    );
  }

  private configure(
    purpose: BucketPurpose,
    bucket: s3.Bucket,
    accessLogs?: { bucket: s3.Bucket; ready: s3.BucketPolicy },
  ): s3.BucketPolicy {
    const { plan } = this.args;
    return configureBucket({
      name: this.child(ids.bucket(purpose)),
      bucket,
      row: plan.buckets[purpose],
      keyArn: this.keyArns.data,
      policy: this.rendered((roles) => bucketPolicy(plan, purpose, roles)),
      accessLogs,
      options: this.stateful(bucket),
    });
  }

  /** A policy document as text, once the role ARNs are known. */
  private rendered(document: (roles: RoleArns) => PolicyDocument): pulumi.Output<string> {
    return pulumi.output(this.args.roles).apply((roles) => JSON.stringify(document(roles)));
  }

  /** Names of children repeat the component's: two clusters in one program stay apart. */
  private child(id: string): string {
    return `${this.name}-${id}`;
  }

  /** A bucket that stays needs its settings and its policy to stay as well. */
  private stateful(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    const keep = !this.args.plan.destroyData;
    return { parent, protect: keep, retainOnDelete: keep };
  }
}

function bucketNames(buckets: Readonly<Record<BucketPurpose, s3.Bucket>>) {
  return Object.fromEntries(Object.entries(buckets).map(([purpose, { bucket }]) => [purpose, bucket]));
}
