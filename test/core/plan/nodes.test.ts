import fc from 'fast-check';
import { contains, parseCidr, type Cidr } from '../../../lib/core/cidr';
import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import type { Plan, Slot } from '../../../lib/core/plan/types';
import { anyDeployment, elasticDeployments } from '../../fixtures/arbitraries';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const cidr = (text: string): Cidr => parseCidr(text) as Cidr;
const slotsOf = ({ brokers }: Plan): readonly Slot[] =>
  brokers.kind === 'elastic' ? brokers.groups.flatMap(({ slots }) => slots) : brokers.nodes;
const everyNode = (planned: Plan): readonly Slot[] => [...planned.controllers, ...slotsOf(planned)];
const identity = ({ zone, index, nodeId, address, host }: Slot) => ({ zone, index, nodeId, address, host });

/** Runs the property over random deployments; 40 keep it around a second. */
const always = (deployments: fc.Arbitrary<Deployment>, holds: (planned: Plan, deployment: Deployment) => void): void =>
  fc.assert(
    fc.property(deployments, (deployment) => holds(plan(deployment, asOf), deployment)),
    { numRuns: 40 },
  );

test('no two nodes share an id, an address or a name', () => {
  always(anyDeployment, (planned) => {
    const nodes = everyNode(planned);
    for (const key of ['nodeId', 'address', 'host'] as const) {
      expect(new Set(nodes.map((node) => node[key])).size).toBe(nodes.length);
    }
  });
});

test('every address lies in the node range of its zone, behind what AWS keeps and before the last one', () => {
  always(anyDeployment, (planned) => {
    const ranges = new Map(planned.zones.map(({ id, subnet }) => [id, cidr(subnet.nodeRange)]));
    const outside = everyNode(planned).filter(({ zone, address }) => {
      const { base, prefix } = ranges.get(zone)!;
      const at = cidr(`${address}/32`).base - base;
      return at < 4 || at >= 2 ** (32 - prefix) - 1;
    });
    expect(outside).toEqual([]);
    expect(planned.zones.every(({ subnet }) => contains(cidr(subnet.cidr), cidr(subnet.nodeRange)))).toBe(true);
  });
});

test('controllers have ids below 100 and brokers from 1000 on, in the thousand of their zone', () => {
  always(anyDeployment, (planned) => {
    expect(planned.controllers.map(({ nodeId }) => nodeId)).toEqual(planned.controllers.map((_, index) => index));
    const ids = slotsOf(planned).map(({ nodeId }) => nodeId);
    expect(ids).toEqual(slotsOf(planned).map(({ zone, index }) => 1000 * Number(zone.slice(-1)) + index));
  });
});

test('an elastic group has one slot more than it can grow to, and starts at what the file says', () => {
  always(elasticDeployments, ({ brokers }, { brokers: given }) => {
    if (brokers.kind !== 'elastic') throw new Error('expected elastic brokers');
    for (const { slots, maxSize, minSize } of brokers.groups) {
      expect(slots.length).toBe(maxSize + 1);
      expect(minSize).toBe(given.perZone);
      expect(maxSize).toBeGreaterThanOrEqual(minSize);
    }
  });
});

test('more slots change no slot that was there', () => {
  always(elasticDeployments, (planned, deployment) => {
    const slotsPerZone = (deployment.brokers.slotsPerZone ?? 0) + 7;
    const grown = plan({ ...deployment, brokers: { ...deployment.brokers, slotsPerZone } }, asOf);
    const known = new Set(everyNode(planned).map(({ nodeId }) => nodeId));
    const stayed = everyNode(grown).filter(({ nodeId }) => known.has(nodeId));
    expect(stayed.map(identity)).toEqual(everyNode(planned).map(identity));
  });
});

test('a zone that comes or goes changes nothing of the brokers, subnets and names of the others', () => {
  const three = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 3, maxLength: 3 });
  const zonesOf = (numbers: readonly number[]) => numbers.map((number) => `use1-az${number}`);
  fc.assert(
    fc.property(elasticDeployments, three, three, (deployment, before, after) => {
      const [old, fresh] = [before, after].map((numbers) => plan({ ...deployment, zones: zonesOf(numbers) }, asOf));
      const kept = zonesOf(before.filter((number) => after.includes(number)));
      for (const zone of kept) expect(facets(fresh!, zone)).toEqual(facets(old!, zone));
    }),
    { numRuns: 40 },
  );
});

/** Everything of a zone but its controllers: three controllers in three zones must move when a zone does. */
function facets({ zones, brokers, dns }: Plan, zone: string): unknown {
  return {
    zone: zones.find(({ id }) => id === zone),
    group: brokers.kind === 'elastic' ? brokers.groups.find((group) => group.zone === zone) : undefined,
    records: dns.recordSets.find(({ id }) => id === zone),
  };
}

describe('controllers', () => {
  const zonesOf = (deployment: Deployment) => plan(deployment, asOf).controllers.map(({ zone }) => zone);

  test("one in each of three zones, in the order of the zones' numbers", () => {
    expect(zonesOf(sample({ zones: ['use1-az6', 'use1-az2', 'use1-az4'] }))).toEqual([
      'use1-az2',
      'use1-az4',
      'use1-az6',
    ]);
  });

  test('all three in the one zone there is', () => {
    const { controllers } = plan(sample({ zones: ['use1-az4'] }), asOf);
    expect(controllers.map(({ zone, address }) => [zone, address])).toEqual([
      ['use1-az4', '10.20.72.4'],
      ['use1-az4', '10.20.72.5'],
      ['use1-az4', '10.20.72.6'],
    ]);
  });

  test('one, when the file accepts that', () => {
    expect(zonesOf(sample({ controllers: { count: 1 } }))).toEqual(['use1-az1']);
  });

  test('only their volumes carry the tag that snapshots look for', () => {
    const { controllers, brokers, snapshots } = plan(withWalVolumes(), asOf);
    const tagged = ({ volume }: (typeof controllers)[number]) => volume.tags[snapshots.tag.key] === snapshots.tag.value;
    expect(controllers.every(tagged)).toBe(true);
    expect(brokers.kind === 'pinned' && brokers.nodes.some(tagged)).toBe(false);
  });
});

describe('WAL volumes', () => {
  test('one pinned broker for each, of the size the file says, and no spare', () => {
    const { brokers } = plan(withWalVolumes({ wal: { type: 'ebs', volumeGiB: 50, iops: 4000 } }), asOf);
    if (brokers.kind !== 'pinned') throw new Error('expected pinned brokers');
    expect(brokers.nodes.map(({ nodeId }) => nodeId)).toEqual([1000, 1001, 2000, 2001, 4000, 4001]);
    expect(brokers.nodes[0]).toMatchObject({
      groupName: 'inventory-broker-1000',
      volume: { sizeGiB: 50, iops: 4000, throughputMiBps: 125 },
    });
  });

  test('a retained volume is used where the file names it, and nowhere else', () => {
    const { controllers, brokers } = plan(withWalVolumes({ adoptVolumes: { '1': 'vol-0123456789abcdef0' } }), asOf);
    const nodes = [...controllers, ...(brokers.kind === 'pinned' ? brokers.nodes : [])];
    const adopted = nodes.flatMap(({ nodeId, volume }) => (volume.existingId ? [[nodeId, volume.existingId]] : []));
    expect(adopted).toEqual([[1, 'vol-0123456789abcdef0']]);
  });
});
