/** Runs the checks one after the other; each answers, whatever happens to it. */
import type { Plan } from '../../core';
import type { Account } from './account';
import type { CheckId } from './check-ids';
import { type Check, notRun, type Outcome } from './check';

export interface Verified extends Outcome {
  readonly id: CheckId;
  readonly shows: string;
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
    verified.push({ id, shows, ...(changes && { changes }), ...(await outcomeOf(check, plan, account, destructive)) });
  }
  return verified;
}

/** What could not be asked was not shown: a caller without the permission, a service that is not there. */
async function outcomeOf(check: Check, plan: Plan, account: Account, destructive: boolean): Promise<Outcome> {
  if (check.changes !== undefined && !destructive) return notRun(`needs --destructive: ${check.changes}`);
  try {
    return await check.run(plan, account);
  } catch (error) {
    return notRun(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
