import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { StackKind } from '../../lib/core';

/** A resource as the template has it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | string[];
  readonly CreationPolicy?: Record<string, unknown>;
  readonly UpdatePolicy?: Record<string, Record<string, unknown>>;
}

export interface TemplateJson {
  readonly Description?: string;
  readonly Resources: Record<string, TemplateResource>;
  readonly Parameters?: Record<string, Record<string, unknown>>;
  readonly Conditions?: Record<string, unknown>;
  readonly Outputs?: Record<string, { Value: unknown; Description?: string; Export?: { Name: unknown } }>;
}

/** One stack of one example, as the global set-up wrote it. */
export interface SynthesizedStack {
  readonly example: string;
  readonly kind: StackKind;
  readonly name: string;
  readonly text: string;
  readonly json: TemplateJson;
}

export function stacksOf(example: string): SynthesizedStack[] {
  const folder = join(process.env.SYNTH_DIR!, example);
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return files.sort().map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const name = file.replace('.template.json', '');
    return { example, name, kind: name.split('-').pop() as StackKind, text, json: JSON.parse(text) as TemplateJson };
  });
}

export function stackOf(example: string, kind: StackKind): SynthesizedStack {
  const stack = stacksOf(example).find((candidate) => candidate.kind === kind);
  if (!stack) throw new Error(`${example} has no ${kind} stack`);
  return stack;
}

export const templateOf = (example: string, kind: StackKind): Template =>
  Template.fromJSON(stackOf(example, kind).json as unknown as Record<string, unknown>);

/** Logical id and resource of every resource of a type. */
export function resourcesOf(stack: SynthesizedStack, type: string): [string, TemplateResource][] {
  return Object.entries(stack.json.Resources).filter(([, resource]) => resource.Type === type);
}
