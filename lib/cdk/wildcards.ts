import type { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { wildcardReasons, type PolicyDocument, type Statement } from '../core/render';
import { acknowledge } from './annotate';

/**
 * Acknowledges each resource pattern of a role's policy with the reason its statement gives. A statement without a reason,
 * and a pattern in an action, stay findings.
 */
export function acknowledgeWildcards(policy: CfnManagedPolicy, document: PolicyDocument): void {
  const reasons = new Map<string, string[]>();
  for (const statement of document.Statement) {
    const reason = wildcardReasons[statement.Sid];
    if (reason === undefined) continue;
    for (const pattern of patterns(statement)) reasons.set(pattern, [...(reasons.get(pattern) ?? []), reason]);
  }
  const rows = [...reasons].map(([pattern, given]) => ({
    id: `AwsSolutions-IAM5[Resource::${pattern}]`,
    reason: given.join(' '),
  }));
  acknowledge(policy, rows);
}

/** Only what is allowed; a denial may be as wide as it likes. */
function patterns({ Effect, Resource }: Statement): string[] {
  return Effect === 'Allow' ? [Resource ?? []].flat().filter((resource) => resource.includes('*')) : [];
}
