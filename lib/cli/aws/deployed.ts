/** What CloudFormation holds of a stack now. */
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { TemplateFile } from '../../review';
import { Failure } from '../failures';

/** The template as it was handed over, not as CloudFormation expands it; the protection as it is set now. */
export async function deployedTemplate(stack: string): Promise<TemplateFile> {
  const client = new CloudFormationClient();
  const [{ TemplateBody = '{}' }, { Stacks = [] }] = await Promise.all([
    client.send(new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' })),
    client.send(new DescribeStacksCommand({ StackName: stack })),
  ]);
  const [found] = Stacks;
  if (!/^\s*\{/.test(TemplateBody))
    throw new Failure(`--stack ${stack}: was deployed as YAML; the guard compares JSON`);
  return {
    stack: found?.StackName ?? stack,
    file: stack,
    text: TemplateBody,
    terminationProtection: found?.EnableTerminationProtection,
  };
}
