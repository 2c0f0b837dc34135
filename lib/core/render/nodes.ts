import type { ElasticGroup, NodeKind, PinnedNode, Plan, Slot } from '../plan/types';

/** What user data is rendered for: all machines of a zone, or one machine that is always the same node. */
export type BootTarget = ElasticGroup | PinnedNode;

export const isPinned = (target: BootTarget): target is PinnedNode => 'volume' in target;

export const kindOf = (target: BootTarget): NodeKind => (isPinned(target) ? target.kind : 'broker');

/** The identities a machine of the target may take. */
export const slotsOf = (target: BootTarget): readonly Slot[] => (isPinned(target) ? [target] : target.slots);

export const groupNameOf = (target: BootTarget): string => (isPinned(target) ? target.groupName : target.name);

/** Names of every Auto Scaling group that machines of the kind belong to. */
export function groupNamesOf(plan: Plan, kind: NodeKind): readonly string[] {
  if (kind === 'controller') return plan.controllers.map(groupNameOf);
  return (plan.brokers.kind === 'elastic' ? plan.brokers.groups : plan.brokers.nodes).map(groupNameOf);
}

/** Whether a machine of the kind owns a volume and attaches it itself. */
export const attachesVolume = (plan: Plan, kind: NodeKind): boolean =>
  kind === 'controller' || plan.brokers.kind === 'pinned';
