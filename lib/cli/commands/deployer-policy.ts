/** `automq-byoc deployer-policy FILE|cdk.out`: the least that is needed to deploy exactly these templates. */
import { Assembly, deployerPolicy as policyOf } from '../../review';
import { type Io, json, line } from '../io';
import { readTemplates } from '../templates';

export async function deployerPolicy(from: string, io: Io): Promise<void> {
  const policy = policyOf(new Assembly(await readTemplates(from, io.today())));
  json(io.stdout, policy);
  policy.uncovered.forEach((type) => line(io.stderr, `warning: no row says what ${type} needs; add it by hand`));
}
