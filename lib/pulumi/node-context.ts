import type { Input, Resource } from '@pulumi/pulumi';
import type { NodeKind, Plan } from '../core/plan/types';
import type { KeyArnOutputs } from './keys';
import type { NetworkRefs } from './network-refs';

/** What every machine of the cluster is made with. */
export interface NodeContext {
  readonly plan: Plan;
  readonly network: NetworkRefs;
  readonly securityGroupIds: Readonly<Record<NodeKind, Input<string>>>;
  readonly instanceProfileArns: Readonly<Record<NodeKind, Input<string>>>;
  readonly keyArns: KeyArnOutputs;
  readonly authorityArn?: Input<string>;
}

/**
 * What a group of machines waits for: the group before it, or what the first machine needs. Pulumi waits for the children of a
 * component and not for those of other resources, so every resource has a component for parent.
 */
export type After = readonly Resource[];
