/** The archive that `npm pack` makes works where it is installed with one engine and the other absent. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const CDK = ['aws-cdk-lib', 'constructs'];
const PULUMI = ['@pulumi/pulumi', '@pulumi/aws'];

let work: string;
let archive: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'automq-byoc-pack-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work], { cwd: ROOT, stdio: 'pipe' });
  archive = join(
    work,
    readdirSync(work).find((name) => name.endsWith('.tgz'))!,
  );
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test('holds what runs and what a reader needs, and nothing else', () => {
  const top = new Set(packed().map((path) => path.split('/')[0]));
  const wanted = ['CHANGELOG.md', 'LICENSE', 'README.md', 'deployments', 'dist', 'package.json', 'schema'];
  expect([...top].sort()).toEqual(wanted);
});

test('holds the schema that the example files tell an editor to complete from', () => {
  const named = readFileSync(join(ROOT, 'deployments/minimal.yaml'), 'utf8').match(/\$schema=\.\.\/(\S+)/)?.[1];
  expect(packed()).toContain(named);
});

test('holds every file that runs on the machines: tsc copies none of them', () => {
  const instance = readdirSync(join(ROOT, 'lib/instance'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  expect(instance).not.toEqual([]);
  expect(packed()).toEqual(expect.arrayContaining(instance.map((path) => `dist/${path}`)));
});

test('core loads without an engine', () => {
  const home = install('none', []);
  expect(exportsOf(home, 'automq-byoc')).toEqual(expect.arrayContaining(['plan', 'readDeployment']));
});

test('the CDK side loads without Pulumi', () => {
  const home = install('cdk', CDK);
  expect(exportsOf(home, 'automq-byoc/cdk')).toEqual(expect.arrayContaining(['AutoMqCluster', 'ClusterData']));
  expect(load(home, 'automq-byoc/pulumi').stderr).toContain("Cannot find module '@pulumi/pulumi'");
  expect(typeErrors(home, "import { AutoMqCluster } from 'automq-byoc/cdk';\nexport default AutoMqCluster;")).toBe('');
});

test('the Pulumi side loads without the CDK', () => {
  const home = install('pulumi', PULUMI);
  expect(exportsOf(home, 'automq-byoc/pulumi')).toEqual(expect.arrayContaining(['AutoMqCluster', 'ClusterData']));
  expect(load(home, 'automq-byoc/cdk').stderr).toContain("Cannot find module 'aws-cdk-lib");
  expect(typeErrors(home, "import { AutoMqCluster } from 'automq-byoc/pulumi';\nexport default AutoMqCluster;")).toBe(
    '',
  );
});

/** The example from the archive, which both programs below make. */
const MINIMAL = `
  const { readDeployment } = require('automq-byoc');
  const { dirname, join } = require('node:path');
  const home = dirname(require.resolve('automq-byoc/package.json'));
  const { deployment } = readDeployment(join(home, 'deployments/minimal.yaml'));
`;

test('a CDK app makes a cluster where Pulumi is not installed', () => {
  const made = run(
    install('cdk-app', CDK),
    `${MINIMAL}
    const { App, Stack } = require('aws-cdk-lib');
    const { AutoMqCluster } = require('automq-byoc/cdk');
    const { account, region, ...props } = deployment;
    const app = new App({ analyticsReporting: false });
    new AutoMqCluster(new Stack(app, 'Orders', { env: { account, region } }), 'Kafka', { ...props, tls: { issuer: 'private-ca' } });
    const { Resources } = app.synth().getStackByName('Orders').template;
    console.log(JSON.stringify(Object.values(Resources).map(({ Type }) => Type)));`,
  );
  expect(made.filter((type) => type === 'AWS::AutoScaling::AutoScalingGroup')).toHaveLength(2);
  expect(made.filter((type) => type === 'AWS::S3::Bucket')).toHaveLength(3);
});

