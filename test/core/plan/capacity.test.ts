import type { Deployment, Workload } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const groups = (count: number): string[] => Array.from({ length: count }, (_, index) => `group-${index}`);
const workload = (readers: number, peakMBps = 31, meanMBps = 7.7): Workload => ({
  consumerGroups: groups(readers),
  streams: [{ name: 'signals', meanMBps, peakMBps }],
});
const capacity = (overrides: Partial<Deployment>) => plan(sample(overrides), asOf).capacity;
const brokers = (instanceType: string, perZone = 1) => ({ instanceType, perZone });

test.each([
  ['m7g.xlarge', 7, 'processor', 11.2],
  ['m7g.large', 3, 'processor', 11.2],
  ['m7g.large', 1, 'processor', 22.4],
  ['m7g.4xlarge', 1, 'processor', 179.5],
])('%s with %i readers is limited by the %s', (instanceType, readers, limitedBy, perBrokerMBps) => {
  expect(capacity({ brokers: brokers(instanceType), workload: workload(readers) })).toMatchObject({
    limitedBy,
    perBrokerMBps,
  });
});

test('without readers the network decides: 80 % of the baseline over 2.5 bytes sent for each produced', () => {
  const { perBrokerMBps, limitedBy } = capacity({ brokers: brokers('m7g.large'), workload: workload(0) });
  expect([limitedBy, perBrokerMBps]).toEqual(['network out', 37.5]);
});

test('a WAL volume can be slower than everything else', () => {
  const planned = plan(withWalVolumes({ brokers: brokers('m7g.4xlarge', 2), workload: workload(1) }), asOf);
  expect(planned.capacity).toMatchObject({ limitedBy: 'WAL volume', perBrokerMBps: 131.1 });
});

test('of three zones two must carry the load; of one zone that one', () => {
  const three = capacity({ brokers: { ...brokers('m7g.large', 2), slotsPerZone: 5 } });
  expect([three.clusterMBps, three.clusterAtMaximumMBps]).toEqual([89.8, 179.5]);
  const one = capacity({ zones: ['use1-az1'], brokers: { ...brokers('m7g.large', 2), slotsPerZone: 5 } });
  expect([one.clusterMBps, one.clusterAtMaximumMBps]).toEqual([44.9, 89.8]);
});

test('streams add up at their peaks, weigh by the readers they have, and count for the hours they run', () => {
  const streams = [
    { name: 'signals', meanMBps: 6, peakMBps: 30 },
    { name: 'nightly', meanMBps: 80, peakMBps: 90, hoursPerDay: 3, readers: 1 },
  ];
  const planned = capacity({ brokers: brokers('m7g.xlarge'), workload: { consumerGroups: groups(5), streams } });
  expect(planned.readers).toBe(2);
  expect(planned.workload).toEqual({ meanMBps: 16, peakMBps: 120, brokersPerZoneForPeak: 3 });
});

describe('acknowledgement', () => {
  const expected = (overrides: Partial<Deployment>) => capacity(overrides).acknowledgement;

  test('half a batch and one upload with the S3 log; the zone router is a second log before it', () => {
    expect(expected({ zoneRouter: false }).expectedMs).toMatch(/^150 .* to 650 /);
    expect(expected({}).expectedMs).toMatch(/^300 .* to 1300 /);
    expect(expected({ zoneRouter: false, wal: { type: 's3', batchIntervalMs: 1000 } }).expectedMs).toMatch(/^525 /);
  });

  test('producers get the settings without which the S3 log is many times slower', () => {
    expect(expected({}).producerSettings).toEqual({
      'linger.ms': '100',
      'batch.size': '1048576',
      'max.request.size': '16777216',
      'metadata.max.age.ms': '60000',
      'socket.connection.setup.timeout.ms': '2000',
      'client.dns.lookup': 'use_all_dns_ips',
    });
  });
});
