/** What `verify` reads of an account, through the SDK. */
import { AutoScalingClient, paginateDescribeScalingActivities, DescribeAutoScalingGroupsCommand, DescribeInstanceRefreshesCommand } from '@aws-sdk/client-auto-scaling'; // prettier-ignore
import { CloudFormationClient, GetTemplateCommand, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation'; // prettier-ignore
import { CloudTrailClient, type Event, type LookupAttribute, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { EC2Client, paginateDescribeNetworkInterfaces, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Plan } from '../../core';
import type { Activity, Disk, Reading, Refresh, StackEvent, TrailCall, TrailQuestion } from '../verify/account';
import { describe } from './deployed';
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
    parameters: async (name) => {
      const { Parameters = [] } = (await describe(cloudFormation, name)) ?? {};
      return Object.fromEntries(Parameters.map((row) => [row.ParameterKey!, row.ParameterValue ?? '']));
    },
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
    trail: (questions) => trailOf(new CloudTrailClient({ region }), questions),
    addresses: () => addressesOf(ec2, ofCluster),
  };
}

async function stackOf(client: CloudFormationClient, StackName: string) {
  const found = await describe(client, StackName);
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
    for (const { ActivityId = '', Description = '', StartTime, EndTime } of Activities) {
      const [, what, machine] = ACTIVITY.exec(Description) ?? [];
      if (machine === undefined) continue;
      const kind = what === 'Launching' ? ('launch' as const) : ('end' as const);
      found.push({ id: ActivityId, kind, machine, started: StartTime!.getTime(), ended: EndTime?.getTime() });
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

/** Two look-ups a second are allowed (CloudTrail API reference, LookupEvents); the SDK waits and asks again. */
async function trailOf(client: CloudTrailClient, questions: readonly TrailQuestion[]): Promise<TrailCall[]> {
  const found: TrailCall[] = [];
  const StartTime = new Date(Date.now() - 3600_000);
  for (const question of questions) {
    const LookupAttributes = [attributeOf(question)];
    for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes, StartTime }))
      found.push(...Events.map(trailCall));
  }
  return found;
}

const attributeOf = (question: TrailQuestion): LookupAttribute =>
  'session' in question
    ? { AttributeKey: 'Username', AttributeValue: question.session }
    : { AttributeKey: 'EventName', AttributeValue: question.action };

/** CloudTrail user guide, userIdentity element: the issuer of a session is the role. */
function trailCall({ Username = '', EventName = '', CloudTrailEvent = '{}' }: Event): TrailCall {
  const { errorCode = '', userIdentity } = JSON.parse(CloudTrailEvent) as {
    readonly errorCode?: string;
    readonly userIdentity?: { readonly sessionContext?: { readonly sessionIssuer?: { readonly userName?: string } } };
  };
  const role = userIdentity?.sessionContext?.sessionIssuer?.userName ?? '';
  return { session: Username, role, action: EventName, error: errorCode };
}
