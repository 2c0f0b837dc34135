import { inExistingVpc, sample, withWalVolumes } from '../../fixtures/deployments';
import { eachRow, mistakesOf } from './broken';

test.each([
  ['a new VPC', sample()],
  ['an existing VPC', inExistingVpc()],
  ['WAL volumes', withWalVolumes()],
])('a good deployment with %s has no mistake', (_what, deployment) => expect(mistakesOf(deployment)).toEqual([]));

describe('nodes', () => {
  eachRow(sample, [
    [
      'unknown type',
      'brokers.instanceType',
      'm7g.lage',
      'brokers.instanceType: is not a type the package can size, got "m7g.lage"; allowed: m7g.large',
    ],
    [
      'type of the other architecture',
      'brokers.instanceType',
      'm7i.large',
      'brokers.instanceType: is a type for x86_64, and the image is for arm64',
    ],
    [
      'controllers of the other architecture',
      'controllers.instanceType',
      'm7i.large',
      'controllers.instanceType: is a type for x86_64',
    ],
    [
      'too little memory',
      'brokers.instanceType',
      'c7g.large',
      'brokers.instanceType: has 4 GiB of memory, got "c7g.large"; allowed: at least 8 GiB',
    ],
    [
      'a controller in a zone that is not the cluster’s',
      'controllers.zones',
      ['use1-az1', 'use1-az2', 'use1-az6'],
      'controllers.zones[2]: is no zone of this deployment, got "use1-az6"; allowed: use1-az1, use1-az2, use1-az4',
    ],
    [
      'two zones for three controllers',
      'controllers.zones',
      ['use1-az1', 'use1-az2'],
      'controllers.zones: has not one zone for each controller, got ["use1-az1","use1-az2"]; allowed: 3 zones',
    ],
    ['two controllers', 'controllers.count', 2, 'controllers.count: is not valid, got 2; allowed: 1, 3'],
    [
      'more brokers than slots',
      'brokers.perZone',
      5,
      'brokers.slotsPerZone: is too few for 5 brokers and the spare that a replacement takes, got 4; allowed: 6 to 100',
    ],
    ['no spare slot', 'brokers.perZone', 4, 'brokers.slotsPerZone: is too few for 4 brokers'],
    ['no broker', 'brokers.perZone', 0, 'brokers.perZone: is not valid, got 0; allowed: a whole number from 1 to 100'],
    ['half a broker', 'brokers.perZone', 1.5, 'brokers.perZone: is not valid, got 1.5'],
    ['too many slots', 'brokers.slotsPerZone', 101, 'brokers.slotsPerZone: is not valid, got 101'],
    [
      'an adopted volume of no node',
      'adoptVolumes',
      { 7: 'vol-0123456789abcdef0' },
      'adoptVolumes.7: is the id of no node with a volume',
    ],
    [
      'one volume for two nodes',
      'adoptVolumes',
      { 0: 'vol-0123456789abcdef0', 1: 'vol-0123456789abcdef0' },
      'adoptVolumes.1: is the volume of another node',
    ],
  ]);

  test('default slots above the limit', () => {
    const deployment = sample({
      network: { newVpc: { cidr: '10.0.0.0/16' } },
      brokers: { instanceType: 'm7g.large', perZone: 60 },
    });
    expect(mistakesOf(deployment)).toEqual([
      'brokers.slotsPerZone: is missing, and its default of 121 is above 100; allowed: 61 to 100',
    ]);
  });
});

