import type { Deployment } from '../../lib/core/deployment/deployment';
import { AS_OF } from '../synth/synthesize';
import { cdkFacts } from './cdk-cluster';
import { differences, type Difference, type Overrides } from './facts';
import { pulumiFacts } from './pulumi-cluster';

/** The default deployer is the CDK's role, which Pulumi refuses. */
const deployers = ['arn:aws:iam::111122223333:role/deployer'];

/** Where the two engines differ for a deployment: the CDK's facts on the left. */
export async function engineDifferences(
  deployment: Deployment,
  overrides: Overrides = {},
): Promise<readonly Difference[]> {
  const pulumi = await pulumiFacts({ ...deployment, roles: { ...deployment.roles, deployers } }, AS_OF, overrides);
  return differences(cdkFacts(pulumi.plan, overrides), pulumi.facts);
}
