/** One account of the local AWS, bootstrapped, and what tests do in it. */
import { App } from 'aws-cdk-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan, type Deployment, type Plan } from '../../../lib/core';
import { addStacks } from '../../../stacks';
import { automqByoc, type Ended } from '../../cli/world';
import { bootstrap, cdk, deployAll, type CdkRun } from '../../local-aws/cdk';
import { provideGivens, withIds } from '../../local-aws/givens';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from '../../local-aws/local-aws';

/** Any day inside the releases' life: deploys must not change because a test runs tomorrow. */
export const DAY = '2026-11-22';

export interface Assembly {
  readonly plan: Plan;
  /** Folder of the templates. */
  readonly folder: string;
}

export class World {
  private constructor(readonly local: LocalAws) {}

  /** An account that is not bootstrapped yet. */
  static in(local: LocalAws): World {
    return new World(local);
  }

  static async open(deployment: Deployment, options: LocalAwsOptions = {}): Promise<World> {
    const { account, region } = deployment;
    const world = new World(await startLocalAws({ account, region, ...options }));
    const { exitCode, output } = await bootstrap(world.local, account, region);
    if (exitCode === 0) return world;
    await world.close();
    throw new Error(output);
  }

  /** The deployment with what it takes as given made, and named by the ids that the account gave. */
  async settle(deployment: Deployment): Promise<Deployment> {
    const ids = await provideGivens(this.local, plan(deployment, DAY));
    return JSON.parse(withIds(JSON.stringify(deployment), ids)) as Deployment;
  }

  deploy(assembly: Assembly, ...args: readonly string[]): Promise<CdkRun> {
    return deployAll(this.local, ['--app', assembly.folder, ...args]);
  }

  /** Any other command of the CDK CLI. */
  cdk(assembly: Assembly, ...args: readonly string[]): Promise<CdkRun> {
    return cdk(this.local, [...args, '--app', assembly.folder]);
  }

  /** Makes the change set of the cluster stack, which is looked at and not executed. */
  prepare(assembly: Assembly, changeSet: string, ...args: readonly string[]): Promise<CdkRun> {
    const stack = assembly.plan.stacks.find(({ kind }) => kind === 'cluster')!.name;
    const prepared = ['--method', 'prepare-change-set', '--change-set-name', changeSet, '--require-approval', 'never'];
    return this.cdk(assembly, 'deploy', stack, '--exclusively', ...prepared, ...args);
  }

  destroy(assembly: Assembly): Promise<CdkRun> {
    return cdk(this.local, ['destroy', '--all', '--force', '--app', assembly.folder]);
  }

  /** One command of `automq-byoc`, in process, with the settings of this account: it reads its endpoints as the AWS SDK does. */
  async command(...argv: readonly string[]): Promise<Ended> {
    return this.inside(() => automqByoc(...argv));
  }

  /** With the environment of this account. */
  async inside<T>(run: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    Object.assign(process.env, this.local.env);
    try {
      return await run();
    } finally {
      process.env = before;
    }
  }

  /** The deployment as a file, for commands. */
  fileOf(deployment: Deployment): string {
    const made = mkdtempSync(join(tmpdir(), 'deployment-'));
    folders.push(made);
    const file = join(made, `${deployment.name}.json`);
    writeFileSync(file, JSON.stringify(deployment, null, 2));
    return file;
  }

  async close(): Promise<void> {
    await this.local.stop();
    folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
  }
}

const folders: string[] = [];

/** Templates of a deployment, as bin/app.ts makes them. */
export function synthesize(deployment: Deployment, allowDataLoss?: string): Assembly {
  const decided = plan(deployment, DAY, { allowDataLoss });
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  const app = new App({ outdir: folder });
  addStacks(app, decided);
  app.synth();
  return { plan: decided, folder };
}

/** Fails with what the CLI said. */
export function succeeded({ exitCode, output }: CdkRun): string {
  if (exitCode !== 0) throw new Error(output.slice(-4000));
  return output;
}
