/** What there is in the account of a local AWS, by kind (everything.py), and what became of it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { LocalAws } from './local-aws';
import { preparePython } from './prepare';

/** Names by kind, which is the operation that lists them: `ec2 DescribeVolumes`. */
export type Everything = Readonly<Record<string, readonly string[]>>;

export function everythingIn(local: LocalAws): Everything {
  const script = join(__dirname, 'everything.py');
  const said = execFileSync(preparePython(), ['-B', script], { env: local.env, encoding: 'utf8' });
  return JSON.parse(said) as Everything;
}

/** What the later one has and the earlier one has not; kinds with nothing new are left out. */
export function added(earlier: Everything, later: Everything): Everything {
  const rows = Object.entries(later).map(([kind, names]): [string, readonly string[]] => [
    kind,
    names.filter((name) => !earlier[kind]!.includes(name)),
  ]);
  return Object.fromEntries(rows.filter(([, names]) => names.length > 0));
}
