/**
 * A cluster that Pulumi made moves to the CDK in one account of the local AWS, by the commands of docs/moving-engines.md: keys,
 * buckets with what is in them, passwords, volumes and authority are the same ones afterwards.
 *
 * Holds the promise `moving-engines`.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan as decide, type Plan } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { cdk } from '../../local-aws/cdk';
import { Account } from '../deploy/account';
import { succeeded, synthesize, World, type Assembly } from '../deploy/world';
import { buildCli, ROOT, Workspace } from './cli';
import { holding, OBJECT, type Holding } from './holding';

const FILE = join(ROOT, 'deployments/inventory.yaml');
const deployers = ['arn:aws:iam::111122223333:role/pulumi-deploy'];

let folder: string;
let world: World;
let plan: Plan;
let account: Account;
let stack: Workspace;
let before: Holding;
let assembly: Assembly;

beforeAll(async () => {
  buildCli();
  folder = mkdtempSync(join(tmpdir(), 'automq-byoc-back-'));
  const { deployment } = readDeployment(FILE);
  world = await World.open(deployment);
  plan = decide(deployment, '2026-11-22');
  account = new Account(world.local, plan);
  world.local.boots('none');
  stack = new Workspace(world.local, { deployment: FILE, deployers });
  stack.pulumi('up', '--yes', '--skip-preview');
  await account.s3.send(new PutObjectCommand({ Bucket: plan.buckets.data.name, ...OBJECT }));
  before = await holding(account, plan);
}, 3_600_000);
afterAll(async () => {
  stack?.remove();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the mapping is made from what Pulumi exports, and what the deployment file must name is printed beside it', () => {
  writeFileSync(join(folder, 'state.json'), stack.pulumi('stack', 'export', '--stack', 'test'));
  const args = ['bin/automq-byoc.ts', 'import', FILE, '--engine', 'cdk', '--from', join(folder, 'state.json')];
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/adoptVolumes:[^]*authorityArn:/) });
  expect(Object.keys(JSON.parse(stdout) as object)).toHaveLength(4 + 3 + 3 + 2);
  writeFileSync(join(folder, 'mapping.json'), stdout);
  const named = stderr.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.slice(2)); // prettier-ignore
  const text = named.join('\n').replace('tls:', 'tls:\n  issuer: private-ca');
  writeFileSync(join(folder, 'moved.yaml'), `extends: ${FILE}\n${text}\n`);
});

test('Pulumi lets go; all that holds data stays in the account', async () => {
  stack.pulumi('state', 'unprotect', '--all', '--yes');
  stack.pulumi('destroy', '--yes', '--skip-preview');
  expect(await account.machines()).toEqual({});
});

test('cdk import takes the mapping, once the roles are there', async () => {
  world.local.boots('success');
  assembly = synthesize(readDeployment(join(folder, 'moved.yaml')).deployment);
  const app = ['--app', assembly.folder];
  succeeded(await cdk(world.local, ['deploy', 'inventory-identity', '--require-approval', 'never', ...app]));
  const mapping = ['--resource-mapping', join(folder, 'mapping.json')];
  succeeded(await cdk(world.local, ['import', 'inventory-data', ...mapping, ...app]));
  expect(await account.stacks()).toMatchObject({ 'inventory-data': 'IMPORT_COMPLETE' });
});

test('deploy makes the rest, and replaces no key, bucket or password', async () => {
  const output = succeeded(await world.deploy(assembly, '--revert-drift'));
  const made = [...output.matchAll(/CREATE_COMPLETE +\| (AWS::[A-Za-z0-9:]+)/g)].map(([, type]) => type);
  expect(made).toContain('AWS::AutoScaling::AutoScalingGroup');
  expect(made.filter((type) => /KMS::Key|S3::Bucket|SecretsManager|ACMPCA|EC2::Volume/.test(type!))).toEqual([]);
  expect(output).not.toMatch(/DELETE_COMPLETE/);
});

test('keys, passwords, volumes and objects are the same ones', async () => {
  expect(await holding(account, plan)).toEqual(before);
  expect(Object.keys(await account.machines())).toHaveLength(6);
});
