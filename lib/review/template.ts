/** Synthesized templates as the review reads them: plain JSON, whoever wrote or changed it. */
export interface Template {
  readonly Description?: string;
  readonly Transform?: unknown;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly CreationPolicy?: Properties;
  readonly UpdatePolicy?: Properties;
}

export type Properties = Readonly<Record<string, unknown>>;

export interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}

/** One template as it was read. */
export interface TemplateFile {
  /** Name of the stack it is for. */
  readonly stack: string;
  /** File, relative to the folder that was read. */
  readonly file: string;
  /** The bytes that were hashed. */
  readonly text: string;
  /** From the manifest beside it; absent where there is none. */
  readonly terminationProtection?: boolean;
  /** `aws://ACCOUNT/REGION`, from the same place. */
  readonly environment?: string;
}

export const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** CloudFormation takes one value where a list is meant. */
export const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** All that may stand in a place once the conditions of the template are decided: both sides of each choice, in one list. */
export function choices(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(choices);
  if (isChoice(value)) return list(value['Fn::If']).slice(1).flatMap(choices);
  return isObject(value) && value.Ref === 'AWS::NoValue' ? [] : list(value);
}

export const isChoice = (value: unknown): value is Properties => isObject(value) && 'Fn::If' in value;

/** Whether a condition of the template decides something in it. */
export const dependsOnChoice = (value: unknown): boolean =>
  objectsIn(value).some(({ value: inner }) => isChoice(inner));

/** CloudFormation takes texts for booleans and numbers. */
export const isTrue = (value: unknown): boolean => String(value).toLowerCase() === 'true';

/** Anything but a plain no: a choice or a parameter may become a yes. */
export const mayBeTrue = (value: unknown): boolean =>
  value !== undefined && value !== null && String(value).toLowerCase() !== 'false';

/** The value at a path such as `LaunchTemplateData.MetadataOptions`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** Every object inside a value, itself included, with the path to it. */
export function objectsIn(value: unknown, path = ''): readonly { readonly path: string; readonly value: Properties }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => objectsIn(item, `${path}[${i}]`));
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => objectsIn(child, path ? `${path}.${key}` : key));
  return [{ path, value }, ...inner];
}
