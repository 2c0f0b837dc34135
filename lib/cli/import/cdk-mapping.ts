/** The mapping that `cdk import --resource-mapping` reads, by the logical ids of the templates. */
import type { TemplateFile } from '../../review';
import type { Found } from './match';

export type ResourceMapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function cdkMapping(templates: readonly TemplateFile[], found: readonly Found[]): ResourceMapping {
  const resources = templates.flatMap(({ text }) =>
    Object.entries((JSON.parse(text) as { Resources: Record<string, { Type: string }> }).Resources),
  );
  const logicalId = ({ id, type }: Found): string | undefined =>
    resources.find(([name, { Type }]) => Type === type && name.slice(0, -'01234567'.length).endsWith(id))?.[0];
  const rows = found.map((row) => [logicalId(row), { [row.identifier]: row.physicalId }] as const);
  return Object.fromEntries(rows.filter(([id]) => id !== undefined));
}
