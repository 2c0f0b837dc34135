/** The command line: which commands there are, and what a failure prints and returns. */
import { Command, CommanderError } from 'commander';
import { explain } from './commands/explain';
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
  if (error instanceof BadInput) {
    error.mistakes.forEach((mistake) => line(io.stderr, mistake));
    return exitCodes.badInput;
  }
  line(io.stderr, `automq-byoc: ${error instanceof Error ? error.message : String(error)}`);
  return exitCodes.failed;
}

function program(io: Io): Command {
  const root = new Command('automq-byoc')
    .description('AutoMQ in your own AWS account, from one deployment file.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  root
    .command('explain')
    .description('say what a resource of the templates is for, which plan row made it, and which file')
    .argument('<logicalId>')
    .option('--app <folder>', 'folder of the synthesized templates', 'cdk.out')
    .option('--json', 'print as JSON')
    .action((logicalId, options) => explain(logicalId, options, io));
  return root;
}
