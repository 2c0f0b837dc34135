/** What a Pulumi program registers, in the words of a CloudFormation template. */
import type { Plan } from '../../lib/core/plan/types';
import { AutoMqCluster } from '../../lib/pulumi';
import { recorded, type Recorded } from '../pulumi/recorded';
import type { Deployment } from '../../lib/core';
import { canonical, ruleFacts, type DnsRecord, type Fact, type Facts, type Properties, type Rule } from './facts';
import { pulumiData } from './pulumi-data';
import { CONVERSIONS } from './pulumi-types';

const NAME = 'parity';

/** The facts of the program for a deployment. */
export async function pulumiFacts(deployment: Deployment, asOf: string): Promise<{ facts: Facts; plan: Plan }> {
  let plan: Plan | undefined;
  const registered = await recorded((options) => {
    plan = new AutoMqCluster(NAME, { ...deployment, asOf, destroyDataOf: deployment.name }, options).plan;
  });
  const resources = registered.filter(({ type }) => type.startsWith('aws:')).map(known);
  const unknown = resources.filter((each) => !isCovered(each)).map(({ type }) => type);
  if (unknown.length > 0) throw new Error(`nothing compares ${[...new Set(unknown)].join(', ')}`);
  const converted = resources.filter(({ type }) => type in CONVERSIONS);
  return {
    plan: plan!,
    facts: {
      resources: Object.fromEntries(converted.map((resource) => [shortName(resource.name), fact(resource, resources)])),
      data: pulumiData((type, name) =>
        resources.find((each) => each.type.endsWith(`:${type}`) && shortName(each.name) === name),
      ),
      rules: ruleFacts(resources.filter(isRule).map(rule)),
      records: Object.fromEntries(resources.filter(({ type }) => type === 'aws:route53/record:Record').map(record)),
      chain: chain(resources),
    },
  };
}

const shortName = (name: string): string => name.slice(NAME.length + 1);

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

const isRule = ({ type }: Recorded): boolean => /^aws:vpc\/securityGroup(In|E)gressRule:/.test(type);

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

/** Parts of a resource of the other engine, or compared as the data part. */
const ELSEWHERE =
  /^aws:(kms|s3)\/|^aws:route53\/record:|RulePolicyAttachment|^aws:iam\/rolePolicyAttachment:|^aws:autoscaling\/lifecycleHook:/;
const isCovered = (resource: Recorded): boolean =>
  resource.type in CONVERSIONS || isRule(resource) || ELSEWHERE.test(resource.type);
