/**
 * The end of every example deployment, and its return: what is kept, that nothing is adopted by accident, and how all of it is taken back.
 *
 * Holds the promise `stack-life`.
 */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promise } from '../../../lib/cli/promises';
import type { Status } from '../../../lib/cli/status';
import { plan as decide, type Deployment } from '../../../lib/core';
import { readDeployment } from '../../../lib/files';
import { DEPLOYMENTS, examples } from '../../synth/synthesize';
import { added, everythingIn, type Everything } from '../../local-aws/everything';
import { Account } from './account';
import { pinnedOf, storesOf, toKeep, volumesByNode } from './kept';
import { DAY, succeeded, synthesize, World } from './world';

type Stores = Awaited<ReturnType<typeof storesOf>>;

/** A role of an identity stack, with the end of its name, which is new with each stack. */
const ROLE = /(role\/[\w/-]+-identity-\w+)-\w+/g;
const rolesIn = (policy: string): string[] => [...new Set(policy.match(ROLE))];
/** For comparing stores between lives: the same roles by other names. */
const whoeverTheRoles = (stores: Stores): Stores => {
  const keys = Object.entries(stores.keys).map(([id, key]) => [id, { ...key, policy: key.policy.replace(ROLE, '$1') }]);
  return { ...stores, keys: Object.fromEntries(keys) as Stores['keys'] };
};

describe.each(examples)('%s', (example) => {
  const { deployment } = readDeployment(join(DEPLOYMENTS, `${example}.yaml`));
  const plan = decide(deployment, DAY);
  const { data } = plan.buckets;
  const stackOf = (kind: string): string => plan.stacks.find((row) => row.kind === kind)!.name;

  let world: World;
  let settled: Deployment;
  let account: Account;
  let before: Everything;
  /** Of the first life: names of what is to be kept, and all of it. */
  let wanted: Everything;
  let stores: Stores;
  let volumes: Readonly<Record<string, string>>;

  const storesNow = (): Promise<Stores> => storesOf(account, wanted);
  const record = async (): Promise<string> =>
    (await account.s3.send(new GetObjectCommand({ Bucket: data.name, Key: 'record' }))).Body!.transformToString();
  /** The deployment with the ids that `import` says to name. */
  const adopting = () => {
    const [authorityArn] = Object.keys(stores.authorities);
    const tls = authorityArn === undefined ? settled.tls : ({ issuer: 'private-ca', authorityArn } as const);
    return synthesize({ ...settled, adoptVolumes: volumes, tls });
  };

  beforeAll(async () => {
    world = await World.open(deployment, { schedules: false });
    settled = await world.settle(deployment);
    before = everythingIn(world.local);
    account = new Account(world.local, plan);
    succeeded(await world.deploy(synthesize(settled)));
    await account.s3.send(new PutObjectCommand({ Bucket: data.name, Key: 'record', Body: 'of a customer' }));
    wanted = await toKeep(account, plan);
    volumes = await volumesByNode(account, plan);
    stores = await storesNow();
  });
  afterAll(() => world?.close());

  describe('destroy', () => {
    it('keeps buckets with objects, keys, passwords, authority and volumes, and status lists them; all else is gone', async () => {
      succeeded(await world.destroy(synthesize(settled)));
      expect(new Set(Object.values(await account.stacks()))).toEqual(new Set(['DELETE_COMPLETE']));
      expect(added(before, everythingIn(world.local))).toEqual(wanted);
      expect(await record()).toBe('of a customer');
      expect(await storesNow()).toEqual(stores);

      const { out } = await world.command('status', world.fileOf(settled), '--json');
      const kept = (JSON.parse(out) as Status).kept.map(({ id }) => id);
      const ids = [stores.buckets, stores.keys, stores.volumes, stores.authorities].flatMap((rows) => Object.keys(rows)); // prettier-ignore
      expect(kept).toEqual(expect.arrayContaining(ids));
    });
  });

  describe(promise('adoption'), () => {
    it('never by accident: a second deploy fails at the bucket that exists, and every store stays as it was', async () => {
      const { exitCode, output } = await world.deploy(synthesize(settled));
      expect(exitCode).not.toBe(0);
      expect(output).toMatch(/BucketAlreadyOwnedByYou/);
      expect(await storesNow()).toEqual(stores);
      succeeded(await world.cdk(adopting(), 'destroy', stackOf('data'), '--exclusively', '--force')); // what it left
    });

    it('with the list that import prints and what the file names: the same stores, opened to the new roles', async () => {
      const { code, out, err } = await world.command('import', world.fileOf(settled), '--engine', 'cdk');
      expect(code).toBe(0);
      for (const arn of Object.keys(stores.authorities)) expect(err).toContain(`authorityArn: ${arn}`);
      for (const [node, volume] of Object.entries(volumes)) expect(err).toContain(`'${node}': ${volume}`);
      const mapping = join(dirname(world.fileOf(settled)), 'mapping.json');
      writeFileSync(mapping, out);

      const again = adopting();
      if (plan.stacks.some(({ kind }) => kind === 'identity'))
        succeeded(await world.cdk(again, 'deploy', stackOf('identity'), '--require-approval', 'never'));
      succeeded(await world.cdk(again, 'import', stackOf('data'), '--resource-mapping', mapping));
      expect(await account.stacks()).toMatchObject({ [stackOf('data')]: 'IMPORT_COMPLETE' });
      expect(await storesNow()).toEqual(stores);
      succeeded(await world.deploy(again, '--revert-drift'));

      const now = await storesNow();
      expect(whoeverTheRoles(now)).toEqual(whoeverTheRoles(stores));
      for (const [id, { policy }] of Object.entries(stores.keys)) {
        expect(rolesIn(now.keys[id]!.policy)).toHaveLength(rolesIn(policy).length);
        for (const role of rolesIn(policy)) expect(now.keys[id]!.policy).not.toContain(role);
      }
      for (const { alias } of Object.values(plan.keys).filter(({ existingArn }) => existingArn === undefined))
        expect(Object.values(stores.keys).map(({ arn }) => arn)).toContain((await account.key(alias)).arn);
      expect(await account.made('cluster', 'AWS::EC2::Volume')).toEqual([]); // none beside those that are adopted
      expect(await account.made('data', 'AWS::ACMPCA::CertificateAuthority')).toEqual([]);
      const groups = plan.brokers.kind === 'elastic' ? plan.brokers.groups.length : 0;
      expect(Object.keys(await account.machines())).toHaveLength(groups + pinnedOf(plan).length);
    });

    it('and is from then on a deployment like any other: nothing to do, and kept again when it goes', async () => {
      const adopted = await storesNow();
      const again = adopting();
      expect(succeeded(await world.deploy(again))).not.toMatch(/UPDATE_COMPLETE/);
      succeeded(await world.destroy(again));
      expect(await record()).toBe('of a customer');
      expect(await storesNow()).toEqual(adopted);
    });
  });
});
