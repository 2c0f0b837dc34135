import {
  ComponentResource,
  output,
  RunError,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from '@pulumi/pulumi';
import type { Bucket } from '@pulumi/aws/s3';
import type { BucketPurpose, Plan } from '../core/plan/types';
import { ClusterAuthority } from './authority';
import { ClusterBuckets } from './buckets';
import { filled } from './inputs';
import { ClusterKeys, type KeyArnOutputs } from './keys';
import type { RoleArnInputs } from './rendered';
import { ClusterSecrets, type SecretArnOutputs } from './secrets';

export interface ClusterDataArgs {
  /** Made with `plan(deployment, asOf)`. It decides how many resources exist, so it is plain data. */
  readonly plan: Plan;
  /** Roles that the key and bucket policies name; they must exist first. */
  readonly roleArns: RoleArnInputs;
  /**
   * Uses the passwords that an earlier deployment left.
   * @default false
   */
  readonly adoptSecrets?: boolean;
  /**
   * ARNs of more roles whom the secrets key lets read passwords.
   * @default - none
   */
  readonly secretReaders?: readonly Input<string>[];
}

/**
 * Everything that must outlive the machines: keys, buckets, passwords, certificate authority.
 *
 * Resources deployed: a key and an alias for each purpose whose key the deployment file does not bring; the data, the ops and
 * the access-log bucket, each with its settings and its policy; two passwords; the authority, unless certificates come from a
 * secret or the file names one.
 *
 * Security considerations: the provider must be the plan's account and region. Unless the plan destroys data, all but the
 * aliases is protected and stays in the account when it leaves the program.
 */
export class ClusterData extends ComponentResource {
  readonly keyArns: KeyArnOutputs;
  readonly buckets: Readonly<Record<BucketPurpose, Bucket>>;
  readonly secretArns: SecretArnOutputs;
  /** Set with `tls.issuer: private-ca`. */
  readonly authorityArn?: Output<string>;

  /** @throws RunError when the file's `roles.deployers` does not name the role that Pulumi runs as */
  constructor(
    private readonly name: string,
    { plan, roleArns: given, adoptSecrets: adopt, secretReaders }: ClusterDataArgs,
    options?: ComponentResourceOptions,
  ) {
    refuseBootstrapRole(plan);
    super('automq-byoc:index:ClusterData', name, {}, options);
    const parent = { parent: this };
    const roleArns = output(given);
    this.keyArns = new ClusterKeys(name, { plan, roleArns, secretReaders }, parent).arns;
    this.buckets = new ClusterBuckets(name, { plan, roleArns, keyArns: this.keyArns }, parent).buckets;
    this.secretArns = new ClusterSecrets(name, { plan, keyArn: this.keyArns.secrets, adopt }, parent).arns;
    this.authorityArn = this.provideAuthority(plan);
    const { keyArns, secretArns, authorityArn } = this;
    this.registerOutputs({ keyArns, secretArns, authorityArn });
  }

  private provideAuthority(plan: Plan): Output<string> | undefined {
    const { tls } = plan;
    if (tls.issuer !== 'private-ca') return undefined;
    if (tls.existingAuthorityArn !== undefined) return filled(tls.existingAuthorityArn);
    return new ClusterAuthority(this.name, { plan, tls }, { parent: this }).arn;
  }
}

/** The data bucket's policy lets only deployers change the bucket; the default, CDK's role, would lock Pulumi out. */
export function refuseBootstrapRole({ access }: Plan): void {
  if (access.deployers.some((arn) => !/role\/cdk-[^/]+-cfn-exec-role-/.test(arn))) return;
  throw new RunError(
    `roles.deployers: name the role that Pulumi runs as; got ${access.deployers.join(', ')}, which only the CDK uses`,
  );
}
