import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import { request, type RequestOwner } from '../../../lib/core/plan/request';
import { inExistingVpc, sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const rowsFor = (owner: RequestOwner, deployment: Deployment) =>
  request(plan(deployment, asOf)).filter((row) => row.owner === owner);
const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
const roleArn = 'arn:aws:iam::111122223333:role/kafka-broker';

test('in a VPC of others the network team learns ranges, endpoints and the way to S3', () => {
  const [ranges, endpoints, s3] = rowsFor('network', inExistingVpc());
  expect(ranges?.details).toContain('use1-az4: 10.40.2.64/26 in subnet-0000000000000004a (10.40.2.0/24)');
  expect(endpoints?.details.join('\n')).toContain('com.amazonaws.us-east-1.acm-pca');
  expect(JSON.stringify(s3?.documents)).toContain('inventory-data-111122223333-us-east-1');
});

test('without a hosted zone every record is printed', () => {
  const [records] = rowsFor('dns', inExistingVpc());
  expect(records?.details).toContain('c0.inventory.corp.example 10 A 10.40.0.68');
  expect(records?.details).toContain('bootstrap-use1-az1.inventory.corp.example 10 A 10.40.0.72 10.40.0.73');
  expect(rowsFor('dns', sample())).toEqual([]);
});

test('the owner of an injected role gets its trust and its permissions', () => {
  const [role] = rowsFor('identity', sample({ roles: { broker: roleArn } }));
  expect(role?.ask).toContain(roleArn);
  expect(role?.details).toEqual([
    'carried by the instance profile arn:aws:iam::111122223333:instance-profile/kafka-broker',
  ]);
  expect(role?.documents?.map(({ Statement }) => Statement[0]?.Action)).toEqual([
    ['sts:AssumeRole'],
    expect.any(Array),
  ]);
});

describe('the owner of an injected key', () => {
  const statements = (overrides: Partial<Deployment>) =>
    rowsFor('keys', sample({ keys: { data: keyArn }, ...overrides }))[0]?.documents?.[0]?.Statement ?? [];

  test('gets what to add, not a policy that replaces his', () => {
    expect(statements({}).map(({ Sid }) => Sid)).toContain('NodesUseObjects');
    expect(statements({}).map(({ Sid }) => Sid)).not.toContain('AccountAdministers');
  });

  test('trusts the account where roles are not made yet, and a role that exists by name', () => {
    const trusted = (overrides: Partial<Deployment>) =>
      JSON.stringify(statements(overrides).find(({ Sid }) => Sid === 'NodesUseObjects')?.Principal);
    expect(trusted({})).toContain('arn:aws:iam::111122223333:root');
    expect(trusted({ roles: { broker: roleArn } })).toContain(roleArn);
  });

  test('is asked for nothing when there is no such key', () => {
    expect(rowsFor('keys', sample())).toEqual([]);
  });
});

test('quotas cover the maximum and the spare of every zone', () => {
  const [vcpus, interfaces] = rowsFor('quota', sample());
  expect(vcpus?.ask).toMatch(/^At least 30 vCPUs/); // 3 controllers and 12 slots of 2 vCPUs
  expect(interfaces?.ask).toMatch(/^At least 42 network interfaces/); // 15 machines, 9 endpoints in 3 zones
  expect(rowsFor('quota', withWalVolumes())[0]?.ask).toMatch(/^At least 18 vCPUs/);
});

test('guardrails that are known to refuse the design are named before they do', () => {
  expect(rowsFor('guardrails', sample()).map(({ ask }) => ask)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('groups in a single zone'),
      expect.stringContaining('no versioning'),
    ]),
  );
});
