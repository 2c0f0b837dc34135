/** The layers, as import rules: what a folder may import is a row; a file is held to the first row that fits its path. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { parseSync } from '@swc/core';

const ROOT = resolve(__dirname, '..');

interface LayerRule {
  readonly folder: string;
  /** Folders or files of this project, without extension. */
  readonly own: readonly string[];
  /** Packages, or folders of packages. */
  readonly packages: readonly string[];
}

/** The entry points of the package, as its `exports` name them: what a customer can import. */
const ENTRIES = ['lib/core/index', 'lib/files/index', 'lib/cdk/index', 'stacks/index'];

/** Read templates only; the command line prints what they say. */
const REVIEWERS = ['lib/review/index', 'lib/guard/index'];

/** Built-in modules that the command line reads, writes and hashes files with. */
const NODE = ['node:crypto', 'node:fs', 'node:os', 'node:path', 'node:stream', 'node:timers/promises'];

const RULES: readonly LayerRule[] = [
  { folder: 'lib/core/deployment', own: ['lib/core'], packages: ['zod', 'fastest-levenshtein'] },
  { folder: 'lib/core/seasons', own: ['lib/core'], packages: ['moment-timezone/data'] },
  { folder: 'lib/core', own: ['lib/core'], packages: [] },
  { folder: 'lib/files', own: ['lib/files', 'lib/core'], packages: ['yaml', 'node:fs', 'node:path'] },
  { folder: 'lib/instance', own: ['lib/instance', 'lib/core'], packages: ['node:fs', 'node:path'] },
  { folder: 'lib/cdk', own: ['lib/cdk', 'lib/core', 'lib/instance'], packages: ['aws-cdk-lib', 'constructs'] },
  {
    folder: 'lib/pulumi',
    own: ['lib/pulumi', 'lib/core', 'lib/instance'],
    packages: ['@pulumi/pulumi', '@pulumi/aws'],
  },
  { folder: 'stacks/pulumi', own: [...ENTRIES, 'lib/pulumi/index'], packages: ['@pulumi/pulumi', 'node:path'] },
  { folder: 'stacks', own: ['stacks', ...ENTRIES], packages: ['aws-cdk-lib', 'constructs'] },
  { folder: 'lib/review', own: ['lib/review'], packages: ['node:crypto'] },
  {
    folder: 'lib/guard',
    own: ['lib/guard', 'lib/review/index'],
    packages: ['@aws-cdk/cloudformation-diff', '@aws-cdk/aws-service-spec'],
  },
  {
    folder: 'lib/cli',
    own: ['lib/cli', ...ENTRIES, ...REVIEWERS, 'lib/core'],
    packages: [
      'commander',
      'fastest-levenshtein',
      '@aws-sdk/client-auto-scaling',
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-cloudtrail',
      '@aws-sdk/client-cloudwatch',
      '@aws-sdk/client-ec2',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-ssm',
      'aws-cdk-lib',
      'cdk-nag',
      ...NODE,
    ],
  },
  { folder: 'bin', own: ['lib/cli', ...ENTRIES], packages: ['aws-cdk-lib'] },
];

/** Names whose value depends on the machine, the moment or its language: core must not see them. */
const AMBIENT = new Set(
  'Date process crypto fetch console require Buffer performance setTimeout __dirname __filename globalThis Intl'.split(
    ' ',
  ),
);
const AMBIENT_METHODS = new Set([
  'random',
  'localeCompare',
  'toLocaleString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
]);

type Syntax = Readonly<Record<string, unknown>>;

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const arrow = (from: string) => (to: string) => `${from} -> ${to}`;

const sources = ['lib', 'stacks', 'bin'].flatMap(sourceFiles);
const trees = new Map(sources.map((path) => [path, parse(path)]));
const imports = new Map(sources.map((path) => [path, importsOf(path)]));

test('there are files in every layer', () => {
  for (const { folder } of RULES) expect(sources.filter((path) => inside(path, folder))).not.toEqual([]);
});

test.each(RULES)('$folder imports only what its layer may', (rule) => {
  const mine = sources.filter((path) => RULES.find(({ folder }) => inside(path, folder)) === rule);
  const forbidden = (path: string) => imports.get(path)!.filter((target) => !allowed(rule, target));
  expect(mine.flatMap((path) => forbidden(path).map(arrow(path)))).toEqual([]);
});

test('no file imports both engines', () => {
  const engines = ['aws-cdk-lib', '@pulumi/pulumi'];
  const loads = (path: string, engine: string) => imports.get(path)!.some((target) => inside(target, engine));
  expect(sources.filter((path) => engines.every((engine) => loads(path, engine)))).toEqual([]);
});

test('core depends on its arguments only: no clock, no environment, no chance, no language of the machine', () => {
  const core = sources.filter((path) => inside(path, 'lib/core'));
  expect(core.flatMap((path) => ambientNames(trees.get(path)).map(arrow(path)))).toEqual([]);
});

test('the check of core sees a clock', () => {
  const source = 'export const day = (row: { Date: string }) => new Date().toLocaleString() + Math.random() + row.Date';
  expect(ambientNames(parseSync(source, { syntax: 'typescript' }))).toEqual(['Date', 'toLocaleString', 'random']);
});

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`);
}

function parse(path: string): unknown {
  return parseSync(readFileSync(join(ROOT, path), 'utf8'), { syntax: 'typescript' });
}

/** Everything a file imports: packages as they are named, own files as paths from the project root. */
function importsOf(path: string): string[] {
  const fromHere = (name: string) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  return nodes(trees.get(path)).flatMap(({ node }) => importedNames(node).map(fromHere));
}

/** `import … from`, `export … from`, `import()` and `require()`. */
function importedNames(node: Syntax): string[] {
  const source = node.source as Syntax | null | undefined;
  if (typeof source?.value === 'string') return [source.value];
  if (node.type !== 'CallExpression') return [];
  const callee = node.callee as Syntax;
  const [argument] = node.arguments as { expression: Syntax }[];
  const loads = callee.type === 'Import' || callee.value === 'require';
  return loads && argument ? [String(argument.expression.value)] : [];
}

function allowed(rule: LayerRule, target: string): boolean {
  return [...rule.own, ...rule.packages].some((name) => inside(target, name) || `${target}/index` === name);
}

interface Place {
  readonly node: Syntax;
  /** Key of the parent that holds the node. */
  readonly key: string;
  readonly parent?: Syntax;
}

/** Every node of a syntax tree, with the place it stands in. */
function nodes(value: unknown, key = '', parent?: Syntax): Place[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodes(item, key, parent));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Syntax;
  return [{ node, key, parent }, ...Object.entries(node).flatMap(([name, child]) => nodes(child, name, node))];
}

function ambientNames(tree: unknown): string[] {
  return nodes(tree)
    .filter(isAmbient)
    .map(({ node }) => String(node.value));
}

function isAmbient({ node, key, parent }: Place): boolean {
  if (node.type !== 'Identifier') return false;
  if (parent?.type === 'MemberExpression' && key === 'property') return AMBIENT_METHODS.has(String(node.value));
  return key !== 'key' && AMBIENT.has(String(node.value));
}
