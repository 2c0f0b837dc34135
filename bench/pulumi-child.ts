/**
 * Runs one engine over the example in this process and prints what it used: resources, seconds after its modules were loaded
 * (of the clock and of the processor), peak memory. Several clusters in one program show what a further one costs.
 *
 * The provider loads each of its classes when it is first named, so `pulumi` and `classes` load some forty while the time
 * runs; `pulumi-loaded` and `classes-loaded` have them loaded before.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomResourceOptions } from '@pulumi/pulumi';
import { classesOf, keepRecorded, loadClasses, mocked, recordedBefore, settled } from './pulumi-recorded';

const AS_OF = '2026-11-22';
const deployers = ['arn:aws:iam::111122223333:role/pulumi-deploy'];

export interface EngineRun {
  /** What the engine keeps in its state or template, without components. */
  readonly resources: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly loadSeconds: number;
  readonly peakMiB: number;
}

/** When the modules were loaded. */
interface Begun {
  readonly clock: bigint;
  readonly cpu: NodeJS.CpuUsage;
}

interface Done {
  readonly resources: number;
  readonly begun: Begun;
}

const begin = (): Begun => ({ clock: process.hrtime.bigint(), cpu: process.cpuUsage() });

type Engine = (root: string, clusters: number) => Promise<Done>;
const engines: Readonly<Record<string, Engine>> = {
  pulumi,
  'pulumi-loaded': (root, clusters) => pulumi(root, clusters, true),
  classes,
  'classes-loaded': (root, clusters) => classes(root, clusters, true),
  record,
  sdk: sdkAlone,
  cdk,
  load,
  'load-all': loadAll,
};

async function deploymentsOf(root: string, clusters: number) {
  const { readDeployment } = await import('../lib/files');
  const { deployment } = readDeployment(join(root, 'deployments/inventory.yaml'));
  const roles = { ...deployment.roles, deployers };
  return Array.from({ length: clusters }, (_, index) => ({ ...deployment, roles, name: `inventory-${index + 1}` }));
}

async function pulumi(root: string, clusters: number, loaded = false): Promise<Done> {
  const sdk = await import('@pulumi/pulumi');
  const registered = await mocked(sdk);
  const [{ AutoMqCluster }, deployments] = await Promise.all([import('../lib/pulumi'), deploymentsOf(root, clusters)]);
  if (loaded) await loadClasses(recordedBefore());
  const begun = begin();
  await settled(sdk, (options) => {
    for (const deployment of deployments) new AutoMqCluster(deployment.name, { ...deployment, asOf: AS_OF }, options);
  });
  return { resources: registered.length, begun };
}

/** Keeps the resources of one cluster, with all that a class demands. */
async function record(root: string): Promise<Done> {
  const sdk = await import('@pulumi/pulumi');
  const outputs = ['certificate', 'certificateSigningRequest', 'keyId', 'url', 'zoneId', 'availabilityZone'];
  const registered = await mocked(sdk, Object.fromEntries(outputs.map((name) => [name, name])));
  const [{ AutoMqCluster }, [deployment]] = await Promise.all([import('../lib/pulumi'), deploymentsOf(root, 1)]);
  const begun = begin();
  await settled(sdk, (options) => void new AutoMqCluster('first', { ...deployment!, asOf: AS_OF }, options));
  keepRecorded(registered);
  return { resources: registered.length, begun };
}

/** The same resources by the provider's classes with literal inputs, and nothing else: the least that any program takes. */
async function classes(_: string, clusters: number, loaded = false): Promise<Done> {
  const sdk = await import('@pulumi/pulumi');
  const registered = await mocked(sdk);
  const recorded = recordedBefore();
  const classOf = await (loaded ? loadClasses : classesOf)(recorded);
  const begun = begin();
  await settled(sdk, (options) => {
    for (let cluster = 0; cluster < clusters; cluster++) {
      for (const { type, name, inputs } of recorded) {
        new (classOf(type))(`${cluster}-${name}`, inputs, options as CustomResourceOptions);
      }
    }
  });
  return { resources: registered.length, begun };
}

/** The same resources with literal inputs, without plan, components or references: what the SDK itself takes. */
async function sdkAlone(root: string, clusters: number): Promise<Done> {
  const sdk = await import('@pulumi/pulumi');
  const registered = await mocked(sdk);
  const [{ AutoMqCluster }, deployments] = await Promise.all([import('../lib/pulumi'), deploymentsOf(root, clusters)]);
  const [deployment] = deployments;
  await settled(sdk, (options) => void new AutoMqCluster('first', { ...deployment!, asOf: AS_OF }, options));
  const recorded = [...registered];
  class Plain extends sdk.CustomResource {}
  const begun = begin();
  await settled(sdk, (options) => {
    for (const { name: cluster } of deployments) {
      for (const { type, name, inputs } of recorded) {
        new Plain(type, `${cluster}-${name}`, inputs, options as CustomResourceOptions);
      }
    }
  });
  return { resources: registered.length - recorded.length, begun };
}

async function cdk(root: string, clusters: number): Promise<Done> {
  const [{ App }, { plan }, { addStacks }, deployments] = await Promise.all([
    import('aws-cdk-lib'),
    import('../lib/core'),
    import('../stacks'),
    deploymentsOf(root, clusters),
  ]);
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-bench-'));
  const begun = begin();
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  for (const deployment of deployments) addStacks(app, plan(deployment, AS_OF));
  const stacks = app.synth().stacks.map(({ template }) => template as { Resources: object });
  rmSync(outdir, { recursive: true });
  return { resources: stacks.reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0), begun };
}

/** What a program loads before its first line: this package, or all of the provider's SDK. */
async function load(): Promise<Done> {
  await import('../lib/pulumi');
  return { resources: 0, begun: begin() };
}

async function loadAll(): Promise<Done> {
  const aws = await import('@pulumi/aws');
  // Its modules load when they are named; a program that says `aws.x` names some, its documentation all.
  for (const name of Object.keys(aws)) void (aws as Readonly<Record<string, unknown>>)[name];
  return { resources: 0, begun: begin() };
}

async function main([name = '', root = '', clusters = '1']: readonly string[]): Promise<void> {
  const engine = engines[name];
  if (!engine) throw new Error(`no engine ${name}`);
  const { resources, begun } = await engine(root, Number(clusters));
  const seconds = Number(process.hrtime.bigint() - begun.clock) / 1e9;
  const { user, system } = process.cpuUsage(begun.cpu);
  const measured: EngineRun = {
    resources,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    loadSeconds: process.uptime() - seconds,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(measured));
}

void main(process.argv.slice(2));
