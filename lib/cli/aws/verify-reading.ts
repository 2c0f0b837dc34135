/** What `verify` reads of an account, through the SDK. */
import { AutoScalingClient, paginateDescribeScalingActivities, DescribeAutoScalingGroupsCommand, DescribeInstanceRefreshesCommand } from '@aws-sdk/client-auto-scaling'; // prettier-ignore
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation'; // prettier-ignore
import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { EC2Client, paginateDescribeNetworkInterfaces, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Plan } from '../../core';
import type { Activity, Denial, Disk, Reading, Refresh, StackEvent } from '../verify/account';
import { resourcesOf } from './kept';
import { observedGroup } from './observe';

export function readingOf({ cluster }: Plan): Reading {
  const { region, prefix } = cluster;
  const cloudFormation = new CloudFormationClient({ region });
  const autoScaling = new AutoScalingClient({ region });
  const ec2 = new EC2Client({ region });
  const ofCluster = [{ Name: 'tag:automq:cluster', Values: [prefix] }];
  return {
    stack: (name) => stackOf(cloudFormation, name),
    events: (name) => eventsOf(cloudFormation, name),
    resources: async (name) => {
      const rows = await resourcesOf(cloudFormation, name);
      return Object.fromEntries(rows.map((row) => [row.LogicalResourceId, row.PhysicalResourceId ?? '']));
    },
    template: async (StackName) =>
      (await cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }))).TemplateBody ?? '',
    group: async (name) => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
      const [found] = (await autoScaling.send(command)).AutoScalingGroups ?? [];
      return found && observedGroup(found, undefined);
    },
    activities: (group) => activitiesOf(autoScaling, group),
    refreshes: (group) => refreshesOf(autoScaling, group),
    disks: () => disksOf(ec2, ofCluster),
    roleMade: (name) => roleMade(new IAMClient({ region }), name),
    allows: (roleArn, action, resource, tags) => allows(new IAMClient({ region }), { roleArn, action, resource, tags }),
    denials: (machines) => denialsOf(new CloudTrailClient({ region }), machines),
    addresses: () => addressesOf(ec2, ofCluster),
  };
}

async function stackOf(client: CloudFormationClient, StackName: string) {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const [found] = Stacks;
  return found && { created: found.CreationTime!.getTime(), status: found.StackStatus! };
}

async function eventsOf(client: CloudFormationClient, StackName: string): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName }))
    for (const event of StackEvents)
      found.push({
        time: event.Timestamp!.getTime(),
        logicalId: event.LogicalResourceId!,
        type: event.ResourceType ?? '',
        status: event.ResourceStatus ?? '',
        reason: event.ResourceStatusReason ?? '',
      });
  return found;
}

/** Auto Scaling names the machine only in the sentence that describes an activity. */
const ACTIVITY = /^(Launching|Terminating).* EC2 instance: (i-[0-9a-f]+)/;

async function activitiesOf(client: AutoScalingClient, AutoScalingGroupName: string): Promise<Activity[]> {
  const found: Activity[] = [];
  for await (const { Activities = [] } of paginateDescribeScalingActivities({ client }, { AutoScalingGroupName }))
    for (const { Description = '', StartTime, EndTime } of Activities) {
      const [, what, machine] = ACTIVITY.exec(Description) ?? [];
      if (machine === undefined) continue;
      const kind = what === 'Launching' ? ('launch' as const) : ('end' as const);
      found.push({ kind, machine, started: StartTime!.getTime(), ended: EndTime?.getTime() });
    }
  return found;
}

async function refreshesOf(client: AutoScalingClient, AutoScalingGroupName: string): Promise<Refresh[]> {
  const { InstanceRefreshes = [] } = await client.send(new DescribeInstanceRefreshesCommand({ AutoScalingGroupName }));
  return InstanceRefreshes.map((row) => ({
    id: row.InstanceRefreshId!,
    status: row.Status!,
    reason: row.StatusReason ?? '',
    started: row.StartTime?.getTime() ?? 0,
    ended: row.EndTime?.getTime(),
  }));
}

type Filters = { Name: string; Values: string[] }[];

async function disksOf(client: EC2Client, Filters: Filters): Promise<Disk[]> {
  const found: Disk[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { Filters }))
    for (const { VolumeId, Attachments = [], Encrypted = false, KmsKeyId = '' } of Volumes)
      for (const { InstanceId } of Attachments)
        found.push({ id: VolumeId!, machine: InstanceId ?? '', encrypted: Encrypted, keyArn: KmsKeyId });
  return found;
}

async function addressesOf(client: EC2Client, Filters: Filters): ReturnType<Reading['addresses']> {
  const found: [string, { machine: string; subnet: string; id: string }][] = [];
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, { Filters }))
    for (const { NetworkInterfaceId, SubnetId, Attachment, PrivateIpAddresses = [] } of NetworkInterfaces)
      for (const { PrivateIpAddress } of PrivateIpAddresses)
        if (Attachment?.InstanceId)
          found.push([
            PrivateIpAddress!,
            { machine: Attachment.InstanceId, subnet: SubnetId!, id: NetworkInterfaceId! },
          ]);
  return Object.fromEntries(found);
}

async function roleMade(client: IAMClient, RoleName: string): Promise<number | undefined> {
  try {
    return (await client.send(new GetRoleCommand({ RoleName }))).Role!.CreateDate!.getTime();
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

interface Question {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  readonly tags: Readonly<Record<string, string>>;
}

async function allows(client: IAMClient, { roleArn, action, resource, tags }: Question): Promise<boolean> {
  const { EvaluationResults = [] } = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn,
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries: Object.entries(tags).map(([tag, value]) => ({
        ContextKeyName: `aws:ResourceTag/${tag}`,
        ContextKeyValues: [value],
        ContextKeyType: 'string',
      })),
    }),
  );
  return EvaluationResults[0]?.EvalDecision === 'allowed';
}

/** A machine signs as a session of its role that is named by its instance id. Two look-ups a second are allowed (CloudTrail, LookupEvents). */
async function denialsOf(client: CloudTrailClient, machines: readonly string[]): Promise<Denial[]> {
  const found: Denial[] = [];
  const StartTime = new Date(Date.now() - 3600_000);
  for (const machine of machines) {
    const LookupAttributes = [{ AttributeKey: 'Username' as const, AttributeValue: machine }];
    for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes, StartTime }))
      for (const { EventName, CloudTrailEvent = '{}' } of Events) {
        const { errorCode = '' } = JSON.parse(CloudTrailEvent) as { errorCode?: string };
        if (/AccessDenied|UnauthorizedOperation/.test(errorCode))
          found.push({ machine, action: EventName ?? '', error: errorCode });
      }
  }
  return found;
}
