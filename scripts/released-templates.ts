/**
 * npm run released-templates
 *
 * Writes the templates of this version that later versions are held against: test/guard/released/<version>/<example>.json, an object of
 * templates by stack, the deployment file that they were made from, and the SHA-256 of each. User data and metadata are left out: they hold no
 * data, and would be most of the bytes. A version that is there is never written again.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { plan } from '../lib/core';
import { readDeployment } from '../lib/files';
import { addStacks } from '../stacks';
import type { Template } from './template';

const ROOT = join(__dirname, '..');
/** One of each kind: elastic brokers in a new VPC, injected parts in an existing one, pinned brokers. */
const EXAMPLES = ['inventory', 'existing-vpc', 'wal-volumes'];
/** The same day in every version, so that the calendar makes no difference. */
const AS_OF = '2026-11-22';

function main(): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const folder = join(ROOT, 'test/guard/released', version);
  if (existsSync(folder)) {
    console.error(`${version} is recorded already, and what was released does not change: raise the version first`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const example of EXAMPLES) {
    writeFileSync(join(folder, `${example}.json`), `${JSON.stringify(templatesOf(example))}\n`);
    copyFileSync(join(ROOT, `deployments/${example}.yaml`), join(folder, `${example}.yaml`));
  }
  const sums = readdirSync(folder).map((file) => `${sha256(readFileSync(join(folder, file)))}  ${file}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  console.log(`${folder}: ${EXAMPLES.join(', ')}`);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function templatesOf(example: string): Record<string, Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-released-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
    addStacks(app, plan(readDeployment(join(ROOT, `deployments/${example}.yaml`)).deployment, AS_OF));
    const { stacks } = app.synth();
    return Object.fromEntries(
      stacks.map(({ stackName, templateFullPath }) => [stackName, slim(readFileSync(templateFullPath, 'utf8'))]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const LEFT_OUT = new Set(['Metadata', 'UserData']);

function slim(text: string): Template {
  const { Rules: _checkOfTheBootstrap, ...template } = JSON.parse(text, (key, value: unknown) => {
    return LEFT_OUT.has(key) ? undefined : value;
  }) as Template & { readonly Rules?: unknown };
  return template;
}

main();
