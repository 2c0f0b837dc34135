import type { Input, Resource } from '@pulumi/pulumi';
import * as autoscaling from '@pulumi/aws/autoscaling';
import type * as ec2 from '@pulumi/aws/ec2';
import { ids } from '../core/identities';
import type { MachinePlan, Plan } from '../core/plan/types';
import type { After } from './node-context';

export interface NodeGroupArgs {
  readonly plan: Plan;
  readonly machine: MachinePlan;
  readonly groupName: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly launchTemplate: ec2.LaunchTemplate;
  /** Tags of the group that its machines do not get. */
  readonly groupTags?: Readonly<Record<string, string>>;
  /** A subnet, or the zone of an interface that the launch template names. */
  readonly place: { readonly subnetId: Input<string> } | { readonly zoneName: Input<string> };
  readonly after: After;
}

/** All metrics of a group without a warm pool: here, unlike in CloudFormation, no list means none. */
const METRICS = [
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupMaxSize',
  'GroupMinSize',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
] as const;

/**
 * A group whose desired capacity is never written, and ignored where a refresh or an import brought it into the state, so
 * that no deploy resets a size.
 *
 * The hooks stand inside the group, because hooks of their own would miss the first launch, and beside it, because an edit
 * inside would replace the group. The first deploy fails unless the smallest size is in service in time.
 *
 * An update leaves the machines alone: `automq-byoc refresh --wait` brings them to the newest launch template, one group after
 * the other. The provider's own refresh would start in all groups at once, and could not go back: it gives the group the new
 * template first (terraform-provider-aws issue 34189).
 */
export function createNodeGroup(parent: Resource, name: string, args: NodeGroupArgs): autoscaling.Group {
  const { machine, launchTemplate } = args;
  const settings = {
    name: args.groupName,
    minSize: args.minSize,
    maxSize: args.maxSize,
    launchTemplate: { id: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
    ...('subnetId' in args.place
      ? { vpcZoneIdentifiers: [args.place.subnetId] }
      : { availabilityZones: [args.place.zoneName] }),
    healthCheckType: machine.health.type,
    healthCheckGracePeriod: machine.health.graceSeconds,
    defaultInstanceWarmup: machine.refresh.warmupSeconds,
    instanceMaintenancePolicy: percentages(machine),
    terminationPolicies: [...machine.terminationPolicies],
    metricsGranularity: machine.metricsGranularity,
    enabledMetrics: [...METRICS],
    initialLifecycleHooks: hooks(machine),
    waitForCapacityTimeout: minutes(machine.createTimeout),
    tags: [
      ...Object.entries(args.plan.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      ...Object.entries(args.groupTags ?? {}).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    ],
  };
  const options = { parent, dependsOn: [...args.after], ignoreChanges: decidedElsewhere(args) };
  const group = new autoscaling.Group(name, settings, options);
  for (const { name: hookName, ...hook } of hooks(machine)) {
    const own = { name: hookName, autoscalingGroupName: group.name, ...hook };
    // A destroy ends the group with its hooks: without them machines would go without their drain.
    new autoscaling.LifecycleHook(`${name}-${ids.hook(hookName)}`, own, { parent, deletedWith: group });
  }
  return group;
}

/**
 * What an update must not touch: the desired size, which nobody writes; the launch template's version, which a refresh moves
 * when the new machines serve; hooks, once they exist. With seasons the floor keeper states the smallest size of broker groups,
 * also that of the file, which it reads from a tag.
 */
const decidedElsewhere = ({ plan, groupName }: NodeGroupArgs): string[] => [
  'desiredCapacity',
  'launchTemplate.version',
  'initialLifecycleHooks',
  ...(plan.seasons?.keeper.groups.includes(groupName) ? ['minSize'] : []),
];

function percentages({ refresh }: MachinePlan) {
  return { minHealthyPercentage: refresh.minHealthyPercentage, maxHealthyPercentage: refresh.maxHealthyPercentage };
}

function hooks({ launchHook, terminateHook }: MachinePlan) {
  const rows = [
    { hook: launchHook, lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' },
    { hook: terminateHook, lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' },
  ];
  return rows.map(({ hook, lifecycleTransition }) => ({
    name: hook.name,
    lifecycleTransition,
    heartbeatTimeout: hook.heartbeatSeconds,
    defaultResult: hook.defaultResult,
  }));
}

/** `PT20M` as the provider writes it: `20m`. */
function minutes(duration: string): string {
  const found = /^PT(\d+)M$/.exec(duration);
  if (!found) throw new Error(`createTimeout: ${duration} is no number of minutes`);
  return `${found[1]}m`;
}
