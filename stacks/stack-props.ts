import type { IStackSynthesizer, StackProps } from 'aws-cdk-lib';
import type { Plan, StackKind } from '../lib/core';

/** How templates are handed over; the same for all stacks of a deployment. */
export interface SynthesisOptions {
  /**
   * Makes the synthesizer of each stack, for a qualifier of your own or for accounts without the CDK bootstrap.
   * @default - the synthesizer of the app or stage
   */
  readonly synthesizer?: () => IStackSynthesizer;
}

/** Name, description, protection and environment of a stack, as the plan says. */
export function stackProps(plan: Plan, kind: StackKind, options: SynthesisOptions): StackProps {
  const row = plan.stacks.find((stack) => stack.kind === kind);
  if (!row) throw new Error(`the plan has no ${kind} stack`);
  const { account, region } = plan.cluster;
  return {
    stackName: row.name,
    description: row.description,
    terminationProtection: row.terminationProtection,
    env: { account, region },
    synthesizer: options.synthesizer?.(),
  };
}
