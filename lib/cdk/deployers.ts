import { BootstraplessSynthesizer, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DeploymentError } from '../core';
import type { Plan } from '../core/plan/types';

/**
 * The data bucket refuses to be reconfigured by anyone but the deployers. Where the stack is deployed by another role than
 * the plan assumes, the first deploy would pass and every later one be refused.
 *
 * @throws DeploymentError when `roles.deployers` is not given and the synthesizer is not that of the default CDK bootstrap
 */
export function refuseUnknownDeployer(scope: Construct, { access }: Plan): void {
  const named = access.deployers.some((arn) => !arn.includes(`:role/cdk-${STANDARD}-cfn-exec-role-`));
  if (named || deploysAsAssumed(Stack.of(scope))) return;
  throw new DeploymentError([
    {
      path: 'roles.deployers',
      problem: 'is missing: these stacks are not deployed by the role of the standard CDK bootstrap',
      allowed: 'ARNs of the roles that CloudFormation deploys with; the data bucket lets nobody else change it',
    },
  ]);
}

const STANDARD = DefaultStackSynthesizer.DEFAULT_QUALIFIER;

function deploysAsAssumed({ synthesizer }: Stack): boolean {
  return (
    synthesizer instanceof DefaultStackSynthesizer &&
    !(synthesizer instanceof BootstraplessSynthesizer) &&
    synthesizer.bootstrapQualifier === STANDARD
  );
}
