import { contains, formatCidr, parseCidr, sixteenth, sizeOf, upperHalf, type Cidr } from '../../cidr';
import { regions } from '../../facts';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { slotsPerZoneOf } from './choices';
import { listed, repeated, type Rule } from './rule';
import { neededAddresses, parse } from './subnet-rules';

type Place = {
  readonly path: string;
  readonly text: string | undefined;
  readonly longest: number;
  readonly shortest: number;
};

/** Where networks stand in a file, and which prefix lengths make sense there (subnets: /16 to /28, VPC user guide). */
function places({ network, clients }: Draft): readonly Place[] {
  const existing = network?.existingVpc;
  return [
    { path: 'network.newVpc.cidr', text: network?.newVpc?.cidr, shortest: 16, longest: 22 },
    ...(existing?.subnets ?? []).flatMap((subnet, index) => [
      { path: `network.existingVpc.subnets[${index}].cidr`, text: subnet?.cidr, shortest: 16, longest: 28 },
      { path: `network.existingVpc.subnets[${index}].nodeRange`, text: subnet?.nodeRange, shortest: 16, longest: 28 },
    ]),
    ...(existing?.endpointNetworks ?? []).map((text, index) => {
      return { path: `network.existingVpc.endpointNetworks[${index}]`, text, shortest: 8, longest: 32 };
    }),
    ...(clients?.networks ?? []).map((row, index) => {
      return { path: `clients.networks[${index}].cidr`, text: row?.cidr, shortest: 8, longest: 32 };
    }),
  ];
}

function badNetwork({ path, text, shortest, longest }: Place): readonly Mistake[] {
  if (text === undefined) return [];
  const cidr = parseCidr(text);
  if (!cidr)
    return [
      mistake(
        path,
        'is not a network: an octet is too large or bits behind the prefix are set',
        text,
        'a network such as 10.40.0.0/16',
      ),
    ];
  if (cidr.prefix >= shortest && cidr.prefix <= longest) return [];
  const problem = cidr.prefix > longest ? 'is too small' : 'is too large';
  return [mistake(path, problem, text, `a prefix from /${shortest} to /${longest}`)];
}

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function publicVpc({ network }: Draft): readonly Mistake[] {
  const cidr = parse(network?.newVpc?.cidr);
  if (!cidr || privateNetworks.some((text) => contains(parse(text) as Cidr, cidr))) return [];
  return [
    mistake('network.newVpc.cidr', 'is not a private network', formatCidr(cidr), `inside ${listed(privateNetworks)}`),
  ];
}

function smallNewVpc(draft: Draft): readonly Mistake[] {
  const text = draft.network?.newVpc?.cidr;
  const cidr = parse(text);
  const slots = slotsPerZoneOf(draft);
  if (!text || !cidr || cidr.prefix > 22 || slots === undefined) return [];
  const range = sizeOf(parse(upperHalf(sixteenth(text, 0))) as Cidr);
  if (range >= neededAddresses(slots)) return [];
  const problem = `leaves ${range} addresses for the nodes of a zone, and ${slots} slots need ${neededAddresses(slots)}`;
  return [mistake('network.newVpc.cidr', problem, text, 'a larger network or fewer slots')];
}

/** Lists whose elements must differ; `*` stands for the index. */
function listsOf({
  network,
  clients,
}: Draft): readonly (readonly [path: string, values: readonly (string | undefined)[]])[] {
  const { subnets = [], endpoints = [] } = network?.existingVpc ?? {};
  const { networks = [], prefixLists = [], securityGroups = [] } = clients ?? {};
  return [
    ['network.existingVpc.subnets[*].zone', subnets.map((subnet) => subnet?.zone)],
    ['network.existingVpc.subnets[*].subnetId', subnets.map((subnet) => subnet?.subnetId)],
    ['network.existingVpc.endpoints[*]', endpoints],
    ['clients.networks[*].cidr', networks.map((row) => row?.cidr)],
    ['clients.prefixLists[*]', prefixLists],
    ['clients.securityGroups[*]', securityGroups],
  ];
}

const givenTwice = (draft: Draft): readonly Mistake[] =>
  listsOf(draft).flatMap(([path, values]) =>
    repeated(values).map(({ value, index }) =>
      mistake(path.replace('*', String(index)), 'is given twice', value, 'each once'),
    ),
  );

function oneNetwork({ network }: Draft): readonly Mistake[] {
  if (network === undefined || (network.newVpc === undefined) !== (network.existingVpc === undefined)) return [];
  return [
    mistake('network', 'names both networks or none', Object.keys(network), 'exactly one of newVpc, existingVpc'),
  ];
}

function noPrefixList({ region = '', network }: Draft): readonly Mistake[] {
  const known = regions[region];
  if (!known || known.s3PrefixListId || network === undefined || network.existingVpc?.s3PrefixListId) return [];
  const problem = `of ${region} is not in the package's table, and without it no rule can let nodes reach S3`;
  return [
    mistake(
      'network.existingVpc.s3PrefixListId',
      problem,
      undefined,
      'the id that `aws ec2 describe-managed-prefix-lists` prints',
    ),
  ];
}

export const networkRules: readonly Rule[] = [
  { holds: 'The cluster lives in exactly one network.', mistakes: oneNetwork },
  {
    holds: 'Every network is one, of a size that makes sense.',
    mistakes: (draft) => places(draft).flatMap(badNetwork),
  },
  { holds: 'A new VPC uses private addresses.', mistakes: publicVpc },
  { holds: 'A new VPC has room for every slot.', mistakes: smallNewVpc },
  { holds: 'Nothing is listed twice.', mistakes: givenTwice },
  { holds: 'The prefix list of S3 is known.', mistakes: noPrefixList },
];
