/** What CloudFormation holds of a stack now. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { TemplateFile } from '../../review';
import { Failure } from '../failures';

/**
 * The template as it was handed over, not as CloudFormation expands it; the protection as it is set now. Undefined where there is
 * no such stack, or only a change set that would make it (`REVIEW_IN_PROGRESS`: CloudFormation user guide, stack status codes).
 *
 * @param region where the stack is; otherwise the one that the SDK finds
 */
export async function deployedTemplate(stack: string, region: string | undefined): Promise<TemplateFile | undefined> {
  const client = new CloudFormationClient(region === undefined ? {} : { region });
  const found = await describe(client, stack);
  if (!found || found.StackStatus === 'REVIEW_IN_PROGRESS') return undefined;
  const { TemplateBody = '{}' } = await client.send(
    new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' }),
  );
  if (!/^\s*\{/.test(TemplateBody))
    throw new Failure(`--stack ${stack}: was deployed as YAML; the guard compares JSON`);
  return {
    stack: found.StackName ?? stack,
    file: stack,
    text: TemplateBody,
    terminationProtection: found.EnableTerminationProtection,
  };
}

/** Undefined where there is no such stack. */
export async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}
