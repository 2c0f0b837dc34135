import type { MachinePlan, NodeKind, Plan } from '../../plan/types';

/** What a value may depend on. */
export interface PropertyContext {
  readonly plan: Plan;
  readonly machine: MachinePlan;
  /** Zone id of the node. */
  readonly zone: string;
}

export interface PropertyRow {
  readonly key: string;
  readonly kinds: readonly NodeKind[];
  /** `undefined` where the plan has no use for the key. */
  readonly value: (context: PropertyContext) => string | undefined;
}

/** Keys that belong together; `why` becomes the comment above them. */
export interface PropertyGroup {
  readonly why: string;
  readonly rows: readonly PropertyRow[];
}

type Value = string | PropertyRow['value'];

const row =
  (...kinds: NodeKind[]) =>
  (key: string, value: Value): PropertyRow => ({ key, kinds, value: typeof value === 'string' ? () => value : value });

export const everyNode = row('controller', 'broker');
export const controllers = row('controller');
export const brokers = row('broker');

/** Replaced on the machine: what it holds is known, or secret, only there. */
export const tokens = {
  nodeId: '@NODE_ID@',
  host: '@HOST@',
  address: '@ADDRESS@',
  /** Options of a JAAS line: as whom a node logs in, and whom it accepts. */
  login: '@LOGIN@',
} as const;
