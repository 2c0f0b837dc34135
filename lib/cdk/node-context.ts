import type { NodeKind, Plan } from '../core/plan/types';
import type { KeyArns } from '../core/render/refs';
import type { NetworkRefs } from './network-refs';

/** What every machine of the cluster is made with. */
export interface NodeContext {
  readonly plan: Plan;
  readonly network: NetworkRefs;
  readonly securityGroupIds: Readonly<Record<NodeKind, string>>;
  readonly instanceProfileArns: Readonly<Record<NodeKind, string>>;
  readonly keyArns: KeyArns;
  readonly authorityArn?: string;
  /** Names of the alarms that stop an instance refresh. */
  readonly refreshAlarms: readonly string[];
}
