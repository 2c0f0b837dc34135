/**
 * The CloudFormation schema as the engine reads it.
 *
 * Whether a changed property updates in place or replaces comes from `@aws-cdk/aws-service-spec`, never from a handler.
 */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `refused`: the change is not supported at all; `maybe` depends on more than the property, and the engine refuses it too. */
type Effect = 'update' | 'replace' | 'maybe' | 'refused';
type Gaps = Readonly<
  Record<string, { readonly source: string; readonly properties: Readonly<Record<string, Effect>> }>
>;

const EFFECTS = { yes: 'replace', no: 'update', maybe: 'maybe' } as const;

export function writeSchema(file: string): void {
  const types = [...loadAwsServiceSpecSync().all('resource')].map((resource) => {
    const gaps = readGaps()[resource.cloudFormationType]?.properties ?? {};
    const rows = Object.entries(resource.properties).map(([name, { causesReplacement }]): [string, Effect] => [
      name,
      gaps[name] ?? EFFECTS[causesReplacement ?? 'no'],
    ]);
    return [resource.cloudFormationType, { properties: Object.fromEntries(rows) }];
  });
  writeFileSync(file, JSON.stringify(Object.fromEntries(types)));
}

/** What the published data leaves out, each with the page that says it. */
function readGaps(): Gaps {
  return JSON.parse(readFileSync(join(__dirname, 'schema-gaps.json'), 'utf8')) as Gaps;
}
