import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterData, type ClusterDataProps } from '../lib/cdk';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface DataStackProps extends ClusterDataProps, SynthesisOptions {}

/** Keys, buckets, passwords and the certificate authority: retained when the stack goes. */
export class DataStack extends Stack {
  readonly data: ClusterData;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, stackProps(props.plan, 'data', props));
    this.data = new ClusterData(this, 'Data', props);
    applyTags(this, props.plan);
  }
}
