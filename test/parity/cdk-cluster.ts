/** What the CDK writes into a template, with references by name. */
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyTags,
  ClusterData,
  ClusterIdentity,
  ClusterNetwork,
  ClusterNodes,
  ClusterSeasons,
  existingNetwork,
} from '../../lib/cdk';
import type { Plan } from '../../lib/core/plan/types';
import type { TemplateJson, TemplateResource } from '../synth/templates';
import { canonical, ruleFacts, type DnsRecord, type Fact, type Facts, type Overrides, type Properties, type Rule } from './facts'; // prettier-ignore

/** Constructs that only group others: not part of a name. */
const CONTAINERS = new Set(
  'Seasons Parameters Keeper Scaling Identity Data Keys Buckets Secrets Authority Network Nodes Ports Names Alarms Capacity'.split(
    ' ',
  ),
);

/** Compared as rules and records. */
const ELSEWHERE = /^AWS::EC2::SecurityGroup(In|E)gress$|^AWS::Route53::RecordSetGroup$/;

/** The facts of the template for a plan, all in one stack, as it is with these parameters. */
export function cdkFacts(plan: Plan, overrides: Overrides = {}): Facts {
  const { template, names } = synthesize(plan);
  const read = reader(template, names, overrides);
  const isThere = ({ Condition }: TemplateResource) =>
    Condition === undefined || read(template.Conditions?.[Condition]);
  const made = Object.entries(template.Resources).filter(([, resource]) => isThere(resource));
  const resources = made.map(([id, resource]) => [names.get(id)!, resource] as const);
  const compared = resources.filter(([, { Type }]) => !ELSEWHERE.test(Type));
  return {
    resources: Object.fromEntries(compared.map(([name, resource]) => [name, fact(resource, read)])),
    rules: ruleFacts(resources.flatMap(([name, resource]) => rules(name, resource, read))),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([id, { Value }]) => [names.get(id)!, read(Value)]),
    ),
    records: Object.fromEntries(resources.flatMap(([, resource]) => records(resource, read))),
    chain: chain(resources, names),
  };
}

function synthesize(plan: Plan) {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-parity-'));
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  addCluster(stack, plan);
  applyTags(stack, plan);
  const elements = stack.node.findAll().filter((construct) => CfnElement.isCfnElement(construct));
  const names = new Map(
    elements.map((element) => [stack.resolve(element.logicalId) as string, nameOf(element.node.path)]),
  );
  const text = readFileSync(app.synth().stacks[0]!.templateFullPath, 'utf8');
  rmSync(outdir, { recursive: true });
  return { template: JSON.parse(text) as TemplateJson, names };
}

function addCluster(stack: Stack, plan: Plan): void {
  const identity = new ClusterIdentity(stack, 'Identity', { plan });
  const data = new ClusterData(stack, 'Data', { plan, roleArns: identity.roleArns });
  const network =
    plan.network.newVpcCidr === undefined
      ? existingNetwork(plan)
      : new ClusterNetwork(stack, 'Network', {
          plan,
          logsKeyArn: data.keyArns.logs,
          flowLogsRoleArn: identity.roleArns.flowLogs!,
        });
  const nodes = new ClusterNodes(stack, 'Nodes', {
    plan,
    network,
    instanceProfileArns: identity.instanceProfileArns,
    snapshotRoleArn: identity.roleArns.snapshots!,
    keyArns: data.keyArns,
    authorityArn: data.authorityArn,
  });
  if (plan.seasons === undefined) return;
  const { roleArns } = identity;
  const alarmTopicArn = nodes.alarms.topicArn;
  new ClusterSeasons(stack, 'Seasons', { plan, roleArns, logsKeyArn: data.keyArns.logs, alarmTopicArn });
}

const nameOf = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .filter((part) => !CONTAINERS.has(part))
    .join('-');

type Read = (value: unknown) => unknown;

