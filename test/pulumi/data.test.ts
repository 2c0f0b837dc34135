import { plan } from '../../lib/core/plan/plan';
import type { Deployment } from '../../lib/core/deployment/deployment';
import { ClusterData } from '../../lib/pulumi/data';
import { sample } from '../fixtures/deployments';
import { arnOf, idOf, keptArnOf, recorded, type Recorded } from './recorded';

const AS_OF = '2026-11-22';
const DEPLOYER = 'arn:aws:iam::111122223333:role/pulumi';
const ROLES = { controller: 'arn:aws:iam::111122223333:role/c', broker: 'arn:aws:iam::111122223333:role/b' };

let made: ClusterData;

async function dataOf(overrides: Partial<Deployment> = {}, allowDataLoss?: string, adoptSecrets?: boolean) {
  const decided = plan(sample({ roles: { deployers: [DEPLOYER] }, ...overrides }), AS_OF, { allowDataLoss });
  const args = { plan: decided, roleArns: ROLES, adoptSecrets };
  return recorded((options) => (made = new ClusterData('inventory', args, options)));
}

const of = (resources: readonly Recorded[], type: string) => resources.filter((resource) => resource.type === type);
const named = (resources: readonly Recorded[], type: string, name: string) =>
  resources.find((resource) => resource.type === type && resource.name === name)!;

const KEY = 'aws:kms/key:Key';
const ALIAS = 'aws:kms/alias:Alias';
const BUCKET = 'aws:s3/bucket:Bucket';
const POLICY = 'aws:s3/bucketPolicy:BucketPolicy';
const LIFECYCLE = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const SECRET = 'aws:cloudcontrol/resource:Resource';
const AUTHORITY = 'aws:acmpca/certificateAuthority:CertificateAuthority';

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

test('policies name the roles given', () => {
  const { inputs } = named(resources, KEY, 'inventory-WalKey');
  expect(inputs.policy).toContain(ROLES.controller);
  const { inputs: data } = named(resources, POLICY, 'inventory-DataBucket');
  expect(data.policy).toContain(ROLES.broker);
});

describe('keys', () => {
  test('one for each purpose, rotated, with a month to take a deletion back', () => {
    expect(of(resources, KEY)).toHaveLength(4);
    for (const { inputs } of of(resources, KEY)) {
      expect(inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
      expect(inputs.tags).toMatchObject({ 'automq:cluster': 'inventory' });
    }
    expect(of(resources, ALIAS).map(({ inputs }) => inputs)).toEqual(
      ['data', 'wal', 'logs', 'secrets'].map((purpose, i) => ({
        name: `alias/inventory/${purpose}`,
        targetKeyId: idOf(of(resources, KEY)[i]!.name),
      })),
    );
  });

  test('an injected key is used, and no key or alias made for it', async () => {
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    const withKey = await dataOf({ keys: { data: arn } });
    const without = ['inventory-WalKey', 'inventory-LogsKey', 'inventory-SecretsKey'];
    expect(of(withKey, KEY).map(({ name }) => name)).toEqual(without);
    expect(of(withKey, ALIAS).map(({ name }) => name)).toEqual(without.map((name) => `${name}Alias`));
    expect(named(withKey, ENCRYPTION, 'inventory-DataBucket').inputs.rules).toEqual(encryptedWith(arn));
  });
});

const encryptedWith = (kmsMasterKeyId: string) => [
  { bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId } },
];

