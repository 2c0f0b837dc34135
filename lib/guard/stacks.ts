/** Rules on how machines are replaced. */
import type { Resource, Template } from '../review';
import type { ResourceChange } from './diff';
import type { Finding } from './finding';
import { same } from './rules';

/** One stack, as it is deployed and as it is proposed. */
export interface StackPair {
  readonly stack: string;
  readonly before: Template;
  readonly after: Template;
  readonly changes: readonly ResourceChange[];
}

export const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
export const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';

/** What interrupts service without losing anything. */
export function serviceFindings(pair: StackPair): Finding[] {
  return [
    ...replacedGroups(pair),
    ...removedGroups(pair),
    ...controllersAtOnce(pair),
    ...cutChain(pair),
    ...weakerReplacement(pair),
    ...parametersInMachines(pair),
    ...keptInterfaces(pair),
    ...otherReplacement(pair),
  ];
}

function replacedGroups({ stack, changes }: StackPair): Finding[] {
  return changes
    .filter(({ type, impact, before, after }) => type === GROUP && before && after && /REPLACE/.test(impact))
    .map(({ id, properties }) => ({
      level: 'warn',
      rule: 'group replaced',
      stack,
      resource: id,
      what: 'would be replaced: all of its machines end',
      property: properties.find(({ impact }) => /REPLACE/.test(impact))?.name,
      wayAround: 'Change what an instance refresh can change, or plan for the time without these nodes.',
    }));
}

function removedGroups({ stack, changes }: StackPair): Finding[] {
  return changes
    .filter(({ type, after }) => type === GROUP && after === undefined)
    .map(({ id }) => ({
      level: 'warn',
      rule: 'group removed',
      stack,
      resource: id,
      what: 'would be deleted with its machines',
      wayAround: 'Move the partitions of these nodes away first.',
    }));
}

/** Groups of one whose machine holds a volume: they follow each other by DependsOn, or they are refreshed together. */
function controllersAtOnce({ stack, after, changes }: StackPair): Finding[] {
  const resources = Object.entries(after.Resources ?? {});
  const changed = new Set(changes.filter(({ type, before }) => type === LAUNCH_TEMPLATE && before).map(({ id }) => id));
  const groups = resources.filter(([, { Type, Properties }]) => Type === GROUP && Properties?.MaxSize === '1');
  const refreshed = groups.filter(([, { Properties }]) =>
    [...changed].some((id) => JSON.stringify(Properties?.LaunchTemplate ?? '').includes(`"${id}"`)),
  );
  const ids = refreshed.map(([id]) => id);
  const free = refreshed
    .filter(([, { DependsOn }]) => !groups.some(([id]) => [DependsOn ?? []].flat().includes(id)))
    .map(([id]) => id);
  return free.slice(1).map((id) => ({
    level: 'warn',
    rule: 'two at once',
    stack,
    resource: id,
    what: `would be refreshed together with ${ids.filter((other) => other !== id).join(', ')}: a quorum may be lost`,
    property: 'DependsOn',
    wayAround: 'Let each group of one depend on the one before.',
  }));
}

/** A group that waited for another one and no longer does: from then on any change refreshes both together. */
function cutChain({ stack, after, changes }: StackPair): Finding[] {
  const isGroup = (id: string) => after.Resources?.[id]?.Type === GROUP;
  return changes
    .filter(({ type, before, after: now }) => type === GROUP && before && now)
    .flatMap(({ id, before, after: now }) => {
      const waits = [before, now].map((row) => [row?.DependsOn ?? []].flat().filter(isGroup));
      const free = waits[0]?.filter((other) => !waits[1]?.includes(other)) ?? [];
      return free.map((other): Finding => ({
        level: 'warn',
        rule: 'chain cut',
        stack,
        resource: id,
        what: `would no longer wait for ${other}: a change of both refreshes them together`,
        property: 'DependsOn',
        wayAround: 'Let each group depend on the one before.',
      }));
    });
}

