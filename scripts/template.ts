/** A CloudFormation template as far as the checks look at it. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A value somewhere inside a resource: `Properties.Rules.0.CidrIp`. */
export interface Leaf {
  readonly path: string;
  /** Last key of the path that is not a list index. */
  readonly key: string;
  readonly value: unknown;
}

/** Every value inside `value`, lists and objects included. */
export function walk(value: unknown, path = '', key = ''): Leaf[] {
  const here: Leaf = { path, key, value };
  if (Array.isArray(value)) return [here, ...value.flatMap((item, i) => walk(item, `${path}.${i}`, key))];
  if (typeof value !== 'object' || value === null) return [here];
  return [
    here,
    ...Object.entries(value).flatMap(([name, child]) => walk(child, path ? `${path}.${name}` : name, name)),
  ];
}
