/** Commands of a page as a reader runs them, against the local AWS: `npx` is what a clone has, `aws` the real AWS CLI. */
import { execFileSync, spawn, type ExecFileSyncOptions } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LocalAws } from '../../local-aws/local-aws';

const ROOT = resolve(__dirname, '../../..');
const AWS_CLI = join(ROOT, '.cache/aws-cli');
const VERSION = '1.46.3';

/** The AWS CLI in an environment of its own, made on first use. */
function awsCli(): string {
  const folder = join(AWS_CLI, VERSION);
  if (existsSync(join(folder, 'bin/aws'))) return join(folder, 'bin');
  const options: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('python3', ['-m', 'venv', '--clear', folder], options);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `awscli==${VERSION}`];
  execFileSync(join(folder, 'bin/python'), pip, options);
  return join(folder, 'bin');
}

/** What stands in for npx: the CLIs of this clone; a test cannot answer questions, and must plan for the same day always. */
const NPX = (asOf: string): string => `#!/usr/bin/env bash
cd '${ROOT}'
case $1 in
  cdk) shift; exec node node_modules/aws-cdk/bin/cdk "$@" --require-approval never --no-notices --no-color -c asOf=${asOf} ;;
  automq-byoc) shift; exec node --import tsx bin/automq-byoc.ts "$@" ;;
esac
exit 64
`;

export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

export class Shell {
  private readonly env: NodeJS.ProcessEnv;

  constructor(local: LocalAws, folder: string, asOf: string) {
    const shims = join(folder, 'bin');
    mkdirSync(shims, { recursive: true });
    writeFileSync(join(shims, 'npx'), NPX(asOf));
    chmodSync(join(shims, 'npx'), 0o755);
    this.env = { ...local.env, NODE_NO_WARNINGS: '1', PATH: [shims, awsCli(), process.env.PATH].join(':') };
  }

  /** Runs a command or a block of them, in the root of the clone; stops at the first that fails. */
  run(commands: string): Promise<Ended> {
    const child = spawn('bash', ['-ec', commands], { cwd: ROOT, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const take = (chunk: Buffer): void => void (text += chunk);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    return new Promise((done) => child.once('close', (code) => done({ code, text })));
  }
}
