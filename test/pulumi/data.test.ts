import { plan } from '../../lib/core/plan/plan';
import type { Deployment } from '../../lib/core/deployment/deployment';
import { ClusterData } from '../../lib/pulumi/data';
import { sample } from '../fixtures/deployments';
import { arnOf, recorded, type Recorded } from './recorded';

const AS_OF = '2026-11-22';
const DEPLOYER = 'arn:aws:iam::111122223333:role/pulumi';
const ROLES = { controller: 'arn:aws:iam::111122223333:role/c', broker: 'arn:aws:iam::111122223333:role/b' };

async function dataOf(overrides: Partial<Deployment> = {}, allowDataLoss?: string): Promise<Recorded[]> {
  const decided = plan(sample({ roles: { deployers: [DEPLOYER] }, ...overrides }), AS_OF, { allowDataLoss });
  return recorded((options) => new ClusterData('inventory', { plan: decided, roleArns: ROLES }, options));
}

const of = (resources: readonly Recorded[], type: string) => resources.filter((resource) => resource.type === type);
const named = (resources: readonly Recorded[], type: string, name: string) =>
  resources.find((resource) => resource.type === type && resource.name === name)!;

const KEY = 'aws:kms/key:Key';
const BUCKET = 'aws:s3/bucket:Bucket';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';

let resources: Recorded[];
beforeAll(async () => {
  resources = await dataOf();
});

test('hands out these names: changing one replaces the resource behind it', () => {
  expect(resources.map(({ type, name }) => `${name}  ${type}`).sort()).toMatchSnapshot();
});

test('every resource but the component itself has a parent', () => {
  expect(resources.filter(({ parent }) => parent === undefined).map(({ type }) => type)).toEqual([
    'automq-byoc:index:ClusterData',
  ]);
});

test('keys rotate, can be taken back for a month, and carry the deployment tags', () => {
  expect(of(resources, KEY)).toHaveLength(4);
  for (const { inputs } of of(resources, KEY)) {
    expect(inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(inputs.tags).toMatchObject({ 'automq:cluster': 'inventory' });
  }
});

test('policies name the roles given', () => {
  const { inputs } = named(resources, KEY, 'inventory-WalKey');
  expect(inputs.policy).toContain(ROLES.controller);
  const { inputs: data } = named(resources, 'aws:s3/bucketPolicy:BucketPolicy', 'inventory-DataBucket');
  expect(data.policy).toContain(ROLES.broker);
});

test('an injected key is used and not made', async () => {
  const arn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
  const withKey = await dataOf({ keys: { data: arn } });
  expect(of(withKey, KEY).map(({ name }) => name)).toEqual([
    'inventory-WalKey',
    'inventory-LogsKey',
    'inventory-SecretsKey',
  ]);
  const encryption = named(withKey, ENCRYPTION, 'inventory-DataBucket').inputs;
  expect(JSON.stringify(encryption)).toContain(arn);
});

test('data and ops objects are encrypted with the data key, access logs with the one S3 manages', () => {
  const rules = of(resources, ENCRYPTION).map(({ name, inputs }) => [name, inputs.rules]);
  const byDataKey = [
    {
      bucketKeyEnabled: true,
      applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: arnOf('inventory-DataKey') },
    },
  ];
  expect(Object.fromEntries(rules)).toEqual({
    'inventory-DataBucket': byDataKey,
    'inventory-OpsBucket': byDataKey,
    'inventory-LogsBucket': [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
});

test('only the ops bucket is versioned: in the data bucket every compacted object would stay for ever', () => {
  const versioned = of(resources, 'aws:s3/bucketVersioning:BucketVersioning').map(({ name }) => name);
  expect(versioned).toEqual(['inventory-OpsBucket']);
});

test('a bucket policy comes after every other setting of its bucket: it may deny them to the deploying role', () => {
  for (const name of of(resources, BUCKET).map((bucket) => bucket.name)) {
    const settings = resources.filter((resource) => resource.name === name && resource.type !== BUCKET);
    const [policies, others] = [settings.filter(isPolicy), settings.filter((resource) => !isPolicy(resource))];
    expect(policies).toHaveLength(1);
    expect([...policies[0]!.dependsOn].sort()).toEqual(others.map(({ type }) => `${type} ${name}`).sort());
  }
});

const isPolicy = ({ type }: Recorded): boolean => type === 'aws:s3/bucketPolicy:BucketPolicy';

test('access logs start after the receiving bucket lets them in', () => {
  for (const { inputs, dependsOn } of of(resources, 'aws:s3/bucketLogging:BucketLogging')) {
    expect(inputs.targetBucket).toBe('inventory-logs-111122223333-us-east-1');
    expect(dependsOn).toEqual(['aws:s3/bucketPolicy:BucketPolicy inventory-LogsBucket']);
  }
});

test('all that holds data is protected and stays; an alias goes, for its name would block the next deploy', () => {
  const custom = resources.filter(({ type }) => type.startsWith('aws:'));
  const leaving = custom.filter(({ protect, retainOnDelete }) => !protect || !retainOnDelete);
  expect(new Set(leaving.map(({ type }) => type))).toEqual(new Set(['aws:kms/alias:Alias']));
});

test('only both halves of the opt-in destroy data', async () => {
  const oneHalf = await dataOf({ allowDataLoss: true });
  expect(of(oneHalf, BUCKET).every(({ protect, retainOnDelete }) => protect && retainOnDelete)).toBe(true);
  const both = await dataOf({ allowDataLoss: true }, 'inventory');
  expect(both.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
  expect(of(both, BUCKET).map(({ inputs }) => inputs.forceDestroy)).toEqual([true, true, true]);
});

test("refuses CDK's deploying role: Pulumi would lock itself out of the data bucket", async () => {
  await expect(dataOf({ roles: {} })).rejects.toThrow('roles.deployers: name the role that Pulumi runs as');
});
