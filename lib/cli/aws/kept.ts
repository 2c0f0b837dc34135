/** What deleted stacks have kept, as CloudFormation tells it for 90 days (user guide, ListStacks and DescribeStackEvents). */
import { CloudFormationClient, paginateDescribeStackEvents, paginateListStackResources, paginateListStacks, type StackSummary } from '@aws-sdk/client-cloudformation'; // prettier-ignore
import type { StackResource } from '../import/made';

/** For each stack name, what its newest deletion that kept anything has kept: a later one may have been of a deploy that failed. */
export async function keptByDeleted(region: string, names: readonly string[]): Promise<readonly StackResource[]> {
  const client = new CloudFormationClient({ region });
  const deleted = await deletions(client);
  const found: StackResource[] = [];
  for (const name of names)
    for (const { StackId } of deleted.filter(({ StackName }) => StackName === name)) {
      const kept = await skipped(client, StackId!);
      found.push(...kept);
      if (kept.length > 0) break;
    }
  return found;
}

/** What any deletion of these stacks has kept and no stack of today has: what was adopted belongs to a stack again. */
export async function keptAndLeft(
  region: string,
  names: readonly string[],
  deployed: readonly string[],
): Promise<readonly StackResource[]> {
  const client = new CloudFormationClient({ region });
  const deleted = (await deletions(client)).filter(({ StackName }) => names.includes(StackName!));
  if (deleted.length === 0) return [];
  const kept = (await Promise.all(deleted.map(({ StackId }) => skipped(client, StackId!)))).flat();
  const adopted = (await Promise.all(deployed.map((name) => resourcesOf(client, name)))).flat();
  const seen = new Set(adopted.map(identity));
  return kept.filter((row) => !seen.has(identity(row)) && seen.add(identity(row)));
}

const identity = ({ ResourceType, PhysicalResourceId }: StackResource): string =>
  `${ResourceType} ${PhysicalResourceId}`;

/** Newest first. */
async function deletions(client: CloudFormationClient): Promise<StackSummary[]> {
  const found: StackSummary[] = [];
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] }))
    found.push(...(page.StackSummaries ?? []));
  return found.sort((a, b) => b.CreationTime!.getTime() - a.CreationTime!.getTime());
}

/** All of them: DescribeStackResources ends at the hundredth (CloudFormation API reference). */
export async function resourcesOf(client: CloudFormationClient, StackName: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
    for (const { LogicalResourceId = '', ResourceType = '', PhysicalResourceId } of StackResourceSummaries)
      found.push({ LogicalResourceId, ResourceType, PhysicalResourceId });
  return found;
}

async function skipped(client: CloudFormationClient, StackName: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName }))
    for (const { ResourceStatus, LogicalResourceId = '', ResourceType = '', PhysicalResourceId } of StackEvents)
      if (ResourceStatus === 'DELETE_SKIPPED') found.push({ LogicalResourceId, ResourceType, PhysicalResourceId });
  return found;
}
