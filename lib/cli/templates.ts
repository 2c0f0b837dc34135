/** Templates for `review`, `guard` and `deployer-policy`: from a folder that the CDK wrote, or from a deployment file. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { plan } from '../core';
import { readDeployment } from '../files';
import type { TemplateFile } from '../review';
import { BadInput, Failure } from './failures';
import { readJson } from './json-file';
import { synthesize } from './synthesize';

const SUFFIX = '.template.json';

/** `from` is a folder of templates or a deployment file, which is synthesized for `today` and thrown away again. */
export async function readTemplates(from: string, today: string): Promise<readonly TemplateFile[]> {
  if (!existsSync(from)) throw new BadInput([`${from}: is neither a folder of templates nor a deployment file`]);
  if (statSync(from).isDirectory()) return templatesIn(from);
  const folder = await mkdtemp(join(tmpdir(), 'automq-byoc-review-'));
  try {
    await synthesize(plan(readDeployment(from).deployment, today), folder);
    return templatesIn(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Templates of an app, and of its stages, which are folders of their own. */
export function templatesIn(folder: string): readonly TemplateFile[] {
  const files = filesIn(folder, '');
  if (files.length === 0) throw new Failure(`${folder}: no template here; run 'npx cdk synth' first`);
  return files.sort().map((file) => readTemplate(folder, file));
}

/** Folders in which the CDK keeps the stacks of a stage. */
const STAGE = /^assembly-/;

function filesIn(folder: string, below: string): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    if (entry.isDirectory()) return STAGE.test(entry.name) ? filesIn(folder, name) : [];
    return entry.name.endsWith(SUFFIX) ? [name] : [];
  });
}

function readTemplate(folder: string, file: string): TemplateFile {
  const stack = basename(file, SUFFIX);
  const artifact = manifestOf(join(folder, dirname(file)))[stack];
  const { stackName = stack, terminationProtection } = artifact?.properties ?? {};
  const text = templateText(join(folder, file));
  return { stack: stackName, file, text, terminationProtection, environment: artifact?.environment };
}

function templateText(file: string): string {
  const { Resources } = readJson<{ Resources?: unknown }>(file);
  if (typeof Resources === 'object' && Resources !== null && !Array.isArray(Resources))
    return readFileSync(file, 'utf8');
  throw new BadInput([`${file}: is no CloudFormation template: it has no map of Resources`]);
}

interface Artifact {
  readonly environment?: string;
  readonly properties?: { readonly stackName?: string; readonly terminationProtection?: boolean };
}

function manifestOf(folder: string): Readonly<Record<string, Artifact>> {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return {};
  return readJson<{ artifacts?: Record<string, Artifact> }>(path).artifacts ?? {};
}
