import fc from 'fast-check';
import { plan } from '../../../lib/core/plan/plan';
import type { Plan } from '../../../lib/core/plan/types';
import { anyDeployment } from '../../fixtures/arbitraries';
import { inExistingVpc, sample } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const addressesOf = ({ dns }: Plan): ReadonlyMap<string, readonly string[]> =>
  new Map(dns.recordSets.flatMap(({ records }) => records).map(({ host, addresses }) => [host, addresses]));

test('a bootstrap name holds the lowest slots of a zone, one more than run at rest: other addresses drop packets', () => {
  const records = addressesOf(
    plan(sample({ brokers: { instanceType: 'm7g.large', perZone: 2, slotsPerZone: 8 } }), asOf),
  );
  expect(records.get('bootstrap-use1-az4.inventory.automq.internal')).toEqual([
    '10.20.72.8',
    '10.20.72.9',
    '10.20.72.10',
  ]);
  expect(records.get('bootstrap.inventory.automq.internal')).toHaveLength(9);
});

test('whatever the size: at most floor + 1 addresses of a zone, and every node has a name of its own', () => {
  fc.assert(
    fc.property(anyDeployment, (deployment) => {
      const planned = plan(deployment, asOf);
      const records = addressesOf(planned);
      const listed = planned.zones.flatMap(({ bootstrapHost }) => records.get(bootstrapHost) ?? []);
      for (const { bootstrapHost } of planned.zones) {
        expect(records.get(bootstrapHost)!.length).toBeLessThanOrEqual(deployment.brokers.perZone + 1);
      }
      expect(records.get(`bootstrap.${planned.dns.domain}`)).toEqual(listed);
      for (const { host, address } of planned.controllers) expect(records.get(host)).toEqual([address]);
    }),
    { numRuns: 40 },
  );
});

test('records live ten seconds', () => {
  const ttls = plan(sample(), asOf).dns.recordSets.flatMap(({ records }) =>
    records.map(({ ttlSeconds }) => ttlSeconds),
  );
  expect(new Set(ttls)).toEqual(new Set([10]));
});

test.each([
  [sample(), { kind: 'new', domain: 'inventory.automq.internal' }],
  [inExistingVpc(), { kind: 'none', domain: 'inventory.corp.example' }],
  [
    sample({ dns: { domain: 'kafka.corp.example', hostedZone: 'Z0123456789ABCDEFGHIJ' } }),
    { kind: 'existing', hostedZoneId: 'Z0123456789ABCDEFGHIJ', domain: 'kafka.corp.example' },
  ],
])('names are published where the file says', (deployment, expected) => {
  expect(plan(deployment, asOf).dns).toMatchObject(expected);
});
