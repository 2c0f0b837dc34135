/** Compiles the package and runs scenarios in processes of their own; the median of several runs counts. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Measurement } from './child';

export const root = resolve(__dirname, '..');
/** Compiled as a customer gets it: a transpiler at run time would be measured too. Below the packages it loads. */
export const compiled = join(root, 'node_modules/.cache/automq-byoc-bench');

export function compile(): void {
  rmSync(compiled, { recursive: true, force: true });
  must(['npx', 'tsc', '-p', 'bench/tsconfig.json', '--outDir', compiled]);
  cpSync(join(root, 'lib/instance'), join(compiled, 'lib/instance'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
}

/** One run of one scenario. */
export function measure(name: string): Measurement {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-bench-'));
  try {
    const child = join(compiled, 'bench/child.js');
    return JSON.parse(must([process.execPath, child, name, root, outdir])) as Measurement;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Seconds of `npm test`, and whether it passed. */
export function measureTests(): { readonly seconds: number; readonly passed: boolean } {
  const start = process.hrtime.bigint();
  const { status } = spawnSync('npm', ['test'], { cwd: root, stdio: 'ignore' });
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, passed: status === 0 };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** Each figure's own median; the templates are the same in every run. */
export function medianOf(runs: readonly Measurement[]): Measurement {
  const of = (pick: (run: Measurement) => number): number => median(runs.map(pick));
  return {
    cpuSeconds: of((run) => run.cpuSeconds),
    wallSeconds: of((run) => run.wallSeconds),
    peakMiB: of((run) => run.peakMiB),
    templates: runs[0]?.templates ?? [],
  };
}

function must([command = '', ...args]: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`);
  return stdout;
}
