/**
 * npx tsx scripts/local/deploy.ts FILE: deploys the synthesized templates of cdk.out into a local AWS with the real CDK CLI, shows what
 * came of it, and leaves it running until `npm stop`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readDeployment } from '../../lib/files';
import { plan, type Plan } from '../../lib/core';
import { bootstrap, deployAll, type CdkRun } from '../../test/local-aws/cdk';
import { provideGivens, withIds } from '../../test/local-aws/givens';
import { startLocalAws, type LocalAws } from '../../test/local-aws/local-aws';
import { missingForLocalAws } from '../../test/local-aws/prepare';
import { packed, type Archive } from '../../test/local-aws/real-machines/archive';
import { provideForMachines } from '../../test/local-aws/real-machines/givens';
import { missingForMachines } from '../../test/local-aws/real-machines/missing';
import { tryKafka } from './kafka';
import { remember, stopRemembered } from './running';
import { showTour } from './tour';

/** Ports of the local AWS that `npm start` leaves running: services, CloudFormation. */
const PORTS = [4566, 4567] as const;

async function main(): Promise<void> {
  const missing = missingForLocalAws();
  if (missing) return console.log(`Not deployed: ${missing}. The templates in cdk.out are complete.`);
  const decided = plan(readDeployment(process.argv[2]!).deployment, new Date().toISOString().slice(0, 10));
  const { account, region } = decided.cluster;
  await stopRemembered();
  const release = releaseFor(decided);
  say('Starting the local AWS (the first time installs two Python packages, about a minute)');
  const local = await startLocalAws({ account, region, ports: PORTS, realMachines: release !== undefined });
  local.process.unref();
  remember(local.process.pid!);
  const app = await deploy(local, decided, release);
  if (!app) return fail(`The deploy failed; the engine's log is ${local.log}.`);
  const asked = release ? await ask(local, decided) : { kafka: [] };
  await showTour(local, decided, { app: app.join(' '), kafka: asked.kafka });
  if (asked.silent !== undefined)
    fail(`No Kafka answers: ${asked.silent}. What machines said is in ${local.machines}.`);
}

interface Asked {
  readonly kafka: readonly string[];
  /** Why machines that run are no Kafka. */
  readonly silent?: string;
}

async function ask(local: LocalAws, decided: Plan): Promise<Asked> {
  try {
    return { kafka: await tryKafka(local, decided) };
  } catch (error) {
    return { kafka: [], silent: (error as Error).message.split('\n')[0] };
  }
}

function fail(why: string): void {
  console.error(`\n${why} 'npm stop' ends the local AWS.`);
  process.exitCode = 1;
}

/** What real machines run; undefined where they are played. */
function releaseFor(decided: Plan): Archive | undefined {
  const lacking = missingForMachines(machinesOf(decided));
  if (lacking) {
    console.log(`Machines are played, so no Kafka answers at the end. To run real ones ${lacking}.`);
    return undefined;
  }
  say('Packing Kafka for the machines (the first time fetches it, some minutes)');
  return packed('local');
}

/** At most at a time: a refresh has one more than the file says. */
function machinesOf({ controllers, brokers }: Plan): number {
  const count =
    brokers.kind === 'elastic' ? brokers.groups.reduce((sum, { minSize }) => sum + minSize, 0) : brokers.nodes.length;
  return controllers.length + count + 1;
}

/** Gives how the CLI is told what was deployed; nothing when that failed. */
async function deploy(local: LocalAws, decided: Plan, release?: Archive): Promise<string[] | undefined> {
  const { account, region } = decided.cluster;
  if (!(await step('cdk bootstrap', () => bootstrap(local, account, region)))) return undefined;
  const app = await appFor(local, decided, release);
  return (await step('cdk deploy --all', () => deployAll(local, app, showProgress))) ? app : undefined;
}

/**
 * The synthesized templates. Where the file takes a VPC, a release or a certificate as given, that is made first, and a copy of the file
 * names its ids and its checksum.
 */
async function appFor(local: LocalAws, decided: Plan, release?: Archive): Promise<string[]> {
  const ids = new Map([
    ...(await provideGivens(local, decided)),
    ...(release ? await provideForMachines(local, decided, release) : []),
  ]);
  if (ids.size === 0) return ['--app', 'cdk.out'];
  const copy = `.cache/local-aws-${decided.cluster.name}.yaml`;
  writeFileSync(copy, withIds(readFileSync(process.argv[2]!, 'utf8'), ids));
  console.log(`What ${process.argv[2]} takes as given was made first; ${copy} names it.`);
  return ['-c', `deployment=${copy}`];
}

async function step(title: string, run: () => Promise<CdkRun>): Promise<boolean> {
  say(title);
  const started = Date.now();
  const { exitCode, output } = await run();
  // What matters of a failure stands at its end; the rest was shown as it came.
  if (exitCode !== 0) console.error(output.split('\n').slice(-25).join('\n'));
  else console.log(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return exitCode === 0;
}

/** One line for each resource that is done, and what the CLI says about stacks. */
function showProgress(line: string): void {
  if (/ (CREATE|UPDATE)_COMPLETE |_FAILED| ✅ /.test(` ${line} `)) console.log(line.replace(/ \| /g, ' ').trimEnd());
}

const say = (text: string): void => console.log(`\n== ${text}`);

void main();
