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
 * Nothing is required in it: a file that extends another may leave out any part. What is missing in the end is
 * reported by `check`.
 */
export function jsonSchema(): JsonSchema {
  const { properties, ...rest } = withoutRequired(completeSchema()) as { properties: JsonSchema };
  const own = {
    extends: {
      type: 'string',
      description: 'a file, relative to this one, whose values hold where this one gives none',
    },
  };
  return { ...rest, title: 'automq-byoc deployment', properties: { ...own, ...properties } };
}

function withoutRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequired);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !(key === 'required' && Array.isArray(inner)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutRequired(inner)]));
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
