/** `automq-byoc guard`: ends with 1 where a deploy would lose data, or where nobody signed it. */
import { readDeployment } from '../../files';
import { differ, guard as check, sentence, type Finding } from '../../guard';
import { deployedTemplate } from '../aws/deployed';
import { BadInput, Failure } from '../failures';
import { type Io, json, line } from '../io';
import { readTemplates } from '../templates';
import { within } from '../windows';
import { readPacket } from './review';

export interface GuardOptions {
  /** Folder of templates as they are deployed, or a deployment file. */
  readonly deployed?: string;
  /** Names of deployed stacks, read from CloudFormation. */
  readonly stack?: readonly string[];
  readonly proposed: string;
  readonly approved?: string;
  readonly freeze?: readonly string[];
  readonly season?: readonly string[];
  /** Deployment file with the first half of the opt-in. */
  readonly deployment?: string;
  /** Second half: the cluster's name. */
  readonly allowDataLoss?: string;
  readonly json?: boolean;
}

export async function guard(options: GuardOptions, io: Io): Promise<void> {
  const day = io.today();
  const proposed = await readTemplates(options.proposed, day);
  const findings = check(
    {
      deployed: await deployedTemplates(options, day),
      proposed,
      approved: options.approved === undefined ? undefined : readPacket(options.approved),
      freeze: within('--freeze', options.freeze, day),
      season: within('--season', options.season, day),
    },
    await differ(),
  );
  if (options.json) json(io.stdout, findings);
  else report(findings, io);
  stop(findings, mayLoseData(options), io);
}

async function deployedTemplates({ deployed, stack }: GuardOptions, day: string) {
  if (deployed !== undefined) return readTemplates(deployed, day);
  if (stack?.length) return Promise.all(stack.map(deployedTemplate));
  throw new BadInput(['--deployed or --stack: needed, to know what is deployed']);
}

function report(findings: readonly Finding[], io: Io): void {
  findings.forEach((finding) => line(io.stdout, sentence(finding)));
  const count = (level: string) => findings.filter((row) => row.level === level).length;
  line(io.stdout, `guard: ${count('refuse')} refused, ${count('warn')} warnings`);
}

/** Both halves, as for destroying data on purpose. */
function mayLoseData({ deployment, allowDataLoss }: GuardOptions): boolean {
  if (deployment === undefined || allowDataLoss === undefined) return false;
  const read = readDeployment(deployment).deployment;
  return read.allowDataLoss === true && read.name === allowDataLoss;
}

function stop(findings: readonly Finding[], allowed: boolean, io: Io): void {
  const refused = findings.filter(({ level }) => level === 'refuse');
  if (refused.length === 0) return;
  if (!allowed) throw new Failure(`guard: refused, ${refused.length} to be looked at`);
  line(io.stderr, `guard: goes on, because data loss is allowed in the file and on the command line`);
}
