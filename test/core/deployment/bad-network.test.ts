import { inExistingVpc, sample } from '../../fixtures/deployments';
import { eachRow, mistakesOf } from './broken';

describe('zones and region', () => {
  eachRow(sample, [
    [
      'unknown zone',
      'zones',
      ['use1-az9'],
      'zones[0]: is no zone of us-east-1, got "use1-az9"; allowed: use1-az1, use1-az2',
    ],
    [
      'zones of two regions',
      'zones',
      ['use1-az1', 'use1-az2', 'euw1-az1'],
      'zones[2]: is a zone of eu-west-1, not of us-east-1, got "euw1-az1"',
    ],
    ['a zone twice', 'zones', ['use1-az1', 'use1-az2', 'use1-az1'], 'zones[2]: is named twice, got "use1-az1"'],
    ['two zones', 'zones', ['use1-az1', 'use1-az2'], 'zones: has 2 zones: when one of two is lost'],
    ['no zone', 'zones', [], 'zones: has 0 zones; allowed: one zone or three'],
    ['a zone by its name', 'zones', ['us-east-1a'], 'zones[0]: is not valid, got "us-east-1a"; allowed: a zone id'],
    ['a region without facts', 'region', 'eu-east-7', "region: is not in the package's table (another region needs"],
    [
      'an account as a number',
      'account',
      111122223333,
      'account: is not valid, got 111122223333; allowed: twelve digits, in quotes',
    ],
  ]);
});

describe('networks', () => {
  eachRow(sample, [
    [
      'no network',
      'network',
      {},
      'network: names both networks or none, got []; allowed: exactly one of newVpc, existingVpc',
    ],
    [
      'too small',
      'network.newVpc.cidr',
      '10.0.0.0/24',
      'network.newVpc.cidr: is too small, got "10.0.0.0/24"; allowed: a prefix from /16 to /22',
    ],
    ['too large', 'network.newVpc.cidr', '10.0.0.0/8', 'network.newVpc.cidr: is too large'],
    ['bits behind the prefix', 'network.newVpc.cidr', '10.0.1.0/16', 'network.newVpc.cidr: is not a network'],
    ['public', 'network.newVpc.cidr', '8.8.0.0/16', 'network.newVpc.cidr: is not a private network'],
    ['an address', 'network.newVpc.cidr', '10.0.0.1', 'network.newVpc.cidr: is not valid'],
    [
      'a client network twice',
      'clients.networks',
      [{ cidr: '10.9.0.0/16' }, { cidr: '10.9.0.0/16' }],
      'clients.networks[1].cidr: is given twice',
    ],
    [
      'clients in a strange zone',
      'clients.networks',
      [{ cidr: '10.9.0.0/16', zone: 'use1-az3' }],
      'clients.networks[0].zone: is no zone of this deployment, got "use1-az3"',
    ],
    [
      'the whole internet as clients',
      'clients.networks',
      [{ cidr: '0.0.0.0/0' }],
      'clients.networks[0].cidr: is too large',
    ],
  ]);

  test('a new VPC without room for the slots', () => {
    const deployment = sample({
      network: { newVpc: { cidr: '10.0.0.0/22' } },
      brokers: { instanceType: 'm7g.large', perZone: 3, slotsPerZone: 30 },
    });
    expect(mistakesOf(deployment)).toEqual([
      'network.newVpc.cidr: leaves 32 addresses for the nodes of a zone, and 30 slots need 39, got "10.0.0.0/22"; allowed: a larger network or fewer slots',
    ]);
  });

  test('a new VPC where no prefix list of S3 is known', () => {
    const deployment = sample({ region: 'us-gov-west-1', zones: ['usgw1-az1', 'usgw1-az2', 'usgw1-az3'] });
    expect(mistakesOf(deployment)).toEqual([
      expect.stringContaining('network.existingVpc.s3PrefixListId: of us-gov-west-1 is not'),
    ]);
  });
});

describe('an existing VPC', () => {
  const subnets = inExistingVpc().network.existingVpc?.subnets ?? [];
  const withSubnet = (change: object): unknown => [{ ...subnets[0], ...change }, ...subnets.slice(1)];
  const path = 'network.existingVpc.subnets';

  eachRow(inExistingVpc, [
    ['no subnet for a zone', path, subnets.slice(0, 2), `${path}: has no subnet for zone use1-az4`],
    [
      'overlapping subnets',
      path,
      withSubnet({ cidr: '10.40.0.0/23' }),
      `${path}[1].cidr: overlaps ${path}[0].cidr, 10.40.0.0/23`,
    ],
    [
      'a range outside its subnet',
      path,
      withSubnet({ nodeRange: '10.41.0.64/26' }),
      `${path}[0].nodeRange: is outside its subnet, got "10.41.0.64/26"`,
    ],
    [
      'a range smaller than the slots',
      path,
      withSubnet({ nodeRange: '10.40.0.64/29' }),
      'is too small',
      'has 8 addresses, and 4 slots need 13',
    ],
    [
      'a subnet of another zone',
      path,
      withSubnet({ zone: 'use1-az6' }),
      'has no subnet for zone use1-az1',
      `${path}[0].zone: is no zone of this deployment`,
    ],
    [
      'an ill-formed subnet silences only its own rules',
      path,
      withSubnet({ zone: 7 }),
      `${path}[0].zone: is not valid, got 7`,
    ],
    ['both networks', 'network.newVpc', { cidr: '10.0.0.0/16' }, 'network: names both networks or none'],
  ]);
});
