/** What the guard refuses, what it only warns of, and what it lets pass. */
import { differ, guard, sentence, statefulTypes, type Differ, type Finding } from '../../lib/guard';
import { review, type TemplateFile } from '../../lib/review';
import { examples } from '../synth/synthesize';
import { drop, filesOf, idOf, mutated, rename, resource, type Templates } from '../review/mutate';
import { MADE } from '../review/catchers';

const files = filesOf('inventory');
let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

const after = (change: (templates: Templates) => void): readonly Finding[] =>
  guard({ deployed: files, proposed: mutated(files, change) }, diff);
const refusals = (change: (templates: Templates) => void) => after(change).filter(({ level }) => level === 'refuse');

test.each(examples)('%s: the same templates pass', (example) => {
  const same = filesOf(example);
  expect(guard({ deployed: same, proposed: same }, diff)).toEqual([]);
});

test('a new resource, a new tag, a bigger volume and a new image lose nothing', () => {
  const found = after(({ cluster, data }) => {
    cluster.Resources.Added = { Type: 'AWS::EC2::Volume', Properties: { Size: 1 } };
    resource(cluster, 'ClusterController0Volume').Properties.Size = 40;
    resource(cluster, 'ClusterBrokersUse1Az1LaunchTemplate').Properties.LaunchTemplateData.ImageId = 'ami-1';
    resource(data, 'DataBucketsDataBucket0').Properties.Tags.push({ Key: 'a', Value: 'b' });
  });
  expect(found).toEqual([]);
});

test('a changed logical id is called that, with the new one, not a deletion', () => {
  const [found] = refusals(({ data }) => rename(data, 'DataBucketsDataBucket0')).filter(
    ({ rule }) => rule === 'renamed',
  );
  expect(found).toMatchObject({ property: 'logical id', what: expect.stringContaining('Moved') });
});

test('a replacement names the property that causes it and the way around', () => {
  const found = refusals(
    ({ cluster }) => void (resource(cluster, 'ClusterController0Interface').Properties.PrivateIpAddress = '10.0.0.9'),
  );
  expect(found[0]).toMatchObject({ rule: 'replaced', property: 'PrivateIpAddress' });
  expect(sentence(found[0]!)).toMatch(
    /^refuse: inventory-cluster\/ClusterController0Interface\w+ holds .* \(because of PrivateIpAddress\)\. Keep the zone/,
  );
});

test('what the schemas miss is refused all the same: the zone of a volume, the spec of a key', () => {
  expect(
    refusals(
      ({ cluster }) => void (resource(cluster, 'ClusterController0Volume').Properties.AvailabilityZoneId = 'use1-az6'),
    ),
  ).toHaveLength(1);
  expect(
    refusals(({ data }) => void (resource(data, 'DataKeysDataKeyD').Properties.KeySpec = 'RSA_2048')),
  ).toHaveLength(1);
});

test('what a customer added and the schemas call stateful is guarded too', () => {
  const withTable = mutated(
    files,
    ({ data }) => void (data.Resources.Db = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'a' } }),
  );
  expect(guard({ deployed: withTable, proposed: files }, diff)[0]).toMatchObject({ level: 'refuse', resource: 'Db' });
});

test('a stack that is no longer made is refused when it holds data', () => {
  const proposed = files.filter(({ stack }) => !stack.endsWith('-data'));
  expect(guard({ deployed: files, proposed }, diff)[0]).toMatchObject({ rule: 'stack missing', level: 'refuse' });
});

test('termination protection must not go', () => {
  const proposed = files.map((file): TemplateFile => ({ ...file, terminationProtection: false }));
  expect(guard({ deployed: files, proposed }, diff).map(({ rule }) => rule)).toEqual(['protection', 'protection']);
});

test('two controllers at once are worth a warning; one after the other is not', () => {
  const both = ({ cluster }: Templates) => {
    for (const n of [0, 1])
      resource(cluster, `ClusterController${n}LaunchTemplate`).Properties.LaunchTemplateData.ImageId = 'ami-1';
  };
  expect(after(both)).toEqual([]);
  const found = after((templates) => {
    both(templates);
    delete resource(templates.cluster, 'ClusterController1Group').DependsOn;
  });
  expect(found.map(({ level, rule }) => `${level} ${rule}`)).toEqual(['warn two at once', 'warn chain cut']);
});

test('an interface that would outlive its machine, and with it an address, is warned of', () => {
  const found = after(({ cluster }) => {
    const { LaunchTemplateData } = resource(cluster, 'ClusterBrokersUse1Az1LaunchTemplate').Properties;
    LaunchTemplateData.NetworkInterfaces[0].DeleteOnTermination = false;
  });
  expect(found).toMatchObject([{ level: 'warn', rule: 'interface kept' }]);
});

test('a template that cannot be compared is refused, and the others are still looked at', () => {
  const found = refusals(({ identity, data }) => {
    delete resource(identity, 'IdentityBrokerRolePolicy').Properties.PolicyDocument;
    drop(data, 'DataBucketsDataBucket0');
  });
  expect(found).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'not comparable', stack: 'inventory-identity' }),
      expect.objectContaining({ rule: 'removed', stack: 'inventory-data' }),
    ]),
  );
});

test('inside a season a change of size is worth a warning', () => {
  const proposed = mutated(
    files,
    ({ cluster }) => void (resource(cluster, 'ClusterBrokersUse1Az1Group').Properties.MaxSize = '4'),
  );
  expect(guard({ deployed: files, proposed, season: 'peak' }, diff)).toMatchObject([
    { rule: 'size in season', property: 'MaxSize' },
  ]);
  expect(guard({ deployed: files, proposed }, diff)).toEqual([]);
});

test('with a packet, bytes that it does not cover are refused', () => {
  const approved = review(files, MADE);
  expect(guard({ deployed: files, proposed: files, approved }, diff)).toEqual([]);
  const proposed = mutated(files, ({ cluster }) => void (cluster.Description = 'other'));
  expect(guard({ deployed: files, proposed, approved }, diff)).toMatchObject([
    { rule: 'not approved', stack: 'inventory-cluster' },
  ]);
});

test('every kind of thing that must not be lost is on the list, and dropping any of them is refused', () => {
  const kinds = [
    'S3::Bucket',
    'KMS::Key',
    'EC2::Volume',
    'EC2::NetworkInterface',
    'SecretsManager::Secret',
    'ACMPCA::CertificateAuthority',
    'Route53::HostedZone',
  ];
  expect(statefulTypes.map(({ type }) => type)).toEqual(expect.arrayContaining(kinds.map((kind) => `AWS::${kind}`)));
  for (const template of ['data', 'cluster'] as const) {
    const rows = Object.entries(
      JSON.parse(files.find(({ stack }) => stack.endsWith(template))!.text).Resources as Record<
        string,
        { Type: string }
      >,
    );
    const held = rows.filter(([, { Type }]) => kinds.some((kind) => Type === `AWS::${kind}`)).map(([id]) => id);
    const found = refusals((templates) => held.forEach((id) => drop(templates[template], id)));
    expect(found.filter(({ rule }) => rule === 'removed').map(({ resource: id }) => id)).toEqual(
      expect.arrayContaining(held),
    );
  }
});

test('a policy that CloudFormation fills in by default counts as lost', () => {
  const found = refusals(({ data }) => {
    delete resource(data, 'DataKeysDataKeyD').DeletionPolicy;
    expect(idOf(data, 'DataKeysDataKeyD')).toBeDefined();
  });
  expect(found).toMatchObject([{ rule: 'retention', property: 'DeletionPolicy' }]);
});
