/**
 * A local AWS as one Python process on loopback: MiniStack's CloudFormation engine in front of moto's services. README.md says
 * what it plays and what it proves.
 *
 *   const local = await startLocalAws({ account: '111122223333' });
 *   execFileSync('npx', ['cdk', 'deploy', …], { env: local.env });
 *   new EC2Client({ endpoint: local.endpoint('ec2'), … });
 *   await local.stop();
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalls, type Call } from './calls';
import { preparePython, prepareSchema } from './prepare';

export interface LocalAwsOptions {
  /** Account that everything happens in. @default '111122223333', the examples' account */
  readonly account?: string;
  /** Region of the environment handed out; the engine itself serves every region. @default 'us-east-1' */
  readonly region?: string;
  /** Whether schedules fire by the clock of the wall; a test that plays instants of its own says no. @default true */
  readonly schedules?: boolean;
  /** Ports, services first. @default - two free ones */
  readonly ports?: readonly [services: number, cloudFormation: number];
  /** Machines of groups really run (real-machines); needs root on Linux and what `missingForMachines` names. @default false */
  readonly realMachines?: boolean;
}

/** How boots of played machines end; `none`: somebody else boots them and sends the signals. */
export type Boot = 'success' | 'failure' | 'none';

export interface LocalAws {
  /** Where a service answers, by its SDK name: `ec2`, `cloudformation`, `sfn`, `scheduler`, … */
  endpoint(service: string): string;
  /** Environment for the CDK CLI, the AWS CLI and SDKs. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  /** Of real machines: sockets, and a log of each machine's boot once it is gone. */
  readonly machines: string;
  readonly process: ChildProcess;
  /** For all groups, or by the name of a group. */
  boots(result: Boot | Readonly<Record<string, Boot>>): void;
  /** Every call that has arrived so far, in order (engine/calls.py). */
  calls(): readonly Call[];
  stop(): Promise<void>;
}

/** Services that MiniStack answers, by SDK and endpoint name; all others are moto's. */
const MINISTACK = new Set(['cloudformation', 'cloudcontrol', 'sfn', 'states', 'scheduler']);

/** Longest wait for the engine to answer, milliseconds; it takes 3 to 6 s on two cores, and what runs real machines 3 s more. */
const START_LIMIT = 120_000;

export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { account = '111122223333', region = 'us-east-1' } = options;
  const [services, cloudFormation] = options.ports ?? [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
  const [control, log, calls] = ['control.json', 'engine.log', 'calls.jsonl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const machines = join(folder, 'machines');
  mkdirSync(machines);
  const engine = spawn(preparePython(), ['-m', 'engine'], {
    cwd: __dirname,
    stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      PYTHONDONTWRITEBYTECODE: '1',
      LOCAL_AWS_PORT: String(services),
      LOCAL_AWS_CLOUDFORMATION_PORT: String(cloudFormation),
      LOCAL_AWS_ACCOUNT: account,
      LOCAL_AWS_SCHEMA: prepareSchema(),
      SFN_WAIT_SCALE: '0.01', // waits and retries of state machines
      LOCAL_AWS_CONTROL: control,
      LOCAL_AWS_CALLS: calls,
      LOCAL_AWS_SCHEDULES: options.schedules === false ? 'off' : 'on',
      ...(options.realMachines && {
        LOCAL_AWS_MACHINES: join(__dirname, 'real-machines/run'),
        LOCAL_AWS_SOCKETS: machines,
      }),
      AWS_DEFAULT_REGION: region,
    },
  });
  const local: LocalAws = {
    endpoint: (service) => urlOf(MINISTACK.has(service) ? cloudFormation : services),
    env: {
      ...environment(region, urlOf(services), urlOf(cloudFormation)),
      CDK_HOME: folder, // the CLI remembers there which account an access key belongs to
    },
    log,
    machines,
    process: engine,
    boots: (result) => writeFileSync(control, JSON.stringify({ boot: result })),
    calls: () => readCalls(calls),
    stop: () => stop(engine),
  };
  await untilReady(engine, log, [services, cloudFormation]);
  return local;
}

/** `localhost`, not an address: the CDK CLI makes the template's URL from it, and CloudFormation reads a path-style one. */
const urlOf = (port: number): string => `http://localhost:${port}`;

function environment(region: string, services: string, cloudFormation: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: services,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation,
    AWS_ENDPOINT_URL_SFN: cloudFormation,
    AWS_ENDPOINT_URL_SCHEDULER: cloudFormation,
  };
}

async function untilReady(engine: ChildProcess, log: string, ports: readonly number[]): Promise<void> {
  const end = Date.now() + START_LIMIT;
  for (const port of ports) {
    while (!(await answers(port))) {
      if (engine.exitCode !== null || Date.now() > end) {
        await stop(engine);
        throw new Error(`the local AWS did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://localhost:${port}/moto-api/`).then(
    () => true,
    () => false,
  );

/** The engine has no children: ending it ends all. */
async function stop(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  engine.kill('SIGKILL');
  await ended;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
