/** Every example deployment is deployed with the real CDK CLI, read back through the SDK, and compared with its plan. */
import { GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand, GetBucketLoggingCommand, GetBucketOwnershipControlsCommand, GetBucketTaggingCommand, GetBucketVersioningCommand, GetPublicAccessBlockCommand, type ServerSideEncryptionRule } from '@aws-sdk/client-s3'; // prettier-ignore
import { join } from 'node:path';
import { promise } from '../../../lib/cli/promises';
import { readDeployment } from '../../../lib/files';
import type { BucketPlan, Deployment, Plan } from '../../../lib/core';
import { added, everythingIn, type Everything } from '../../local-aws/everything';
import { Account, tagsOf } from './account';
import { pinnedOf, toKeep } from './kept';
import { held, rendered } from './policies';
import { replay } from './replay';
import { succeeded, synthesize, World, type Assembly } from './world';

const EXAMPLES = ['minimal', 'inventory', 'inventory-stage', 'inventory-dev', 'wal-volumes', 'existing-vpc'] as const;

describe.each(EXAMPLES)('%s', (name) => {
  let world: World;
  let settled: Deployment;
  let assembly: Assembly;
  let account: Account;
  let plan: Plan;
  let before: Everything;

  beforeAll(async () => {
    const { deployment } = readDeployment(join(__dirname, '../../../deployments', `${name}.yaml`));
    world = await World.open(deployment);
    settled = await world.settle(deployment);
    before = everythingIn(world.local);
    assembly = synthesize(settled);
    plan = assembly.plan;
    account = new Account(world.local, plan);
    expect(await account.hasScalingRole()).toBe(false);
    succeeded(await world.deploy(assembly));
  });
  afterAll(() => world?.close());

  it(`begins in an account without Auto Scaling's service-linked role, and ends with it: ${promise('fresh-account')}`, async () => {
    expect(await account.hasScalingRole()).toBe(true); // it had none before the deploy, see above
  });

  it('makes the stacks of the plan, protected as the file says', async () => {
    const names = plan.stacks.map((stack) => [stack.name, 'CREATE_COMPLETE']);
    expect(await account.stacks()).toEqual(Object.fromEntries(names));
    for (const { kind, terminationProtection } of plan.stacks)
      expect((await account.stack(kind)).EnableTerminationProtection).toBe(terminationProtection);
  });

  it('puts a group in each zone or for each node, with its sizes, hooks and running machines', async () => {
    const elastic = plan.brokers.kind === 'elastic' ? plan.brokers.groups : [];
    const wanted = [
      ...elastic.map(({ name, zone, minSize, maxSize }) => ({ name, zone, minSize, maxSize, kind: 'broker' as const })),
      ...pinnedOf(plan).map(({ groupName, zone, kind }) => ({ name: groupName, zone, minSize: 1, maxSize: 1, kind })),
    ];
    const [groups, zones] = [await account.groups(), await account.zoneNames()];
    expect([...groups.keys()].sort()).toEqual(wanted.map((row) => row.name).sort());
    for (const { name, zone, minSize, maxSize, kind } of wanted) {
      const { MinSize, MaxSize, Instances } = groups.get(name)!;
      expect({ MinSize, MaxSize }).toEqual({ MinSize: minSize, MaxSize: maxSize });
      expect(Instances!.map(({ AvailabilityZone }) => zones.get(AvailabilityZone!))).toEqual(Array(minSize).fill(zone));
      const { launchHook, terminateHook } = plan.machines[kind];
      expect(await account.hooks(name)).toEqual([launchHook, terminateHook]);
    }
  });

  it('starts machines as the plan says: image, type, metadata v2 only, tags, encrypted root, no public address', async () => {
    const { arn: walKey } = await keyArn('wal');
    for (const { LaunchTemplate } of (await account.groups()).values()) {
      const data = await account.launchTemplate(LaunchTemplate!.LaunchTemplateId!, LaunchTemplate!.Version!);
      const kind = data.TagSpecifications![0]!.Tags!.find(({ Key }) => Key === 'automq:role')!.Value as 'broker';
      expect(data.ImageId).toBe(plan.cluster.imageId);
      expect(data.InstanceType).toBe(plan.machines[kind].instanceType);
      expect(data.MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
      expect(data.BlockDeviceMappings![0]!.Ebs).toMatchObject({ Encrypted: true, KmsKeyId: walKey });
      expect(data.NetworkInterfaces![0]!.AssociatePublicIpAddress ?? false).toBe(false);
      expect(data.KeyName).toBeUndefined();
    }
    for (const { Tags, PublicIpAddress } of await account.instances()) {
      expect(tagsOf(Tags)).toMatchObject(plan.tags);
      expect(PublicIpAddress).toBeUndefined();
    }
  });

  it('gives each pinned node its address, in use, and its volume with the size, key and tags of the plan', async () => {
    const [interfaces, volumes, zones] = [
      await account.interfaces(),
      await account.volumes(),
      await account.zoneNames(),
    ];
    const { arn: walKey } = await keyArn('wal');
    for (const { address, zone, kind, volume } of pinnedOf(plan)) {
      const found = interfaces.find(({ PrivateIpAddress }) => PrivateIpAddress === address)!;
      expect(zones.get(found.AvailabilityZone!)).toBe(zone);
      expect(found.Attachment?.InstanceId).toMatch(/^i-/);
      expect(tagsOf(found.TagSet)).toMatchObject({ 'automq:role': kind });
      const disk = volumes.find(
        ({ Tags }) => tagsOf(Tags).Name === volume.tags.Name && tagsOf(Tags)['automq:role'] === kind,
      )!;
      expect(disk).toMatchObject({ Size: volume.sizeGiB, Iops: volume.iops, Encrypted: true, KmsKeyId: walKey });
      expect(tagsOf(disk.Tags)).toMatchObject({ ...plan.tags, ...volume.tags });
    }
  });

  it('makes subnets with reserved node ranges, or leaves those of an existing VPC alone', async () => {
    const [subnets, zones] = [await account.subnets(), await account.zoneNames()];
    if (plan.network.existingVpcId !== undefined) return expect(subnets).toEqual([]);
    const made = subnets.map(({ AvailabilityZone, CidrBlock }) => `${zones.get(AvailabilityZone!)} ${CidrBlock}`);
    expect(made.sort()).toEqual(plan.zones.map(({ id, subnet }) => `${id} ${subnet.cidr}`).sort());
    for (const { SubnetId, CidrBlock } of subnets) {
      const { nodeRange } = plan.zones.find(({ subnet }) => subnet.cidr === CidrBlock)!.subnet;
      expect(await account.reservation(SubnetId!)).toEqual([`${nodeRange} explicit`]);
    }
  });

  it('publishes every record of the plan', async () => {
    const vpc = (await account.interfaces())[0]!.VpcId!;
    const wanted = plan.dns.recordSets.flatMap(({ records }) =>
      records.map(({ host, addresses }) => [host, addresses]),
    );
    expect(await account.records(vpc)).toEqual(plan.dns.kind === 'none' ? {} : Object.fromEntries(wanted));
  });

  it(`gives every store its own key, rotating, which roles that exist may use: ${promise('fresh-account')}`, async () => {
    for (const [purpose, { alias, existingArn }] of Object.entries(plan.keys)) {
      if (existingArn !== undefined) continue;
      const { state, rotates } = await account.key(alias);
      expect({ purpose, state, rotates }).toEqual({ purpose, state: 'Enabled', rotates: true });
    }
    const secretsKey = (await keyArn('secrets')).arn;
    const secrets = (await account.secrets()).map(({ Name, KmsKeyId }) => `${Name} ${KmsKeyId}`);
    expect(secrets.sort()).toEqual(Object.values(plan.secrets).map(({ name }) => `${name} ${secretsKey}`).sort()); // prettier-ignore
    const logsKey = (await keyArn('logs')).arn;
    const nodes = (await account.logGroups()).find(({ logGroupName }) => logGroupName === plan.logGroups.nodes.name)!;
    expect(nodes).toMatchObject({ kmsKeyId: logsKey, retentionInDays: plan.logGroups.nodes.retentionDays });
  });

  it('holds every policy word for word: keys, buckets, roles and who takes them on, endpoints', async () => {
    const documents = await rendered(world.local, plan);
    expect(Object.keys(documents).length).toBeGreaterThan(2);
    expect(await held(world.local, plan)).toEqual(documents);
  });

  it('sets every bucket as the plan says', async () => {
    for (const bucket of Object.values(plan.buckets)) await checkBucket(bucket);
  });

  it('raises the alarms of the plan', async () => {
    const made = (await account.alarms()).map(({ MetricName, Threshold, AlarmDescription }) => `${MetricName} ${Threshold} ${AlarmDescription}`); // prettier-ignore
    const minSize = plan.brokers.kind === 'elastic' ? plan.brokers.groups[0]!.minSize : 1;
    for (const { metric, threshold, advice } of plan.alarms)
      expect(made).toContain(`${metric} ${threshold === 'minSize' ? minSize : threshold} ${advice}`);
  });

  it('has parameters that say file, and the outputs of the plan', async () => {
    const { Parameters, Outputs } = await account.stack('cluster');
    const values = Object.fromEntries(Parameters!.map((row) => [row.ParameterKey, row.ParameterValue]));
    expect(values).toMatchObject(Object.fromEntries(plan.parameters.map(({ id }) => [id, 'file'])));
    const outputs = Object.fromEntries(Outputs!.map((row) => [row.OutputKey, row.OutputValue]));
    const known = plan.outputs.filter(({ value }) => value !== undefined);
    expect(outputs).toMatchObject(Object.fromEntries(known.map(({ id, value }) => [id, value])));
  });

  it('changes nothing when it is deployed again', async () => {
    const before = await account.machines();
    const output = succeeded(await world.deploy(assembly));
    expect(output.match(/\(no changes\)/g)).toHaveLength(plan.stacks.length);
    expect(await account.machines()).toEqual(before);
  });

  it('is guarded as CloudFormation holds it: the same templates pass, a lost bucket is refused', async () => {
    const stacks = plan.stacks.map((row) => row.name);
    const same = await world.command('guard', '--stack', ...stacks, '--proposed', assembly.folder);
    expect(same).toMatchObject({ code: 0, out: 'guard: 0 refused, 0 warnings\n' });
    const renamed = synthesize({ ...settled, stackNamePrefix: `other-${plan.cluster.prefix}`.slice(0, 20) });
    const lost = await world.command('guard', '--stack', ...stacks, '--proposed', renamed.folder);
    expect(lost.code).toBe(1);
    expect(lost.out).toContain('is deployed and no longer made, and it holds data or identities');
  });

  it(`is made, tagged anew and destroyed, but for what is kept, with it: ${promise('deployer-policy')}`, async () => {
    const edited = synthesize({ ...settled, tags: { ...settled.tags, edition: 'second' } });
    succeeded(await world.deploy(edited));
    const kept = await toKeep(account, plan);
    for (const stack of plan.stacks) await account.unprotect(stack.name);
    succeeded(await world.destroy(edited));
    expect(added(before, everythingIn(world.local))).toEqual(kept);
    const { asked, refused } = await replay(world.local.calls(), [assembly.folder, edited.folder], plan);
    expect(refused).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  });

  async function keyArn(purpose: keyof Plan['keys']): Promise<{ arn: string }> {
    const { alias, existingArn } = plan.keys[purpose];
    return existingArn === undefined ? account.key(alias) : { arn: existingArn };
  }

  async function checkBucket(bucket: BucketPlan): Promise<void> {
    const Bucket = bucket.name;
    const { s3 } = account;
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const [{ ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled = false }] = ServerSideEncryptionConfiguration!.Rules as [ServerSideEncryptionRule]; // prettier-ignore
    const wanted = bucket.encryption === 's3-managed' ? { SSEAlgorithm: 'AES256' } : { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: (await keyArn('data')).arn }; // prettier-ignore
    expect(rule).toEqual(wanted);
    expect(BucketKeyEnabled).toBe(bucket.encryption !== 's3-managed');
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status ?? 'Off').toBe(
      bucket.versioned ? 'Enabled' : 'Off',
    );
    const block = (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration!;
    expect(Object.values(block)).toEqual([true, true, true, true]);
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(OwnershipControls!.Rules![0]!.ObjectOwnership).toBe('BucketOwnerEnforced');
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const aborts = Rules!.flatMap((row) => row.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? []);
    expect(aborts).toEqual([bucket.abortUploadsAfterDays]);
    const expiries = Rules!.flatMap(
      (row) => row.Expiration?.Days ?? row.NoncurrentVersionExpiration?.NoncurrentDays ?? [],
    );
    expect(expiries).toEqual(bucket.expireAfterDays === undefined ? [] : [bucket.expireAfterDays]);
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    expect(LoggingEnabled?.TargetPrefix).toBe(bucket.accessLogPrefix);
    expect(tagsOf((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet)).toMatchObject(plan.tags);
  }
});