describe('buckets', () => {
  const buckets = ['inventory-DataBucket', 'inventory-OpsBucket', 'inventory-LogsBucket'];

  test('all are private and owned by the account', () => {
    expect(
      of(resources, BUCKET)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...buckets].sort());
    for (const { name } of of(resources, BUCKET)) {
      const blocked = named(resources, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', name);
      expect(blocked.inputs).toMatchObject({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      const owned = named(resources, 'aws:s3/bucketOwnershipControls:BucketOwnershipControls', name);
      expect(owned.inputs).toMatchObject({ rule: { objectOwnership: 'BucketOwnerEnforced' } });
    }
  });

  test('data and ops are encrypted with the data key through a bucket key', () => {
    for (const name of buckets.slice(0, 2)) {
      const { inputs } = named(resources, ENCRYPTION, name);
      expect(inputs.rules).toEqual(encryptedWith(arnOf('inventory-DataKey')));
    }
  });

  test('access logs go to a bucket that S3 can write to: encrypted by S3, and only once its policy stands', () => {
    const byS3 = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }];
    expect(named(resources, ENCRYPTION, 'inventory-LogsBucket').inputs.rules).toEqual(byS3);
    const logging = of(resources, 'aws:s3/bucketLogging:BucketLogging');
    expect(logging.map(({ name, inputs }) => [name, inputs.targetBucket, inputs.targetPrefix])).toEqual(
      ['Data', 'Ops'].map((purpose) => [
        `inventory-${purpose}Bucket`,
        'inventory-logs-111122223333-us-east-1',
        `${purpose.toLowerCase()}/`,
      ]),
    );
    for (const { dependsOn } of logging) expect(dependsOn).toEqual([`${POLICY} inventory-LogsBucket`]);
  });

  test('data never expires and is not versioned; unfinished uploads go after a week', () => {
    const versioned = of(resources, 'aws:s3/bucketVersioning:BucketVersioning').map(({ name }) => name);
    expect(versioned).not.toContain('inventory-DataBucket');
    expect(named(resources, LIFECYCLE, 'inventory-DataBucket').inputs.rules).toEqual([
      {
        id: 'AbortUnfinishedUploads',
        status: 'Enabled',
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  test('ops is versioned and forgets old versions; logs expire', () => {
    const versioning = of(resources, 'aws:s3/bucketVersioning:BucketVersioning');
    expect(versioning.map(({ name, inputs }) => [name, inputs.versioningConfiguration])).toEqual([
      ['inventory-OpsBucket', { status: 'Enabled' }],
    ]);
    expect(named(resources, LIFECYCLE, 'inventory-OpsBucket').inputs.rules).toContainEqual(
      expect.objectContaining({
        id: 'ExpireOldVersions',
        status: 'Enabled',
        noncurrentVersionExpiration: { noncurrentDays: 30 },
      }),
    );
    expect(named(resources, LIFECYCLE, 'inventory-LogsBucket').inputs.rules).toContainEqual(
      expect.objectContaining({ id: 'ExpireObjects', status: 'Enabled', expiration: { days: 90 } }),
    );
  });

  test('every bucket refuses requests without TLS, and the data bucket whatever could lose records', () => {
    const denied = (name: string) =>
      (
        JSON.parse(named(resources, POLICY, name).inputs.policy as string).Statement as {
          Sid: string;
          Effect: string;
        }[]
      )
        .filter(({ Effect }) => Effect === 'Deny')
        .map(({ Sid }) => Sid);
    for (const name of buckets) expect(denied(name)).toContain('TlsOnly');
    expect(denied('inventory-DataBucket')).toEqual(
      expect.arrayContaining(['OnlyNodesWrite', 'OnlyDeployersReconfigure']),
    );
  });

  test('have their policy after every other setting: it may deny them to the deploying role', () => {
    for (const name of buckets) {
      const settings = resources.filter((resource) => resource.name === name && resource.type !== BUCKET);
      const others = settings.filter(({ type }) => type !== POLICY);
      expect([...named(resources, POLICY, name).dependsOn].sort()).toEqual(
        others.map(({ type }) => `${type} ${name}`).sort(),
      );
    }
  });
});

test('passwords are generated, unquoted in any shell, and encrypted with the secrets key', () => {
  const states = of(resources, SECRET).map(({ inputs }) => JSON.parse(inputs.desiredState as string));
  for (const { KmsKeyId, GenerateSecretString } of states) {
    expect(KmsKeyId).toBe(arnOf('inventory-SecretsKey'));
    expect(GenerateSecretString).toMatchObject({ ExcludePunctuation: true, GenerateStringKey: 'password' });
  }
  const generated = states.map(({ GenerateSecretString: { PasswordLength, SecretStringTemplate } }) => {
    return { PasswordLength, ...JSON.parse(SecretStringTemplate) };
  });
  // Nodes have a second user to change to, whose password is the second half.
  expect(generated).toEqual([
    { PasswordLength: 32, username: 'admin' },
    { PasswordLength: 64, username: 'broker' },
  ]);
});

test('what Secrets Manager answers of a password is secret in the state', () => {
  expect(of(resources, SECRET)).toHaveLength(2);
  for (const { secretOutputs } of of(resources, SECRET)) expect(secretOutputs).toContain('properties');
});

test('passwords of an earlier deployment are adopted by their names, and none is made', async () => {
  const adopting = await dataOf({}, undefined, true);
  expect(of(adopting, SECRET)).toEqual([]);
  const arns = await Promise.all(Object.values(made.secretArns).map((arn) => new Promise((known) => arn.apply(known))));
  expect(arns).toEqual([keptArnOf('automq/inventory/admin'), keptArnOf('automq/inventory/broker')]);
});

describe('certificate authority', () => {
  test('a root in short-lived mode that signs itself and is put to work', () => {
    const [authority] = of(resources, AUTHORITY);
    expect(authority!.inputs).toMatchObject({
      type: 'ROOT',
      usageMode: 'SHORT_LIVED_CERTIFICATE',
      certificateAuthorityConfiguration: { keyAlgorithm: 'EC_prime256v1', signingAlgorithm: 'SHA256WITHECDSA' },
    });
    const [certificate] = of(resources, 'aws:acmpca/certificate:Certificate');
    expect(certificate!.inputs).toMatchObject({
      certificateAuthorityArn: arnOf(authority!.name),
      certificateSigningRequest: `request of ${authority!.name}`,
      templateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
      validity: { type: 'YEARS', value: '10' },
    });
    const activation = of(resources, 'aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate');
    expect(activation.map(({ inputs }) => inputs)).toEqual([
      { certificateAuthorityArn: arnOf(authority!.name), certificate: `certificate of ${certificate!.name}` },
    ]);
  });

  test.each([
    [
      'given by ARN',
      {
        issuer: 'private-ca',
        authorityArn:
          'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555',
      },
    ],
    [
      'a secret instead',
      { issuer: 'secret', secretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka-tls-AbCdEf' },
    ],
  ] as const)('%s: none is made', async (_, tls) => {
    expect(of(await dataOf({ tls }), AUTHORITY)).toEqual([]);
    const arn = made.authorityArn && (await new Promise((known) => made.authorityArn!.apply(known)));
    expect(arn).toBe(tls.issuer === 'private-ca' ? tls.authorityArn : undefined);
  });
});

describe('deletion', () => {
  test('what holds state is protected and stays; an alias goes, for its name would block the next deploy', () => {
    const custom = resources.filter(({ type }) => type.startsWith('aws:'));
    const leaving = custom.filter(({ protect, retainOnDelete }) => !protect || !retainOnDelete);
    expect(new Set(leaving.map(({ type }) => type))).toEqual(new Set([ALIAS]));
  });

  test('only both halves of the opt-in delete it', async () => {
    const oneHalf = await dataOf({ allowDataLoss: true });
    expect(of(oneHalf, BUCKET).every(({ protect, retainOnDelete }) => protect && retainOnDelete)).toBe(true);
    const both = await dataOf({ allowDataLoss: true }, 'inventory');
    expect(both.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
    expect(of(both, BUCKET).map(({ inputs }) => inputs.forceDestroy)).toEqual([true, true, true]);
  });
});

test("refuses CDK's deploying role: Pulumi would lock itself out of the data bucket", async () => {
  await expect(dataOf({ roles: {} })).rejects.toThrow('roles.deployers: name the role that Pulumi runs as');
});
