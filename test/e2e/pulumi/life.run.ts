/**
 * The life of a cluster under the real Pulumi CLI and engine: preview, up, changed up, refresh, destroy. The provider is ours
 * and hands every call on to the local AWS: order, replacement and protection are Pulumi's own, what an account refuses is the
 * local AWS's.
 *
 * Holds the promise `pulumi-life`.
 */
import { UpdateAutoScalingGroupCommand, AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan as decide } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { clientOf } from '../../local-aws/client';
import { runStateMachine } from '../../local-aws/state-machine';
import { examples } from '../../synth/synthesize';
import { Account } from '../deploy/account';
import { World } from '../deploy/world';
import { expectAsPlanned } from './as-planned';
import { startLocalAws, type LocalAws } from '../../local-aws/local-aws';
import { buildCli, ROOT, Workspace, type Call } from './cli';
import { typeMistakes } from './input-types';

const GROUP = 'aws:autoscaling/group:Group';
const HOOK = 'aws:autoscaling/lifecycleHook:LifecycleHook';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const AS_OF = '2026-11-22';
const deployers = ['arn:aws:iam::111122223333:role/pulumi-deploy'];
const fileOf = (example: string): string => join(ROOT, 'deployments', `${example}.yaml`);

const of = (calls: readonly Call[], call: Call['call'], type?: string) =>
  calls.filter((each) => each.call === call && (type === undefined || each.type === type));
const names = (calls: readonly Call[]): string[] => calls.map(({ name }) => name);
/** What was done to each resource of a type that was made or deleted, in order. */
function replaced(calls: readonly Call[], type: string): Call['call'][][] {
  const done = calls.filter((each) => each.type === type && (each.call === 'create' || each.call === 'delete'));
  return [...new Set(names(done))].map((name) => done.filter((each) => each.name === name).map(({ call }) => call));
}
/** The provider itself is a resource too, but not of ours. */
const resources = (calls: readonly Call[]) => calls.filter(({ type }) => type !== 'pulumi:providers:aws');

const CHAIN = [
  ...[0, 1, 2].map((id) => `inventory-Controller${id}-Group`),
  ...['Use1Az1', 'Use1Az2', 'Use1Az4'].map((zone) => `inventory-Brokers${zone}-Group`),
];

const GROUPS = [
  ...[0, 1, 2].map((id) => `inventory-controller-${id}`),
  ...['use1-az1', 'use1-az2', 'use1-az4'].map((zone) => `inventory-brokers-${zone}`),
];
const IMAGE = 'image:\n  id: ami-0fedcba9876543210';

let variants: string;
beforeAll(() => {
  buildCli();
  variants = mkdtempSync(join(tmpdir(), 'automq-byoc-variants-'));
}, 3_600_000);
afterAll(() => rmSync(variants, { recursive: true, force: true }));

/** A deployment file over an example. */
function variant(name: string, text: string, example = 'inventory'): string {
  const file = join(variants, `${name}.yaml`);
  writeFileSync(file, `extends: ${fileOf(example)}\n${text}\n`);
  return file;
}

