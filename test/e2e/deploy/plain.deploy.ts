/**
 * Cross-checks: MiniStack and moto as they are published, each with its own CloudFormation, make the identity stack of an example.
 * Each lacks types and properties of the other stacks (volumes, reservations, bucket settings): there our engine stands alone.
 */
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeployment } from '../../../lib/files';
import { clientOf } from '../../local-aws/client';
import { freePort, type LocalAws } from '../../local-aws/local-aws';
import { preparePython } from '../../local-aws/prepare';
import { heldByRoles, rendered } from './policies';
import { synthesize } from './world';

const ACCOUNT = '111122223333';
const { deployment } = readDeployment(join(__dirname, '../../../deployments/minimal.yaml'));
const { plan, folder } = synthesize(deployment);
const [identity] = plan.stacks;

interface Engine {
  /** What it makes of a role; MiniStack attaches no managed policy. */
  readonly makes: RegExp;
  /** The same in words. */
  readonly compared: string;
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => NodeJS.ProcessEnv;
}

// prettier-ignore
const ENGINES: readonly (readonly [string, Engine])[] = [
  ['MiniStack', { makes: /^trust /, compared: 'trust', command: 'ministack', args: () => [], env: (port) => ({ GATEWAY_PORT: `${port}`, BIND_HOST: '127.0.0.1', IOT_MTLS_ENABLED: '0', MINISTACK_ACCOUNT_ID: ACCOUNT }) }],
  ['moto', { makes: /^(trust|permissions) /, compared: 'trust and permission', command: 'moto_server', args: (port) => ['-H', '127.0.0.1', '-p', `${port}`], env: () => ({ MOTO_ACCOUNT_ID: ACCOUNT, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }) }],
];

describe.each(ENGINES)('plain %s', (_, engine) => {
  let child: ChildProcess;
  let local: Pick<LocalAws, 'endpoint'>;
  const home = mkdtempSync(join(tmpdir(), 'plain-'));

  beforeAll(async () => {
    const port = await freePort();
    const command = join(preparePython(), '..', engine.command);
    const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, ...engine.env(port) };
    child = spawn(command, engine.args(port), { env, stdio: 'ignore' });
    local = { endpoint: () => `http://localhost:${port}` };
    await answering(`http://localhost:${port}`, child);
  }, 90_000);
  afterAll(async () => {
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    rmSync(home, { recursive: true, force: true });
  });

  it(`makes the roles of the identity stack with the ${engine.compared} policies of the plan`, async () => {
    const client = clientOf(local as LocalAws, plan, CloudFormationClient, 'cloudformation');
    const StackName = identity!.name;
    const TemplateBody = withoutBootstrap(readFileSync(join(folder, `${StackName}.template.json`), 'utf8'));
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
    expect(await ended(client, StackName)).toBe('CREATE_COMPLETE');
    const known = (documents: object) => Object.fromEntries(Object.entries(documents).filter(([key]) => engine.makes.test(key))); // prettier-ignore
    const wanted = known(await rendered(local as LocalAws, plan));
    expect(known(await heldByRoles(local as LocalAws, plan))).toEqual(wanted);
    expect(Object.keys(wanted).length).toBeGreaterThan(2);
  });
});

/** The parameter of the CDK's bootstrap, which looks into a parameter store that is empty here. */
function withoutBootstrap(text: string): string {
  const { Parameters, Rules, ...rest } = JSON.parse(text) as Record<string, unknown>;
  expect(Parameters ?? Rules).toBeDefined();
  return JSON.stringify(rest);
}

async function ended(client: CloudFormationClient, StackName: string): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks![0]!.StackStatus!;
    if (!status.endsWith('_IN_PROGRESS')) return status;
    await new Promise((wait) => setTimeout(wait, 500));
  }
  return 'still going on';
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    if (await fetch(url).then(() => true, () => false)) return; // prettier-ignore
    await new Promise((wait) => setTimeout(wait, 200));
  }
  throw new Error(`${url} does not answer`);
}
