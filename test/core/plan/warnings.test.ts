import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import { inExistingVpc, sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const clients = { networks: [{ cidr: '10.90.0.0/20', zone: 'use1-az1' }] };
const quiet = sample({ clients });
const load = (meanMBps: number, peakMBps: number) => ({
  workload: { consumerGroups: ['one'], streams: [{ name: 'signals', meanMBps, peakMBps }] },
});
const warnings = (deployment: Deployment, allowDataLoss?: string) => plan(deployment, asOf, { allowDataLoss }).warnings;

test('nothing to warn of', () => {
  expect(warnings({ ...quiet, ...load(30, 40) })).toEqual([]);
});

// prettier-ignore
const cases: readonly (readonly [string, Deployment, RegExp])[] = [
  ['one controller', { ...quiet, controllers: { count: 1 } }, /^One controller/],
  ['one zone', { ...quiet, zones: ['use1-az1'], brokers: { instanceType: 'm7g.large', perZone: 2 } }, /^One zone/],
  ['a peak above what runs at rest', { ...quiet, ...load(30, 60) }, /needs 2 brokers per zone, 1 run at rest/],
  ['a peak above the maximum', { ...quiet, ...load(30, 600) }, /is above 134.6 MB\/s.*needs 14 brokers per zone/],
  ['a router for little', { ...quiet, ...load(3, 40) }, /^The zone router costs more than it saves: 1.0 MB\/s/],
  ['no room to grow', { ...quiet, brokers: { instanceType: 'm7g.large', perZone: 1, slotsPerZone: 2 } }, /^No room to grow/],
  ['nobody may connect', sample(), /^clients is empty/],
  ['security groups of another VPC', { ...quiet, clients: { securityGroups: ['sg-0123456789abcdef0'] } }, /^clients.securityGroups: sg-0123456789abcdef0 live in another VPC/],
  ['a network without a zone', { ...quiet, clients: { networks: [{ cidr: '10.91.0.0/20' }] } }, /^Clients in 10.91.0.0\/20 must set client.id/],
];

test.each(cases)('%s', (_, deployment, said) => {
  expect(warnings(deployment)).toEqual([expect.stringMatching(said)]);
});

test('a single broker has nobody to take over its log', () => {
  const deployment = { ...quiet, zones: ['use1-az1'] };
  expect(warnings(deployment)).toEqual([expect.stringMatching(/^One zone/), expect.stringMatching(/^A single broker/)]);
});

test('every accepted fault is repeated', () => {
  const accepted = ['no-such-upload-halts-broker', 'duplicate-node-id-never-stops', 'ebs-wal-without-failover'];
  const said = warnings(withWalVolumes({ clients }));
  expect(said).toHaveLength(1 + accepted.length);
  for (const name of accepted) expect(said).toContainEqual(expect.stringContaining(`known fault ${name}`));
});

test('the enterprise edition was never run', () => {
  const { archive } = quiet.automq;
  const said = warnings({ ...quiet, automq: { edition: 'enterprise', release: '5.5.3', archive } });
  expect(said).toEqual([expect.stringMatching(/never run by this project/)]);
});

test('endpoints that the owner of the VPC does not run yet', () => {
  const { existingVpc } = inExistingVpc().network;
  const deployment = inExistingVpc({
    clients,
    network: { existingVpc: { ...existingVpc!, endpoints: ['ec2', 'logs'] } },
  });
  expect(warnings(deployment)).toEqual([
    expect.stringMatching(/lacks autoscaling, cloudformation, secretsmanager, acm-pca, monitoring, ssm, ssmmessages/),
  ]);
});

test('a plan that destroys data says so first', () => {
  expect(warnings({ ...quiet, allowDataLoss: true }, 'inventory')[0]).toMatch(/destroys keys, buckets and volumes/);
});
