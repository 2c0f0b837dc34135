/**
 * npm run bench:seasons: 10 to 40 seasons over ten years in one file: time of plan and synth, size of the template and of the
 * keeper's definition, work of one keeper run. Aim: linear, so twice the seasons cost at most 2.4 times as much.
 *
 * Processor time, the best of several runs: the machine may have other work.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { plan as decide, type Deployment, type Plan } from '../lib/core';
import { keeperDefinition } from '../lib/core/render';
import { readDeployment } from '../lib/files';
import { addStacks } from '../stacks';
import { runKeeper } from '../test/core/seasons/keeper-run';

const COUNTS = [10, 20, 40] as const;
const RUNS = 5;
/** Twice, and a fifth for noise. */
const LINEAR = 2.4;
const AS_OF = '2026-11-22';
const years = Array.from({ length: 10 }, (_, index) => 2027 + index);
const { deployment } = readDeployment('deployments/inventory.yaml');

/** Every other one comes every night of ten years, the others once a year. */
const seasons = (count: number): Deployment['seasons'] =>
  Array.from({ length: count }, (_, index) => ({
    name: `season-${index}`,
    timeZone: 'America/New_York',
    brokersPerZone: 5,
    start: '01:00',
    end: '04:00',
    ...(index % 2 === 0
      ? { every: 'day' as const, from: '2027-01-01', until: '2036-12-31' }
      : { on: 'fourth thursday of november', years }),
  }));

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Least processor time of several runs, ms, and what the last one made. */
async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const runs: { ms: number; value: T }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = cpuMs();
    const value = await work();
    runs.push({ ms: cpuMs() - begun, value });
  }
  return { ms: Math.min(...runs.map(({ ms }) => ms)), value: runs.at(-1)!.value };
}

/** Bytes of the template of the seasons stack. */
function synthesize(plan: Plan): number {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-bench-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
    addStacks(app, plan);
    const { templateFullPath } = app.synth().getStackByName(`${plan.cluster.prefix}-seasons`);
    return readFileSync(templateFullPath).length;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

interface Row {
  readonly seasons: number;
  readonly 'plan, ms': number;
  readonly 'synth, ms': number;
  readonly 'template, bytes': number;
  readonly 'definition, bytes': number;
  readonly 'windows in rows': number;
  readonly 'keeper run, ms': number;
}

async function measure(count: number): Promise<Row> {
  const { ms, value: plan } = await timed(() => decide({ ...deployment, seasons: seasons(count) }, AS_OF));
  const synth = await timed(() => synthesize(plan));
  const groups = plan.seasons!.keeper.groups.map((name) => ({ name, minimum: 2, baseline: 2 }));
  // The reference implementation of JSONata; the definition is compiled in the first run.
  const run = await timed(() => runKeeper(plan, { at: '2031-06-01T00:00:00Z', groups }));
  const rows = plan.seasons!.seasons.reduce((sum, season) => sum + season.windows.length, 0);
  return {
    seasons: count,
    'plan, ms': ms,
    'synth, ms': synth.ms,
    'template, bytes': synth.value,
    'definition, bytes': JSON.stringify(keeperDefinition(plan)).length,
    'windows in rows': rows,
    'keeper run, ms': run.ms,
  };
}

/** Whether every measure is linear. */
function report(rows: readonly Row[]): boolean {
  let isLinear = true;
  const names = Object.keys(rows[0]!) as (keyof Row)[];
  const digits = (name: keyof Row): number => (name.endsWith('ms') ? 1 : 0);
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) {
    const cells = rows.map((row) => row[name].toFixed(digits(name)).padStart(10));
    const ratios = rows.slice(1).map((row, index) => row[name] / rows[index]![name]);
    const fits = ratios.every((ratio) => ratio <= LINEAR);
    const verdict = fits ? 'linear' : 'MORE THAN LINEAR';
    isLinear &&= fits;
    const steps = ratios.map((ratio) => `x${ratio.toFixed(2)}`).join(' ');
    console.log(`${name.padEnd(width)}${cells.join('')}  ${name === 'seasons' ? '' : `${steps}  ${verdict}`}`);
  }
  return isLinear;
}

async function main(): Promise<void> {
  await measure(2); // machine code and modules
  const rows: Row[] = [];
  for (const count of COUNTS) rows.push(await measure(count));
  if (!report(rows)) process.exitCode = 1;
}

void main();
