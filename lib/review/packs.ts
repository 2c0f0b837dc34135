/** What policy packs found, beside the reasons that the templates carry. */
import { findingsOf } from './acknowledgements';
import type { Assembly } from './assembly';

export interface PackFinding {
  readonly pack: string;
  /** `AwsSolutions-S1`, `AwsSolutions-IAM5[Resource::*]`. */
  readonly rule: string;
  readonly what: string;
  /** `stack/LogicalId`. */
  readonly resource: string;
}

export interface PackRow extends PackFinding {
  /** Whether the resource carries a reason for exactly this rule. */
  readonly acknowledged: boolean;
}

/** A reason names a rule as its pack does, whole or without what stands in brackets. */
export function packRows(assembly: Assembly, found: readonly PackFinding[]): readonly PackRow[] {
  const reasons = new Map(
    assembly.resources.map((row) => [row.address, findingsOf(row).flatMap(({ ids }) => ids)] as const),
  );
  return found.map((row) => {
    const given = reasons.get(row.resource) ?? [];
    return { ...row, acknowledged: given.includes(row.rule) || given.includes(row.rule.replace(/\[.*$/s, '')) };
  });
}
