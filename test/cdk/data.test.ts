import { Match, type Template } from 'aws-cdk-lib/assertions';
import { ClusterData } from '../../lib/cdk/data';
import { plan, type Plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';
import { only, planFor, roleArns, templateOf } from './template-of';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const STATEFUL = [
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::Secret',
  'AWS::ACMPCA::CertificateAuthority',
  'AWS::ACMPCA::Certificate',
  'AWS::ACMPCA::CertificateAuthorityActivation',
];

function data(decided: Plan) {
  let made: ClusterData;
  const template = templateOf((stack) => (made = new ClusterData(stack, 'Data', { plan: decided, roleArns })));
  return { template, made: made! };
}

const decided = planFor();
const { template } = data(decided);
const bucket = (purpose: 'data' | 'ops' | 'logs', of: Template = template) =>
  only(of, 'AWS::S3::Bucket', { BucketName: decided.buckets[purpose].name });
const logicalId = (type: string, name: RegExp) =>
  Object.keys(template.findResources(type)).find((id) => name.test(id))!;

describe('keys', () => {
  test('one for each purpose, rotated, with a month to take a deletion back', () => {
    template.resourceCountIs('AWS::KMS::Key', 4);
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true, PendingWindowInDays: 30 });
    const aliases = Object.values(template.findResources('AWS::KMS::Alias')).map(
      ({ Properties }) => Properties.AliasName,
    );
    expect(aliases.sort()).toEqual(
      Object.values(decided.keys)
        .map(({ alias }) => alias)
        .sort(),
    );
  });

  test('an injected key is used, and no key or alias made for it', () => {
    const { template: fewer, made } = data(planFor({ keys: { data: KEY } }));
    expect(made.keyArns.data).toBe(KEY);
    fewer.resourceCountIs('AWS::KMS::Key', 3);
    fewer.resourceCountIs('AWS::KMS::Alias', 3);
    expect(bucket('data', fewer).Properties.BucketEncryption).toEqual(encryptedWith(KEY));
  });
});

