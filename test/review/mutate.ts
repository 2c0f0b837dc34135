/** Templates with one thing changed, for tests that a reader or a guard sees it. */
import type { Template, TemplateFile } from '../../lib/review';
import type { StackKind } from '../../lib/core';
import { stacksOf } from '../synth/templates';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A whole deployment, each template as an object that a fault may change. */
export type Templates = Record<StackKind, Json>;

/** The templates of an example as `review` reads them from a folder of the CDK. */
export const filesOf = (example: string): readonly TemplateFile[] =>
  stacksOf(example).map(({ name, text, kind }) => {
    return {
      stack: name,
      file: `${name}.template.json`,
      text,
      terminationProtection: kind === 'data' || kind === 'cluster',
    };
  });

/** The same files after a change; those that it does not touch keep their bytes. */
export function mutated(
  files: readonly TemplateFile[],
  change: (templates: Templates) => void,
): readonly TemplateFile[] {
  const before = Object.fromEntries(files.map(({ stack, text }) => [kindOf(stack), text]));
  const templates = Object.fromEntries(files.map(({ stack, text }) => [kindOf(stack), JSON.parse(text) as Template]));
  change(templates as unknown as Templates);
  return files.map((file) => {
    const text = JSON.stringify(templates[kindOf(file.stack)]);
    const same = text === JSON.stringify(JSON.parse(before[kindOf(file.stack)] ?? '{}'));
    return same ? file : { ...file, text };
  });
}

const kindOf = (stack: string): string => stack.split('-').pop() ?? stack;

/** The resource of a template whose logical id begins so; fails loudly, or a fault would change nothing. */
export function resource(template: Json, idStart: string): Json {
  const id = idOf(template, idStart);
  return template.Resources[id] as Json;
}

export function idOf(template: Json, idStart: string): string {
  const id = Object.keys(template.Resources as Json).find((key) => key.startsWith(idStart));
  if (id === undefined) throw new Error(`no resource ${idStart}…`);
  return id;
}

export function statement(template: Json, idStart: string, sid: string): Json {
  const row = resource(template, idStart);
  const { Statement } =
    row.Properties.KeyPolicy ?? row.Properties.PolicyDocument ?? row.Properties.AssumeRolePolicyDocument;
  const found = (Statement as Json[]).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`${idStart}… has no statement ${sid}`);
  return found;
}

export function drop(template: Json, idStart: string): void {
  delete template.Resources[idOf(template, idStart)];
}

/** Gives a resource another logical id, as moving a construct does. */
export function rename(template: Json, idStart: string): void {
  const id = idOf(template, idStart);
  const text = JSON.stringify(template).replaceAll(id, `${id}Moved`);
  Object.assign(template, JSON.parse(text));
}
