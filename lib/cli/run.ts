/** The command line: which commands there are, and what a failure prints and returns. */
import { Command, CommanderError } from 'commander';
import { DeploymentError, mistakeText } from '../core/deployment';
import { artifact } from './commands/artifact';
import { deployerPolicy } from './commands/deployer-policy';
import { explain } from './commands/explain';
import { guard } from './commands/guard';
import { image } from './commands/image';
import { importList } from './commands/import';
import { init } from './commands/init';
import { plan } from './commands/plan';
import { protect } from './commands/protect';
import { refresh } from './commands/refresh';
import { review } from './commands/review';
import { season } from './commands/season';
import { schema } from './commands/schema';
import { status } from './commands/status';
import { verify } from './commands/verify';
import { BadInput } from './failures';
import { type Io, line } from './io';

export const exitCodes = { ok: 0, failed: 1, badInput: 2 } as const;

/** Runs one command; never throws and never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await program(io).parseAsync([...argv], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  // commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
  const mistakes = mistakesOf(error);
  mistakes.forEach((mistake) => line(io.stderr, mistake));
  if (mistakes.length > 0) return exitCodes.badInput;
  line(io.stderr, `automq-byoc: ${error instanceof Error ? error.message : String(error)}`);
  return exitCodes.failed;
}

function mistakesOf(error: unknown): readonly string[] {
  if (error instanceof BadInput) return error.mistakes;
  return error instanceof DeploymentError ? error.mistakes.map(mistakeText) : [];
}

function program(io: Io): Command {
  const root = new Command('automq-byoc')
    .description('AutoMQ in your own AWS account, from one deployment file.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .addHelpText(
      'after',
      '\nExit code 0: done. 2: bad input, every mistake listed, nothing written. 1: anything else.',
    );
  addReaders(root, io);
  addReviewers(root, io);
  addOperators(root, io);
  addWriters(root, io);
  return root;
}

function addReaders(root: Command, io: Io): void {
  root
    .command('plan')
    .description('show what a deployment file becomes: nodes, addresses, capacity, cost, templates, warnings')
    .argument('<file>', 'deployment file, YAML or JSON')
    .option('--json', 'print as JSON')
    .option('--request', 'print what to ask of others before the first deploy')
    .option('--as-of <day>', 'day to plan for, YYYY-MM-DD (default: today)')
    .action((file, options) => plan(file, options, io));
  addSeason(root, io);
  root
    .command('explain')
    .description('say what a resource of the templates is for, which plan row made it, and which file')
    .argument('<logicalId>')
    .option('--app <folder>', 'folder of the synthesized templates', 'cdk.out')
    .option('--json', 'print as JSON')
    .action((logicalId, options) => explain(logicalId, options, io));
  root
    .command('status')
    .description('who holds which slot now, what goes on, what blocks; reads the account, changes nothing')
    .argument('<file>', 'deployment file, YAML or JSON')
    .option('--json', 'print as JSON')
    .action((file, options) => status(file, options, io));
  addVerify(root, io);
  root
    .command('schema')
    .description('print the JSON Schema of a deployment file')
    .action(() => schema(io));
}

function addReviewers(root: Command, io: Io): void {
  root
    .command('review')
    .description('the packet a security reviewer signs, made from the templates alone')
    .argument('<from>', 'deployment file, or a folder of synthesized templates')
    .option('--format <format>', 'md, html, json or sarif', 'md')
    .option('--against <baseline>', 'approved packet (JSON) or folder of templates: what has changed since')
    .option('--fail-on <risk>', 'widened: exit 1 when more is allowed or less protected than in the baseline')
    .option('--packs', 'run the four cdk-nag packs on the templates as well (needs cdk-nag)')
    .option('--as-of <day>', 'day of the review, YYYY-MM-DD (default: today)')
    .action((from, options) => review(from, options, io));
  root
    .command('guard')
    .description('refuse a deploy that would lose data, break an import, or that nobody signed')
    .option('--deployed <templates>', 'folder of the templates as they are deployed')
    .option('--stack <names...>', 'deployed stacks, read from CloudFormation')
    .requiredOption('--proposed <templates>', 'folder of the templates to be deployed, or a deployment file')
    .option('--approved <packet>', 'packet of `review --format json` that was signed')
    .option('--freeze <spans...>', 'more days on which nothing but season parameters may change, FIRST/LAST')
    .option('--break-glass <reason>', 'go on inside a freeze: who asks for it and why')
    .option('--season <spans...>', 'more days on which a change of size is worth a warning, FIRST/LAST')
    .option('--at <time>', 'moment to judge for, 2026-11-27T09:00:00-05:00 (default: now)')
    .option(
      '--deployment <file>',
      'deployment file: its freezes and seasons hold; allowDataLoss: true is half of the opt-in',
    )
    .option('--allow-data-loss <name>', 'the second half of that opt-in: the name of the cluster')
    .option('--json', 'print as JSON')
    .action((options) => guard(options, io));
  root
    .command('deployer-policy')
    .description('print the least that is needed to deploy exactly these templates, and the quotas they need')
    .argument('<from>', 'deployment file, or a folder of synthesized templates')
    .action((from) => deployerPolicy(from, io));
}

function addOperators(root: Command, io: Io): void {
  addProtect(root, io);
  root
    .command('import')
    .description('list what another engine has made, or deleted stacks kept, in the form that this one imports')
    .argument('<file>', 'deployment file')
    .requiredOption('--engine <engine>', 'engine that takes over: pulumi or cdk')
    .option(
      '--from <made...>',
      "JSON of 'aws cloudformation list-stack-resources' or 'pulumi stack export' (default: what deleted stacks kept, from the account)",
    )
    .action((file, options) => importList(file, options, io));
  root
    .command('refresh')
    .description(
      'show the last instance refresh of each group; with --wait bring all machines to their launch template',
    )
    .argument('<file>', 'deployment file')
    .option('--wait', 'one group after the other: start what is to be done and wait for its end')
    .option('--every <seconds>', 'seconds between two looks', '15')
    .action((file, options) => refresh(file, options, io));
}

function addVerify(root: Command, io: Io): void {
  root
    .command('verify')
    .description('check against the account what no test without one can show: pass, fail or not run, with evidence')
    .argument('<file>', 'deployment file of a sandbox')
    .option('--destructive', 'also run the checks that replace machines or change the deployment and back')
    .option('--only <checks...>', 'run these checks only')
    .option('--json', 'print as JSON')
    .action((file, options) => verify(file, options, io));
}

function addProtect(root: Command, io: Io): void {
  root
    .command('protect')
    .description('after the first deploy: refuse to delete the stacks that hold state, in the account and in the file')
    .argument('<file>', 'deployment file')
    .option('--off', 'take the protection away, when the stacks are really to go')
    .action((file, options) => protect(file, options, io));
}

function addSeason(root: Command, io: Io): void {
  root
    .command('season')
    .description('play a load against the seasons of a file, or check a move and print the parameters to set')
    .argument('<file>', 'deployment file, YAML or JSON')
    .option('--load <load>', 'R1, R2, R3, R4, or a CSV of time, MB/s in, MB/s out', 'R3')
    .option('--json', 'print as JSON')
    .option('--svg <file>', 'write a chart')
    .option('--html <file>', 'write a page with chart and figures')
    .option('--move <name>', 'season to move; needs --start and --end')
    .option('--start <time>', "new start, by the season's clock (2026-11-26T20:00) or with an offset")
    .option('--end <time>', 'new end')
    .option('--brokers-per-zone <number>', 'new size')
    .option('--engine <engine>', 'whose commands to print: cdk or pulumi', 'cdk')
    .option('--as-of <day>', 'day to plan for, YYYY-MM-DD (default: today)')
    .action((file, options) => season(file, options, io));
}

function addWriters(root: Command, io: Io): void {
  const writer = (name: string, description: string): Command =>
    root.command(name).description(description).argument('<file>', 'deployment file to complete');
  writer('init', 'write a new cluster id into a file that has none').action((file) => init(file, io));
  writer('image', 'look up the newest Amazon Linux 2023 image and write its id').action((file) => image(file, io));
  writer('artifact', 'upload the AutoMQ archive once and write bucket, key and SHA-256')
    .requiredOption('--from <archive>', 'release archive on this machine')
    .option('--bucket <bucket>', 'bucket to hold it (default: the one in the file)')
    .option('--key <key>', "key of the object (default: automq/ and the archive's name)")
    .action((file, options) => artifact(file, options, io));
}
