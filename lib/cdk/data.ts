import { Construct } from 'constructs';
import type { BucketPurpose, Plan, SecretPurpose } from '../core/plan/types';
import type { KeyArns, RoleArns } from '../core/render';
import { ClusterAuthority } from './authority';
import { ClusterBuckets } from './buckets';
import { refuseUnknownDeployer } from './deployers';
import { ClusterKeys } from './keys';
import { ClusterSecrets } from './secrets';

export interface ClusterDataProps {
  readonly plan: Plan;
  /** Roles that the key and bucket policies name. */
  readonly roleArns: RoleArns;
}

/** Everything that must outlive the machines: keys, buckets, passwords, certificate authority. */
export class ClusterData extends Construct {
  readonly keys: ClusterKeys;
  readonly keyArns: KeyArns;
  readonly bucketArns: Readonly<Record<BucketPurpose, string>>;
  readonly secretArns: Readonly<Record<SecretPurpose, string>>;
  /** Set with `tls.issuer: private-ca`. */
  readonly authorityArn?: string;

  constructor(scope: Construct, id: string, { plan, roleArns }: ClusterDataProps) {
    super(scope, id);
    refuseUnknownDeployer(this, plan);
    this.keys = new ClusterKeys(this, 'Keys', { plan, roleArns });
    this.keyArns = this.keys.arns;
    this.bucketArns = new ClusterBuckets(this, 'Buckets', { plan, roleArns, keyArns: this.keyArns }).arns;
    this.secretArns = new ClusterSecrets(this, 'Secrets', { plan, keyArn: this.keyArns.secrets }).arns;
    this.authorityArn = this.provideAuthority(plan);
  }

  private provideAuthority(plan: Plan): string | undefined {
    const { tls } = plan;
    if (tls.issuer !== 'private-ca') return undefined;
    return tls.existingAuthorityArn ?? new ClusterAuthority(this, 'Authority', { plan, tls }).arn;
  }
}
