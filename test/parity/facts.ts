/** Values of parameters of the plan, by their ids. */
export type Overrides = Readonly<Record<string, string>>;

/** What a reviewer can see of a cluster, in the words of a CloudFormation template, whichever engine makes it. */
export interface Facts {
  /** By the name both engines derive from `ids`. */
  readonly resources: { readonly [name: string]: Fact };
  /** Every rule of every security group, wherever the engine writes it, with its description. */
  readonly rules: { readonly [rule: string]: unknown };
  /** What clients and operators are told. */
  readonly outputs: { readonly [id: string]: unknown };
  /** Addresses by name. */
  readonly records: { readonly [host: string]: DnsRecord };
  /** Each group of machines after what it waits for. */
  readonly chain: readonly string[];
}

export interface Fact {
  readonly type: string;
  readonly properties: Properties;
  /** Whether it stays when it leaves the program, or its stack goes. */
  readonly retained: boolean;
}

export type Properties = { readonly [property: string]: unknown };

export interface DnsRecord {
  readonly type: unknown;
  readonly ttl: unknown;
  readonly addresses: unknown;
  readonly zone: unknown;
}

export interface Rule {
  readonly group: unknown;
  readonly direction: 'in' | 'out';
  readonly protocol: unknown;
  readonly ports: readonly unknown[];
  readonly peer: unknown;
  readonly description: unknown;
}

export const ruleFacts = (rules: readonly Rule[]): Facts['rules'] =>
  Object.fromEntries(
    rules.map(({ group, direction, protocol, ports, peer, description }) => [
      `${String(group)} ${direction} ${String(protocol)} ${ports.join('-')} ${String(peer)}`,
      description,
    ]),
  );

/**
 * Without what only order or form make different: tags and policy statements are sets, and user data is its text but for the
 * two lines that name the stack that waits for a signal.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return canonicalList(value);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([name, part]) => [name, (forms[name] ?? canonical)(part)]).sort(byName));
}

const byName = ([a]: unknown[], [b]: unknown[]): number => (String(a) < String(b) ? -1 : 1);

function canonicalList(rows: readonly unknown[]): unknown {
  const key = (['Sid', 'Key', 'ResourceType'] as const).find((name) => rows.every((row) => hasText(row, name)));
  if (key === undefined || rows.length === 0) return rows.map(canonical);
  return Object.fromEntries(rows.map((row) => [(row as Record<string, string>)[key], canonical(row)]));
}

const hasText = (row: unknown, name: string): boolean =>
  typeof row === 'object' && row !== null && typeof (row as Record<string, unknown>)[name] === 'string';

/** A number that a parameter may give is text in a template. */
const forms: { readonly [property: string]: (value: unknown) => unknown } = { UserData: userData, Threshold: Number };

function userData(text: unknown): Properties {
  const lines = String(text).split('\n');
  const signal = lines.filter((line) => /^(STACK|SIGNAL_RESOURCE)=/.test(line));
  return { signal, bytes: lines.filter((line) => !signal.includes(line)).join('\n') };
}

/** Every difference as `path: one side, other side`; a path starts with the type of a resource, or the part of the facts. */
export function differences(left: Facts, right: Facts): readonly Difference[] {
  const names = [...new Set([...Object.keys(left.resources), ...Object.keys(right.resources)])];
  const typeOf = (name: string) => (left.resources[name] ?? right.resources[name])!.type;
  return [
    ...names.flatMap((name) => compare(left.resources[name], right.resources[name], [typeOf(name)], name)),
    ...compare(left.rules, right.rules, ['rules']),
    ...compare(left.outputs, right.outputs, ['outputs']),
    ...compare(left.records, right.records, ['records']),
    ...compare(left.chain, right.chain, ['chain']),
  ];
}

export interface Difference {
  readonly path: string;
  /** Name of the resource. */
  readonly of?: string;
  readonly left: unknown;
  readonly right: unknown;
}

function compare(left: unknown, right: unknown, path: readonly string[], of?: string): Difference[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (!isMap(left) || !isMap(right)) return [{ path: path.join('.'), of, left, right }];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => compare(left[name], right[name], [...path, name], of));
}

const isMap = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
