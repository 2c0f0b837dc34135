/**
 * One question to an IAM simulator. The simulator is a development dependency of tests only (its licence is AGPL): nothing of the
 * package imports it.
 */
import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';

export interface Document {
  readonly Version: string;
  readonly Statement: readonly unknown[];
}

export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Of what is called, where it has one: a key's, a bucket's. */
  readonly resourcePolicy?: Document;
}

export interface Asker {
  readonly principal: string;
  readonly identity?: readonly Document[];
  /** Account of the resource. */
  readonly owner: string;
}

export async function simulate({ action, resource, context, resourcePolicy }: Asked, asker: Asker): Promise<boolean> {
  const { principal, identity = [], owner } = asker;
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: owner },
      contextVariables: { 'aws:PrincipalArn': principal, ...context },
    },
    identityPolicies: identity.map((policy, i) => ({ name: `p${i}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy && { resourcePolicy }),
  } as unknown as Simulation;
  const outcome = await runSimulation(simulation, {});
  if (!('overallResult' in outcome)) throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome)}`);
  return outcome.overallResult === 'Allowed';
}
