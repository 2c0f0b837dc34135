import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import type { CostRow } from '../../../lib/core/plan/types';
import { keeperDefinition } from '../../../lib/core/render';
import { keeperRunStates } from '../../../lib/core/seasons/defaults';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const cost = (rows: readonly CostRow[], item: string): number | undefined =>
  rows.find((row) => row.item === item)?.monthlyUsd;
const fixed = (item: string, overrides: Partial<Deployment> = {}): number | undefined =>
  cost(plan(sample(overrides), asOf).costs, item);

test('a broker pays the S3 log by the clock: 52.56 USD for uploads at 250 ms, half of it at 500 ms', () => {
  expect(fixed('S3 log, uploads')).toBe(3 * 52.56);
  expect(fixed('S3 log, uploads', { wal: { type: 's3', batchIntervalMs: 500 } })).toBe(78.84);
});

test('the zone router is a log of its own, at 250 ms whatever the file says', () => {
  expect(fixed('zone router, uploads', { wal: { type: 's3', batchIntervalMs: 500 } })).toBe(3 * 52.56);
  expect(fixed('zone router, uploads', { zoneRouter: false })).toBeUndefined();
});

test('an interface endpoint costs 7.30 USD in each zone', () => {
  const { network, costs } = plan(sample(), asOf);
  expect(cost(costs, 'interface endpoints')).toBeCloseTo(network.endpoints.length * 3 * 7.3, 2);
});

test('what is injected is not paid for', () => {
  const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
  const authorityArn =
    'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-4333-8444-555555555555';
  expect(fixed('customer-managed keys')).toBe(4);
  expect(fixed('customer-managed keys', { keys: { data: keyArn } })).toBe(3);
  expect(fixed('private certificate authority')).toBe(50);
  expect(fixed('private certificate authority', { tls: { issuer: 'private-ca', authorityArn } })).toBeUndefined();
});

test('WAL volumes cost gigabytes, and what is above the included operations and throughput', () => {
  const wal = { type: 'ebs', volumeGiB: 20, iops: 4000, throughputMiBps: 225 } as const;
  const { costs } = plan(withWalVolumes({ wal }), asOf);
  expect(cost(costs, 'WAL volumes')).toBe(9.6);
  expect(cost(costs, 'WAL volumes, operations')).toBe(30);
  expect(cost(costs, 'WAL volumes, throughput')).toBe(24);
  expect(cost(costs, 'S3 log, uploads')).toBeUndefined();
});

test('seasons cost the keeper and their alarms; without them there is neither', () => {
  const seasons = [
    { name: 'sale', timeZone: 'UTC', start: '2026-12-01T00:00', end: '2026-12-02T00:00', brokersPerZone: 2 },
  ];
  const { plan: planned, run } = withSeasons(seasons);
  expect(run).toHaveLength(keeperRunStates);
  expect(cost(planned.costs, 'floor keeper, runs')).toBe(1.31); // 8,760 runs x 6 states at 0.000025
  expect(cost(planned.costs, 'alarms of seasons and scaling')).toBeGreaterThan(1);
  expect(fixed('floor keeper, runs')).toBeUndefined();
});

/** A plan, and the states that a run of its keeper passes through when every floor is as it should be. */
function withSeasons(seasons: Deployment['seasons']) {
  const planned = plan(sample({ seasons }), asOf);
  const { StartAt, States } = keeperDefinition(planned) as { StartAt: string; States: Record<string, State> };
  const run: string[] = [];
  for (let at: string | undefined = StartAt; at !== undefined; at = States[at]!.Next ?? States[at]!.Default)
    run.push(at);
  return { plan: planned, run };
}

interface State {
  readonly Next?: string;
  readonly Default?: string;
}

test('every row names its source', () => {
  for (const { source } of plan(sample(), asOf).costs) expect(source).not.toBe('');
});

test('a described workload is priced at its daily mean and retention; traffic between zones only without the router', () => {
  const workload = {
    consumerGroups: ['availability'],
    streams: [{ name: 'nightly', meanMBps: 80, peakMBps: 90, hoursPerDay: 3, retentionHours: 100 }],
  };
  const rows = (zoneRouter: boolean) => plan(sample({ workload, zoneRouter }), asOf).workloadCosts;
  expect(cost(rows(true), 'S3 storage')).toBe(82.8); // 10 MB/s x 360,000 s = 3,600 GB at 0.023
  expect(cost(rows(true), 'traffic between zones')).toBeUndefined();
  expect(cost(rows(false), 'traffic between zones')).toBe(700.8); // 26,280 GB, two thirds of it, written and read, at 0.02
  expect(plan(sample(), asOf).workloadCosts).toEqual([]);
});
