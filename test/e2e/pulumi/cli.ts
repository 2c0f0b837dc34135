/** The real Pulumi CLI with a state folder of its own, our program, and a provider of ours in front of a local AWS. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import type { LocalAws } from '../../local-aws/local-aws';

export const ROOT = resolve(__dirname, '../../..');
const PROGRAM = join(ROOT, 'stacks/pulumi');
const BUILT = join(ROOT, '.cache/pulumi');

/** Builds the CLI where it is not there yet: some minutes, once. */
export function buildCli(): void {
  const { status } = spawnSync(join(__dirname, 'cli/build.sh'), [BUILT], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the Pulumi CLI could not be built: see ${BUILT}/build.log`);
}

export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** A call that reached the provider. */
export interface Call {
  readonly call: 'check' | 'create' | 'update' | 'delete' | 'import' | 'invoke';
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Names of the inputs that differ. */
  readonly changed?: readonly string[];
}

/** What the provider knows to be in the account, by type and id. */
export type World = Record<string, { urn: string; properties: Record<string, unknown> }>;

/** Pulumi's YAML takes a bare day for a date. */
const QUOTED = { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const;

/** Settings of a stack, without the name of the project before each. */
export type Settings = Readonly<Record<string, unknown>>;

/** One stack, from its creation to its end. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'automq-byoc-pulumi-'));
  private readonly config: string;
  private readonly world = join(this.folder, 'world.json');
  private readonly calls = join(this.folder, 'calls.jsonl');

  /** With settings given here, or those of the stack of that name in `stacks/pulumi`. */
  constructor(
    private readonly local: LocalAws,
    settings?: Settings,
    private readonly stack = 'test',
  ) {
    this.config = join(this.folder, `Pulumi.${stack}.yaml`);
    copyFileSync(join(PROGRAM, 'Pulumi.yaml'), join(this.folder, 'Pulumi.yaml'));
    symlinkSync(join(PROGRAM, 'index.ts'), join(this.folder, 'index.ts'));
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    if (settings) this.configure(settings);
    else copyFileSync(join(PROGRAM, `Pulumi.${stack}.yaml`), this.config);
    this.pulumi('stack', 'init', stack);
  }

  /** Replaces the settings of the stack; the salt of its secrets stays. */
  configure(settings: Settings): void {
    const before = existsSync(this.config) ? readFileSync(this.config, 'utf8') : '';
    const salt = /^encryptionsalt:.*$/m.exec(before)?.[0] ?? '';
    const named = Object.entries({ ...settings, asOf: '2026-11-22' }).map(([name, value]) => [
      `automq-byoc:${name}`,
      value,
    ]);
    const place = { 'aws:region': 'us-east-1', 'aws:allowedAccountIds': ['111122223333', '333344445555'] };
    const text = stringify({ config: { ...place, ...Object.fromEntries(named) } as Settings }, QUOTED);
    writeFileSync(this.config, `${salt}\n${text}`);
  }

  /** Runs a command that must end well. */
  pulumi(...args: readonly string[]): string {
    const { code, text } = this.attempt(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(' ')} ended with ${code}:\n${text}`);
    return text;
  }

  /** Runs a command that may fail. */
  attempt(...args: readonly string[]): Ended {
    const stack = args[0] === 'stack' ? [] : ['--stack', this.stack];
    const all = ['--cwd', this.folder, '--non-interactive', ...args, ...stack];
    const { status, stdout, stderr } = spawnSync('pulumi', all, {
      env: this.env(),
      encoding: 'utf8',
      timeout: 280_000,
      maxBuffer: 1e8,
    });
    return { code: status, text: `${stdout}${stderr}` };
  }

  /** Calls since the last time this was asked. */
  takeCalls(): Call[] {
    if (!existsSync(this.calls)) return [];
    const lines = readFileSync(this.calls, 'utf8').trim().split('\n');
    rmSync(this.calls);
    return lines.map((line) => JSON.parse(line) as Call);
  }

  account(): World {
    return existsSync(this.world) ? (JSON.parse(readFileSync(this.world, 'utf8')) as World) : {};
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private env(): NodeJS.ProcessEnv {
    const { config } = parse(readFileSync(this.config, 'utf8')) as { config: Readonly<Record<string, string>> };
    return {
      ...this.local.env,
      AWS_REGION: config['aws:region'],
      PATH: [join(__dirname, 'bin'), BUILT, process.env.PATH].join(':'),
      HOME: this.folder,
      PULUMI_HOME: join(this.folder, 'home'),
      PULUMI_BACKEND_URL: `file://${this.folder}`,
      PULUMI_CONFIG_PASSPHRASE: 'test',
      PULUMI_SKIP_UPDATE_CHECK: '1',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: '1',
      NODE_OPTIONS: '--stack-trace-limit=10',
      FAKE_AWS_WORLD: this.world,
      FAKE_AWS_CALLS: this.calls,
      FAKE_AWS_ACCOUNT: config['aws:allowedAccountIds']?.[0],
    };
  }
}
