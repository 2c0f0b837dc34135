/** Where customers put the stacks: in a stage, under a synthesizer of their own, in accounts without the CDK bootstrap. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, DefaultStackSynthesizer, Stage } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { addStacks, type SynthesisOptions } from '../../stacks';
import { plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';
import { AS_OF, planOf } from '../synth/synthesize';

const outdirs: string[] = [];
afterAll(() => outdirs.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newApp(): App {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-'));
  outdirs.push(outdir);
  return new App({ outdir, analyticsReporting: false });
}

function synth(decided = planOf('inventory'), options?: SynthesisOptions): CloudAssembly {
  const app = newApp();
  addStacks(app, decided, options);
  return app.synth();
}

const withDeployer = plan(sample({ roles: { deployers: ['arn:aws:iam::111122223333:role/pipeline'] } }), AS_OF);

const textsOf = (assembly: CloudAssembly): Record<string, string> =>
  Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, readFileSync(stack.templateFullPath, 'utf8')]));

test('two synths in different folders are equal byte for byte', () => {
  expect(textsOf(synth())).toEqual(textsOf(synth()));
});

test('a stage changes no stack name, so that boot signals the stack it is in', () => {
  const app = newApp();
  addStacks(new Stage(app, 'Prod'), planOf('inventory'));
  const staged = app.synth().getNestedAssembly('assembly-Prod');
  expect(staged.stacks.map(({ stackName }) => stackName)).toEqual(planOf('inventory').stacks.map(({ name }) => name));
  expect(Object.values(textsOf(staged)).join()).toContain("STACK='inventory-cluster'");
});

test('a custom qualifier reaches every stack', () => {
  const options = { synthesizer: () => new DefaultStackSynthesizer({ qualifier: 'retail01' }) };
  for (const stack of synth(withDeployer, options).stacks) {
    expect(stack.assumeRoleArn).toContain('cdk-retail01-deploy-role');
  }
});

test('without the CDK bootstrap the templates ask for nothing of it, and there is no file besides them', () => {
  const assembly = synth(withDeployer, { synthesizer: () => new BootstraplessSynthesizer() });
  expect(Object.values(textsOf(assembly)).join()).not.toMatch(/BootstrapVersion|cdk-bootstrap/);
  expect(assembly.artifacts.map(({ manifest }) => manifest.type)).not.toContain('cdk:asset-manifest');
});

test('two clusters live in one app', () => {
  const app = newApp();
  addStacks(app, planOf('inventory'));
  addStacks(app, planOf('minimal'));
  expect(app.synth().stacks).toHaveLength(planOf('inventory').stacks.length + planOf('minimal').stacks.length);
});

test.each([
  ['another qualifier', () => new DefaultStackSynthesizer({ qualifier: 'retail01' })],
  ['no bootstrap', () => new BootstraplessSynthesizer()],
])('with %s the deploying role must be named, or the data bucket would refuse every later deploy', (_, synthesizer) => {
  expect(() => synth(planOf('inventory'), { synthesizer })).toThrow(/^roles\.deployers: is missing/);
});
