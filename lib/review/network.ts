/** Section "network": every flow that a security group allows, what reaches the internet, what passes the endpoints. */
import type { Assembly, Located } from './assembly';
import { serviceOf } from './statements';
import { ANYTHING, isOpen } from './ranges';
import { at, choices, isObject, mayBeTrue, objectsIn, type Properties } from './template';
import { isUndecided } from './undecided';

export interface Flow {
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly to: string;
  readonly port: string;
  /** Description of the rule; empty where it has none: that is a finding. */
  readonly why: string;
  readonly resource: string;
}

export interface EndpointReview {
  readonly service: string;
  readonly resource: string;
  readonly kind: string;
  /** False where the default policy lets everything pass. */
  readonly restricted: boolean;
  /** Security groups of its interfaces; none means the default group of the VPC. */
  readonly groups: readonly string[];
  readonly purpose: string;
}

export interface NetworkReview {
  readonly flows: readonly Flow[];
  readonly endpoints: readonly EndpointReview[];
  /** Resources and rules that lead to or from the internet; empty in private mode. */
  readonly internet: readonly string[];
  readonly statement: string;
}

/** Types that make a way to the internet. */
export const WAYS_OUT = [
  'AWS::EC2::InternetGateway',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::CarrierGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EIP',
  'AWS::EC2::EIPAssociation',
];

/** `unknown` is the number of resources that nobody judges: where there are some, nothing can be said of all. */
export function reviewNetwork(assembly: Assembly, unknown = 0): NetworkReview {
  const flows = flowsOf(assembly);
  const internet = waysOut(assembly, flows);
  return {
    flows,
    internet,
    endpoints: assembly.ofType('AWS::EC2::VPCEndpoint').map((row) => endpoint(assembly, row)),
    statement: [
      say(internet, assembly.ofType('AWS::EC2::VPC').length > 0),
      ...unseenLists(flows),
      ...(unknown > 0 ? [`What the ${unknown} resources that are not judged reach is not said here.`] : []),
    ].join(' '),
  };
}

function say(internet: readonly string[], ownVpc: boolean): string {
  if (internet.length > 0) return `These ${internet.length} lead to or from the internet.`;
  const nothing = 'Nothing in these templates reaches the internet, and nothing can be reached from it.';
  return ownVpc
    ? nothing
    : `${nothing} The VPC is given: where its subnets, route tables and endpoints lead is not in these templates.`;
}

/** Prefix lists of AWS or of others, by id: whoever keeps them decides which addresses they mean. */
function unseenLists(flows: readonly Flow[]): readonly string[] {
  const parties = flows.flatMap(({ from, to }) => [...from.split(', '), ...to.split(', ')]);
  const unseen = [...new Set(parties.filter((party) => party.startsWith('pl-')))];
  return unseen.length > 0 ? [`Which addresses are in ${unseen.join(' and in ')} is not in these templates.`] : [];
}

export function flowsOf(assembly: Assembly): readonly Flow[] {
  const inline = assembly
    .ofType('AWS::EC2::SecurityGroup')
    .flatMap((group) => [
      ...rules(group.properties.SecurityGroupIngress).map((rule) =>
        flow(assembly, group, 'in', rule, assembly.nameOf(group)),
      ),
      ...rules(group.properties.SecurityGroupEgress).map((rule) =>
        flow(assembly, group, 'out', rule, assembly.nameOf(group)),
      ),
    ]);
  const apart = assembly.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress').map((row) => {
    const own = assembly.text(row.properties.GroupId, row.stack);
    return flow(assembly, row, row.type.endsWith('Ingress') ? 'in' : 'out', row.properties, own);
  });
  return [...inline, ...apart];
}

const rules = (value: unknown): readonly Properties[] => choices(value).filter(isObject);

function flow(assembly: Assembly, row: Located, direction: Flow['direction'], rule: Properties, own: string): Flow {
  const other = peer(assembly, row.stack, rule);
  const why = String(rule.Description ?? '');
  const [from, to] = direction === 'in' ? [other, own] : [own, other];
  return { direction, from, to, port: port(rule), why, resource: row.address };
}

const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'SourceSecurityGroupName',
  'DestinationSecurityGroupId',
  'SourcePrefixListId',
  'DestinationPrefixListId',
];

function peer(assembly: Assembly, stack: string, rule: Properties): string {
  const given = PEERS.flatMap((key) => choices(rule[key]).flatMap((value) => parties(assembly, stack, key, value)));
  return given.join(', ') || ANYTHING;
}

/** A prefix list of these templates is what it holds; a range that is decided later may be any. */
function parties(assembly: Assembly, stack: string, key: string, value: unknown): readonly string[] {
  const text = assembly.text(value, stack);
  if (key.startsWith('Cidr')) return [isUndecided(text) ? `${ANYTHING} (${text})` : text];
  const found = assembly.target(value, stack);
  if (found?.type !== 'AWS::EC2::PrefixList') return [text];
  const entries = choices(found.properties.Entries).map((entry) => at(entry, 'Cidr'));
  return [text, ...entries.flatMap((range) => parties(assembly, found.stack, 'Cidr', range))];
}

function port({ IpProtocol: protocol, FromPort: from, ToPort: to }: Properties): string {
  if (String(protocol) === '-1') return 'every port';
  if (Number(from) <= 1 && Number(to) === 65535) return `every ${String(protocol)} port`;
  return `${String(protocol)} ${String(from) === String(to) ? String(from) : `${String(from)}-${String(to)}`}`;
}

function endpoint(assembly: Assembly, row: Located): EndpointReview {
  return {
    service: serviceOf(assembly, row),
    resource: row.address,
    kind: String(row.properties.VpcEndpointType ?? 'Gateway'),
    restricted: row.properties.PolicyDocument !== undefined,
    groups: assembly.texts(row.properties.SecurityGroupIds, row.stack),
    purpose: String(row.resource.Metadata?.['automq:purpose'] ?? ''),
  };
}

function waysOut(assembly: Assembly, flows: readonly Flow[]): readonly string[] {
  const gateways = assembly.ofType(...WAYS_OUT).map(({ address, type }) => `${address} (${type})`);
  const names = assembly
    .ofType('AWS::Route53::HostedZone')
    .filter(({ properties }) => choices(properties.VPCs).length === 0)
    .map(({ address }) => `${address} (public names)`);
  const routes = assembly
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) =>
      [properties.DestinationCidrBlock, properties.DestinationIpv6CidrBlock]
        .flatMap(choices)
        .some((to) => isOpen(String(to))),
    )
    .map(({ address }) => `${address} (route to anywhere)`);
  const open = flows
    .filter(({ from, to }) => isOpen(from) || isOpen(to))
    .map(({ resource, from, to, port: number }) => `${resource} (${from} to ${to}, ${number})`);
  return [...gateways, ...names, ...routes, ...publicAddresses(assembly), ...open];
}

/** Machines or subnets that get a public address. */
export function publicAddresses(assembly: Assembly): readonly string[] {
  const asked = ({ properties }: Located): boolean =>
    objectsIn(properties).some(({ value }) => mayBeTrue(value.AssociatePublicIpAddress)) ||
    mayBeTrue(properties.MapPublicIpOnLaunch);
  return assembly
    .ofType('AWS::EC2::LaunchTemplate', 'AWS::EC2::Instance', 'AWS::EC2::Subnet')
    .filter(asked)
    .map(({ address }) => `${address} (gives public addresses)`);
}
