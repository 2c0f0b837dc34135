/** What an observed deployment means: slots by zone with their holders, and what blocks the next deploy or a broker. */
import type { PinnedNode, Plan, Slot, StackPlan } from '../core';
import { isRunning } from './aws/instance-refresh';
import type { Observed, ObservedGroup } from './aws/observe';
import { type Floor, floorDiffers, floorOf } from './floor';
import { allGroups } from './verify/check';

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
  /** Smallest number of brokers per zone now, who set it, and what comes next. */
  readonly floor: Floor;
  readonly quorum: Quorum;
  /** What goes on now: a stack operation, a refresh. */
  readonly inProgress: readonly string[];
  /** What somebody must look at; empty when all is well. */
  readonly blocks: readonly string[];
  /** What is left to do and blocks nothing. */
  readonly toDo: readonly string[];
  readonly kept: Observed['kept'];
}

/** Controllers whose machines serve, of all; the cluster decides as long as they are a majority. */
export interface Quorum {
  readonly controllers: number;
  readonly serving: number;
  readonly majority: number;
}

/** `now` in milliseconds since 1970: what the seasons say depends on it. */
export function statusOf(plan: Plan, seen: Observed, now: number): Status {
  const [floor, quorum] = [floorOf(plan, seen, now), quorumOf(plan, seen)];
  return {
    stacks: plan.stacks.map(({ name }) => ({ name, status: seen.stacks[name] ?? 'not deployed' })),
    groups: seen.groups,
    slots: slotsOf(plan).map((slot) => slotStatus(slot, seen)),
    floor,
    quorum,
    inProgress: inProgress(seen),
    blocks: [...blocks(plan, seen), ...quorumBlocks(quorum, seen)],
    toDo: [...toDo(plan, seen), ...floorDiffers(floor)],
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

function quorumOf({ controllers }: Plan, { groups }: Observed): Quorum {
  const own = groups.filter(({ name }) => controllers.some(({ groupName }) => groupName === name));
  const serving = own.filter((group) => servingIn(group) > 0).length;
  return { controllers: controllers.length, serving, majority: Math.floor(controllers.length / 2) + 1 };
}

/** Silent before there is a cluster: then its missing stack is what blocks. */
function quorumBlocks({ controllers, serving, majority }: Quorum, { groups }: Observed): string[] {
  if (groups.length === 0 || serving >= majority) return [];
  return [`quorum: ${serving} of ${controllers} controllers serve, ${majority} are needed: do not end another one`];
}

/** Protection comes after the first deploy: docs/decisions/0012. */
function toDo({ stacks, destroyData }: Plan, seen: Observed): string[] {
  const bare = stacks.filter(({ name, keepsState }) => keepsState && seen.stacks[name] !== undefined && !seen.protectedStacks.includes(name)); // prettier-ignore
  if (destroyData || bare.length === 0) return [];
  return [
    `${bare.map(({ name }) => name).join(', ')}: can be deleted; once all is well run 'automq-byoc protect FILE'`,
  ];
}

function inProgress({ stacks, groups }: Observed): string[] {
  const operations = Object.entries(stacks).filter(([, status]) => status.endsWith('_IN_PROGRESS') && status !== REVIEW); // prettier-ignore
  const refreshes = groups.filter(({ refresh = 'None' }) => isRunning(refresh));
  return [
    ...operations.map(([name, status]) => `${name}: ${status}`),
    ...refreshes.map(({ name, refresh }) => `${name}: instance refresh ${refresh}`),
  ];
}

/** A change set that would make the stack, and nothing else yet (CloudFormation user guide, stack status codes). */
const REVIEW = 'REVIEW_IN_PROGRESS';

function blocks(plan: Plan, seen: Observed): string[] {
  const { stacks } = plan;
  const missing = stacks.filter(({ name }) => seen.stacks[name] === undefined);
  const failed = Object.entries(seen.stacks).filter(([, status]) => /FAILED$/.test(status));
  const neverMade = stacks.filter(({ name }) => seen.stacks[name] === 'ROLLBACK_COMPLETE');
  const underReview = stacks.filter(({ name }) => seen.stacks[name] === REVIEW);
  return [
    ...missing.map(({ name }) => `${name} is not deployed`),
    ...underReview.map(({ name }) => `${name}: a change set waits to be executed and nothing is deployed; deploy it, or delete the stack`), // prettier-ignore
    ...neverMade.map((stack) => retry(stack, seen)),
    ...failed.map(([name, status]) => `${name} is ${status}: look at its events`),
    ...seen.alarms.map(({ name, description }) => `alarm ${name}: ${description}`),
    ...goneGroups(plan, seen).map((name) => `${name}: there is no such group; look at the events of its stack`),
    ...seen.groups.flatMap(groupBlocks),
  ];
}

/** Groups of a cluster stack that is there; while it is made, they still come. */
function goneGroups(plan: Plan, { stacks, groups }: Observed): readonly string[] {
  const status = stacks[plan.stacks.find(({ kind }) => kind === 'cluster')!.name];
  if (status === undefined || [REVIEW, 'CREATE_IN_PROGRESS', 'ROLLBACK_COMPLETE'].includes(status)) return [];
  return allGroups(plan).filter((name) => !groups.some((group) => group.name === name));
}

/** The next deploy deletes what is left of it by itself, unless somebody has protected it meanwhile. */
function retry({ name }: StackPlan, { protectedStacks }: Observed): string {
  const first = protectedStacks.includes(name)
    ? "run 'automq-byoc protect FILE --off', then deploy again"
    : 'deploy again';
  return `${name}: its first deploy failed and nothing of it is left; ${first}`;
}

function groupBlocks({ name, minSize, machines, refresh }: ObservedGroup): string[] {
  const serving = servingIn({ machines });
  return [
    ...(serving < minSize ? [`${name}: ${serving} of at least ${minSize} machines in service`] : []),
    ...(refresh === 'Failed' ? [`${name}: the last instance refresh failed`] : []),
    ...(refresh === 'RollbackFailed' ? [`${name}: the last instance refresh failed and could not go back`] : []),
  ];
}

const servingIn = ({ machines }: Pick<ObservedGroup, 'machines'>): number =>
  machines.filter(({ state, healthy }) => state === 'InService' && healthy).length;
