/** Synthesizes the stacks of a plan only to measure the templates; nothing stays on disk. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../core/plan/types';
import type { TemplateSize, Templates } from './text/plan/view';

export async function measureTemplates(plan: Plan, engine = 'aws-cdk-lib'): Promise<Templates> {
  if (!installed(engine))
    return { unknown: "not measured: 'aws-cdk-lib' is not installed (npm install aws-cdk-lib constructs)" };
  const folder = await mkdtemp(join(tmpdir(), 'automq-byoc-plan-'));
  try {
    const files = await synthesize(plan, folder);
    return await Promise.all(files.map(measure));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface TemplateFile {
  readonly stack: string;
  readonly path: string;
}

export async function synthesize(plan: Plan, outdir: string): Promise<TemplateFile[]> {
  const [{ App }, { addStacks }] = await Promise.all([import('aws-cdk-lib'), import('../../stacks')]);
  // The CloudFormation validator would take most of the time and says nothing about sizes.
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  addStacks(app, plan);
  return app.synth().stacks.map(({ stackName, templateFullPath }) => ({ stack: stackName, path: templateFullPath }));
}

async function measure({ stack, path }: TemplateFile): Promise<TemplateSize> {
  const text = await readFile(path);
  const { Resources = {} } = JSON.parse(text.toString()) as { Resources?: object };
  return { stack, resources: Object.keys(Resources).length, bytes: text.length };
}

function installed(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
