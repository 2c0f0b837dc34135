import { all, output, Output, Resource, type Input, type ResourceTransformation } from '@pulumi/pulumi';

/**
 * Values of other resources inside a plan.
 *
 * A plan is made at once, from plain values, so that a bad argument throws where it is given. A value that exists only when
 * its resource does takes part as a stand-in, in the form that core lets pass where a value only flows through; it is put
 * back where a resource takes it. Whatever is made of it in between stays text.
 */
const STAND_IN = /\$\{Token\[PulumiInput\.(\d+)\]\}/g;
const given: Output<string>[] = [];

/** The value itself where it is plain, otherwise its stand-in. */
export function standIn(value: Input<string>): string {
  if (typeof value === 'string') return value;
  return `\${Token[PulumiInput.${given.push(output(value)) - 1}]}`;
}

/** The text with the values in place of their stand-ins; secret where one of them is. */
export function filled(text: Input<string>): Output<string> {
  if (given.length === 0) return output(text);
  return output(text).apply((known) => {
    const names = [...new Set(known.match(STAND_IN))];
    const values = names.map((name) => given[Number(name.match(/\d+/)![0])]!);
    return all(values).apply((found) => names.reduce((filling, name, i) => filling.replaceAll(name, found[i]!), known));
  });
}

/**
 * Fills in the arguments of a resource, however deep; a component hands it down to all its children. Most programs give no
 * values of other resources, and their arguments stay as they are.
 */
export const fillArguments: ResourceTransformation = ({ props, opts }) =>
  given.length === 0 ? undefined : { props: fill(props) as object, opts };

function fill(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${Token[PulumiInput.') ? filled(value) : value;
  if (Resource.isInstance(value) || typeof value !== 'object' || value === null) return value;
  if (Output.isInstance(value) || value instanceof Promise) return output(value).apply(fill);
  if (Array.isArray(value)) return value.map(fill);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part)]));
}
