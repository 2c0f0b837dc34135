import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterNetwork, type ClusterNetworkProps } from '../lib/cdk';
import { networkOutputs } from '../lib/core';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface NetworkStackProps extends ClusterNetworkProps, SynthesisOptions {}

/** A new private VPC. There is no such stack in an existing VPC: `existingNetwork(plan)` takes its place. */
export class NetworkStack extends Stack {
  readonly network: ClusterNetwork;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, stackProps(props.plan, 'network', props));
    this.network = new ClusterNetwork(this, 'Network', props);
    this.createOutputs();
    applyTags(this, props.plan);
  }

  /** What a network team needs to peer or attach the VPC: no client can reach a new one before that. */
  private createOutputs(): void {
    new CfnOutput(this, networkOutputs.vpc, { value: this.network.vpcId, description: 'The VPC, to peer or attach.' });
    for (const [zone, value] of Object.entries(this.network.routeTableIds)) {
      new CfnOutput(this, networkOutputs.routeTable(zone), {
        value,
        description: `Routes of ${zone}; add those to clients.`,
      });
    }
  }
}
