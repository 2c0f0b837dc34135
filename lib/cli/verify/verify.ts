/** Runs the checks one after the other; each answers, whatever happens to it. */
import type { Plan } from '../../core';
import type { Account } from './account';
import { promisesOf } from '../promises';
import type { CheckId } from './check-ids';
import { type Check, fail, notRun, type Outcome } from './check';

export interface Verified extends Outcome {
  readonly id: CheckId;
  readonly shows: string;
  /** Rows of the table of promises that it shows. */
  readonly promises: readonly string[];
  /** Given where the check changes something. */
  readonly changes?: string;
}

export async function verify(
  plan: Plan,
  account: Account,
  checks: readonly Check[],
  destructive: boolean,
  say: (check: Check) => void = () => undefined,
): Promise<readonly Verified[]> {
  const verified: Verified[] = [];
  for (const check of checks) {
    say(check);
    const { id, shows, changes } = check;
    verified.push({
      id,
      shows,
      promises: promisesOf(id),
      ...(changes && { changes }),
      ...(await outcomeOf(check, plan, account, destructive)),
    });
  }
  return verified;
}

/**
 * A reading check that could not ask has shown nothing: a caller without the permission, a service that is not there. One that
 * changes something and broke off has failed: what it meant to show did not happen.
 */
async function outcomeOf(check: Check, plan: Plan, account: Account, destructive: boolean): Promise<Outcome> {
  if (check.changes !== undefined && !destructive) return notRun(`needs --destructive: ${check.changes}`);
  try {
    return await check.run(plan, account);
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return check.changes === undefined ? notRun(`could not ask: ${said}`) : fail(`broke off: ${said}`);
  }
}
