/**
 * `automq-byoc import FILE --engine pulumi|cdk [--from MADE]`: what the other engine made, or deleted stacks of this deployment
 * kept, in the form this one imports.
 */
import { plan as decide, type Plan } from '../../core';
import { readDeployment } from '../../files';
import { BadInput, Failure } from '../failures';
import { cdkMapping } from '../import/cdk-mapping';
import { type Made, madeByStack, readMade } from '../import/made';
import { fileSettings, match } from '../import/match';
import { pulumiList } from '../import/pulumi-list';
import { type Io, json, line } from '../io';
import { readTemplates } from '../templates';

export interface ImportOptions {
  /** The engine that takes over. */
  readonly engine: string;
  /**
   * What the engine that leaves has made.
   * @default - what deleted stacks of this deployment kept, read from the account
   */
  readonly from?: readonly string[];
}

export async function importList(file: string, { engine, from }: ImportOptions, io: Io): Promise<void> {
  if (engine !== 'pulumi' && engine !== 'cdk') {
    throw new BadInput([`--engine: got "${engine}"; allowed: pulumi, cdk`]);
  }
  const decided = decide(readDeployment(file).deployment, io.today());
  const made = from === undefined ? await readKept(decided) : readMade(from);
  const { found, missing } = match(decided, made);
  if (missing.length > 0) {
    throw new BadInput([
      `${from === undefined ? 'the account' : '--from'}: says nothing of ${missing.join(', ')}; allowed: all stacks of the deployment, one --from each`,
    ]);
  }
  // The list alone on stdout, so that it can be written to a file.
  json(
    io.stdout,
    engine === 'pulumi' ? pulumiList(decided, found) : cdkMapping(await readTemplates(file, io.today()), found),
  );
  advise(engine, fileSettings(decided, made), io);
}

/** @throws Failure where no deleted stack has kept anything */
async function readKept({ cluster, stacks }: Plan): Promise<readonly Made[]> {
  const { keptByDeleted } = await import('../aws/kept');
  const kept = await keptByDeleted(
    cluster.region,
    stacks.map(({ name }) => name),
  );
  if (kept.length === 0)
    throw new Failure(`no deleted stack of ${cluster.prefix} has kept anything (CloudFormation tells it for 90 days)`);
  return madeByStack(kept);
}

function advise(engine: 'pulumi' | 'cdk', settings: readonly string[], io: Io): void {
  line(io.stderr, 'The deployment file must also name, before the first deploy:');
  settings.forEach((setting) => line(io.stderr, `  ${setting}`));
  if (engine === 'pulumi') line(io.stderr, 'And the stack: pulumi config set automq-byoc:adoptSecrets true');
}
