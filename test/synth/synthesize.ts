import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { plan } from '../../lib/core';
import { readDeployment } from '../../lib/files';
import { addStacks } from '../../stacks';

/** Every test plans for one day, so that its output never changes with the calendar. */
export const AS_OF = '2026-11-22';
export const DEPLOYMENTS = join(__dirname, '../../deployments');

/** Names of the example deployments: `inventory`, `minimal`, … */
export const examples = readdirSync(DEPLOYMENTS)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => basename(file, '.yaml'))
  .sort();

export const planOf = (example: string) => plan(readDeployment(join(DEPLOYMENTS, `${example}.yaml`)).deployment, AS_OF);

/** Writes the templates of an example to a folder of its own below `outdir`. */
export function synthesize(example: string, outdir: string): string {
  const folder = join(outdir, example);
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder, analyticsReporting: false });
  addStacks(app, planOf(example));
  return app.synth().directory;
}
