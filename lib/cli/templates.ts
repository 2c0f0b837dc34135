/** Templates for `review`, `guard` and `deployer-policy`: from a folder that the CDK wrote, or from a deployment file. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { plan } from '../core';
import { readDeployment } from '../files';
import type { TemplateFile } from '../review';
import { Failure } from './failures';
import { synthesize } from './synthesize';

const SUFFIX = '.template.json';

/** `from` is a folder of templates or a deployment file, which is synthesized for `today` and thrown away again. */
export async function readTemplates(from: string, today: string): Promise<readonly TemplateFile[]> {
  if (existsSync(from) && statSync(from).isDirectory()) return templatesIn(from);
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
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(SUFFIX));
  if (files.length === 0) throw new Failure(`${folder}: no template here; run 'npx cdk synth' first`);
  return files.sort().map((file) => readTemplate(folder, file));
}

function readTemplate(folder: string, file: string): TemplateFile {
  const stack = basename(file, SUFFIX);
  const artifact = manifestOf(join(folder, dirname(file)))[stack];
  const { stackName = stack, terminationProtection } = artifact?.properties ?? {};
  const text = readFileSync(join(folder, file), 'utf8');
  return { stack: stackName, file, text, terminationProtection, environment: artifact?.environment };
}

interface Artifact {
  readonly environment?: string;
  readonly properties?: { readonly stackName?: string; readonly terminationProtection?: boolean };
}

function manifestOf(folder: string): Readonly<Record<string, Artifact>> {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return {};
  return (JSON.parse(readFileSync(path, 'utf8')) as { artifacts?: Record<string, Artifact> }).artifacts ?? {};
}
