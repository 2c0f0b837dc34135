/** What a deployment looks like in its account now. Reads only: CloudFormation, Auto Scaling, EC2. */
import type { AutoScalingGroup, InstanceRefresh } from '@aws-sdk/client-auto-scaling';
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Plan } from '../../core';

export interface ObservedMachine {
  readonly id: string;
  /** As Auto Scaling says, `InService`, `Pending:Wait`, … */
  readonly state: string;
  readonly healthy: boolean;
}

export interface ObservedGroup {
  readonly name: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
  readonly machines: readonly ObservedMachine[];
  /** Status of the newest instance refresh, absent where there never was one. */
  readonly refresh?: string;
}

/** An alarm that rings now. */
export interface ObservedAlarm {
  readonly name: string;
  /** What it is for and what to do, as the template says. */
  readonly description: string;
}

export interface Observed {
  /** Status by stack name; a stack that is not deployed is absent. */
  readonly stacks: Readonly<Record<string, string>>;
  /** Names of stacks with termination protection. */
  readonly protectedStacks: readonly string[];
  /** Parameters of all stacks. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly alarms: readonly ObservedAlarm[];
  /** Outputs of the cluster stack. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly groups: readonly ObservedGroup[];
  /** Instance that holds an address of the cluster. */
  readonly holders: Readonly<Record<string, string>>;
  /** What deleted stacks of these names kept and no stack has adopted: type and physical id. */
  readonly kept: readonly { readonly type: string; readonly id: string }[];
}

export async function observe(plan: Plan): Promise<Observed> {
  const [stacks, groups, holders, alarms] = await Promise.all([
    readStacks(plan),
    readGroups(plan),
    readHolders(plan),
    readAlarms(plan),
  ]);
  return { ...stacks, groups, holders, alarms };
}

type OfStacks = 'stacks' | 'protectedStacks' | 'parameters' | 'outputs' | 'kept';

async function readStacks({ cluster, stacks }: Plan): Promise<Pick<Observed, OfStacks>> {
  const aws = await import('@aws-sdk/client-cloudformation');
  const client = new aws.CloudFormationClient({ region: cluster.region });
  const wanted = new Set(stacks.map(({ name }) => name));
  const found = new Map<string, Stack>();
  for await (const page of aws.paginateDescribeStacks({ client }, {}))
    for (const stack of page.Stacks ?? []) if (wanted.has(stack.StackName!)) found.set(stack.StackName!, stack);
  const outputs = found.get(stacks.find(({ kind }) => kind === 'cluster')!.name)?.Outputs ?? [];
  return {
    stacks: Object.fromEntries([...found].map(([name, { StackStatus }]) => [name, StackStatus!])),
    protectedStacks: [...found.values()].filter((row) => row.EnableTerminationProtection).map((row) => row.StackName!),
    parameters: Object.fromEntries(
      [...found.values()].flatMap(({ Parameters = [] }) =>
        Parameters.map(({ ParameterKey, ParameterValue = '' }) => [ParameterKey!, ParameterValue]),
      ),
    ),
    outputs: Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
    kept: await readKept(cluster.region, [...wanted], [...found.keys()]),
  };
}

async function readKept(
  region: string,
  names: readonly string[],
  deployed: readonly string[],
): Promise<Observed['kept']> {
  const { keptAndLeft } = await import('./kept');
  const rows = await keptAndLeft(region, names, deployed);
  return rows.map(({ ResourceType, PhysicalResourceId = '' }) => ({ type: ResourceType, id: PhysicalResourceId }));
}

async function readGroups(plan: Plan): Promise<readonly ObservedGroup[]> {
  const aws = await import('@aws-sdk/client-auto-scaling');
  const client = new aws.AutoScalingClient({ region: plan.cluster.region });
  const groups: AutoScalingGroup[] = [];
  const Filters = [{ Name: 'tag:automq:cluster', Values: [plan.cluster.prefix] }];
  for await (const page of aws.paginateDescribeAutoScalingGroups({ client }, { Filters }))
    groups.push(...(page.AutoScalingGroups ?? []));
  const newest = async (group: string): Promise<InstanceRefresh | undefined> =>
    (await client.send(new aws.DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 })))
      .InstanceRefreshes?.[0];
  return Promise.all(
    groups.map(async (group) => observedGroup(group, (await newest(group.AutoScalingGroupName!))?.Status)),
  );
}

export function observedGroup(group: AutoScalingGroup, refresh: string | undefined): ObservedGroup {
  const { AutoScalingGroupName, MinSize, MaxSize, DesiredCapacity, Instances = [] } = group;
  return {
    name: AutoScalingGroupName!,
    minSize: MinSize!,
    maxSize: MaxSize!,
    desired: DesiredCapacity!,
    machines: Instances.map(({ InstanceId, LifecycleState, HealthStatus }) => ({
      id: InstanceId!,
      state: LifecycleState!,
      healthy: HealthStatus === 'Healthy',
    })),
    ...(refresh !== undefined && { refresh }),
  };
}

/** Leased and fixed addresses alike stand on network interfaces with the cluster's tag. */
async function readHolders({ cluster }: Plan): Promise<Readonly<Record<string, string>>> {
  const aws = await import('@aws-sdk/client-ec2');
  const client = new aws.EC2Client({ region: cluster.region });
  const holders: Record<string, string> = {};
  const Filters = [{ Name: 'tag:automq:cluster', Values: [cluster.prefix] }];
  for await (const page of aws.paginateDescribeNetworkInterfaces({ client }, { Filters }))
    for (const { Attachment, PrivateIpAddresses = [] } of page.NetworkInterfaces ?? [])
      for (const { PrivateIpAddress } of PrivateIpAddresses)
        if (Attachment?.InstanceId) holders[PrivateIpAddress!] = Attachment.InstanceId;
  return holders;
}

/** CloudFormation names an alarm after its stack. */
async function readAlarms({ cluster, stacks }: Plan): Promise<readonly ObservedAlarm[]> {
  const aws = await import('@aws-sdk/client-cloudwatch');
  const client = new aws.CloudWatchClient({ region: cluster.region });
  const found: ObservedAlarm[] = [];
  for (const { name } of stacks)
    for await (const { MetricAlarms = [] } of aws.paginateDescribeAlarms(
      { client },
      { AlarmNamePrefix: `${name}-`, StateValue: 'ALARM' },
    ))
      found.push(
        ...MetricAlarms.filter((row) => row.StateValue === 'ALARM').map((row) => ({
          name: row.AlarmName!,
          description: row.AlarmDescription ?? '',
        })),
      );
  return found;
}
