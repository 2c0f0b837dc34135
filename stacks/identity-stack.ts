import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterIdentity, type ClusterIdentityProps } from '../lib/cdk';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface IdentityStackProps extends ClusterIdentityProps, SynthesisOptions {}

/** Roles, instance profiles and permissions: the only stack that needs CAPABILITY_IAM. */
export class IdentityStack extends Stack {
  readonly identity: ClusterIdentity;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, stackProps(props.plan, 'identity', props));
    this.identity = new ClusterIdentity(this, 'Identity', props);
    applyTags(this, props.plan);
  }
}
