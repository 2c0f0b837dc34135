/**
 * `automq-byoc verify FILE`: checks against an account what no test without one can show. Reads only, unless `--destructive`
 * allows the checks that replace machines. Ends with 1 where a check failed, or where none passed: then nothing was shown.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { plan } from '../../core';
import { readDeployment } from '../../files';
import { BadInput, Failure } from '../failures';
import { type Io, json, line, look } from '../io';
import { verifyText } from '../text/verify-text';
import type { Check } from '../verify/check';
import { checks } from '../verify/checks';
import { type Verified, verify as run } from '../verify/verify';

export interface VerifyOptions {
  readonly destructive?: boolean;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

export async function verify(
  file: string,
  { destructive = false, only, ...options }: VerifyOptions,
  io: Io,
): Promise<void> {
  const chosen = choose(only);
  const decided = plan(readDeployment(file).deployment, io.today());
  const [{ readingOf }, { changingOf }] = await Promise.all([
    import('../aws/verify-reading'),
    import('../aws/verify-changing'),
  ]);
  const pause = async (seconds: number): Promise<void> => wait(seconds * 1000);
  const account = { ...readingOf(decided), ...changingOf(decided, pause), now: () => Date.now(), pause };
  const say = ({ id }: Check): void => line(io.stderr, `${id} …`);
  const rows = await run(decided, account, chosen, destructive, say);
  if (options.json) json(io.stdout, rows);
  else line(io.stdout, verifyText(rows, look(io)));
  judge(rows);
}

function judge(rows: readonly Verified[]): void {
  const named = (wanted: Verified['result']): string => rows.filter(({ result }) => result === wanted).map(({ id }) => id).join(', '); // prettier-ignore
  if (named('fail') !== '') throw new Failure(`verify: failed: ${named('fail')}`);
  if (named('pass') === '') throw new Failure(`verify: nothing was shown; not run: ${named('not run')}`);
}

function choose(only: readonly string[] | undefined): readonly Check[] {
  if (only === undefined) return checks;
  const known: readonly string[] = checks.map(({ id }) => id);
  const unknown = only.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new BadInput(unknown.map((id) => `--only: got "${id}"; allowed: ${known.join(', ')}`));
  return checks.filter(({ id }) => only.includes(id));
}
