import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../synth/synthesize';
import { stacksOf } from '../synth/templates';

interface Row {
  readonly why: string;
  readonly attributes?: readonly string[];
  readonly properties?: readonly string[];
}

const read = <T>(file: string): T => JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as T;
const gaps = read<Readonly<Record<string, { readonly source: string }>>>('schema-gaps.json');
const rows = Object.entries(read<Readonly<Record<string, Row>>>('recorded-only.json'));
const schema = loadAwsServiceSpecSync();
const folder = join(__dirname, 'engine/resources');
const handled = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/"(AWS::\w+::\w+)": /g)].map(([, type]) => type!),
  );

test('every resource type of the examples is made behind the API, or stands in recorded-only.json', () => {
  const known = new Set([...handled, ...rows.filter(([, row]) => row.attributes).map(([type]) => type)]);
  const resources = examples.flatMap(stacksOf).flatMap(({ json }) => Object.values(json.Resources));
  const used = new Set(resources.map(({ Type }) => Type));
  expect([...used].filter((type) => !known.has(type))).toEqual([]);
});

test.each(rows)('%s is recorded only for a reason, and names what the schema has', (type, { why, properties = [] }) => {
  const [resource] = [...schema.lookup('resource', 'cloudFormationType', 'equals', type)];
  expect(why).not.toBe('');
  expect(Object.keys(resource!.properties)).toEqual(expect.arrayContaining([...properties]));
});

test('every gap of the schema names its page', () => {
  for (const { source } of Object.values(gaps)) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});
