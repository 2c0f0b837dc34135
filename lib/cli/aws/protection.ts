/** Termination protection of stacks, as CloudFormation has it. */
import { CloudFormationClient, DescribeStacksCommand, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation'; // prettier-ignore
import { Failure } from '../failures';

/**
 * Sets it on each stack, or on none.
 * @throws Failure where a stack is not there, or its first deploy is not done: protected, it could not be tried again
 */
export async function setProtection(region: string, stacks: readonly string[], on: boolean): Promise<void> {
  const client = new CloudFormationClient({ region });
  const wrong = (await Promise.all(stacks.map(async (name) => [name, await statusOf(client, name)] as const))).filter(
    ([, status]) => on && !/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status),
  );
  if (wrong.length > 0)
    throw new Failure(`${wrong.map(([name, status]) => `${name} is ${status}`).join(', ')}: deploy first`);
  for (const StackName of stacks)
    await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: on }));
}

async function statusOf(client: CloudFormationClient, StackName: string): Promise<string> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName })).catch((error: Error) => {
    if (/does not exist/.test(error.message)) return { Stacks: undefined };
    throw error;
  });
  return Stacks?.[0]?.StackStatus ?? 'not deployed';
}
