/**
 * npx tsx bench/review.ts [--runs N]
 *
 * The time of `review` beside the time of the synth of the same deployment (inventory.yaml with 40 slots in each of three zones), in
 * turns, each in a process of its own. Aim: at most 1.5 times.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure';

const AIM = 1.5;
const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 5;

/** What a process prints of itself at its end, to the last line: CPU seconds. */
const REPORT =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log((user + system) / 1e6); });";

const synth = (outdir: string): string => `${REPORT}
  const { App } = require('aws-cdk-lib');
  const { plan } = require('./lib/core');
  const { readDeployment } = require('./lib/files');
  const { addStacks } = require('./stacks');
  const { deployment } = readDeployment('deployments/inventory.yaml');
  const app = new App({ outdir: ${JSON.stringify(outdir)}, analyticsReporting: false, builtinCloudFormationValidation: false });
  addStacks(app, plan({ ...deployment, brokers: { ...deployment.brokers, slotsPerZone: 40 } }, '2026-11-22'));
  app.synth();`;

const review = (outdir: string): string => `${REPORT}
  const { run } = require('./lib/cli/run');
  const quiet = { write: () => true };
  run(['review', ${JSON.stringify(outdir)}, '--format', 'html'], { stdout: quiet, stderr: process.stderr, env: {}, today: () => '2026-11-22' })
    .then((code) => { process.exitCode = code; });`;

function seconds(script: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout.trim().split('\n').at(-1));
}

function main(): void {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-bench-review-'));
  try {
    const measured = Array.from({ length: runs }, () => ({
      synth: seconds(synth(outdir)),
      review: seconds(review(outdir)),
    }));
    const [made, read] = [median(measured.map((row) => row.synth)), median(measured.map((row) => row.review))];
    const ratio = read / made;
    console.log(
      `synth ${made.toFixed(2)} CPU s, review ${read.toFixed(2)} CPU s, ratio ${ratio.toFixed(2)} (aim: at most ${AIM})`,
    );
    process.exitCode = ratio <= AIM ? 0 : 1;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

main();
