import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterNetwork, type ClusterNetworkProps } from '../lib/cdk';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface NetworkStackProps extends ClusterNetworkProps, SynthesisOptions {}

/** A new private VPC. There is no such stack in an existing VPC: `existingNetwork(plan)` takes its place. */
export class NetworkStack extends Stack {
  readonly network: ClusterNetwork;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, stackProps(props.plan, 'network', props));
    this.network = new ClusterNetwork(this, 'Network', props);
    applyTags(this, props.plan);
  }
}