const encryptedWith = (key: unknown) => ({
  ServerSideEncryptionConfiguration: [
    { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
  ],
});

describe('buckets', () => {
  test('all are private and owned by the account', () => {
    template.resourceCountIs('AWS::S3::Bucket', 3);
    template.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('data and ops are encrypted with the data key through a bucket key', () => {
    const dataKey = { 'Fn::GetAtt': [logicalId('AWS::KMS::Key', /DataKey/), 'Arn'] };
    for (const purpose of ['data', 'ops'] as const) {
      expect(bucket(purpose).Properties.BucketEncryption).toEqual(encryptedWith(dataKey));
    }
  });

  test('access logs go to a bucket that S3 can write to: encrypted by S3, and only once its policy stands', () => {
    const { Properties } = bucket('logs');
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(Properties).not.toHaveProperty('LoggingConfiguration');
    for (const purpose of ['data', 'ops'] as const) {
      expect(bucket(purpose).Properties.LoggingConfiguration).toEqual({
        DestinationBucketName: decided.buckets.logs.name,
        LogFilePrefix: `${purpose}/`,
      });
      expect(bucket(purpose).DependsOn).toContain(logicalId('AWS::S3::BucketPolicy', /LogsBucketPolicy/));
    }
  });

  test('data never expires and is not versioned; unfinished uploads go after a week', () => {
    const { Properties } = bucket('data');
    expect(Properties).not.toHaveProperty('VersioningConfiguration');
    expect(Properties.LifecycleConfiguration.Rules).toEqual([
      { Id: 'AbortUnfinishedUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]);
  });

  test('ops is versioned and forgets old versions; logs expire', () => {
    expect(bucket('ops').Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(bucket('ops').Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'ExpireOldVersions',
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    });
    expect(bucket('logs').Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'ExpireObjects',
      Status: 'Enabled',
      ExpirationInDays: 90,
    });
  });

  test('every bucket refuses requests without TLS, and the data bucket whatever could lose records', () => {
    const statements = (name: RegExp): { Sid: string; Effect: string }[] =>
      template.findResources('AWS::S3::BucketPolicy')[logicalId('AWS::S3::BucketPolicy', name)]!.Properties
        .PolicyDocument.Statement;
    for (const name of [/DataBucketPolicy/, /OpsBucketPolicy/, /LogsBucketPolicy/]) {
      expect(statements(name)).toContainEqual(expect.objectContaining({ Sid: 'TlsOnly', Effect: 'Deny' }));
    }
    for (const Sid of ['OnlyNodesWrite', 'OnlyDeployersReconfigure']) {
      expect(statements(/DataBucketPolicy/)).toContainEqual(expect.objectContaining({ Sid, Effect: 'Deny' }));
    }
  });
});

test('passwords are generated, unquoted in any shell, and encrypted with the secrets key', () => {
  template.resourceCountIs('AWS::SecretsManager::Secret', 2);
  template.allResourcesProperties('AWS::SecretsManager::Secret', {
    KmsKeyId: { 'Fn::GetAtt': [logicalId('AWS::KMS::Key', /SecretsKey/), 'Arn'] },
    GenerateSecretString: Match.objectLike({
      ExcludePunctuation: true,
      GenerateStringKey: 'password',
    }),
  });
  const generated = Object.values(decided.secrets).map(({ name }) => {
    const { Properties } = only(template, 'AWS::SecretsManager::Secret', { Name: name });
    const { PasswordLength, SecretStringTemplate } = Properties.GenerateSecretString;
    return { PasswordLength, ...JSON.parse(SecretStringTemplate) };
  });
  // Nodes have a second user to change to, whose password is the second half.
  expect(generated).toEqual([
    { PasswordLength: 32, username: 'admin' },
    { PasswordLength: 64, username: 'broker' },
  ]);
});

describe('certificate authority', () => {
  test('a root in short-lived mode that signs itself and is put to work', () => {
    const authority = { 'Fn::GetAtt': [logicalId('AWS::ACMPCA::CertificateAuthority', /./), 'Arn'] };
    template.hasResourceProperties('AWS::ACMPCA::CertificateAuthority', {
      Type: 'ROOT',
      UsageMode: 'SHORT_LIVED_CERTIFICATE',
      KeyAlgorithm: 'EC_prime256v1',
      SigningAlgorithm: 'SHA256WITHECDSA',
    });
    template.hasResourceProperties('AWS::ACMPCA::Certificate', {
      CertificateAuthorityArn: authority,
      TemplateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
      Validity: { Type: 'YEARS', Value: 10 },
    });
    template.hasResourceProperties('AWS::ACMPCA::CertificateAuthorityActivation', {
      CertificateAuthorityArn: authority,
      Status: 'ACTIVE',
    });
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
  ] as const)('%s: none is made', (_, tls) => {
    const { template: without, made } = data(planFor({ tls }));
    without.resourceCountIs('AWS::ACMPCA::CertificateAuthority', 0);
    expect(made.authorityArn).toBe(tls.issuer === 'private-ca' ? tls.authorityArn : undefined);
  });
});

describe('deletion', () => {
  const policies = (of: Template) =>
    STATEFUL.flatMap((type) => Object.values(of.findResources(type))).map(
      ({ DeletionPolicy, UpdateReplacePolicy }) => ({
        DeletionPolicy,
        UpdateReplacePolicy,
      }),
    );

  test('what holds state stays when the stack goes, but not after a first deploy that failed', () => {
    const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    expect(policies(template)).toEqual(policies(template).map(() => kept));
  });

  test('only both halves of the opt-in delete it', () => {
    const half = plan(sample({ allowDataLoss: true }), '2026-11-22');
    const both = plan(sample({ allowDataLoss: true }), '2026-11-22', { allowDataLoss: 'inventory' });
    expect(new Set(policies(data(half).template).map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(
      new Set(['RetainExceptOnCreate']),
    );
    const deleted = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };
    expect(policies(data(both).template)).toEqual(policies(template).map(() => deleted));
  });
});
