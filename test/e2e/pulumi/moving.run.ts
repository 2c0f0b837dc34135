/**
 * A cluster moves from the CDK to Pulumi in one account of the local AWS, by the steps of docs/moving-engines.md: keys,
 * buckets with what is in them, passwords, volumes and authority are the same ones afterwards.
 *
 * Holds the promise `moving-engines`.
 */
import {
  CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { clientOf } from '../../local-aws/client';
import { Account } from '../deploy/account';
import { succeeded, synthesize, World, type Assembly } from '../deploy/world';
import { buildCli, ROOT, Workspace, type Call } from './cli';
import { holding, OBJECT, type Holding } from './holding';

const FILE = join(ROOT, 'deployments/inventory.yaml');
const deployers = ['arn:aws:iam::111122223333:role/pulumi-deploy'];
const { deployment } = readDeployment(FILE);

let folder: string;
let world: World;
let assembly: Assembly;
let plan: Plan;
let account: Account;
let stack: Workspace;
let before: Holding;
let calls: Call[];

beforeAll(async () => {
  buildCli();
  folder = mkdtempSync(join(tmpdir(), 'automq-byoc-moving-'));
  world = await World.open(deployment);
  assembly = synthesize(deployment);
  plan = assembly.plan;
  account = new Account(world.local, plan);
  succeeded(await world.deploy(assembly));
  await account.s3.send(new PutObjectCommand({ Bucket: plan.buckets.data.name, ...OBJECT }));
  before = await holding(account, plan);
}, 3_600_000);
afterAll(async () => {
  stack?.remove();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One file for each stack, as `aws cloudformation list-stack-resources` prints it. */
async function describeStacks(): Promise<string[]> {
  const client = clientOf(world.local, plan, CloudFormationClient, 'cloudformation');
  return Promise.all(
    plan.stacks.map(async ({ name, kind }) => {
      const StackResourceSummaries: StackResourceSummary[] = [];
      for await (const page of paginateListStackResources({ client }, { StackName: name }))
        StackResourceSummaries.push(...(page.StackResourceSummaries ?? []));
      const file = join(folder, `${kind}.json`);
      writeFileSync(file, JSON.stringify({ StackResourceSummaries }));
      return file;
    }),
  );
}

test('the list of what exists is made, and what the deployment file must name is printed beside it', async () => {
  const from = await describeStacks();
  const args = ['bin/automq-byoc.ts', 'import', FILE, '--engine', 'pulumi', '--from', ...from];
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/adoptVolumes:[^]*authorityArn:/) });
  writeFileSync(join(folder, 'import.json'), stdout);
  const named = stderr.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.slice(2)); // prettier-ignore
  // `tls` of the file again, with the authority beside the issuer.
  const text = named.join('\n').replace('tls:', 'tls:\n  issuer: private-ca');
  writeFileSync(join(folder, 'moved.yaml'), `extends: ${FILE}\n${text}\n`);
});

test('the stacks go; all that holds data stays in the account', async () => {
  for (const kind of ['cluster', 'data']) await account.unprotect(plan.stacks.find((each) => each.kind === kind)!.name);
  succeeded(await world.destroy(assembly));
  expect(await account.machines()).toEqual({});
});

test('pulumi imports the list', () => {
  world.local.boots('none');
  stack = new Workspace(world.local, { deployment: join(folder, 'moved.yaml'), deployers, adoptSecrets: true });
  const text = stack.pulumi(
    'import',
    '--file',
    join(folder, 'import.json'),
    '--protect',
    '--generate-code=false',
    '--yes',
  );
  expect(text).not.toMatch(/replace/);
  const list = JSON.parse(readFileSync(join(folder, 'import.json'), 'utf8')) as { resources: { component?: true }[] };
  const imported = stack.takeCalls().filter(({ call }) => call === 'import');
  expect(imported).toHaveLength(list.resources.filter(({ component }) => !component).length);
});

test('up replaces and deletes nothing, and makes no key, bucket or password', () => {
  stack.pulumi('up', '--yes', '--skip-preview');
  calls = stack.takeCalls();
  expect(calls.filter(({ call }) => call === 'delete')).toEqual([]);
  const made = calls.filter(({ call }) => call === 'create').map(({ type }) => type);
  expect(made).toContain('aws:autoscaling/group:Group');
  expect(made.filter((type) => /kms\/key:|aws:s3\/|cloudcontrol|acmpca|ebs\/volume/.test(type))).toEqual([]);
});

test('keys, passwords, volumes and objects are the same ones', async () => {
  expect(await holding(account, plan)).toEqual(before);
  expect(Object.keys(await account.machines())).toHaveLength(6);
});

test('a second up changes nothing', () => {
  expect(stack.pulumi('up', '--yes', '--skip-preview')).toMatch(/\d+ unchanged/);
  expect(stack.takeCalls().filter(({ call }) => call === 'create' || call === 'update')).toEqual([]);
});
