/**
 * npx tsx bench/deploy.ts [FILE]
 *
 * What a deployment asks of CloudFormation: the time of each phase of its life with the real CDK CLI against the local AWS (which
 * answers at once: it is the CLI's and our own share), the API calls of each, and the longest chain of resources of each stack,
 * which is what a real deploy waits for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts, table } from '../lib/cli/text/table';
import type { Deployment } from '../lib/core';
import { readDeployment } from '../lib/files';
import { bootstrap, type CdkRun } from '../test/local-aws/cdk';
import { startLocalAws } from '../test/local-aws/local-aws';
import { provideGivens } from '../test/local-aws/givens';
import { synthesize, succeeded, World, type Assembly } from '../test/e2e/deploy/world';
import { longestChain } from './chain';

interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** Calls that the CLI made, and that CloudFormation made for its resources. */
  readonly calls: readonly [cli: number, resources: number];
}

async function main(file: string): Promise<void> {
  const { deployment } = readDeployment(file);
  const { account, region } = deployment;
  const world = World.in(await startLocalAws({ account, region }));
  try {
    await provideGivens(world.local, synthesize(deployment).plan);
    const phases: Phase[] = [];
    for (const [name, run] of life(world, deployment)) phases.push(await measured(world, name, run));
    console.log(report(phases, synthesize(deployment)));
  } finally {
    await world.close();
  }
}

function life(world: World, deployment: Deployment): [string, () => Promise<CdkRun>][] {
  const { account, region } = deployment;
  const [first, upgraded] = [synthesize(deployment), synthesize({ ...deployment, image: { ...deployment.image, id: 'ami-0fedcba9876543210' } })]; // prettier-ignore
  const cluster = first.plan.stacks.find(({ kind }) => kind === 'cluster')!.name;
  const larger = `${cluster}:BrokersPerZone=${deployment.brokers.perZone + 1}`;
  return [
    ['bootstrap', () => bootstrap(world.local, account, region)],
    ['deploy', () => world.deploy(first)],
    ['deploy again', () => world.deploy(first)],
    ['update by parameter', () => world.deploy(first, '--parameters', larger)],
    ['refresh (another image)', () => world.deploy(upgraded)],
    ['destroy', () => world.destroy(upgraded)],
  ];
}

async function measured(world: World, name: string, run: () => Promise<CdkRun>): Promise<Phase> {
  const [before, started] = [world.local.calls().length, Date.now()];
  succeeded(await run());
  const seconds = (Date.now() - started) / 1000;
  const made = world.local.calls().slice(before);
  const count = (wanted: RegExp): number => made.filter(({ agent }) => wanted.test(agent)).length;
  return { name, seconds, calls: [count(/^aws-cdk|^aws-sdk/), count(/^cloudformation$/)] };
}

function report(phases: readonly Phase[], { folder }: Assembly): string {
  const numbers = ['seconds', 'calls of the CLI', 'calls for resources'].map((title) => ({ title, align: 'right' as const })); // prettier-ignore
  const rows = phases.map(({ name, seconds, calls }) => [name, seconds.toFixed(1), ...calls.map(String)]);
  const chains = readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => [name.replace('.template.json', ''), longestChain(JSON.parse(readFileSync(join(folder, name), 'utf8')))] as const); // prettier-ignore
  return [
    table([{ title: 'phase' }, ...numbers], rows),
    '',
    'Longest chain of resources that wait for each other',
    facts(chains.map(([stack, chain]) => [`${stack}: ${chain.length}`, chain.map(short).join(', ')])),
  ].join('\n');
}

/** Without the construct path's first parts and the hash. */
const short = (id: string): string => id.replace(/[0-9A-F]{8}$/, '').replace(/^(Cluster|Data|Network|Identity|Seasons)/, ''); // prettier-ignore

void main(process.argv[2] ?? 'deployments/inventory.yaml');