describe('the example cluster', () => {
  const settings = { deployment: fileOf('inventory'), deployers };
  const { deployment } = readDeployment(settings.deployment);
  const plan = decide({ ...deployment, roles: { ...deployment.roles, deployers } }, AS_OF);
  let local: LocalAws;
  let account: Account;
  let stack: Workspace;
  let created: Call[];

  beforeAll(async () => {
    local = await startLocalAws({ schedules: false });
    local.boots('none');
    account = new Account(local, plan);
    stack = new Workspace(local, settings);
  }, 120_000);
  afterAll(async () => {
    stack?.remove();
    await local?.stop();
  });

  test('preview shows it and creates nothing', () => {
    const text = stack.pulumi('preview');
    expect(text).toMatch(/\+ \d\d\d to create/);
    expect(of(stack.takeCalls(), 'create')).toEqual([]);
    expect(stack.account()).toEqual({});
  });

  test('up creates it', () => {
    stack.pulumi('up', '--yes', '--skip-preview');
    created = resources(stack.takeCalls());
    expect(of(created, 'create').length).toBeGreaterThan(100);
  });

  test('the account holds what the plan says', async () => {
    await expectAsPlanned(account, local, plan);
  });

  test('every input has a name and a type that the SDK knows', () => {
    expect(typeMistakes(of(created, 'check'))).toBe('');
  });

  test('the check of inputs sees a name that does not exist, and a number where text belongs', () => {
    const [bucket] = of(created, 'check', 'aws:s3/bucket:Bucket');
    const [template] = of(created, 'check', TEMPLATE);
    expect(typeMistakes([{ ...bucket!, inputs: { bukcet: 'x' } }])).toContain('bukcet');
    const inputs = { ...template!.inputs, blockDeviceMappings: [{ ebs: { encrypted: 7 } }] };
    expect(typeMistakes([{ ...template!, inputs }])).toContain("'number' is not assignable");
  });

  test('groups come one after the other: controllers, then brokers zone by zone', () => {
    expect(names(of(created, 'create', GROUP))).toEqual(CHAIN);
  });

  test('the first machine comes after all that boot needs', () => {
    const order = of(created, 'create');
    const first = order.findIndex(({ name }) => name === CHAIN[0]);
    const needed =
      /:(Record|LogGroup|SecurityGroup\w+Rule|RolePolicyAttachment|BucketPolicy|VpcEndpoint|CertificateAuthorityCertificate|Resource)$/;
    expect(order.slice(0, first).filter(({ type }) => needed.test(type)).length).toBeGreaterThan(50);
    expect(order.slice(first).filter(({ type }) => needed.test(type))).toEqual([]);
  });

  test('no password is in the state', async () => {
    const state = stack.pulumi('stack', 'export', '--show-secrets', '--stack', 'test');
    const client = clientOf(local, plan, SecretsManagerClient, 'secretsmanager');
    for (const { name } of Object.values(plan.secrets)) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
      const { password } = JSON.parse(SecretString!) as { password: string };
      expect(password).toMatch(/^\w{32,}$/);
      expect(state).toContain(name);
      expect(state).not.toContain(password);
    }
  });

  test('a second up changes nothing', () => {
    expect(stack.pulumi('up', '--yes', '--skip-preview')).toMatch(/\d+ unchanged/);
    expect(resources(stack.takeCalls()).filter(({ call }) => call !== 'check')).toEqual([]);
  });

  test('a change of capacity reaches groups and alarms, and no machine', () => {
    stack.configure({ ...settings, brokersPerZone: 7 });
    stack.pulumi('up', '--yes', '--skip-preview');
    const updates = of(stack.takeCalls(), 'update');
    expect(new Set(updates.map(({ type, changed }) => `${type} ${changed!.join()}`))).toEqual(
      // With seasons the floor keeper states the size; the tag tells it which.
      new Set([`${GROUP} tags`, 'aws:cloudwatch/metricAlarm:MetricAlarm threshold']),
    );
    expect(names(updates.filter(({ type }) => type === GROUP))).toEqual(CHAIN.slice(3));
  });

  test('a capacity that the plan does not allow is refused before anything happens', () => {
    stack.configure({ ...settings, brokersPerZone: 99 });
    const { code, text } = stack.attempt('up', '--yes', '--skip-preview');
    expect({ code, text }).toEqual({
      code: expect.any(Number),
      text: expect.stringContaining('BrokersPerZone: got 99; allowed: file, or 1 to'),
    });
    expect(code).not.toBe(0);
    expect(resources(stack.takeCalls()).filter(({ call }) => call !== 'check')).toEqual([]);
  });

  test('the baseline of the stack holds with the next run of the keeper', async () => {
    expect(await keeperStates('2026-11-24T12:00:00Z')).toEqual([7, 7, 7]);
  });

  test('seasons are settings of the stack: pinned, moved and resized without another template', async () => {
    const set = async (seasons: Record<string, string>): Promise<string[]> => {
      stack.configure({ ...settings, seasons });
      stack.pulumi('up', '--yes', '--skip-preview');
      return [...new Set(of(stack.takeCalls(), 'update').map(({ type }) => type))];
    };
    const MACHINE = 'aws:sfn/stateMachine:StateMachine';
    expect(await set({ SeasonOverride: 'black-friday' })).toContain(MACHINE);
    expect(await keeperStates('2026-11-24T12:00:00Z')).toEqual([7, 7, 7]);
    const moved = { BlackFridayStart: '2026-12-05T16:00:00-05:00', BlackFridayEnd: '2026-12-06T16:00:00-05:00' };
    expect(await set({ ...moved, BlackFridayBrokersPerZone: '8' })).toEqual([MACHINE]);
    expect(await keeperStates('2026-11-27T18:00:00Z')).toEqual([2, 2, 2]);
    expect(await keeperStates('2026-12-06T18:00:00Z')).toEqual([8, 8, 8]);
  });

  test('the commands that `season --move` prints move a season, and those for the way back give it back', async () => {
    stack.configure(settings);
    const when = ['--start', '2026-12-05T16:00', '--end', '2026-12-06T16:00', '--brokers-per-zone', '8'];
    const move = ['--move', 'black-friday', ...when, '--engine', 'pulumi', '--as-of', AS_OF, '--json'];
    const { out } = await World.in(local).command('season', settings.deployment, ...move);
    const { commands } = JSON.parse(out) as { commands: Readonly<Record<'set' | 'back', string>> };
    typed(commands.set);
    expect(await keeperStates('2026-12-06T18:00:00Z')).toEqual([8, 8, 8]);
    expect(await keeperStates('2026-11-27T18:00:00Z')).toEqual([2, 2, 2]);
    typed(commands.back);
    expect(await keeperStates('2026-12-06T18:00:00Z')).toEqual([2, 2, 2]);
    expect(await keeperStates('2026-11-27T18:00:00Z')).toEqual([7, 7, 7]);
  });

  /** As an operator would; the questions of `pulumi up` answered with yes. */
  function typed(commands: string): void {
    for (const command of commands.split('\n')) {
      const [pulumi, ...words] = command.split(' ');
      expect(pulumi).toBe('pulumi');
      stack.pulumi(...words, ...(words[0] === 'up' ? ['--yes', '--skip-preview'] : []));
    }
  }

  test('a season is never reset, also after a refresh brought it into the state', async () => {
    const group = plan.seasons!.keeper.groups[0]!;
    const client = clientOf(local, plan, AutoScalingClient, 'autoscaling');
    await client.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: group, MinSize: 8, DesiredCapacity: 9 }),
    );
    stack.pulumi('refresh', '--yes', '--skip-preview');
    stack.configure({ ...settings, brokersPerZone: 3 });
    stack.pulumi('up', '--yes', '--skip-preview');
    expect((await account.groups()).get(group)).toMatchObject({ MinSize: 8, DesiredCapacity: 9 });
    stack.takeCalls();
  });

  /** The version of its launch template that each group launches, in the order of the chain. */
  const versions = async (): Promise<(string | undefined)[]> => {
    const groups = await account.groups();
    return GROUPS.map((name) => groups.get(name)!.LaunchTemplate?.Version);
  };
  const bringUp = (file: string) => World.in(local).command('refresh', file, '--wait', '--every', '0.3');

  test('another image makes new versions of the templates, in place, and leaves groups and machines alone', async () => {
    const before = await versions();
    stack.configure({ ...settings, deployment: variant('image', IMAGE), brokersPerZone: 3 });
    stack.pulumi('up', '--yes', '--skip-preview');
    const calls = resources(stack.takeCalls());
    expect(calls.filter(({ call }) => call !== 'check').map(({ call, type }) => `${call} ${type}`)).toEqual(
      CHAIN.map(() => `update ${TEMPLATE}`),
    );
    expect(await versions()).toEqual(before);
  });

  test('a template that does not boot stops `refresh` at the first controller, which goes back', async () => {
    const before = await versions();
    local.boots({ [GROUPS[0]!]: 'failure' });
    const { code, err } = await bringUp(variant('image', IMAGE));
    local.boots('none');
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining(`${GROUPS[0]}: the refresh did not`) });
    expect(await versions()).toEqual(before);
  });

  test('`refresh` brings the groups to it, controllers first, one after the other', async () => {
    const { code, out } = await bringUp(variant('image', IMAGE));
    expect({ code, out }).toEqual({ code: 0, out: GROUPS.map((name) => `${name}: Successful, 100 %\n`).join('') });
    expect(new Set(await versions())).toEqual(new Set(['2']));
  }, 120_000);

  test('an up after it finds the groups as they should be', () => {
    stack.pulumi('refresh', '--yes', '--skip-preview');
    stack.pulumi('up', '--yes', '--skip-preview');
    expect(of(stack.takeCalls(), 'update', GROUP)).toEqual([]);
  });

  test('a change that would replace what holds data is refused', () => {
    stack.configure({ ...settings, deployment: variant('renamed', 'stackNamePrefix: renamed') });
    const { code, text } = stack.attempt('preview');
    expect(code).not.toBe(0);
    expect(text).toMatch(/protect/);
    stack.takeCalls();
  });

  test('mistakes in the file are listed with path and what is allowed, without a stack trace', () => {
    stack.configure({ ...settings, deployment: variant('wrong', 'region: nowhere-1\nclusterId: short') });
    const { code, text } = stack.attempt('preview');
    expect(code).not.toBe(0);
    expect(text).toMatch(/region: [\s\S]*clusterId: |clusterId: [\s\S]*region: /);
    expect(text).not.toMatch(/\n\s+at |unhandled exception/);
    stack.configure(settings);
  });

  /** One run of the keeper as its schedule starts it; the smallest sizes after it. */
  async function keeperStates(at: string): Promise<unknown[]> {
    const { region, account: id } = plan.cluster;
    const machine = `arn:aws:states:${region}:${id}:stateMachine:${plan.seasons!.keeper.stateMachineName}`;
    expect(await runStateMachine(local, machine, { at })).toMatchObject({ status: 'SUCCEEDED' });
    const groups = await account.groups();
    return plan.seasons!.keeper.groups.map((name) => groups.get(name)!.MinSize);
  }

  test('destroy is refused while data is protected', () => {
    // By its preview: with --skip-preview Pulumi would end all that is not protected first.
    const { code, text } = stack.attempt('destroy', '--yes');
    expect(code).not.toBe(0);
    expect(text).toContain('protect');
    expect(of(stack.takeCalls(), 'delete')).toEqual([]);
  });

  test('unprotected, destroy ends brokers before controllers and leaves all that holds data in the account', () => {
    stack.pulumi('state', 'unprotect', '--all', '--yes');
    stack.pulumi('destroy', '--yes', '--skip-preview');
    const calls = stack.takeCalls();
    expect(names(of(calls, 'delete', GROUP))).toEqual([...CHAIN].reverse());
    // Groups take them along: without its hook a machine would go without its drain.
    expect(of(calls, 'delete', HOOK)).toEqual([]);
    const kept = Object.values(stack.account()).map(({ urn }) => urn.split('::')[2]!.split(':').at(-1)!);
    const count = (type: string) => kept.filter((each) => each === type).length;
    expect(Object.fromEntries([...new Set(kept)].sort().map((type) => [type, count(type)]))).toEqual({
      Bucket: 3,
      BucketLifecycleConfiguration: 3,
      BucketLogging: 2,
      BucketOwnershipControls: 3,
      BucketPolicy: 3,
      BucketPublicAccessBlock: 3,
      BucketServerSideEncryptionConfiguration: 3,
      BucketVersioning: 1, // the data and the log bucket keep none
      Certificate: 1,
      CertificateAuthority: 1,
      CertificateAuthorityCertificate: 1,
      Key: 4,
      Resource: 2,
      Volume: 3,
    });
  });
});

