/**
 * npm run policy [-- --json] [FILE…]
 *
 * Synthesizes every deployment file (default: all of `deployments/`), runs the four policy packs on it, the CloudFormation
 * validator once over all templates, and our own checks. Any problem ends with exit code 1.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { plan } from '../lib/core';
import { readDeployment } from '../lib/files';
import { addStacks } from '../stacks';
import { checkPacks, REPORT_ONLY } from './packs';
import type { Problem } from './problem';
import type { Template } from './template';
import { checkTemplate, templateBytes } from './template-checks';
import { validate } from './validate';

const ROOT = join(__dirname, '..');
const OUTPUT = join(ROOT, 'cdk.out', 'policy');

interface Stack {
  readonly name: string;
  readonly path: string;
  readonly template: Template;
}

interface Checked {
  readonly deployment: string;
  readonly stacks: readonly Stack[];
  readonly acknowledged: number;
  readonly problems: readonly Problem[];
}

async function main(args: readonly string[]): Promise<void> {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const today = new Date().toISOString().slice(0, 10);
  rmSync(OUTPUT, { recursive: true, force: true });
  const checked = await Promise.all((files.length ? files : allDeployments()).map((file) => check(file, today)));
  const invalid = validate(checked.flatMap(({ stacks }) => stacks.map(({ path }) => path)));
  console.log(args.includes('--json') ? asJson(checked, invalid) : asText(checked, invalid));
  process.exitCode = invalid.length + checked.flatMap(({ problems }) => problems).length > 0 ? 1 : 0;
}

function allDeployments(): string[] {
  const folder = join(ROOT, 'deployments');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

async function check(file: string, today: string): Promise<Checked> {
  const deployment = basename(file, '.yaml');
  const app = new App({
    outdir: join(OUTPUT, deployment),
    analyticsReporting: false,
    builtinCloudFormationValidation: false, // runs once over all templates instead
    context: REPORT_ONLY,
  });
  addStacks(app, plan(readDeployment(file).deployment, today));
  const { problems, acknowledged } = checkPacks(app, today);
  const stacks = readStacks(app);
  const own = await Promise.all(stacks.map(({ name, template }) => checkTemplate(name, template)));
  return { deployment, stacks, acknowledged: acknowledged.length, problems: [...problems, ...own.flat()] };
}

function readStacks(app: App): Stack[] {
  // The assembly is cached: packs have synthesized it already.
  return app.synth().stacksRecursively.map(({ stackName: name, templateFullPath: path }) => {
    return { name, path, template: JSON.parse(readFileSync(path, 'utf8')) as Template };
  });
}

function asJson(checked: readonly Checked[], invalid: readonly Problem[]): string {
  const deployments = checked.map(({ stacks, ...rest }) => ({ ...rest, stacks: stacks.map(size) }));
  return JSON.stringify({ deployments, cloudformation: invalid }, null, 2);
}

function asText(checked: readonly Checked[], invalid: readonly Problem[]): string {
  const sections = checked.map(({ deployment, stacks, acknowledged, problems }) => {
    const sizes = stacks
      .map(size)
      .map(({ name, resources, bytes }) => `  ${name}: ${resources} resources, ${bytes} bytes`);
    const verdict = `  four packs and own checks: ${count(problems)}; ${acknowledged} acknowledged with a reason`;
    return [deployment, ...sizes, verdict, ...problems.map(line)].join('\n');
  });
  const templates = checked.flatMap(({ stacks }) => stacks).length;
  const validator = `CloudFormation validator on ${templates} templates: ${count(invalid)}`;
  return [...sections, [validator, ...invalid.map(line)].join('\n')].join('\n\n');
}

const size = ({ name, template }: Stack) => ({
  name,
  resources: Object.keys(template.Resources ?? {}).length,
  bytes: templateBytes(template),
});
const count = ({ length }: readonly Problem[]) => (length === 1 ? '1 problem' : `${length || 'no'} problems`);
const line = ({ check, where, what }: Problem) => `  - ${where}: ${what} (${check})`;

void main(process.argv.slice(2));