test('a Pulumi program makes a cluster where the CDK is not installed', () => {
  const made = run(
    install('pulumi-program', PULUMI),
    `${MINIMAL}
    const pulumi = require('@pulumi/pulumi');
    const { AutoMqCluster } = require('automq-byoc/pulumi');
    const made = [];
    const computed = (name) => ({ name, arn: 'arn:aws:mock:::' + name, keyId: name, zoneId: name, latestVersion: 1 });
    const newResource = ({ type, name, inputs }) => {
      made.push(type);
      return { id: name, state: { ...inputs, ...computed(name) } };
    };
    async function main() {
      await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs });
      const urns = [];
      const transformations = [({ resource }) => void urns.push(resource)];
      const roles = { deployers: ['arn:aws:iam::111122223333:role/pulumi'] };
      new AutoMqCluster('orders', { ...deployment, roles }, { transformations });
      pulumi.all(urns.map(({ urn }) => urn)).apply(() => console.log(JSON.stringify(made)));
    }
    main();`,
  );
  expect(made.filter((type) => type === 'aws:autoscaling/group:Group')).toHaveLength(2);
  expect(made.filter((type) => type === 'aws:s3/bucket:Bucket')).toHaveLength(3);
});

test('the stacks load below an app of the customer', () => {
  expect(exportsOf(install('stacks', CDK), 'automq-byoc/stacks')).toContain('addStacks');
});

test('the command line needs no engine', () => {
  const home = install('command', []);
  expect(JSON.parse(automqByoc(home, 'schema'))).toHaveProperty('properties.brokers');
  const minimal = join(home, 'node_modules/automq-byoc/deployments/minimal.yaml');
  expect(automqByoc(home, 'plan', minimal)).toContain("'aws-cdk-lib' is not installed");
});

test('with the CDK the command line measures the templates', () => {
  const home = install('measured', CDK);
  const minimal = join(home, 'node_modules/automq-byoc/deployments/minimal.yaml');
  expect(automqByoc(home, 'plan', minimal)).toMatch(/-cluster +\d+ +/);
});

/** A project with the package, what it depends on, and the engines named; nothing else can be resolved from it. */
function install(name: string, engines: readonly string[]): string {
  const home = join(work, name);
  const target = join(home, 'node_modules/automq-byoc');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['xzf', archive, '--strip-components=1', '-C', target]);
  execFileSync('chmod', ['+x', join(target, 'dist/bin/automq-byoc.js')]);
  const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const dependency of [...Object.keys(dependencies), ...engines]) link(home, dependency);
  return home;
}

/** Runs the installed command by its own path: the shebang and the mode must be right. */
const automqByoc = (home: string, ...args: string[]): string =>
  execFileSync(join(home, 'node_modules/automq-byoc/dist/bin/automq-byoc.js'), args, { cwd: home, encoding: 'utf8' });

function link(home: string, dependency: string): void {
  const place = join(home, 'node_modules', dependency);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', dependency), place);
}

function load(home: string, entry: string) {
  const script = `console.log(JSON.stringify(Object.keys(require('${entry}'))))`;
  return spawnSync(process.execPath, ['-e', script], { cwd: home, encoding: 'utf8' });
}

/** What a program prints as JSON. */
function run(home: string, program: string): string[] {
  writeFileSync(join(home, 'program.js'), program);
  return JSON.parse(execFileSync(process.execPath, ['program.js'], { cwd: home, encoding: 'utf8' })) as string[];
}

function exportsOf(home: string, entry: string): string[] {
  const { stdout, stderr } = load(home, entry);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
}

/** What the compiler says to a customer who imports the package; empty when it is content. */
function typeErrors(home: string, source: string): string {
  writeFileSync(join(home, 'program.ts'), source);
  const options = '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types'.split(' ');
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  return spawnSync(tsc, [...options, '', 'program.ts'], { cwd: home, encoding: 'utf8' }).stdout;
}

function packed(): string[] {
  const listing = execFileSync('tar', ['tzf', archive], { encoding: 'utf8' });
  return listing
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => path.slice('package/'.length));
}