/** Intrinsic functions as what they stand for. */
function reader(
  { Parameters = {}, Conditions = {} }: TemplateJson,
  names: ReadonlyMap<string, string>,
  overrides: Overrides,
): Read {
  const parameters = Object.entries(Parameters).map(([id, { Default }]) => [id, overrides[names.get(id)!] ?? Default]);
  const given = Object.fromEntries(parameters) as Readonly<Record<string, string>>;
  const unknown = Object.keys(overrides).filter(
    (name) => !Object.keys(Parameters).some((id) => names.get(id) === name),
  );
  if (unknown.length > 0) throw new Error(`no parameter ${unknown.join(', ')}`);
  const reference = (id: string) => given[id] ?? `<${names.get(id) ?? id}>`;
  const functions: Readonly<Record<string, (of: never) => unknown>> = {
    Ref: reference,
    'Fn::GetAtt': ([id, attribute]: [string, string]) =>
      attribute === 'LatestVersionNumber' ? 'latest' : reference(id),
    'Fn::Equals': ([a, b]: [unknown, unknown]) => read(a) === read(b),
    'Fn::Join': ([between, parts]: [string, unknown[]]) => parts.map(read).join(between),
    'Fn::Base64': (text: unknown) => read(text),
    'Fn::If': ([condition, then, otherwise]: [string, unknown, unknown]) =>
      read(read(Conditions[condition]) ? then : otherwise),
  };
  const read: Read = (value) => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    const rows = Object.entries(value);
    const [name, of] = rows[0] ?? [''];
    if (rows.length === 1 && name in functions) return functions[name]!(of as never);
    return Object.fromEntries(rows.map(([key, part]) => [key, read(part)]));
  };
  return read;
}

function fact(resource: TemplateResource, read: Read): Fact {
  const { SecurityGroupIngress: _, SecurityGroupEgress: __, ...given } = read(resource.Properties ?? {}) as Properties;
  const properties = substituted(given);
  const refresh = resource.UpdatePolicy?.AutoScalingInstanceRefresh;
  const policies = refresh && {
    InstanceRefresh: read(refresh),
    WaitForCapacityTimeout: minutes(resource.CreationPolicy!.ResourceSignal as { Timeout: string }),
  };
  return {
    type: resource.Type,
    properties: canonical({ ...properties, ...policies }) as Properties,
    retained: (resource.DeletionPolicy ?? '').startsWith('Retain'),
  };
}

/** The definition of a state machine as it runs. */
function substituted({ DefinitionSubstitutions: values, ...properties }: Properties): Properties {
  if (values === undefined) return properties;
  const text = JSON.stringify(properties.Definition);
  const filled = text.replace(/\$\{(\w+)\}/g, (whole, id: string) => String((values as Properties)[id] ?? whole));
  return { ...properties, Definition: JSON.parse(filled) as unknown };
}

const minutes = ({ Timeout }: { Timeout: string }): string => `${/^PT(\d+)M$/.exec(Timeout)![1]}m`;

type Given = Readonly<Record<string, unknown>>;

function rules(name: string, { Type, Properties: properties = {} }: TemplateResource, read: Read): Rule[] {
  const rows = (property: string) => (read(properties[property] ?? []) as Given[]) ?? [];
  if (Type === 'AWS::EC2::SecurityGroup') {
    return [
      ...rows('SecurityGroupIngress').map((row) => rule(`<${name}>`, 'in', row)),
      ...rows('SecurityGroupEgress').map((row) => rule(`<${name}>`, 'out', row)),
    ];
  }
  const own = read(properties) as Given;
  if (Type === 'AWS::EC2::SecurityGroupIngress') return [rule(own.GroupId, 'in', own)];
  return Type === 'AWS::EC2::SecurityGroupEgress' ? [rule(own.GroupId, 'out', own)] : [];
}

const PEERS = [
  'CidrIp',
  'SourcePrefixListId',
  'DestinationPrefixListId',
  'SourceSecurityGroupId',
  'DestinationSecurityGroupId',
];

function rule(group: unknown, direction: Rule['direction'], row: Given): Rule {
  const peer = PEERS.map((name) => row[name]).find((value) => value !== undefined);
  const { IpProtocol, FromPort, ToPort, Description } = row;
  return { group, direction, protocol: IpProtocol, ports: [FromPort, ToPort], peer, description: Description };
}

function records({ Type, Properties: properties }: TemplateResource, read: Read): [string, DnsRecord][] {
  if (Type !== 'AWS::Route53::RecordSetGroup') return [];
  const { HostedZoneId, RecordSets } = read(properties) as { HostedZoneId: unknown; RecordSets: Given[] };
  return RecordSets.map(({ Name, Type: type, TTL, ResourceRecords }) => {
    return [String(Name), { type, ttl: TTL, addresses: ResourceRecords, zone: HostedZoneId }];
  });
}

function chain(
  resources: readonly (readonly [string, TemplateResource])[],
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const groups = resources.filter(([, { Type }]) => Type === 'AWS::AutoScaling::AutoScalingGroup');
  const isGroup = (name: string) => groups.some(([other]) => other === name);
  return groups.map(([name, { DependsOn = [] }]) => {
    const before = [DependsOn].flat().map((id) => names.get(id)!);
    return `${before.filter(isGroup).join(', ')} -> ${name}`;
  });
}
