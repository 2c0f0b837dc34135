import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { jsonSchema } from '../../../lib/core/deployment';
import type { Deployment } from '../../../lib/core/deployment/deployment';
import { namesAt } from '../../../lib/core/deployment/json-schema';
import type { schema } from '../../../lib/core/deployment/schema';

type Frozen<T> = T extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;
type Accepted = Frozen<z.input<typeof schema>>;

/** Names in either that the other lacks, at any depth: assignability alone overlooks an optional one. */
type NamesOf<T> = T extends readonly (infer Element)[]
  ? NamesOf<Element>
  : T extends object
    ? { [Key in keyof T & string]-?: Key | `${Key}.${NamesOf<NonNullable<T[Key]>>}` }[keyof T & string]
    : never;

test('the schema accepts exactly what the hand-written type says, by the compiler', () => {
  const toType = (accepted: Accepted): Deployment => accepted;
  const toSchema = (deployment: Deployment): Accepted => deployment;
  const missingInSchema: Exclude<NamesOf<Deployment>, NamesOf<Accepted>>[] = [];
  const missingInType: Exclude<NamesOf<Accepted>, NamesOf<Deployment>>[] = [];
  const noMissing: never[] = [...missingInSchema, ...missingInType];
  expect([toType, toSchema, noMissing]).toHaveLength(3);
});

describe('the published JSON Schema', () => {
  test('is the committed one; `automq-byoc schema` prints it', () => {
    expect(JSON.parse(readFileSync('schema/deployment.schema.json', 'utf8'))).toEqual(jsonSchema());
  });

  test('requires nothing, because a file may extend another', () => {
    expect(JSON.stringify(jsonSchema())).not.toContain('"required":[');
  });

  test('lets a value be empty, but not the word that picks an alternative', () => {
    const properties = jsonSchema()['properties'] as Record<string, { type?: unknown; oneOf?: object[] }>;
    expect(properties['zoneRouter']?.type).toEqual(['boolean', 'null']);
    expect(JSON.stringify(properties['tls']?.oneOf?.[0])).toContain('"const":"private-ca"}');
  });

  test('knows the names at every place, those of alternatives included', () => {
    expect(namesAt([])).toContain('zoneRouter');
    expect(namesAt(['wal'])).toEqual(['type', 'batchIntervalMs', 'volumeGiB', 'iops', 'throughputMiBps']);
    expect(namesAt(['network', 'existingVpc', 'subnets', 0])).toEqual(['zone', 'subnetId', 'cidr', 'nodeRange']);
    expect(namesAt(['no', 'such', 'place'])).toEqual([]);
  });
});
