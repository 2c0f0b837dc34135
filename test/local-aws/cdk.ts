/** The real CDK CLI against a local AWS. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { LocalAws } from './local-aws';

const root = resolve(__dirname, '../..');
const cli = join(root, 'node_modules/aws-cdk/bin/cdk');
const quickPolls = join(__dirname, 'quick-polls.cjs');

export interface CdkRun {
  readonly exitCode: number;
  /** Both streams, in order. */
  readonly output: string;
}

/** Runs one command of the CLI; `onLine` sees each line as it comes. Never throws on a failing command. */
export function cdk(local: LocalAws, args: readonly string[], onLine?: (line: string) => void): Promise<CdkRun> {
  const child = spawn(process.execPath, ['--require', quickPolls, cli, ...args, '--no-notices', '--no-color'], {
    cwd: root,
    env: { ...local.env, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, unfinished] = ['', ''];
  const take = (chunk: Buffer): void => {
    output += chunk;
    const lines = `${unfinished}${chunk}`.split('\n');
    unfinished = lines.pop() ?? '';
    lines.forEach((text) => onLine?.(text));
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((done) => child.once('close', (code) => done({ exitCode: code ?? 1, output })));
}

/** The account's bootstrap stack, as `cdk bootstrap` makes it. */
export const bootstrap = (local: LocalAws, account: string, region: string): Promise<CdkRun> =>
  cdk(local, ['bootstrap', `aws://${account}/${region}`, '--app', '']);

export const deployAll = (local: LocalAws, app: readonly string[], onLine?: (line: string) => void): Promise<CdkRun> =>
  cdk(local, ['deploy', '--all', '--require-approval', 'never', '--progress', 'events', ...app], onLine);
