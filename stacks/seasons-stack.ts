import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyTags, ClusterSeasons, type ClusterSeasonsProps } from '../lib/cdk';
import { stackProps, type SynthesisOptions } from './stack-props';

export interface SeasonsStackProps extends ClusterSeasonsProps, SynthesisOptions {}

/** Season parameters, the floor keeper and scaling with the load: no group and no data, so it may go and come back any time. */
export class SeasonsStack extends Stack {
  readonly seasons: ClusterSeasons;

  constructor(scope: Construct, id: string, props: SeasonsStackProps) {
    super(scope, id, stackProps(props.plan, 'seasons', props));
    this.seasons = new ClusterSeasons(this, 'Seasons', props);
    this.giveShortNames();
    applyTags(this, props.plan);
  }

  /** Parameters and outputs carry the plan's names, without a path or hash. */
  private giveShortNames(): void {
    const elements = { ...this.seasons.parameters.parameters, ...this.seasons.outputs };
    for (const [id, element] of Object.entries(elements)) element.overrideLogicalId(id);
  }
}
