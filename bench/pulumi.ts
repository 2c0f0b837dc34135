/**
 * The Pulumi program under mocks, beside the CDK's synthesis of the same file: `npm run bench:pulumi`.
 *
 * Each run is a process of its own, with `--stack-trace-limit=0`: Pulumi keeps a stack for every promise, which is half of the
 * time. Aim: at least 900 resources per second.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const AIM = 900;
const AS_OF = '2026-11-22';
const RUNS = 3;
const deployers = ['arn:aws:iam::111122223333:role/pulumi-deploy'];

interface Measured {
  readonly resources: number;
  readonly seconds: number;
  readonly peakMiB: number;
}

interface Run {
  readonly resources: number;
  /** When all modules were loaded. */
  readonly begun: bigint;
}

const scenarios: Readonly<Record<string, () => Promise<Run>>> = { pulumi, cdk };

async function deploymentOf() {
  const { readDeployment } = await import('../lib/files');
  return readDeployment(join(ROOT, 'deployments/inventory.yaml')).deployment;
}

async function pulumi(): Promise<Run> {
  const sdk = await import('@pulumi/pulumi');
  let resources = 0;
  await sdk.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      resources += 1;
      return { id: `${name}-id`, state: { ...inputs, arn: `arn:aws:mock:::${name}`, name, latestVersion: 1 } };
    },
    call: ({ inputs }) => inputs,
  });
  const [{ AutoMqCluster }, deployment] = await Promise.all([import('../lib/pulumi'), deploymentOf()]);
  const made: { urn: ReturnType<typeof sdk.output<string>> }[] = [];
  const see = ({ resource }: { resource: (typeof made)[number] }) => void made.push(resource);
  const roles = { ...deployment.roles, deployers };
  const begun = process.hrtime.bigint();
  new AutoMqCluster('inventory', { ...deployment, roles, asOf: AS_OF }, { transformations: [see as never] });
  await new Promise((done) => sdk.all(made.map(({ urn }) => urn)).apply(done));
  return { resources, begun };
}

async function cdk(): Promise<Run> {
  const [{ App }, { plan }, { addStacks }] = await Promise.all([
    import('aws-cdk-lib'),
    import('../lib/core'),
    import('../stacks'),
  ]);
  const deployment = await deploymentOf();
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-bench-'));
  const begun = process.hrtime.bigint();
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  addStacks(app, plan(deployment, AS_OF));
  const stacks = app.synth().stacks.map(({ template }) => template as { Resources: object });
  rmSync(outdir, { recursive: true });
  return { resources: stacks.reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0), begun };
}

/** A process that loads, runs and reports. */
async function child(name: string): Promise<void> {
  const { resources, begun } = await scenarios[name]!();
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ resources, seconds, peakMiB } satisfies Measured));
}

function measure(name: string): Measured {
  const args = ['--stack-trace-limit=0', '--import=tsx', __filename, name];
  const runs = Array.from({ length: RUNS }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Measured;
  });
  return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)]!;
}

/** What a program costs the compiler: this package's entry, and all of the SDK at once. */
function typeCheck(source: string): number {
  const folder = mkdtempSync(join(ROOT, '.cache-bench-'));
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
    const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout);
    return Number(process.hrtime.bigint() - started) / 1e9;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(): void {
  console.log('engine   resources  seconds after loading  resources/s  peak MiB');
  const rows = Object.keys(scenarios).map((name) => ({ name, ...measure(name) }));
  for (const { name, resources, seconds, peakMiB } of rows) {
    const cells = [name.padEnd(7), String(resources).padStart(10), seconds.toFixed(2).padStart(21)];
    console.log([...cells, (resources / seconds).toFixed(0).padStart(12), peakMiB.toFixed(0).padStart(9)].join(' '));
  }
  const own = typeCheck("import { AutoMqCluster } from '../lib/pulumi';\nexport default AutoMqCluster;");
  const all = typeCheck("import * as aws from '@pulumi/aws';\nexport default aws.s3.Bucket;");
  console.log(`type check: our program ${own.toFixed(2)} s, import * as aws ${all.toFixed(2)} s`);
  const { resources, seconds } = rows[0]!;
  console.log(`aim: ${AIM} resources per second, ${resources / seconds >= AIM ? 'met' : 'not met'}`);
}

const [name] = process.argv.slice(2);
if (name === undefined) report();
else void child(name);