describe('AutoMQ, WAL, zone router', () => {
  const season = {
    name: 'black-friday',
    timeZone: 'America/New_York',
    start: '2026-11-26T20:00',
    end: '2026-12-01T06:00',
    brokersPerZone: 8,
  };

  eachRow(sample, [
    [
      'EBS WAL with 1.7.3',
      'wal',
      { type: 'ebs' },
      'wal.type: cannot be used by AutoMQ 1.7.3 (open-source), which knows only s3, got "ebs"',
      'brokers.slotsPerZone: differs from brokers.perZone',
    ],
    [
      'shared file system',
      'wal',
      { type: 'file-system' },
      'wal.type: is not available in this version, got "file-system"; allowed: s3, ebs',
    ],
    ['unknown WAL', 'wal', { type: 'nfs' }, 'wal.type: is not valid, got "nfs"; allowed: s3, ebs, file-system'],
    [
      'unknown release',
      'automq.release',
      '9.9.9',
      'automq.release: is not a known release, got "9.9.9"; allowed: 1.4.1, 1.5.0',
    ],
    [
      'enterprise without its release',
      'automq.edition',
      'enterprise',
      'automq.release: is not a release of the enterprise edition; allowed: a release of its 5.x line',
    ],
    [
      'a release with fatal faults',
      'automq.release',
      '1.6.7',
      'does not accept no-such-upload-halts-broker of release 1.6.7: A multipart upload',
      'does not accept duplicate-node-id-never-stops of release 1.6.7',
    ],
    [
      'an accepted fault that does not exist',
      'automq.acceptKnownFaults',
      ['wal-bufer-leak'],
      'automq.acceptKnownFaults[0]: is not a fault the package knows, got "wal-bufer-leak"; allowed: wal-buffer-leak',
    ],
  ]);

  eachRow(
    () => sample({ zones: ['use1-az1'] }),
    [['zone router in one zone', 'zoneRouter', true, 'zoneRouter: has nothing to route in one zone']],
  );

  eachRow(withWalVolumes, [
    [
      'zone router with WAL volumes',
      'zoneRouter',
      true,
      'zoneRouter: needs the S3 WAL',
      'zoneRouter: needs AutoMQ 1.5.0 or newer',
    ],
    ['seasons with WAL volumes', 'seasons', [season], 'seasons: cannot be combined with WAL volumes'],
    ['a spare slot with WAL volumes', 'brokers.slotsPerZone', 3, 'brokers.slotsPerZone: differs from brokers.perZone'],
    [
      'a fault not accepted',
      'automq.acceptKnownFaults',
      ['ebs-wal-without-failover', 'no-such-upload-halts-broker'],
      'does not accept duplicate-node-id-never-stops',
    ],
    [
      'too fast for its size',
      'wal',
      { type: 'ebs', volumeGiB: 10, iops: 6000 },
      'wal.iops: is too much for 10 GiB, got 6000; allowed: at most 5000',
    ],
    [
      'too much for its speed',
      'wal',
      { type: 'ebs', throughputMiBps: 1000 },
      'wal.throughputMiBps: is too much for 3000 IOPS, got 1000; allowed: at most 750',
    ],
    [
      'the default zone router of a release that has none',
      'wal',
      { type: 's3' },
      'does not accept s3-slow-down-kills-recovery',
      'does not accept wal-buffer-leak',
      'zoneRouter: is on by default, and AutoMQ 1.4.1 has none',
    ],
  ]);
});

