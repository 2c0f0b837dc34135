import { contains, formatCidr, overlaps, parseCidr, sizeOf, type Cidr } from '../../cidr';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { slotsPerZoneOf } from './choices';
import { listed, type Rule } from './rule';

/** A network where there is one and it is well-formed. */
export const parse = (text: string | undefined): Cidr | undefined => (text === undefined ? undefined : parseCidr(text));

/** Four addresses AWS keeps, up to four for controllers, one per slot, and the last one, which AWS keeps too. */
export const neededAddresses = (slots: number): number => 8 + slots + 1;

interface Subnet {
  readonly path: string;
  readonly zone?: string;
  readonly cidr?: Cidr;
  readonly nodeRange?: Cidr;
}

const subnetsOf = ({ network }: Draft): readonly Subnet[] =>
  (network?.existingVpc?.subnets ?? []).map((subnet, index) => ({
    path: `network.existingVpc.subnets[${index}]`,
    zone: subnet?.zone,
    cidr: parse(subnet?.cidr),
    nodeRange: parse(subnet?.nodeRange),
  }));

function badRanges(draft: Draft): readonly Mistake[] {
  const slots = slotsPerZoneOf(draft);
  return subnetsOf(draft).flatMap(({ path, cidr, nodeRange }) => {
    if (!nodeRange) return [];
    const at = `${path}.nodeRange`;
    const outside = cidr !== undefined && !contains(cidr, nodeRange);
    const small = slots !== undefined && sizeOf(nodeRange) < neededAddresses(slots);
    return [
      ...(outside ? [mistake(at, 'is outside its subnet', formatCidr(nodeRange), `inside ${formatCidr(cidr)}`)] : []),
      ...(small ? [tooFew(at, nodeRange, slots)] : []),
    ];
  });
}

function tooFew(path: string, range: Cidr, slots: number): Mistake {
  const problem = `has ${sizeOf(range)} addresses, and ${slots} slots need ${neededAddresses(slots)}`;
  return mistake(path, problem, formatCidr(range), 'a larger range or fewer slots');
}

function overlappingSubnets(draft: Draft): readonly Mistake[] {
  const subnets = subnetsOf(draft);
  return subnets.flatMap(({ path, cidr }, index) => {
    const other = subnets.slice(0, index).find((earlier) => cidr && earlier.cidr && overlaps(cidr, earlier.cidr));
    if (!cidr || !other?.cidr) return [];
    return [
      mistake(
        `${path}.cidr`,
        `overlaps ${other.path}.cidr, ${formatCidr(other.cidr)}`,
        formatCidr(cidr),
        'networks that share no address',
      ),
    ];
  });
}

/** Says nothing while the zone of some subnet is unknown. */
function zonesWithoutSubnet(draft: Draft): readonly Mistake[] {
  const subnets = subnetsOf(draft);
  if (subnets.length === 0 || subnets.some(({ zone }) => zone === undefined)) return [];
  return (draft.zones ?? [])
    .filter((zone) => zone !== undefined && !subnets.some((subnet) => subnet.zone === zone))
    .map((zone) =>
      mistake('network.existingVpc.subnets', `has no subnet for zone ${zone}`, undefined, 'one subnet for each zone'),
    );
}

function strayZones(draft: Draft): readonly Mistake[] {
  const zones = draft.zones ?? [];
  if (zones.includes(undefined) || zones.length === 0) return [];
  const rows = [
    ...subnetsOf(draft).map(({ path, zone }) => ({ path: `${path}.zone`, zone })),
    ...(draft.clients?.networks ?? []).map((row, index) => ({
      path: `clients.networks[${index}].zone`,
      zone: row?.zone,
    })),
  ];
  return rows
    .filter(({ zone }) => zone !== undefined && !zones.includes(zone))
    .map(({ path, zone }) => mistake(path, 'is no zone of this deployment', zone, listed(zones as readonly string[])));
}

export const subnetRules: readonly Rule[] = [
  { holds: 'A node range lies in its subnet and has room for every slot.', mistakes: badRanges },
  { holds: 'Subnets share no address.', mistakes: overlappingSubnets },
  { holds: 'Every zone has a subnet.', mistakes: zonesWithoutSubnet },
  { holds: 'Subnets and client networks name zones of the deployment.', mistakes: strayZones },
];