describe('a cluster whose data may go', () => {
  const settings = { deployment: fileOf('inventory-dev'), deployers, allowDataLoss: 'inventory' };
  let local: LocalAws;
  let stack: Workspace;
  beforeAll(async () => {
    local = await startLocalAws({ account: '333344445555' });
    local.boots('none');
    stack = new Workspace(local, settings);
    stack.pulumi('up', '--yes', '--skip-preview');
    stack.takeCalls();
  }, 120_000);
  afterAll(async () => {
    stack?.remove();
    await local?.stop();
  });

  test('a range of addresses is given back before it is reserved anew', () => {
    const state = stack.pulumi('stack', 'export', '--stack', 'test');
    const [urn] = /urn:[^"]+SubnetCidrReservation::[^"]+/.exec(state)!;
    stack.pulumi('up', '--yes', '--skip-preview', '--target-replace', urn!);
    expect(replaced(stack.takeCalls(), 'aws:ec2/subnetCidrReservation:SubnetCidrReservation')).toEqual([
      ['delete', 'create'],
    ]);
  });

  test('another path replaces roles and profiles: the new ones stand before the old ones go', () => {
    stack.configure({ ...settings, deployment: variant('path', 'roles:\n  path: /kafka/', 'inventory-dev') });
    stack.pulumi('up', '--yes', '--skip-preview');
    const calls = stack.takeCalls();
    const orders = replaced(calls, 'aws:iam/role:Role');
    expect(orders.length).toBeGreaterThanOrEqual(2);
    expect(orders).toEqual(orders.map(() => ['create', 'delete']));
    // Two of one network cannot be, so this one goes first.
    expect(replaced(calls, 'aws:ec2/flowLog:FlowLog')).toEqual([['delete', 'create']]);
    expect(of(calls, 'update', TEMPLATE).length).toBeGreaterThan(0);
    expect([...of(calls, 'create', GROUP), ...of(calls, 'delete', GROUP)]).toEqual([]);
  });

  test('with both halves of the opt-in destroy leaves nothing', () => {
    expect(stack.account()).not.toEqual({});
    stack.pulumi('destroy', '--yes', '--skip-preview');
    expect(stack.account()).toEqual({});
  });
});

describe('other stacks', () => {
  let local: LocalAws;
  beforeAll(async () => {
    local = await startLocalAws({ account: '333344445555' });
    local.boots('none');
  }, 120_000);
  afterAll(() => local?.stop());

  test.each(examples)(
    '%s: the stack settings in stacks/pulumi are enough for a preview, and the SDK knows every input',
    (example) => {
      const stack = new Workspace(local, undefined, example);
      const text = stack.pulumi('preview');
      expect(text).toMatch(/\d+ to create/);
      expect(typeMistakes(of(resources(stack.takeCalls()), 'check'))).toBe('');
      stack.remove();
    },
  );
});
