/** What a Pulumi program registers, in the words of a CloudFormation template. */
import type { Plan } from '../../lib/core/plan/types';
import { AutoMqCluster } from '../../lib/pulumi';
import { recorded, type Recorded } from '../pulumi/recorded';
import type { Deployment } from '../../lib/core';
import { canonical, ruleFacts, type DnsRecord, type Fact, type Facts, type Overrides, type Properties, type Rule } from './facts'; // prettier-ignore
import { CONVERSIONS, PARTS } from './pulumi-types';

const NAME = 'parity';

const RULES = [
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
];

/** The facts of the program for a deployment, with these parameters as configuration of its stack. */
export async function pulumiFacts(
  deployment: Deployment,
  asOf: string,
  { BrokersPerZone, ...seasonOverrides }: Overrides = {},
): Promise<{ facts: Facts; plan: Plan }> {
  const brokersPerZone = BrokersPerZone === undefined || BrokersPerZone === 'file' ? 'file' : Number(BrokersPerZone);
  const args = { ...deployment, asOf, destroyDataOf: deployment.name, brokersPerZone, seasonOverrides } as const;
  let cluster: AutoMqCluster | undefined;
  const registered = await recorded((options) => {
    cluster = new AutoMqCluster(NAME, args, options);
  });
  const resources = registered.filter(({ type }) => type.startsWith('aws:')).map(known);
  const unknown = resources.filter((each) => !isCovered(each, resources)).map(({ type }) => type);
  if (unknown.length > 0) throw new Error(`nothing compares ${[...new Set(unknown)].join(', ')}`);
  const converted = resources.filter(({ type }) => type in CONVERSIONS);
  return {
    plan: cluster!.plan,
    facts: {
      resources: Object.fromEntries(converted.map((resource) => [nameOf(resource), fact(resource, resources)])),
      rules: ruleFacts(resources.filter(isRule).map(rule)),
      outputs: cluster!.outputs,
      records: Object.fromEntries(resources.filter(isRecord).map(record)),
      chain: chain(resources),
    },
  };
}

const shortName = (name: string): string => name.slice(NAME.length + 1);
const nameOf = ({ type, name }: Recorded): string => `${shortName(name)}${CONVERSIONS[type]!.suffix ?? ''}`;

/** References to resources by their names, whatever the provider would have given them. */
const known = (resource: Recorded): Recorded => ({ ...resource, inputs: named(resource.inputs) as Recorded['inputs'] });

function named(value: unknown): unknown {
  if (typeof value === 'string') return namedText(value);
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part)]));
}

function namedText(text: string): string {
  return text
    .replace(/arn:aws:mock:::parity-([\w-]+)/g, '<$1>')
    .replace(/\bparity-([\w-]+?)-id\b/g, '<$1>')
    .replace(/zone-name-of-/g, '');
}

function fact(resource: Recorded, all: readonly Recorded[]): Fact {
  const { type, convert } = CONVERSIONS[resource.type]!;
  return {
    type,
    properties: canonical(named(convert(resource, all))) as Properties,
    retained: resource.retainOnDelete,
  };
}

const isRule = ({ type }: Recorded): boolean => RULES.includes(type);

function rule({ type, inputs }: Recorded): Rule {
  const { securityGroupId, ipProtocol, fromPort, toPort, description } = inputs;
  const peer = inputs.cidrIpv4 ?? inputs.prefixListId ?? inputs.referencedSecurityGroupId;
  const direction = type.includes('Ingress') ? 'in' : 'out';
  return { group: securityGroupId, direction, protocol: ipProtocol, ports: [fromPort, toPort], peer, description };
}

const record = ({ inputs }: Recorded): [string, DnsRecord] => {
  const { name, type, ttl, records, zoneId } = inputs;
  return [String(name), { type, ttl: String(ttl), addresses: records, zone: zoneId }];
};

/** Each group after the one it waits for. */
function chain(resources: readonly Recorded[]): readonly string[] {
  const GROUP = 'aws:autoscaling/group:Group';
  const groups = resources.filter(({ type }) => type === GROUP);
  return groups.map(({ name, dependsOn }) => {
    const before = dependsOn.filter((key) => key.startsWith(GROUP)).map((key) => shortName(key.split(' ')[1]!));
    return `${before.join(', ')} -> ${shortName(name)}`;
  });
}

const isRecord = ({ type }: Recorded): boolean => type === 'aws:route53/record:Record';

/** Converted, or part of what is converted; nothing else may be there. */
function isCovered(resource: Recorded, all: readonly Recorded[]): boolean {
  if (resource.type in CONVERSIONS || isRule(resource) || isRecord(resource)) return true;
  const whole = PARTS[resource.type];
  return all.some(({ type, name }) => type === whole && resource.name.startsWith(name));
}