/** What makes a replacement wait for the new machine: the parts of a group that a change must not drop. */
const WAITS: readonly { readonly part: keyof Resource; readonly text: string }[] = [
  { part: 'UpdatePolicy', text: 'MinHealthyPercentage' },
  { part: 'UpdatePolicy', text: 'MaxHealthyPercentage' },
  { part: 'UpdatePolicy', text: 'AutoScalingInstanceRefresh' },
  { part: 'UpdatePolicy', text: 'AlarmSpecification' },
  { part: 'UpdatePolicy', text: 'IgnoreUnmodifiedGroupSizeProperties' },
  { part: 'CreationPolicy', text: 'ResourceSignal' },
  { part: 'Properties', text: 'EC2_INSTANCE_LAUNCHING' },
  { part: 'Properties', text: 'EC2_INSTANCE_TERMINATING' },
];

function weakerReplacement({ stack, changes }: StackPair): Finding[] {
  const has = (resource: Resource | undefined, { part, text }: (typeof WAITS)[number]) =>
    JSON.stringify(resource?.[part] ?? {}).includes(`"${text}`) ||
    JSON.stringify(resource?.[part] ?? {}).includes(`:${text}`);
  return changes
    .filter(({ type, before, after }) => type === GROUP && before && after)
    .flatMap(({ id, before, after }) =>
      WAITS.filter((wait) => has(before, wait) && !has(after, wait)).map(({ text }): Finding => ({
        level: 'warn',
        rule: 'weaker replacement',
        stack,
        resource: id,
        what: `would lose ${text}: machines could be replaced before others serve`,
        property: text,
        wayAround: 'Keep the hooks, the refresh policy and the creation policy of the group.',
      })),
    );
}

/** Any other change of how machines are replaced: the values of the refresh, and the hooks. */
function otherReplacement({ stack, changes }: StackPair): Finding[] {
  const parts = ({ UpdatePolicy, Properties }: Resource) => ({
    UpdatePolicy,
    LifecycleHookSpecificationList: Properties?.LifecycleHookSpecificationList,
    InstanceMaintenancePolicy: Properties?.InstanceMaintenancePolicy,
    TerminationPolicies: Properties?.TerminationPolicies,
  });
  return changes.flatMap(({ id, type, before, after }) => {
    if (type !== GROUP || !before || !after) return [];
    const [old, now] = [Object.entries(parts(before)), parts(after)];
    return old
      .filter(([name, value]) => !same(value, now[name as keyof typeof now]))
      .map(([property]): Finding => ({
        level: 'warn',
        rule: 'replacement changed',
        stack,
        resource: id,
        what: `would change how its machines are replaced`,
        property,
        wayAround: 'Check the percentages, alarms and hooks before a refresh starts.',
      }));
  });
}

/** An interface that outlives its machine keeps the address that it took: its slot is lost until somebody deletes it. */
function keptInterfaces({ stack, changes }: StackPair): Finding[] {
  const goes = (resource: Resource | undefined): boolean => {
    const data = resource?.Properties?.LaunchTemplateData as {
      NetworkInterfaces?: { DeleteOnTermination?: unknown }[];
    };
    return data?.NetworkInterfaces?.some(({ DeleteOnTermination: ends }) => String(ends) === 'true') === true;
  };
  return changes
    .filter(({ type, before, after }) => type === LAUNCH_TEMPLATE && goes(before) && after && !goes(after))
    .map(({ id }) => ({
      level: 'warn',
      rule: 'interface kept',
      stack,
      resource: id,
      what: "would leave its machines' interfaces behind, and with them the addresses that others wait for",
      property: 'NetworkInterfaces.DeleteOnTermination',
      wayAround: 'Let the interface go with its machine.',
    }));
}

/** A launch template that depends on a parameter replaces every machine when somebody sets it. */
function parametersInMachines({ stack, before, after }: StackPair): Finding[] {
  const used = (template: Template) => {
    const templates = Object.entries(template.Resources ?? {}).filter(([, { Type }]) => Type === LAUNCH_TEMPLATE);
    return templates.flatMap(([id, { Properties }]) =>
      Object.keys(template.Parameters ?? {})
        .filter((name) => JSON.stringify(Properties).includes(`{"Ref":"${name}"}`))
        .map((name) => ({ id, name })),
    );
  };
  const known = used(before).map(({ id, name }) => `${id} ${name}`);
  return used(after)
    .filter(({ id, name }) => !known.includes(`${id} ${name}`))
    .map(({ id, name }) => ({
      level: 'warn',
      rule: 'parameter in launch template',
      stack,
      resource: id,
      what: `would depend on the parameter ${name}: setting it replaces every machine of the group`,
      property: name,
      wayAround: 'Write the value from the deployment file.',
    }));
}
