/** All templates of a deployment together: who refers to whom, across stacks, and readable names for references. */
import {
  choices,
  isChoice,
  isObject,
  list,
  type Properties,
  type Resource,
  type Template,
  type TemplateFile,
} from './template';

export interface Located {
  readonly stack: string;
  readonly id: string;
  /** `stack/LogicalId`. */
  readonly address: string;
  readonly type: string;
  readonly properties: Properties;
  readonly resource: Resource;
}

export interface StackFacts extends TemplateFile {
  readonly template: Template;
}

/** Properties that name a resource, by type; any other is called by its logical id. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Route53::HostedZone': 'Name',
  'AWS::IAM::Role': 'RoleName',
};

export class Assembly {
  readonly stacks: readonly StackFacts[];
  readonly resources: readonly Located[];
  private readonly byAddress: ReadonlyMap<string, Located>;
  private readonly byName: ReadonlyMap<string, Located>;
  private readonly accounts = new Map<string, string | undefined>();
  private readonly exports: ReadonlyMap<string, { readonly stack: string; readonly value: unknown }>;

  constructor(files: readonly TemplateFile[]) {
    this.stacks = [...files]
      .sort((a, b) => (a.stack < b.stack ? -1 : 1))
      .map((file) => ({ ...file, template: JSON.parse(file.text) as Template }));
    this.resources = this.stacks.flatMap(locate);
    this.byAddress = new Map(this.resources.map((row) => [row.address, row]));
    this.byName = new Map(this.resources.flatMap((row) => named(row)));
    this.exports = new Map(this.stacks.flatMap(exportsOf));
  }

  ofType(...types: readonly string[]): readonly Located[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resource that a reference, an import or a literal name means; absent where it is not in these templates. */
  target(value: unknown, stack: string): Located | undefined {
    if (typeof value === 'string')
      return this.byName.get(value) ?? this.byName.get(value.replace(/^arn:[^:]*:s3:::/, ''));
    if (!isObject(value)) return undefined;
    const id = value.Ref ?? list(value['Fn::GetAtt'])[0];
    if (typeof id === 'string') return this.byAddress.get(`${stack}/${id.split('.')[0]}`);
    const exported = this.exports.get(String(value['Fn::ImportValue']));
    return exported && this.target(exported.value, exported.stack);
  }

  /** The account that a stack is for: the manifest says it, otherwise it is the one that most ARNs of the templates name. */
  accountOf(stack: string): string | undefined {
    if (!this.accounts.has(stack)) this.accounts.set(stack, this.findAccount(stack));
    return this.accounts.get(stack);
  }

  private findAccount(stack: string): string | undefined {
    const environment = this.stacks.find((row) => row.stack === stack)?.environment;
    const [, said] = /^aws:\/\/(\d{12})\//.exec(environment ?? '') ?? [];
    if (said !== undefined) return said;
    const times = new Map<string, number>();
    for (const { text } of this.stacks)
      for (const [, id = ''] of text.matchAll(/:(\d{12}):/g)) times.set(id, (times.get(id) ?? 0) + 1);
    return [...times].sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  /** What people call a resource: the name it is given, otherwise its logical id. */
  nameOf(row: Located): string {
    const given = row.properties[NAMES[row.type] ?? ''];
    return typeof given === 'string' ? given : row.id;
  }

  /** A value as a reader sees it: names for references, both sides of a choice. */
  text(value: unknown, stack: string): string {
    if (!isObject(value))
      return Array.isArray(value) ? value.map((item) => this.text(item, stack)).join(', ') : String(value);
    const target = this.target(value, stack);
    if (target && !ANSWERS.test(target.type)) return this.nameOf(target);
    const [[form, given] = ['', undefined]] = Object.entries(value);
    return FORMS[form]?.(given, (inner) => this.text(inner, stack)) ?? open(JSON.stringify(value));
  }

  /** Each item of a list, and of each choice in it. */
  texts(value: unknown, stack: string): readonly string[] {
    return choices(value).map((item) => this.text(item, stack));
  }

  /** Each item of a list; a choice in it is open. */
  exact(value: unknown, stack: string): readonly string[] {
    return list(value).map((item) => part(item, (inner) => this.text(inner, stack)));
  }
}

/** What a template leaves to the deploy, as CloudFormation and IAM write it. */
const open = (text: string): string => `\${${text.replace(/[${}]/g, '')}}`;

/** A value inside of another. */
const part = (value: unknown, text: (value: unknown) => string): string =>
  isChoice(value) ? open(text(value)) : text(value);

/** Types whose attributes are whatever somebody's code answers. */
const ANSWERS = /^(Custom::|AWS::CloudFormation::)/;

type Form = (given: unknown, text: (value: unknown) => string) => string;

/** Intrinsic functions that stay after references are followed. */
const FORMS: Readonly<Record<string, Form>> = {
  Ref: (given) => `\${${String(given)}}`,
  'Fn::GetAtt': (given) => `\${${list(given).join('.')}}`,
  'Fn::ImportValue': (given, text) => open(`import of ${text(given)}`),
  'Fn::Join': (given, text) =>
    list(list(given)[1])
      .map((item) => part(item, text))
      .join(String(list(given)[0])),
  'Fn::Sub': substituted,
  'Fn::If': (given, text) => list(given).slice(1).map(text).join(' or '),
  'Fn::Base64': (given, text) => text(given),
  'Fn::Select': (given, text) => open(`item ${String(list(given)[0])} of ${text(list(given)[1])}`),
};

function substituted(given: unknown, text: (value: unknown) => string): string {
  const [template, names] = list(given);
  return String(template).replace(/\$\{([^!}]+)\}/g, (_, name: string) => {
    if (isObject(names) && name in names) return part(names[name], text);
    return text(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
  });
}

function locate({ stack, template }: StackFacts): Located[] {
  return Object.entries(template.Resources ?? {}).map(([id, resource]) => {
    return {
      stack,
      id,
      address: `${stack}/${id}`,
      type: resource.Type,
      properties: resource.Properties ?? {},
      resource,
    };
  });
}

function named(row: Located): (readonly [string, Located])[] {
  const given = row.properties[NAMES[row.type] ?? ''];
  return typeof given === 'string' ? [[given, row]] : [];
}

function exportsOf({ stack, template }: StackFacts) {
  return Object.values(template.Outputs ?? {}).flatMap(({ Value, Export }) =>
    Export ? [[String(Export.Name), { stack, value: Value }] as const] : [],
  );
}
