/** Section "network": every flow that a security group allows, what reaches the internet, what passes the endpoints. */
import type { Assembly, Located } from './assembly';
import { serviceOf } from './statements';
import { isObject, list, type Properties } from './template';

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
const WAYS_OUT = [
  'AWS::EC2::InternetGateway',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EIP',
  'AWS::EC2::EIPAssociation',
];

const OPEN = ['0.0.0.0/0', '::/0', 'anything'];

/** A rule may name several parties; one that means everybody is enough. */
export const isOpen = (party: string): boolean => party.split(', ').some((one) => OPEN.includes(one));

export function reviewNetwork(assembly: Assembly): NetworkReview {
  const flows = flowsOf(assembly);
  const internet = waysOut(assembly, flows);
  return {
    flows,
    internet,
    endpoints: assembly.ofType('AWS::EC2::VPCEndpoint').map((row) => endpoint(assembly, row)),
    statement: say(internet, assembly.ofType('AWS::EC2::VPC').length > 0),
  };
}

function say(internet: readonly string[], ownVpc: boolean): string {
  if (internet.length > 0) return `These ${internet.length} lead to or from the internet.`;
  const nothing = 'Nothing in these templates reaches the internet, and nothing can be reached from it.';
  return ownVpc
    ? nothing
    : `${nothing} The VPC is given: where its subnets, route tables and endpoints lead is not in these templates.`;
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

const rules = (value: unknown): readonly Properties[] => list(value).filter(isObject);

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
  const given = PEERS.flatMap((key) => (rule[key] === undefined ? [] : [assembly.text(rule[key], stack)]));
  return given.join(', ') || 'anything';
}

function port({ IpProtocol: protocol, FromPort: from, ToPort: to }: Properties): string {
  if (String(protocol) === '-1') return 'every port';
  return `${String(protocol)} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;
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
  const routes = assembly
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) =>
      [properties.DestinationCidrBlock, properties.DestinationIpv6CidrBlock].some((to) => OPEN.includes(String(to))),
    )
    .map(({ address }) => `${address} (route to anywhere)`);
  const open = flows
    .filter(({ from, to }) => isOpen(from) || isOpen(to))
    .map(({ resource, from, to, port: number }) => `${resource} (${from} to ${to}, ${number})`);
  return [...gateways, ...routes, ...publicAddresses(assembly), ...open];
}

/** Machines or subnets that get a public address. */
export function publicAddresses(assembly: Assembly): readonly string[] {
  const asked = (row: Located, value: unknown): boolean =>
    JSON.stringify(value ?? null).includes('"AssociatePublicIpAddress":true') ||
    row.properties.MapPublicIpOnLaunch === true;
  return assembly
    .ofType('AWS::EC2::LaunchTemplate', 'AWS::EC2::Instance', 'AWS::EC2::Subnet')
    .filter((row) => asked(row, row.properties))
    .map(({ address }) => `${address} (gives public addresses)`);
}
