/** What deleted stacks have kept, as CloudFormation tells it for 90 days. */
import { CloudFormationClient, paginateDescribeStackEvents, paginateListStacks, type StackSummary } from '@aws-sdk/client-cloudformation'; // prettier-ignore
import type { StackResource } from '../import/made';

/** For each stack name, what its newest deletion that kept anything has kept: a later one may have been of a deploy that failed. */
export async function keptByDeleted(region: string, names: readonly string[]): Promise<readonly StackResource[]> {
  const client = new CloudFormationClient({ region });
  const deleted: StackSummary[] = [];
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] }))
    deleted.push(...(page.StackSummaries ?? []));
  const newest = (a: StackSummary, b: StackSummary): number => b.CreationTime!.getTime() - a.CreationTime!.getTime();
  const found: StackResource[] = [];
  for (const name of names)
    for (const { StackId } of deleted.filter(({ StackName }) => StackName === name).sort(newest)) {
      const kept = await skipped(client, StackId!);
      found.push(...kept);
      if (kept.length > 0) break;
    }
  return found;
}

async function skipped(client: CloudFormationClient, StackName: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName }))
    for (const { ResourceStatus, LogicalResourceId = '', ResourceType = '', PhysicalResourceId } of StackEvents)
      if (ResourceStatus === 'DELETE_SKIPPED') found.push({ LogicalResourceId, ResourceType, PhysicalResourceId });
  return found;
}
