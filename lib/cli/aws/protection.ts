/** Termination protection of stacks, as CloudFormation has it. */
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { Failure } from '../failures';
import { describe } from './deployed';

const COMPLETE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/;
const MISSING = 'not deployed';

/**
 * Sets it on each stack, and tries all of them whatever becomes of one. Those that are not deployed have none to take away.
 *
 * @returns the stacks that were passed by
 * @throws Failure where, to be protected, a stack is not there, or its first deploy is not done (nothing is set then: protected, it
 * could not be tried again); where CloudFormation refuses, with every refusal and what is so now
 */
export async function setProtection(
  region: string,
  stacks: readonly string[],
  on: boolean,
): Promise<readonly string[]> {
  const client = new CloudFormationClient({ region });
  const rows = await Promise.all(stacks.map(async (name) => ({ name, status: await statusOf(client, name) })));
  const wrong = rows.filter(({ status }) => on && !COMPLETE.test(status));
  if (wrong.length > 0)
    throw new Failure(`${wrong.map(({ name, status }) => `${name} is ${status}`).join(', ')}: deploy first`);
  const names = (missing: boolean) => rows.filter((row) => (row.status === MISSING) === missing).map((row) => row.name);
  await setAll(client, names(false), on);
  return names(true);
}

async function setAll(client: CloudFormationClient, stacks: readonly string[], on: boolean): Promise<void> {
  const refusals = new Map<string, string>();
  for (const StackName of stacks)
    await client
      .send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: on }))
      .catch(({ name, message }: Error) => refusals.set(StackName, `${name}: ${message}`));
  if (refusals.size === 0) return;
  const done = stacks.filter((name) => !refusals.has(name));
  const sentences = [
    ...[...refusals].map(([stack, refusal]) => `${stack}: ${refusal}`),
    `still ${on ? 'off' : 'on'}: ${[...refusals.keys()].join(', ')}`,
    ...(done.length > 0 ? [`now ${on ? 'on' : 'off'}: ${done.join(', ')}`] : []),
  ];
  throw new Failure(sentences.join('; '));
}

const statusOf = async (client: CloudFormationClient, name: string): Promise<string> =>
  (await describe(client, name))?.StackStatus ?? MISSING;
