/**
 * The end of a deployment, and its return: what is kept, that nothing is adopted by accident, and how all of it is taken back.
 *
 * Holds the promise `stack-life`.
 */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promise } from '../../../lib/cli/promises';
import type { Status } from '../../../lib/cli/status';
import { sample } from '../../fixtures/deployments';
import { added, everythingIn, type Everything } from '../../local-aws/everything';
import { Account, tagsOf } from './account';
import { toKeep } from './kept';
import { succeeded, synthesize, World } from './world';

const deployment = sample();
const { plan } = synthesize(deployment);
const { data } = plan.buckets;

/** Generated names of roles, new with each identity stack. */
const rolesIn = (policy: string): string[] => [...new Set(policy.match(/role\/inventory-identity-[^"]+/g))];

let world: World;
let account: Account;
/** Of the first life. */
let keys: Awaited<ReturnType<Account['key']>>;
let volumes: Readonly<Record<string, string>>;
let password: string;
let authorityArn: string;
let before: Everything;

beforeAll(async () => {
  world = await World.open(deployment);
  before = everythingIn(world.local);
  account = new Account(world.local, plan);
  succeeded(await world.deploy(synthesize(deployment)));
  await account.s3.send(new PutObjectCommand({ Bucket: data.name, Key: 'record', Body: 'of a customer' }));
  keys = await account.key('alias/inventory/data');
  volumes = await metadataVolumes();
  password = await account.password(plan.secrets.admin.name);
});
afterAll(() => world?.close());

/** Volume by node id. */
async function metadataVolumes(): Promise<Record<string, string>> {
  const kept = (await account.volumes()).filter(({ Tags }) => tagsOf(Tags)['automq:metadata-of']);
  const nodes = new Map(plan.controllers.map(({ volume, nodeId }) => [volume.tags.Name, `${nodeId}`]));
  return Object.fromEntries(kept.map(({ VolumeId, Tags }) => [nodes.get(tagsOf(Tags).Name)!, VolumeId!]).sort());
}

const record = async (): Promise<string> =>
  (await account.s3.send(new GetObjectCommand({ Bucket: data.name, Key: 'record' }))).Body!.transformToString();

describe('destroy', () => {
  it('keeps bucket with objects, keys, passwords, authority and volumes, and status lists them; all else is gone', async () => {
    const wanted = await toKeep(account, plan);
    succeeded(await world.destroy(synthesize(deployment)));
    expect(new Set(Object.values(await account.stacks()))).toEqual(new Set(['DELETE_COMPLETE']));
    expect(added(before, everythingIn(world.local))).toEqual(wanted);
    expect(await record()).toBe('of a customer');
    expect(await account.key(keys.arn)).toEqual(keys);
    expect(await account.password(plan.secrets.admin.name)).toBe(password);
    expect(await metadataVolumes()).toEqual(volumes);

    const { out } = await world.command('status', world.fileOf(deployment), '--json');
    const kept = (JSON.parse(out) as Status).kept.map(({ id }) => id);
    expect(kept).toEqual(expect.arrayContaining([data.name, keys.arn.split('/').pop(), ...Object.values(volumes)]));
  });
});

describe(promise('adoption'), () => {
  it('never by accident: a second deploy fails at the bucket that exists and touches nothing', async () => {
    const { exitCode, output } = await world.deploy(synthesize(deployment));
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/BucketAlreadyOwnedByYou/);
    expect(await record()).toBe('of a customer');
    expect(await account.key(keys.arn)).toEqual(keys);
  });

  it('with the list that import prints and what the file names: the same stores, opened to the new roles', async () => {
    const { code, out, err } = await world.command('import', world.fileOf(deployment), '--engine', 'cdk');
    expect(code).toBe(0);
    authorityArn = /arn:aws:acm-pca:\S+/.exec(err)![0];
    for (const [node, volume] of Object.entries(volumes)) expect(err).toContain(`'${node}': ${volume}`);
    const mapping = join(dirname(world.fileOf(deployment)), 'mapping.json');
    writeFileSync(mapping, out);

    const again = synthesize({ ...deployment, adoptVolumes: volumes, tls: { issuer: 'private-ca', authorityArn } });
    succeeded(await world.cdk(again, 'destroy', 'inventory-data', '--exclusively', '--force')); // what the attempt left
    succeeded(await world.cdk(again, 'deploy', 'inventory-identity', '--require-approval', 'never'));
    succeeded(await world.cdk(again, 'import', 'inventory-data', '--resource-mapping', mapping));
    expect(await account.stacks()).toMatchObject({ 'inventory-data': 'IMPORT_COMPLETE' });
    expect(await account.key(keys.arn)).toEqual(keys);
    succeeded(await world.deploy(again, '--revert-drift'));

    expect(await record()).toBe('of a customer');
    expect(await account.password(plan.secrets.admin.name)).toBe(password);
    expect(await metadataVolumes()).toEqual(volumes);
    const now = await account.key('alias/inventory/data');
    expect(now.arn).toBe(keys.arn);
    expect(rolesIn(now.policy)).toHaveLength(rolesIn(keys.policy).length);
    for (const role of rolesIn(keys.policy)) expect(now.policy).not.toContain(role);
    expect(Object.keys(await account.machines())).toHaveLength(6);
  });

  it('and is from then on a deployment like any other: nothing to do, and kept again when it goes', async () => {
    const again = synthesize({ ...deployment, adoptVolumes: volumes, tls: { issuer: 'private-ca', authorityArn } });
    expect(succeeded(await world.deploy(again))).not.toMatch(/UPDATE_COMPLETE/);
    succeeded(await world.destroy(again));
    expect(await record()).toBe('of a customer');
    expect(await metadataVolumes()).toEqual(volumes);
  });
});
