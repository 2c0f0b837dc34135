/** Exported values are identities: other stacks, here or elsewhere, are made with them. */
import type { Output } from '../review';
import type { Finding } from './finding';
import { same } from './rules';
import type { StackPair } from './stacks';

/** CloudFormation refuses to change or delete one while a stack imports it, and what imports it need not be in these templates. */
export function exportFindings({ stack, before, after }: StackPair): Finding[] {
  return Object.entries(before.Outputs ?? {}).flatMap(([id, old]): Finding[] => {
    const place = { stack, resource: id };
    const now = after.Outputs?.[id];
    if (old.Export === undefined) return now === undefined ? [goneOutput(place)] : [];
    const property = changedPart(old, now);
    if (property === undefined) return [];
    return [
      {
        ...place,
        level: 'refuse',
        rule: 'exported',
        what: `is exported as ${text(old.Export.Name)} and would ${now?.Export ? 'change' : 'go'}`,
        property,
        wayAround: 'Keep the export (exportValue) until no stack imports it, then remove it in a second deploy.',
      },
    ];
  });
}

function changedPart(old: ConditionalOutput, now: ConditionalOutput | undefined): string | undefined {
  if (now === undefined) return 'Outputs';
  if (now.Export === undefined) return 'Export';
  if (!same(old.Export?.Name, now.Export.Name)) return 'Export.Name';
  if (now.Condition !== undefined && now.Condition !== old.Condition) return 'Condition';
  return same(old.Value, now.Value) ? undefined : 'Value';
}

type ConditionalOutput = Output & { readonly Condition?: string };

const goneOutput = (place: Pick<Finding, 'stack' | 'resource'>): Finding => ({
  ...place,
  level: 'warn',
  rule: 'output',
  what: 'is an output and would go: scripts that read it find nothing',
  wayAround: 'Keep the output, or tell those who read it.',
});

const text = (name: unknown): string => (typeof name === 'string' ? name : JSON.stringify(name));
