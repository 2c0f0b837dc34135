/** Lists for a move from one engine to the other. */
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { cdkFacts } from '../parity/cdk-cluster';
import { planOf, DEPLOYMENTS } from '../synth/synthesize';
import { stacksOf } from '../synth/templates';
import { automqByoc, folder, removeFolders } from './world';

const FILE = join(DEPLOYMENTS, 'wal-volumes.yaml');

afterAll(removeFolders);
jest.setTimeout(30_000); // a synthesis each

/** What `aws cloudformation list-stack-resources` prints of the example's stacks. */
function stackFiles(without = ''): string[] {
  const home = folder();
  return stacksOf('wal-volumes').map(({ name, json }) => {
    const rows = Object.entries(json.Resources)
      .filter(([id]) => without === '' || !id.includes(without))
      .map(([id, { Type }]) => ({
        LogicalResourceId: id,
        ResourceType: Type,
        PhysicalResourceId: `id-of-${id.slice(0, -8)}`,
      }));
    const path = join(home, `${name}.json`);
    writeFileSync(path, JSON.stringify({ StackResourceSummaries: rows }));
    return path;
  });
}

/** What `pulumi stack export` prints. */
function stateFile(resources: readonly { type: string; name: string; id?: string; outputs?: object }[]): string {
  const rows = resources.map(({ type, name, ...rest }) => ({
    urn: `urn:pulumi:prod::automq-byoc::a$${type}::ledger-${name}`,
    type,
    ...rest,
  }));
  const path = join(folder(), 'state.json');
  writeFileSync(path, JSON.stringify({ version: 3, deployment: { resources: rows } }));
  return path;
}

interface Row {
  readonly type: string;
  readonly name: string;
  readonly logicalName: string;
  readonly id?: string;
  readonly parent?: string;
  readonly component?: boolean;
}

test('Pulumi takes over keys and buckets, with every setting, below the components of its program', async () => {
  const { code, out } = await automqByoc('import', FILE, '--engine', 'pulumi', '--from', ...stackFiles());
  expect(code).toBe(0);
  const { resources } = JSON.parse(out) as { resources: Row[] };
  const taken = resources.filter(({ component }) => !component);
  expect(
    taken.filter(({ type }) => type === 'aws:kms/key:Key').map(({ logicalName, id }) => [logicalName, id]),
  ).toEqual([
    ['ledger-DataKey', 'id-of-DataKeysDataKey'],
    ['ledger-WalKey', 'id-of-DataKeysWalKey'],
    ['ledger-LogsKey', 'id-of-DataKeysLogsKey'],
    ['ledger-SecretsKey', 'id-of-DataKeysSecretsKey'],
  ]);
  const settings = taken.filter(({ logicalName }) => logicalName === 'ledger-OpsBucket');
  expect(settings.map(({ type }) => type.split(':')[2]).sort()).toEqual([
    'Bucket',
    'BucketLifecycleConfiguration',
    'BucketLogging',
    'BucketOwnershipControls',
    'BucketPolicy',
    'BucketPublicAccessBlock',
    'BucketServerSideEncryptionConfiguration',
    'BucketVersioning',
  ]);
  expect(new Set(settings.map(({ id }) => id))).toEqual(new Set([planOf('wal-volumes').buckets.ops.name]));
  const names = resources.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { parent } of taken) expect(names).toContain(parent);
});

test('what is used by id is named in the file: volumes and the authority', async () => {
  const { err } = await automqByoc('import', FILE, '--engine', 'pulumi', '--from', ...stackFiles());
  expect(err).toContain("'0': id-of-ClusterController0Volume");
  expect(err).toContain("'1000': id-of-ClusterBroker1000Volume");
  expect(err).toContain('authorityArn: id-of-DataAuthorityCertificateAuthority');
  expect(err).toContain('adoptSecrets true');
});

const keys = ['DataKey', 'WalKey', 'LogsKey', 'SecretsKey'].map((name) => ({
  type: 'aws:kms/key:Key',
  name,
  id: `key-${name}`,
}));

/** Outputs of their component, whether the program made or adopted them. */
const passwords = [
  {
    type: 'automq-byoc:index:ClusterSecrets',
    name: 'Secrets',
    outputs: { arns: { admin: 'arn:AdminSecret', broker: 'arn:BrokerSecret' } },
  },
];

test('the CDK takes over keys, buckets and passwords under the logical ids of its templates', async () => {
  const volume = { type: 'aws:ebs/volume:Volume', name: 'Controller0-Volume', id: 'vol-0' };
  const from = stateFile([...passwords, ...keys, volume]);
  const { code, out, err } = await automqByoc('import', FILE, '--engine', 'cdk', '--from', from);
  expect(code).toBe(0);
  const mapping = JSON.parse(out) as Record<string, Record<string, string>>;
  const data = stacksOf('wal-volumes').find(({ kind }) => kind === 'data')!;
  const byType = Object.entries(mapping).map(([id, identifier]) => [
    data.json.Resources[id]!.Type,
    Object.keys(identifier)[0],
  ]);
  expect(new Set(byType.map((pair) => pair.join(' ')))).toEqual(
    new Set([
      'AWS::KMS::Key KeyId',
      'AWS::S3::Bucket BucketName',
      'AWS::S3::BucketPolicy Bucket',
      'AWS::SecretsManager::Secret Id',
    ]),
  );
  const secrets = Object.entries(mapping).filter(([, identifier]) => 'Id' in identifier);
  expect(secrets.map(([id, identifier]) => [id.slice(0, -8), identifier])).toEqual([
    ['DataSecretsAdminSecret', { Id: 'arn:AdminSecret' }],
    ['DataSecretsBrokerSecret', { Id: 'arn:BrokerSecret' }],
  ]);
  expect(Object.keys(mapping)).toHaveLength(4 + 3 + 3 + 2);
  expect(err).toContain("'0': vol-0");
});

test('every kept resource of the data stack is imported, or named in the file', async () => {
  const { out } = await automqByoc('import', FILE, '--engine', 'cdk', '--from', ...stackFiles());
  const taken = new Set(Object.keys(JSON.parse(out) as object));
  const data = stacksOf('wal-volumes').find(({ kind }) => kind === 'data')!;
  const left = Object.entries(data.json.Resources).filter(
    ([id, { DeletionPolicy }]) => DeletionPolicy !== undefined && !taken.has(id),
  );
  expect(new Set(left.map(([, { Type }]) => Type.split('::')[1]))).toEqual(new Set(['ACMPCA']));
  expect(Object.values(cdkFacts(planOf('wal-volumes')).resources).some(({ type }) => type === 'AWS::EC2::Volume')).toBe(
    true,
  );
});

test('says what no source tells, and writes nothing', async () => {
  const { code, out, err } = await automqByoc('import', FILE, '--engine', 'pulumi', '--from', ...stackFiles('WalKey'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('--from: says nothing of WalKey');
});

test('refuses an engine it does not know, and a file that no engine printed', async () => {
  expect((await automqByoc('import', FILE, '--engine', 'terraform', '--from', FILE)).err).toContain(
    'allowed: pulumi, cdk',
  );
  const { code, err } = await automqByoc('import', FILE, '--engine', 'cdk', '--from', FILE);
  expect(code).toBe(2);
  expect(err).toContain('is not what an engine prints');
});
