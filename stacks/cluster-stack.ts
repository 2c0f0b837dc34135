import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterNodes, type ClusterNodesProps } from '../lib/cdk';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface ClusterStackProps extends ClusterNodesProps, SynthesisOptions {}

/** Controllers, brokers, and what they need to be found and watched. Volumes outlive it; parameters change its size. */
export class ClusterStack extends Stack {
  readonly nodes: ClusterNodes;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, stackProps(props.plan, 'cluster', props));
    this.nodes = new ClusterNodes(this, 'Cluster', props);
    this.giveShortNames();
    applyTags(this, props.plan);
  }

  /** One cluster in a stack of its own: parameters and outputs carry the plan's names, without a path or hash. */
  private giveShortNames(): void {
    const elements = { ...this.nodes.parameters.parameters, ...this.nodes.outputs };
    for (const [id, element] of Object.entries(elements)) element.overrideLogicalId(id);
  }
}
