/** What a check of `automq-byoc verify` is: one promise that only an account can show, and how it answers. */
import type { Plan } from '../../core';
import type { Account, Activity } from './account';
import type { CheckId } from './check-ids';

export type Result = 'pass' | 'fail' | 'not run';

export interface Outcome {
  readonly result: Result;
  /** What was seen, or why nothing could be; one sentence each. */
  readonly evidence: readonly string[];
}

export interface Check {
  /** Stable: rows of `promises.ts` and `--only` name it. */
  readonly id: CheckId;
  /** What holds when it passes. */
  readonly shows: string;
  /** What it does to the deployment; such a check needs `--destructive`. Absent for one that only reads. */
  readonly changes?: string;
  readonly run: (plan: Plan, account: Account) => Promise<Outcome>;
}

export const pass = (...evidence: string[]): Outcome => ({ result: 'pass', evidence });
export const fail = (...evidence: string[]): Outcome => ({ result: 'fail', evidence });
export const notRun = (...evidence: string[]): Outcome => ({ result: 'not run', evidence });

/** Faults make it fail; otherwise what was seen makes it pass. */
export const judged = (faults: readonly string[], seen: readonly string[]): Outcome =>
  faults.length > 0 ? fail(...faults) : pass(...seen);

/** The groups of brokers, which may be of any size; pinned nodes are groups of one. */
export const elasticGroups = ({ brokers }: Plan): readonly { readonly name: string; readonly zone: string }[] =>
  brokers.kind === 'elastic' ? brokers.groups : [];

/** Every group, in the order of deployment. */
export const allGroups = ({ controllers, brokers }: Plan): readonly string[] => [
  ...controllers.map(({ groupName }) => groupName),
  ...(brokers.kind === 'elastic' ? brokers.groups.map(({ name }) => name) : brokers.nodes.map((row) => row.groupName)),
];

export const stackOf = ({ stacks }: Plan, kind: 'data' | 'cluster' | 'identity' | 'seasons'): string =>
  stacks.find((row) => row.kind === kind)?.name ?? '';

/** As evidence names a moment. */
export const at = (time: number): string => new Date(time).toISOString().slice(0, 19);

export const activityText = ({ id, kind, machine, started, ended }: Activity): string =>
  `${kind} of ${machine} from ${at(started)} to ${ended === undefined ? 'now' : at(ended)} (${id})`;
