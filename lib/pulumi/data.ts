import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { Bucket } from '@pulumi/aws/s3';
import type { BucketPurpose, Plan } from '../core/plan/types';
import { ClusterBuckets } from './buckets';
import { ClusterKeys, type KeyArnOutputs } from './keys';
import type { RoleArnInputs } from './rendered';

export interface ClusterDataArgs {
  /** Made with `plan(deployment, asOf)`. It decides how many resources exist, so it is plain data. */
  readonly plan: Plan;
  /** Roles that the key and bucket policies name; they must exist first. */
  readonly roleArns: RoleArnInputs;
}

/**
 * The keys and buckets of a cluster, with their policies: what must outlive the machines.
 *
 * Resources deployed: a key and an alias for each purpose whose key the deployment file does not bring; the data, the
 * ops and the access-log bucket, each with its settings and its policy.
 *
 * Security considerations: the provider must be the plan's account and region. Unless the plan destroys data, keys and
 * buckets are protected and stay in the account when they leave the program.
 */
export class ClusterData extends ComponentResource {
  readonly keyArns: KeyArnOutputs;
  readonly buckets: Readonly<Record<BucketPurpose, Bucket>>;

  /** @throws Error when the file's `roles.deployers` does not name the role that Pulumi runs as */
  constructor(name: string, { plan, roleArns }: ClusterDataArgs, options?: ComponentResourceOptions) {
    refuseBootstrapRole(plan);
    super('automq-byoc:index:ClusterData', name, {}, options);
    const parent = { parent: this };
    this.keyArns = new ClusterKeys(name, { plan, roleArns }, parent).arns;
    this.buckets = new ClusterBuckets(name, { plan, roleArns, keyArns: this.keyArns }, parent).buckets;
    this.registerOutputs({ keyArns: this.keyArns });
  }
}

/** The data bucket's policy lets only deployers change the bucket; the default, CDK's role, would lock Pulumi out. */
function refuseBootstrapRole({ access }: Plan): void {
  if (access.deployers.some((arn) => !/role\/cdk-[^/]+-cfn-exec-role-/.test(arn))) return;
  throw new Error(
    `roles.deployers: name the role that Pulumi runs as; got ${access.deployers.join(', ')}, which only the CDK uses`,
  );
}
