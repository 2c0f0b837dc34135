/**
 * A peak of inventory.yaml, deployed by the real CDK CLI into the local AWS: every command of docs/runbook-peak.md in its order,
 * then an upgrade and an edit of the baseline while the peak is on.
 *
 * Holds the promise `floor`.
 */
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Status } from '../../../lib/cli/status';
import { plan as decide } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { bootstrap } from '../../local-aws/cdk';
import { clientOf } from '../../local-aws/client';
import { startLocalAws, type LocalAws } from '../../local-aws/local-aws';
import { runStateMachine } from '../../local-aws/state-machine';
import { Account } from '../deploy/account';
import { Shell, type Ended } from './shell';

const ROOT = resolve(__dirname, '../../..');
const AS_OF = '2026-11-22';
const FILE = join(ROOT, 'deployments/inventory.yaml');
const plan = decide(readDeployment(FILE).deployment, AS_OF);
const { keeper } = plan.seasons!;
const runbook = readFileSync(join(ROOT, 'docs/runbook-peak.md'), 'utf8');

/** Lines to type, and commands inside sentences and tables, in their order. */
const commands = [...runbook.matchAll(/```sh\n([^]*?)```|`((?:npx cdk|npx automq-byoc|aws) [^`]+)`/g)].flatMap(
  ([, block, inline]) => block?.trim().split(/(?<!\\)\n/) ?? [inline!],
);

const inPeak = '2026-11-27T12:00:00-05:00';
const quiet = '2026-11-24T12:00:00-05:00';

/** What each command that sets parameters says, in their order, and the floors the keeper then states: in a quiet hour, and in the peak. */
const floorsAfter: readonly (readonly [says: string, quiet: number, peak: number])[] = [
  ['SeasonOverride=black-friday', 7, 7],
  ['SeasonOverride=file', 2, 7],
  ['BlackFridayReserve=on', 2, 7],
  ['BlackFridayBrokersPerZone=9', 2, 9],
  ['SeasonOverride=black-friday', 9, 9],
  ['BlackFridayBrokersPerZone=file', 2, 7],
];
const setting = commands.filter((command) => command.includes('--parameters'));

let folder: string;
let local: LocalAws;
let account: Account;
let shell: Shell;
let autoScaling: AutoScalingClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'automq-byoc-peak-'));
  local = await startLocalAws({ schedules: false });
  shell = new Shell(local, folder, AS_OF);
  account = new Account(local, plan);
  autoScaling = clientOf(local, plan, AutoScalingClient, 'autoscaling');
  const { exitCode, output } = await bootstrap(local, plan.cluster.account, plan.cluster.region);
  if (exitCode !== 0) throw new Error(output);
}, 600_000);
afterAll(async () => {
  await local?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const succeeded = ({ code, text }: Ended): string => {
  if (code !== 0) throw new Error(text.slice(-4000));
  return text;
};

interface Size {
  readonly minimum: number;
  readonly machines: number;
}

async function sizes(): Promise<Size[]> {
  const { AutoScalingGroups = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...keeper.groups] }),
  );
  return AutoScalingGroups.map(({ MinSize = NaN, Instances = [] }) => ({
    minimum: MinSize,
    machines: Instances.length,
  }));
}

const minimums = async (): Promise<number[]> => (await sizes()).map(({ minimum }) => minimum);

/** One run of the keeper as its schedule starts it at that moment. */
async function keeperRuns(at: string): Promise<number[]> {
  const { region, account: id } = plan.cluster;
  const machine = `arn:aws:states:${region}:${id}:stateMachine:${keeper.stateMachineName}`;
  expect(await runStateMachine(local, machine, { at })).toMatchObject({ status: 'SUCCEEDED' });
  return minimums();
}

async function parameters(): Promise<Record<string, string>> {
  const { Parameters = [] } = await account.stack('seasons');
  return Object.fromEntries(Parameters.map((row) => [row.ParameterKey!, row.ParameterValue!]));
}

/** What a command says it sets. */
const setBy = (command: string): Record<string, string> =>
  Object.fromEntries([...command.matchAll(/--parameters (\w+)=(\S+)/g)].map(([, id, value]) => [id!, value!]));

describe('the commands of the runbook, in their order', () => {
  test('there are as many as it takes', () => {
    expect(setting).toEqual(floorsAfter.map(([says]) => expect.stringContaining(says)));
    expect(commands.filter((command) => command.startsWith('npx cdk')).length).toBeGreaterThanOrEqual(6);
    expect(commands.filter((command) => command.startsWith('aws '))).toHaveLength(1);
    expect(commands.filter((command) => command.startsWith('npx automq-byoc')).length).toBeGreaterThanOrEqual(5);
  });

  test.each(commands.map((command) => ({ command })))(
    '$command',
    async ({ command }) => {
      const text = succeeded(await shell.run(command.replace('peak.html', join(folder, 'peak.html'))));
      if (command.includes('deploy --all')) expect(await minimums()).toEqual([2, 2, 2]);
      if (command.startsWith('aws ')) await isRehearsal(text);
      if (command.includes('--parameters')) await isInForce(command);
      if (command.includes(' guard ')) expect(text).toContain('guard: 0 refused');
      if (command.includes('cdk destroy')) await expect(account.stack('seasons')).rejects.toThrow();
    },
    600_000,
  );

  const expected = [...floorsAfter];

  /** The stack has the values, and the keeper states what they mean. */
  async function isInForce(command: string): Promise<void> {
    expect(await parameters()).toMatchObject(setBy(command));
    const [, inQuiet, peak] = expected.shift()!;
    expect(await keeperRuns(inPeak)).toEqual([peak, peak, peak]);
    expect(await keeperRuns(quiet)).toEqual([inQuiet, inQuiet, inQuiet]);
    if (setBy(command).SeasonOverride === 'black-friday') await isTold(inQuiet);
  }

  /** `status` goes by the clock of the wall, where a pinned season holds whatever the day is. */
  async function isTold(size: number): Promise<void> {
    const { floor, toDo } = JSON.parse(
      succeeded(await shell.run('npx automq-byoc status deployments/inventory.yaml --json')),
    ) as Status;
    const zones = { 'use1-az1': size, 'use1-az2': size, 'use1-az4': size };
    expect(floor).toMatchObject({ zones, stated: size, setBy: 'override black-friday' });
    expect(toDo.join()).not.toContain('the floor is');
  }

  async function isRehearsal(text: string): Promise<void> {
    const { executionArn } = JSON.parse(text) as { executionArn: string };
    const { output } = JSON.parse(
      succeeded(await shell.run(`sleep 2; aws stepfunctions describe-execution --execution-arn ${executionArn}`)),
    ) as { output: string };
    expect(JSON.parse(output)).toMatchObject({ seasons: ['black-friday'], groups: [{ floor: 7 }, {}, {}] });
    expect(await minimums()).toEqual([2, 2, 2]);
  }

  test('the stack of the seasons can be made again', async () => {
    succeeded(await shell.run('npx cdk deploy inventory-seasons --exclusively'));
    expect(await keeperRuns(quiet)).toEqual([2, 2, 2]);
  }, 600_000);

  test('guard refuses an upgrade in the freeze that the runbook speaks of', async () => {
    const guard = commands.find((command) => command.includes(' guard '))!;
    const [file, out] = [variant('frozen', 'image:\n  id: ami-0fedcba9876543210'), join(folder, 'frozen.out')];
    succeeded(await shell.run(`npx cdk synth --quiet -c deployment=${file} --output ${out}`));
    const { code, text } = await shell.run(guard.replace('--proposed cdk.out', `--proposed ${out}`));
    expect(code).toBe(1);
    expect(text).toContain('peak-freeze');
  }, 600_000);

  test('the command that --move prints moves the season', async () => {
    const move = [
      'npx automq-byoc season deployments/inventory.yaml --move black-friday --start 2026-11-25T16:00 --end 2026-12-02T03:00',
    ];
    const printed = succeeded(await shell.run(move.join('')));
    const [set, back] = printed
      .split('\n\n')
      .flatMap((block) => /(npx cdk deploy inventory-seasons [^]*)/.exec(block)?.[1] ?? []);
    succeeded(await shell.run(set!));
    expect(await keeperRuns('2026-11-25T18:00:00-05:00')).toEqual([7, 7, 7]);
    succeeded(await shell.run(back!));
    expect(await keeperRuns('2026-11-25T18:00:00-05:00')).toEqual([2, 2, 2]);
  }, 600_000);
});

/** A deployment file over the example. */
function variant(name: string, text: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `extends: ${FILE}\n${text}\n`);
  return file;
}

/** Deploys everything while sizes are read again and again. */
async function deployWatched(file: string): Promise<Size[]> {
  const seen: Size[] = [];
  let isOver = false;
  const deploy = shell.run(`npx cdk deploy --all -c deployment=${file}`).finally(() => (isOver = true));
  while (!isOver) {
    seen.push(...(await sizes()));
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  succeeded(await deploy);
  return seen;
}

describe('inside the peak', () => {
  test('it is on, and those who came when the runbook asked for nine are still there: a lower minimum ends nobody', async () => {
    expect(await keeperRuns(inPeak)).toEqual([7, 7, 7]);
    expect((await sizes()).map(({ machines }) => machines)).toEqual([9, 9, 9]);
  });

  test('an upgrade replaces machines and never lowers a floor, nor the number of machines', async () => {
    const before = await account.machines();
    const seen = await deployWatched(variant('upgrade', 'image:\n  id: ami-0fedcba9876543210'));
    expect(seen.length).toBeGreaterThan(10);
    expect(Math.min(...seen.map(({ minimum }) => minimum))).toBe(7);
    expect(Math.min(...seen.map(({ machines }) => machines))).toBeGreaterThanOrEqual(7);
    const after = await account.machines();
    for (const group of keeper.groups) expect(after[group]).not.toEqual(before[group]);
    expect(await keeperRuns(inPeak)).toEqual([7, 7, 7]);
  }, 600_000);

  test('an edit of the baseline ends no machine; the next run of the keeper states the floor of the season again', async () => {
    const text = 'image:\n  id: ami-0fedcba9876543210\nbrokers:\n  perZone: 3';
    const seen = await deployWatched(variant('baseline', text));
    expect(Math.min(...seen.map(({ machines }) => machines))).toBeGreaterThanOrEqual(7);
    expect(await keeperRuns('2026-11-27T12:05:00-05:00')).toEqual([7, 7, 7]);
  }, 600_000);

  test('after it the new baseline holds', async () => {
    expect(await keeperRuns('2026-12-01T12:00:00-05:00')).toEqual([3, 3, 3]);
  });

  test('without its seasons the cluster keeps its sizes', async () => {
    succeeded(await shell.run('npx cdk destroy inventory-seasons --exclusively --force'));
    const text = 'image:\n  id: ami-0fedcba9876543210\nbrokers:\n  perZone: 3\nseasons: []';
    const seen = await deployWatched(variant('without', text));
    expect(Math.min(...seen.map(({ minimum }) => minimum))).toBe(3);
    expect(await minimums()).toEqual([3, 3, 3]);
  }, 600_000);
});
