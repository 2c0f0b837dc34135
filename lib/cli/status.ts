/** What an observed deployment means: slots by zone with their holders, and what blocks the next deploy or a broker. */
import type { PinnedNode, Plan, Slot, StackPlan } from '../core';
import type { Observed, ObservedGroup } from './aws/observe';

export interface SlotStatus {
  readonly zone: string;
  readonly nodeId: number;
  readonly host: string;
  readonly address: string;
  /** Instance id; absent while the slot is free. */
  readonly holder?: string;
  /** State of the holder, or `free`. */
  readonly state: string;
}

export interface Status {
  readonly stacks: readonly { readonly name: string; readonly status: string }[];
  readonly groups: readonly ObservedGroup[];
  readonly slots: readonly SlotStatus[];
  /** Smallest number of brokers per zone now, and who set it. */
  readonly floor: { readonly brokersPerZone?: string; readonly setBy?: string };
  /** What goes on now: a stack operation, a refresh. */
  readonly inProgress: readonly string[];
  /** What somebody must look at; empty when all is well. */
  readonly blocks: readonly string[];
  readonly kept: Observed['kept'];
}

export function statusOf(plan: Plan, seen: Observed): Status {
  return {
    stacks: plan.stacks.map(({ name }) => ({ name, status: seen.stacks[name] ?? 'not deployed' })),
    groups: seen.groups,
    slots: slotsOf(plan).map((slot) => slotStatus(slot, seen)),
    floor: { brokersPerZone: seen.outputs.BrokersPerZoneInForce, setBy: seen.outputs.BrokersPerZoneSetBy },
    inProgress: inProgress(seen),
    blocks: blocks(plan, seen),
    kept: seen.kept,
  };
}

function slotsOf({ controllers, brokers }: Plan): readonly (Slot | PinnedNode)[] {
  const leased = brokers.kind === 'elastic' ? brokers.groups.flatMap(({ slots }) => slots) : brokers.nodes;
  return [...controllers, ...leased];
}

function slotStatus({ zone, nodeId, host, address }: Slot, { holders, groups }: Observed): SlotStatus {
  const slot = { zone, nodeId, host, address };
  const holder = holders[address];
  if (holder === undefined) return { ...slot, state: 'free' };
  const machine = groups.flatMap(({ machines }) => machines).find(({ id }) => id === holder);
  return { ...slot, holder, state: machine?.state ?? 'in no group' };
}

function inProgress({ stacks, groups }: Observed): string[] {
  const operations = Object.entries(stacks).filter(([, status]) => status.endsWith('_IN_PROGRESS'));
  const refreshes = groups.filter(({ refresh }) => /Pending|InProgress|Baking|Cancelling|Rollback/.test(refresh ?? ''));
  return [
    ...operations.map(([name, status]) => `${name}: ${status}`),
    ...refreshes.map(({ name, refresh }) => `${name}: instance refresh ${refresh}`),
  ];
}

function blocks({ stacks }: Plan, seen: Observed): string[] {
  const missing = stacks.filter(({ name }) => seen.stacks[name] === undefined);
  const failed = Object.entries(seen.stacks).filter(([, status]) => /FAILED$/.test(status));
  const neverMade = stacks.filter(({ name }) => seen.stacks[name] === 'ROLLBACK_COMPLETE');
  return [
    ...missing.map(({ name }) => `${name} is not deployed`),
    ...neverMade.map(retry),
    ...failed.map(([name, status]) => `${name} is ${status}: look at its events`),
    ...seen.groups.flatMap(groupBlocks),
  ];
}

/**
 * The CDK CLI protects a stack before it creates it, and deletes one whose first deploy failed before it tries again: a protected
 * stack refuses that.
 */
function retry({ name, terminationProtection }: StackPlan): string {
  const unprotect = `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`;
  return `${name}: its first deploy failed and nothing of it is left; ${terminationProtection ? `run '${unprotect}', then ` : ''}deploy again`;
}

function groupBlocks({ name, minSize, machines, refresh }: ObservedGroup): string[] {
  const serving = machines.filter(({ state, healthy }) => state === 'InService' && healthy).length;
  return [
    ...(serving < minSize ? [`${name}: ${serving} of at least ${minSize} machines in service`] : []),
    ...(refresh === 'Failed' ? [`${name}: the last instance refresh failed`] : []),
  ];
}
