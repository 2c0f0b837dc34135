/** The whole life of every example deployment, one step after the other: fail, try again, scale, edit, upgrade, roll back. */
import { CreateBucketCommand, DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { promise } from '../../../lib/cli/promises';
import { plan as decide, type Deployment, type Plan } from '../../../lib/core';
import { ids } from '../../../lib/core/identities';
import { readDeployment } from '../../../lib/files';
import { DEPLOYMENTS, examples } from '../../synth/synthesize';
import { Account } from './account';
import { pinnedOf, storesOf, toKeep } from './kept';
import { DAY, succeeded, synthesize, World } from './world';

const SECOND_IMAGE = 'ami-0fedcba9876543210';
const THIRD_IMAGE = 'ami-00000000000000001';

/** Names of the groups of a plan in the order in which they change, and the paths of their constructs. */
function chainOf(plan: Plan) {
  const pinned = (nodes: ReturnType<typeof pinnedOf>) =>
    nodes.map(({ kind, nodeId, groupName }) => ({ name: groupName, id: ids.pinnedNode(kind, nodeId) }));
  const { brokers } = plan;
  const groups = brokers.kind === 'elastic' ? brokers.groups : [];
  const elastic = groups.map(({ name, zone }) => ({ name, id: ids.elasticBrokers(zone) }));
  return {
    controllers: pinned(plan.controllers),
    brokers: brokers.kind === 'elastic' ? elastic : pinned(brokers.nodes),
  };
}

describe.each(examples)('%s', (example) => {
  const { deployment } = readDeployment(join(DEPLOYMENTS, `${example}.yaml`));
  const plan = decide(deployment, DAY);
  const { controllers, brokers } = chainOf(plan);
  const chain = [...controllers, ...brokers];
  const elastic = plan.brokers.kind === 'elastic';
  /** Played machines of this group fail, when some fail: of the second zone, where there is one. */
  const failing = brokers[1] ?? brokers[0]!;
  const stackOf = (kind: string): string => plan.stacks.find((row) => row.kind === kind)!.name;
  const base = deployment.brokers.perZone;
  const slotsPerZone = elastic ? Math.max(deployment.brokers.slotsPerZone ?? 0, base + 4) : undefined;

  let world: World;
  let account: Account;
  let settled: Deployment;
  /** By group: after the step before, and now. */
  let before: Record<string, string[]>;
  let now: Record<string, string[]>;

  beforeAll(async () => {
    world = await World.open(deployment, { schedules: false });
    settled = await world.settle(deployment);
    account = new Account(world.local, plan);
    now = {};
  });
  afterAll(() => world?.close());

  const withBrokers = (perZone: number, imageId = settled.image.id) =>
    synthesize({
      ...settled,
      image: { ...settled.image, id: imageId },
      brokers: { ...settled.brokers, perZone, slotsPerZone },
    });
  const look = async (): Promise<void> => {
    before = now;
    now = await account.machines();
  };
  const sizes = (): number[] => brokers.map(({ name }) => now[name]!.length);
  const each = (size: number): number[] => brokers.map(() => size);
  const minimums = async (): Promise<(number | undefined)[]> => {
    const groups = await account.groups();
    return brokers.map(({ name }) => groups.get(name)!.MinSize);
  };
  const images = async () => [...new Set((await account.instances()).map(({ ImageId }) => ImageId))];
  const expectAllReplaced = (): void => {
    for (const [name, machines] of Object.entries(before))
      expect(machines.filter((id) => now[name]!.includes(id))).toEqual([]);
  };
  const expectAllThere = (): void => {
    for (const [name, machines] of Object.entries(before)) expect(now[name]).toEqual(expect.arrayContaining(machines));
  };
  /** Types that a deploy has touched. */
  const touched = (output: string, done: 'UPDATE' | 'CREATE'): string[] => {
    const types = [...output.matchAll(new RegExp(`${done}_COMPLETE +\\| (AWS::[A-Za-z0-9:]+)`, 'g'))];
    return [...new Set(types.map(([, type]) => type!))].sort();
  };
  /** Construct paths of the groups that a deploy has changed, in order. */
  const changedGroups = (output: string): (string | undefined)[] =>
    [...output.matchAll(/UPDATE_COMPLETE +\| AWS::AutoScaling::AutoScalingGroup +\| (\S+)/g)].map(([, path]) => path);

  describe(promise('first-deploy-retry'), () => {
    it('also one whose data stack failed: a bucket of that name was there', async () => {
      const Bucket = plan.buckets.ops.name;
      await account.s3.send(new CreateBucketCommand({ Bucket, ...placeOf(plan) }));
      const { exitCode, output } = await world.deploy(withBrokers(base));
      expect(exitCode).not.toBe(0);
      expect(output).toMatch(/BucketAlreadyOwnedByYou/);
      expect(await account.stacks()).toMatchObject({ [stackOf('data')]: 'ROLLBACK_COMPLETE' });
      await account.s3.send(new DeleteBucketCommand({ Bucket }));
    });

    it('rolls back and leaves nothing that blocks the retry', async () => {
      world.local.boots({ [failing.name]: 'failure' });
      const { exitCode, output } = await world.deploy(withBrokers(base));
      expect(exitCode).not.toBe(0);
      expect(output).toMatch(/Received \d FAILURE signal\(s\) out of \d/);
      expect(await account.stacks()).toMatchObject({
        [stackOf('cluster')]: 'ROLLBACK_COMPLETE',
        [stackOf('data')]: 'CREATE_COMPLETE',
      });
      expect(await account.machines()).toEqual({});
      expect(await account.volumes()).toEqual([]);
    });

    it('works when it is deployed again', async () => {
      world.local.boots('success');
      succeeded(await world.deploy(withBrokers(base)));
      await look();
      expect(Object.keys(now).sort()).toEqual(chain.map(({ name }) => name).sort());
      expect(sizes()).toEqual(each(elastic ? base : 1));
    });
  });

  describe(promise('stack-life'), () => {
    if (elastic) scales();
    else adds();

    function scales(): void {
      it('changes by parameter: groups grow in place, first machines stay, nothing else is touched', async () => {
        const assembly = withBrokers(base);
        const parameter = ['--parameters', `${stackOf('cluster')}:BrokersPerZone=${base + 1}`];
        succeeded(await world.prepare(assembly, 'preview', ...parameter));
        const touching = brokers.flatMap(({ id }) => [
          expect.stringMatching(`^Modify ClusterAlarmsInService${id.replace('Brokers', '')}Alarm[0-9A-F]{8} False$`),
          expect.stringMatching(`^Modify Cluster${id}Group[0-9A-F]{8} False$`),
        ]);
        const changes = await account.changes(stackOf('cluster'), 'preview');
        expect(changes).toHaveLength(touching.length);
        expect(changes).toEqual(expect.arrayContaining(touching));

        const output = succeeded(await world.deploy(assembly, ...parameter));
        await look();
        expect(sizes()).toEqual(each(base + 1));
        expectAllThere();
        expect(touched(output, 'UPDATE')).toEqual(['AWS::AutoScaling::AutoScalingGroup', 'AWS::CloudFormation::Stack', 'AWS::CloudWatch::Alarm']); // prettier-ignore
        expect(touched(output, 'CREATE')).toEqual([]);
      });

      it('stays what the parameter says when the file is edited, and the outputs say why', async () => {
        succeeded(await world.deploy(withBrokers(base + 2)));
        await look();
        expect(now).toEqual(before);
        expect(await minimums()).toEqual(each(base + 1));
        expect(await account.output('BrokersPerZoneInForce')).toBe(`${base + 1}`);
        expect(await account.output('BrokersPerZoneSetBy')).toBe('parameter');
      });

      it('is kept through an upgrade of the template, as is a zone that has scaled out: controllers first, one group after the other, every machine replaced', async () => {
        await account.scaleOut(brokers[0]!.name, base + 2);
        await look();
        const output = succeeded(await world.deploy(withBrokers(base + 2, SECOND_IMAGE)));
        expect(changedGroups(output)).toEqual(chain.map(({ id }) => `Cluster/${id}/Group`));
        await look();
        expect(sizes()).toEqual([base + 2, ...each(base + 1).slice(1)]);
        expect(await minimums()).toEqual(each(base + 1));
        expectAllReplaced();
      });

      it('is the file’s again when the parameter says file; a lower minimum ends no machine', async () => {
        const file = ['--parameters', `${stackOf('cluster')}:BrokersPerZone=file`];
        succeeded(await world.deploy(withBrokers(base + 2, SECOND_IMAGE), ...file));
        await look();
        expect(sizes()).toEqual(each(base + 2));
        expect(await account.output('BrokersPerZoneSetBy')).toBe('file');
        succeeded(await world.deploy(withBrokers(base, SECOND_IMAGE)));
        await look();
        expect(now).toEqual(before);
        expect(await minimums()).toEqual(each(base));
      });
    }

    /** Brokers with volumes are resources of their own: no parameter can make one. */
    function adds(): void {
      it('has no parameter for its size, and refuses one that is given', async () => {
        const parameter = ['--parameters', `${stackOf('cluster')}:BrokersPerZone=${base + 1}`];
        const { exitCode, output } = await world.deploy(withBrokers(base), ...parameter);
        expect(exitCode).not.toBe(0);
        expect(output).toMatch(/Parameters: \[BrokersPerZone\] do not exist in the template/);
        await look();
        expect(now).toEqual(before);
      });

      it('grows by the file: one more broker with a volume in each zone, and every machine stays', async () => {
        const output = succeeded(await world.deploy(withBrokers(base + 1)));
        await look();
        expect(Object.keys(now)).toHaveLength(chain.length + brokers.length);
        expectAllThere();
        expect(changedGroups(output)).toEqual([]);
        const kept = await toKeep(account, withBrokers(base + 1).plan);
        expect(kept['ec2 DescribeVolumes']).toHaveLength(Object.keys(now).length);
      });

      it('is upgraded controllers first, one machine after the other, and every machine is replaced', async () => {
        const output = succeeded(await world.deploy(withBrokers(base + 1, SECOND_IMAGE)));
        const wanted = chainOf(withBrokers(base + 1).plan);
        expect(changedGroups(output)).toEqual([...wanted.controllers, ...wanted.brokers].map(({ id }) => `Cluster/${id}/Group`)); // prettier-ignore
        await look();
        expectAllReplaced();
      });
    }
  });

  const last = elastic ? base : base + 1;

  describe('an upgrade that fails half-way', () => {
    it('stops at the first machine, rolls the stack back to the image before; machines from there on, objects, keys, passwords, authority and volumes stay', async () => {
      const { plan } = withBrokers(last);
      await account.s3.send(new PutObjectCommand({ Bucket: plan.buckets.data.name, Key: 'record', Body: 'of a customer' })); // prettier-ignore
      const kept = await toKeep(account, plan);
      const stores = await storesOf(account, kept);
      world.local.boots({ [failing.name]: 'failure' });
      const { exitCode, output } = await world.deploy(withBrokers(last, 'ami-0bad0bad0bad0bad0'));
      expect(exitCode).not.toBe(0);
      expect(output).toMatch(new RegExp(`Instance refresh of ${failing.name} failed`));
      expect(await account.stacks()).toMatchObject({
        [stackOf('cluster')]: 'UPDATE_ROLLBACK_COMPLETE',
        [stackOf('data')]: 'CREATE_COMPLETE',
      });
      await look();
      const all = chainOf(plan).brokers.map(({ name }) => name);
      // Where a node is its volume, its machine goes first: the image before has a new one there.
      const after = all.slice(all.indexOf(failing.name) + (elastic ? 0 : 1));
      for (const name of after) expect(now[name]).toEqual(before[name]);
      expect(await images()).toEqual([SECOND_IMAGE]);
      expect(stores.buckets[plan.buckets.data.name]!.objects).toHaveLength(1); // something to lose
      expect(await toKeep(account, plan)).toEqual(kept);
      expect(await storesOf(account, kept)).toEqual(stores);
    });

    it('leaves a stack that takes the next deploy', async () => {
      world.local.boots('success');
      succeeded(await world.deploy(withBrokers(last, THIRD_IMAGE)));
      await look();
      for (const { name } of chain) expect(now[name]!.length).toBeGreaterThan(0);
      expect(await images()).toEqual([THIRD_IMAGE]);
    });
  });
});

/** S3 names the region of a bucket, except of the oldest. */
const placeOf = ({ cluster: { region } }: Plan) =>
  region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
