import fc from 'fast-check';
import { check, checked, DeploymentError } from '../../../lib/core/deployment';
import { inExistingVpc, sample } from '../../fixtures/deployments';
import { broken, mistakesOf } from './broken';

describe('check', () => {
  test('hands back a good deployment as it was given', () => {
    const deployment = sample();
    expect(check(deployment)).toEqual({ deployment, mistakes: [] });
    expect(checked(deployment)).toBe(deployment);
  });

  test('reports mistakes of form and of rules at once', () => {
    const input = broken(broken(broken(sample(), 'name', 'X'), 'zones', ['use1-az1', 'use1-az1']), 'image', undefined);
    expect(mistakesOf(input).map((line) => line.split(':')[0])).toEqual(['name', 'image', 'zones', 'zones[1]']);
  });

  test('throws one error whose message has a line for each mistake', () => {
    const input = broken(broken(sample(), 'name', 'X'), 'brokers.perZone', 9);
    const error = ((): unknown => {
      try {
        return checked(input);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(DeploymentError);
    expect((error as DeploymentError).mistakes).toHaveLength(2);
    expect((error as DeploymentError).message.split('\n')).toEqual(mistakesOf(input));
  });

  test.each([undefined, null, 7, 'text', []])('%p is no deployment, and no exception either', (input) =>
    expect(mistakesOf(input)[0]).toContain('the deployment is not a map of settings'),
  );

  test('never throws, whatever stands at whatever place', () => {
    const base = inExistingVpc();
    const paths = [
      'zones',
      'network',
      'network.existingVpc',
      'network.existingVpc.subnets',
      'brokers',
      'wal',
      'tls',
      'roles',
      'keys',
      'tags',
      'clients',
      'clients.networks',
      'adoptVolumes',
      'workload',
      'workload.streams',
      'automq',
      'automq.acceptKnownFaults',
      'image',
      'dns',
      'region',
      'seasons',
      '__proto__',
      'constructor',
    ];
    const anything = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.constantFrom(null, undefined, Number.NaN));
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, value) => {
        const { deployment, mistakes } = check(broken(base, path, value));
        expect(deployment === undefined).toBe(mistakes.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('secrets', () => {
  test.each([
    ['a password', 'automq.password', 'hunter2'],
    ['a secret key', 'automq.secretKey', 'hunter2'],
    ['an access key id', 'tags', { owner: 'AKIAIOSFODNN7EXAMPLE' }],
    ['a private key', 'tls', { issuer: 'secret', secretArn: '-----BEGIN PRIVATE KEY-----\nhunter2' }],
    ['a secret inside a part that is unknown', 'sasl', { users: { admin: { password: 'hunter2' } } }],
    ['credentials in a URI', 'automq.archive.key', 'https://me:hunter2@example.com/a.tgz'],
    ['a number', 'automq.adminPassword', 123456],
  ])('%s is refused and never repeated', (_what, path, value) => {
    const said = mistakesOf(broken(sample(), path, value));
    expect(said).toEqual([expect.stringContaining('looks like a secret')]);
    expect(said.join()).not.toMatch(/hunter2|123456|AKIA/);
  });

  test('words of the file that only sound like secrets are none', () => {
    const deployment = sample({
      tls: { issuer: 'secret', secretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka/tls-AbCdEf' },
    });
    expect(mistakesOf(deployment)).toEqual([]);
  });
});

describe('values known only at deploy time', () => {
  const text = '${Token[TOKEN.123]}';

  test.each([
    'name',
    'region',
    'account',
    'zones.0',
    'network.newVpc.cidr',
    'brokers.instanceType',
    'clusterId',
    'image.id',
    'stackNamePrefix',
  ])('are refused for %s', (path) => {
    const shown = path.replace(/\.(\d)/, '[$1]');
    expect(mistakesOf(broken(sample(), path, text))).toEqual([
      `${shown}: is known only at deploy time, but it decides which resources exist; allowed: a literal value`,
    ]);
  });

  test('are refused as numbers and as lists', () => {
    expect(mistakesOf(broken(sample(), 'brokers.perZone', -1.8881545897087626e289))).toEqual([
      expect.stringContaining('brokers.perZone: is known only'),
    ]);
    expect(mistakesOf(broken(sample(), 'zones', ['#{Token[TOKEN.7]}']))[0]).toContain('zones[0]: is known only');
  });

  test('may flow through to a resource', () => {
    const roles = { controller: text, broker: '${Token[TOKEN.124]}', breakGlass: text };
    const deployment = inExistingVpc({
      keys: { data: text, logs: text },
      alarmTopicArn: text,
      roles,
      clients: { securityGroups: [text] },
    });
    const subnets = (deployment.network.existingVpc?.subnets ?? []).map((subnet, i) => ({
      ...subnet,
      subnetId: `\${Token[S.${i}]}`,
    }));
    const existingVpc = { ...deployment.network.existingVpc, vpcId: text, subnets };
    expect(mistakesOf({ ...deployment, network: { existingVpc } })).toEqual([]);
  });
});
