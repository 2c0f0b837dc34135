/**
 * The Pulumi program under mocks beside the CDK's synthesis of the same file, and its weight beside `import * as aws`:
 * `npm run bench:pulumi`. Aim: at least 900 resources per second.
 *
 * Compiled as a customer gets it, each run a process of its own, with `--stack-trace-limit=0`: Pulumi keeps a stack for every
 * promise, which is half of the time. `classes` makes the same resources by the provider's classes with literal inputs and
 * nothing of ours around them, which no program can beat; `-loaded` leaves out that these classes load when they are first
 * named; `sdk` registers them without those classes, in a warm process. Seconds of the processor tell more than those of the
 * clock where the machine has other work.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, compiled, median, root } from './measure';
import type { EngineRun } from './pulumi-child';

const AIM = 900;
/** As `stacks/pulumi/Pulumi.yaml` runs the program. */
const NODE_ARGS = ['--stack-trace-limit=0'];
const RUNS = 8;
/** A further cluster costs less: modules and machine code are there. */
const MANY = 5;

interface Row {
  readonly name: string;
  readonly one: EngineRun;
  readonly many: EngineRun;
}

function run(name: string, clusters: number): EngineRun {
  const child = join(compiled, 'bench/pulumi-child.js');
  const { stdout, stderr } = spawnSync(process.execPath, [...NODE_ARGS, child, name, root, String(clusters)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as EngineRun;
}

/** Engines take turns, so that a slow moment of the machine falls on all of them. */
function measureAll(names: readonly string[]): Row[] {
  const runs = Array.from({ length: RUNS }, () =>
    names.map((name) => ({ name, one: run(name, 1), many: run(name, MANY) })),
  ).flat();
  return names.map((name) => {
    const own = runs.filter((each) => each.name === name);
    return { name, one: medianOf(own.map(({ one }) => one)), many: medianOf(own.map(({ many }) => many)) };
  });
}

function medianOf(runs: readonly EngineRun[]): EngineRun {
  const names = Object.keys(runs[0]!) as (keyof EngineRun)[];
  return Object.fromEntries(
    names.map((name) => [name, median(runs.map((each) => each[name]))]),
  ) as unknown as EngineRun;
}

const perSecond = ({ resources, seconds }: Pick<EngineRun, 'resources' | 'seconds'>): number => resources / seconds;
const ofCpu = ({ resources, cpuSeconds }: EngineRun) => ({ resources, seconds: cpuSeconds });

const further = ({ one, many }: Row) => ({
  resources: many.resources - one.resources,
  seconds: many.cpuSeconds - one.cpuSeconds,
});

/** What a program costs the compiler: this package's entry by its declarations, as a customer has them, or all of the SDK. */
function typeCheckSeconds(source: string): number {
  const folder = mkdtempSync(join(root, '.cache-bench-'));
  try {
    const options = {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
      target: 'es2022',
      module: 'commonjs',
      moduleResolution: 'bundler',
      esModuleInterop: true,
    };
    writeFileSync(join(folder, 'program.ts'), source);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
    const started = process.hrtime.bigint();
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout);
    return Number(process.hrtime.bigint() - started) / 1e9;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['engine        ', ({ name }) => name],
  ['resources', ({ one }) => String(one.resources)],
  ['seconds', ({ one }) => one.seconds.toFixed(2)],
  ['CPU s', ({ one }) => one.cpuSeconds.toFixed(2)],
  ['peak MiB', ({ one }) => one.peakMiB.toFixed(0)],
  ['resources/s', ({ one }) => perSecond(one).toFixed(0)],
  ['per CPU s', ({ one }) => perSecond(ofCpu(one)).toFixed(0)],
  [`per CPU s, clusters 2 to ${MANY}`, (row) => perSecond(further(row)).toFixed(0)],
];

const padded = (cell: string, column: number): string =>
  column === 0 ? cell.padEnd(columns[0]![0].length) : cell.padStart(columns[column]![0].length);

function table(rows: readonly Row[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  return cells.map((line) => line.map((cell, i) => padded(cell, i)).join('  ')).join('\n');
}

function weight(): string {
  const [own, all] = ['load', 'load-all'].map((name) => medianOf(Array.from({ length: 3 }, () => run(name, 1))));
  const ownTypes = typeCheckSeconds(
    `import { AutoMqCluster } from '${compiled}/lib/pulumi';\nexport default AutoMqCluster;`,
  );
  const allTypes = typeCheckSeconds("import * as aws from '@pulumi/aws';\nexport default aws.s3.Bucket;");
  const line = (what: string, { loadSeconds, peakMiB }: EngineRun, types: number): string =>
    `${what.padEnd(24)} loaded in ${loadSeconds.toFixed(2)} s, ${peakMiB.toFixed(0)} MiB, types checked in ${types.toFixed(2)} s`;
  return [line('automq-byoc/pulumi', own!, ownTypes), line('@pulumi/aws, all of it', all!, allTypes)].join('\n');
}

function verdict(rows: readonly Row[]): string {
  const rate = (name: string): number => perSecond(rows.find((row) => row.name === name)!.one);
  const shown = (name: string): string => `${rate(name).toFixed(0)}, ${rate(name) >= AIM ? 'met' : 'not met'}`;
  return [
    `aim, ${AIM} resources per second of one program run (all with ${NODE_ARGS.join(' ')}): ${shown('pulumi')}; its classes loaded before: ${shown('pulumi-loaded')}`,
    `the provider's classes with literals alone: ${shown('classes')}; loaded before: ${shown('classes-loaded')}`,
    `the SDK alone, in a warm process: ${shown('sdk')}`,
  ].join('\n');
}

function report(): void {
  compile();
  run('record', 1);
  const rows = measureAll(['pulumi', 'pulumi-loaded', 'classes', 'classes-loaded', 'sdk', 'cdk']);
  console.log(table(rows));
  console.log(weight());
  console.log(verdict(rows));
}

report();
