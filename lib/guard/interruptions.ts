/** What a deploy would interrupt though no machine is replaced: ways through the network, and names. Each is warned of by name. */
import { at, isObject, list, type Resource } from '../review';
import { GROUP, LAUNCH_TEMPLATE, type StackPair } from './stacks';
import type { ResourceChange } from './diff';
import type { Finding } from './finding';
import { same } from './rules';
import { changedTags } from './tags';

type Interruption = Pick<Finding, 'what' | 'property' | 'wayAround'>;

export function interruptionFindings({ stack, changes }: StackPair): Finding[] {
  return changes.flatMap((change) => [
    ...interruptionsOf(change).map((found): Finding => ({
      level: 'warn',
      rule: 'interrupted',
      stack,
      resource: change.id,
      ...found,
    })),
    ...machineTags(change).map((found): Finding => ({
      level: 'warn',
      rule: 'tag',
      stack,
      resource: change.id,
      ...found,
    })),
  ]);
}

/** Types that carry traffic, permissions or names: what stops where one of them is deleted or made anew. */
const CARRIES: Readonly<Record<string, (resource: Resource) => string>> = {
  'AWS::EC2::VPCEndpoint': (endpoint) => `calls to ${text(at(endpoint.Properties, 'ServiceName'))}`,
  'AWS::EC2::SecurityGroup': () => 'all traffic that it lets through',
  'AWS::EC2::SecurityGroupIngress': (rule) => `traffic in: ${ruleText(rule.Properties)}`,
  'AWS::EC2::SecurityGroupEgress': (rule) => `traffic out: ${ruleText(rule.Properties)}`,
  'AWS::EC2::Route': (route) => `traffic to ${text(at(route.Properties, 'DestinationCidrBlock'))}`,
  'AWS::EC2::RouteTable': () => 'traffic of its subnets',
  'AWS::EC2::SubnetRouteTableAssociation': () => "traffic by its subnet's own routes, the S3 endpoint's among them",
  'AWS::EC2::VPCDHCPOptionsAssociation': () => 'names in the VPC',
  'AWS::Route53::RecordSet': (record) => `the name ${text(at(record.Properties, 'Name'))}`,
  'AWS::Route53::RecordSetGroup': (group) => `the names ${[...namesOf(group).keys()].join(', ')}`,
  'AWS::IAM::InstanceProfile': () => 'all permissions of the machines that have it',
  'AWS::IAM::ManagedPolicy': () => 'the permissions that it gives',
};

function interruptionsOf(change: ResourceChange): readonly Interruption[] {
  const { type, before, after } = change;
  if (before === undefined) return [];
  const carried = CARRIES[type]?.(before);
  const ended = carried === undefined ? undefined : ending(change, carried);
  if (ended !== undefined) return [ended];
  return after === undefined ? [] : (NARROWER[type]?.(before, after) ?? []);
}

function ending({ after, impact, properties }: ResourceChange, carried: string): Interruption | undefined {
  const wayAround = 'Make its successor in a deploy before, and let nobody depend on it when it goes.';
  if (after === undefined) return { what: `would be deleted: it carries ${carried}`, wayAround };
  if (!/REPLACE/.test(impact)) return undefined;
  const property = properties.find((row) => /REPLACE/.test(row.impact))?.name;
  return { what: `would be replaced: it carries ${carried}`, property, wayAround };
}

/** What is taken away inside a resource that stays. */
const NARROWER: Readonly<Record<string, (before: Resource, after: Resource) => readonly Interruption[]>> = {
  'AWS::EC2::VPCEndpoint': (before, after) => {
    const named = [before, after].map((endpoint) => String(at(endpoint.Properties, 'PrivateDnsEnabled')));
    const lost = named[0] === 'true' && named[1] !== 'true';
    const service = text(at(before.Properties, 'ServiceName'));
    const dns: Interruption = {
      what: `would take calls to ${service} no longer under the service's private name`,
      property: 'PrivateDnsEnabled',
      wayAround: 'Keep PrivateDnsEnabled.',
    };
    return [...(lost ? [dns] : []), ...fewer(before, after, ['SubnetIds', 'RouteTableIds', 'SecurityGroupIds'])];
  },
  'AWS::EC2::SecurityGroup': (before, after) =>
    ['SecurityGroupIngress', 'SecurityGroupEgress'].flatMap((property) =>
      listAt(before, property)
        .filter((rule) => !listAt(after, property).some((other) => ruleText(other) === ruleText(rule)))
        .map((rule) => ({
          what: `would no longer let through ${ruleText(rule)}`,
          property,
          wayAround: 'Let nobody depend on it before it goes.',
        })),
    ),
  'AWS::Route53::RecordSet': lostAnswers,
  'AWS::Route53::RecordSetGroup': lostAnswers,
};

function fewer(before: Resource, after: Resource, properties: readonly string[]): readonly Interruption[] {
  return properties.flatMap((property) => {
    const left = listAt(after, property);
    const lost = listAt(before, property).filter((item) => !left.some((other) => same(item, other)));
    return lost.map((item) => ({
      what: `would no longer serve ${text(item)}`,
      property,
      wayAround: 'Let nobody depend on it before it goes.',
    }));
  });
}

/** A name that goes, or that no longer answers with something that it did. More answers interrupt nobody. */
function lostAnswers(before: Resource, after: Resource): readonly Interruption[] {
  const now = namesOf(after);
  return [...namesOf(before)].flatMap(([name, answers]) => {
    const wayAround = 'Wait for the time to live after the last client stopped using it.';
    if (!now.has(name)) return [{ what: `would no longer have the name ${name}`, property: 'RecordSets', wayAround }];
    const lost = answers.filter((answer) => !now.get(name)?.includes(answer));
    if (lost.length === 0) return [];
    return [{ what: `would no longer answer ${name} with ${lost.join(', ')}`, property: 'RecordSets', wayAround }];
  });
}

/** Answers by name and type, of one record or of a group. */
function namesOf({ Properties }: Resource): ReadonlyMap<string, readonly string[]> {
  const records = [...list(at(Properties, 'RecordSets')), Properties].filter(isObject).filter(({ Name }) => Name);
  return new Map(
    records.map((record) => [
      [record.Name, record.Type, record.SetIdentifier].filter(Boolean).map(text).join(' '),
      [...list(record.ResourceRecords), ...list(record.AliasTarget)].map(text),
    ]),
  );
}

/** A machine without the tags of its cluster and role may not take its volume or address; a group without, not be found. */
function machineTags({ type, before, after }: ResourceChange): readonly Interruption[] {
  if (![GROUP, LAUNCH_TEMPLATE].includes(type) || !before || !after) return [];
  const lost = changedTags(before, after).filter(({ is }) => type === LAUNCH_TEMPLATE || is === undefined);
  return lost.map(({ key, is }) => ({
    what: `would ${is === undefined ? 'lose' : 'change'} the tag ${key}: permissions of its machines go by it`,
    property: 'Tags',
    wayAround: 'Keep the tags `automq:*`.',
  }));
}

const listAt = (resource: Resource, property: string): readonly unknown[] => list(at(resource.Properties, property));

/** A rule without its description, which says nothing of what it lets through. */
function ruleText(rule: unknown): string {
  const { Description: _said, GroupId: _own, ...parts } = rule as Record<string, unknown>;
  return Object.entries(parts)
    .map(([key, value]) => `${key} ${text(value)}`)
    .sort()
    .join(', ');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
