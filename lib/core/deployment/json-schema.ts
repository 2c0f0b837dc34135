import { z } from 'zod';
import { schema } from './schema';

/** A JSON Schema as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The schema of a complete deployment. */
export function completeSchema(): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/**
 * The JSON Schema editors use to complete and check deployment files as they are typed.
 *
 * It is milder than `check`, because a file may extend another: nothing is required, and any value may be empty, which
 * takes the base's value away.
 */
export function jsonSchema(): JsonSchema {
  const { properties, ...rest } = milder(completeSchema()) as { properties: JsonSchema };
  const own = { extends: { type: 'string', description: extendsDescription } };
  return { ...rest, title: 'automq-byoc deployment', properties: { ...own, ...properties } };
}

const extendsDescription = 'a file, relative to this one, whose values hold where this one gives none';

function milder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(milder);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !(key === 'required' && Array.isArray(inner)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, key === 'properties' ? emptiable(inner) : milder(inner)]));
}

const emptiable = (properties: object): object =>
  Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, orEmpty(milder(inner) as JsonSchema)]));

/** A discriminator stays strict: editors find the right alternative by it. */
function orEmpty(node: JsonSchema): JsonSchema {
  if ('const' in node) return node;
  if (Array.isArray(node['anyOf'])) return { ...node, anyOf: [...node['anyOf'], { type: 'null' }] };
  if (Array.isArray(node['oneOf'])) return { ...node, oneOf: [...node['oneOf'], { type: 'null' }] };
  const values = Array.isArray(node['enum']) ? { enum: [...node['enum'], null] } : {};
  return { ...node, ...values, type: [node['type'], 'null'] };
}

/** The property names a schema knows at a path, those of every alternative included. */
export function namesAt(steps: readonly PropertyKey[]): readonly string[] {
  let here: readonly JsonSchema[] = alternatives(completeSchema());
  for (const step of steps) here = here.flatMap((each) => alternatives(childOf(each, step)));
  return [...new Set(here.flatMap((each) => Object.keys((each['properties'] as object | undefined) ?? {})))];
}

function childOf(parent: JsonSchema, step: PropertyKey): unknown {
  if (typeof step === 'number') return parent['items'];
  const properties = (parent['properties'] ?? {}) as JsonSchema;
  return properties[String(step)] ?? parent['additionalProperties'];
}

function alternatives(value: unknown): readonly JsonSchema[] {
  if (typeof value !== 'object' || value === null) return [];
  const node = value as JsonSchema;
  const inner = (node['anyOf'] ?? node['oneOf']) as readonly unknown[] | undefined;
  return inner ? inner.flatMap(alternatives) : [node];
}