describe('ARNs', () => {
  const key = 'arn:aws:kms:us-east-1:999988887777:key/1a2b3c4d-0001-4000-8000-000000000001';
  const role = 'arn:aws:iam::111122223333:role/team/broker';

  eachRow(sample, [
    ['a key of another account is fine', 'keys.data', key],
    [
      'a key from another region',
      'keys.data',
      key.replace('us-east-1', 'eu-west-1'),
      'keys.data: is in region eu-west-1',
    ],
    [
      'an alias for a key',
      'keys.wal',
      'arn:aws:kms:us-east-1:111122223333:alias/wal',
      'keys.wal: is not valid, got "arn:aws:kms:us-east-1:111122223333:alias/wal"; allowed: the ARN of a key',
    ],
    [
      'a malformed boundary',
      'roles.permissionsBoundary',
      'team-boundary',
      'roles.permissionsBoundary: is not valid, got "team-boundary"; allowed: the ARN of a managed policy',
    ],
    [
      'a boundary of another account',
      'roles.permissionsBoundary',
      'arn:aws:iam::999988887777:policy/b',
      'roles.permissionsBoundary: is in account 999988887777',
    ],
    ['a boundary of AWS is fine', 'roles.permissionsBoundary', 'arn:aws:iam::aws:policy/PowerUserAccess'],
    [
      'a role of another partition',
      'roles.breakGlass',
      'arn:aws-us-gov:iam::111122223333:role/x',
      'roles.breakGlass: is in partition aws-us-gov',
    ],
    [
      'one role for both kinds of node',
      'roles',
      { controller: role, broker: role },
      'roles.broker: is the role of the controllers too',
    ],
    [
      'a profile without its role',
      'roles.brokerInstanceProfile',
      'arn:aws:iam::111122223333:instance-profile/x',
      'roles.brokerInstanceProfile: comes without its role',
    ],
    [
      'everybody as deployer',
      'roles.deployers',
      ['arn:aws:iam::111122223333:role/*'],
      'roles.deployers[0]: matches every role',
    ],
    ['deployers may be patterns', 'roles.deployers', ['arn:aws:iam::111122223333:role/cdk-*']],
    ['a path without its slash', 'roles.path', 'team', 'roles.path: is not valid, got "team"; allowed: an IAM path'],
    [
      'a topic from another region',
      'alarmTopicArn',
      'arn:aws:sns:eu-west-1:111122223333:alarms',
      'alarmTopicArn: is in region eu-west-1',
    ],
    [
      'a certificate secret from another region',
      'tls',
      { issuer: 'secret', secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x' },
      'tls.secretArn: is in region eu-west-1',
    ],
  ]);
});

describe('names, tags, workload', () => {
  eachRow(sample, [
    ['capitals', 'name', 'Inventory', 'name: is not valid, got "Inventory"; allowed: 3 to 20 lower-case letters'],
    ['two dashes', 'name', 'in--ventory', 'name: has two dashes in a row'],
    ['a prefix that S3 keeps', 'stackNamePrefix', 'sthree-orders', 'stackNamePrefix: begins with sthree-'],
    ['a tag of AWS', 'tags', { 'aws:owner': 'me' }, 'tags["aws:owner"]: begins with aws:, which is reserved'],
    [
      'a tag of ours',
      'tags',
      { 'automq:cluster': 'me' },
      'tags["automq:cluster"]: begins with automq:, which is reserved',
    ],
    ['a tag no service takes', 'tags', { owner: 'a&b' }, 'tags["owner"]: is not the value of a tag'],
    [
      'too many tags',
      'tags',
      Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`t${i}`, ''])),
      'tags: has 45 tags; allowed: at most 44',
    ],
    [
      'a peak below the mean',
      'workload',
      { consumerGroups: [], streams: [{ name: 's', meanMBps: 2, peakMBps: 1 }] },
      'workload.streams[0].peakMBps: is below the mean, got 1; allowed: at least 2',
    ],
    [
      'more readers than groups',
      'workload',
      { consumerGroups: ['a'], streams: [{ name: 's', meanMBps: 1, peakMBps: 1, readers: 2 }] },
      'workload.streams[0].readers: is more than there are consumer groups',
    ],
    [
      'a retention CloudWatch does not know',
      'logRetentionDays',
      91,
      'logRetentionDays: is not valid, got 91; allowed: 1, 3, 5',
    ],
  ]);

  test('a prefix too long for the bucket names of its region', () => {
    const deployment = sample({ region: 'ap-southeast-2', zones: ['apse2-az1'], stackNamePrefix: 'x'.repeat(35) });
    expect(mistakesOf(deployment)).toEqual([
      expect.stringMatching(/^stackNamePrefix: makes bucket names longer .*; allowed: at most 30 characters$/),
    ]);
  });
});

describe('values that a command fills in', () => {
  eachRow(sample, [
    ['no cluster id', 'clusterId', undefined, 'clusterId: is missing; fill it in with `automq-byoc init FILE`'],
    ['an empty cluster id', 'clusterId', null, 'clusterId: is empty; fill it in with `automq-byoc init FILE`'],
    ['no image', 'image', undefined, 'image: is missing; fill it in with `automq-byoc image FILE`'],
    ['no image id', 'image', {}, 'image.id: is missing; fill it in with `automq-byoc image FILE`'],
    [
      'no archive',
      'automq',
      {},
      'automq.archive: is missing; fill it in with `automq-byoc artifact FILE --from ARCHIVE`',
    ],
    [
      'no checksum',
      'automq.archive',
      { bucket: 'abc', key: 'k' },
      'automq.archive.sha256: is missing; fill it in with `automq-byoc artifact',
    ],
    [
      'an image that moves',
      'image.id',
      'latest',
      'image.id: is not valid, got "latest"; allowed: the literal id of an image',
    ],
  ]);
});

describe('unknown names', () => {
  eachRow(sample, [
    [
      'with the nearest known one',
      'controlers',
      { count: 3 },
      'controlers: is not a known name, got {"count":3}; allowed: controllers (the nearest of 27)',
    ],
    [
      'inside a part',
      'brokers.perzone',
      3,
      'brokers.perzone: is not a known name, got 3; allowed: perZone (the nearest of 4)',
    ],
    [
      'inside an alternative',
      'wal',
      { type: 's3', batchIntervallMs: 3 },
      'wal.batchIntervallMs: is not a known name, got 3; allowed: batchIntervalMs',
    ],
    [
      'like nothing at all',
      'image.xyzzy',
      1,
      'image.xyzzy: is not a known name, got 1; allowed: id, architecture, packages',
    ],
    ['a setting of another alternative', 'wal', { type: 's3', iops: 3000 }, 'wal.iops: is not a known name'],
  ]);
});
