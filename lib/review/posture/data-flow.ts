/** Control: no data leaves the account. */
import { isOwnCaller, limitedTo } from '../limits';
import { reviewNetwork } from '../network';
import type { StatementRow } from '../statements';
import { said, verdict, type Control, type Seen } from './control';

export const dataFlow: Control = {
  id: 'data-flow',
  control: 'No data leaves the account: no way to the internet, no replication, no other account in any policy.',
  knownAs: [],
  check: (seen) => verdict(seen.assembly.resources.length > 0 ? ['all templates'] : [], leaving(seen)),
};

function leaving(seen: Seen): readonly string[] {
  const replicated = seen.assembly
    .ofType('AWS::S3::Bucket')
    .filter(({ properties }) => properties.ReplicationConfiguration !== undefined)
    .map(({ address }) => `${address}: replicates`);
  const strangers = seen.statements
    .filter(({ effect, kind }) => effect === 'Allow' && kind !== 'identity' && kind !== 'endpoint')
    .flatMap((row) => row.principals.filter((who) => isStranger(seen, row, who)).map((who) => said(row, who)));
  return [...reviewNetwork(seen.assembly).internet, ...replicated, ...strangers];
}

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

/** Keys by which a policy for anybody means its own account only. */
const CALLERS = /^(?:aws:Principal(?:Arn|Account)|aws:Source(?:Arn|Account|Owner)|kms:CallerAccount)$/i;

/** Who is not certainly of the account that carries the policy. */
function isStranger({ assembly }: Seen, row: StatementRow, who: string): boolean {
  const own = (text: string) => isOwnCaller(assembly, row.owner, text);
  if (who === '*') return !limitedTo(row, CALLERS, own);
  return !SERVICE.test(who) && !own(who);
}
