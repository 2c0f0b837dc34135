/** `plan`: what a person sees of a deployment file, and what stops it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { measureTemplates } from '../../lib/cli/synthesize';
import { AS_OF, DEPLOYMENTS, planOf } from '../synth/synthesize';
import { type Ended, automqByoc, folder, removeFolders } from './world';

const inventory = join(DEPLOYMENTS, 'inventory.yaml');

let human: Ended;
let machine: Ended;
beforeAll(async () => {
  human = await automqByoc('plan', inventory);
  machine = await automqByoc('plan', join(DEPLOYMENTS, 'inventory-dev.yaml'), '--json', '--as-of', '2026-12-01');
}, 30_000); // two whole synths: seconds on a quiet machine, more on a busy one
afterAll(removeFolders);

test('inventory.yaml as a person sees it', () => {
  expect(human).toMatchObject({ code: 0, err: '' });
  // Sizes of templates have tests of their own; here they would change with every resource.
  const sizes = /^( {2}inventory-\w+ ).*$/gm;
  const text = human.out.replaceAll(inventory, 'deployments/inventory.yaml').replace(sizes, '$1…');
  expectGolden('plan-inventory.txt', text);
});

test('every line fits 100 columns, and no escape code reaches a pipe', () => {
  expect(human.out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(human.out).not.toContain('\u001b');
});

test('each stack’s size stands beside the limits of CloudFormation', () => {
  expect(human.out).toMatch(/stack +resources +of 500 +bytes +of 1,000,000/);
  for (const { name } of planOf('inventory').stacks)
    expect(human.out).toMatch(new RegExp(`${name} +\\d+ +\\d+ % +[\\d,]+ +\\d+ %`));
});

test('without the CDK the sizes are unknown, in one line, and the rest stands', async () => {
  const templates = await measureTemplates(planOf('minimal'), 'a-package-that-is-not-installed');
  expect(templates).toEqual({ unknown: expect.stringMatching(/^not measured: .*not installed[^\n]*$/) });
});

test('as JSON: the plan itself, the sizes, and where each value came from', () => {
  const { plan, templates, origins } = JSON.parse(machine.out);
  expect(plan.asOf).toBe('2026-12-01');
  expect(templates).toHaveLength(plan.stacks.length);
  expect(origins.name).toBeDefined();
  expect(new Set(Object.values(origins))).toEqual(new Set(['inventory-dev.yaml', 'inventory.yaml']));
});

test('a file that extends another says which gives what', async () => {
  const { out } = await automqByoc('plan', join(DEPLOYMENTS, 'inventory-dev.yaml'));
  expect(out).toMatch(/Where the values come from\n +file +gives\n/);
  expect(out).toMatch(/^ {2}inventory.yaml +name, region/m);
  expect(out).toMatch(/^ {2}inventory-dev.yaml +account/m);
  expect(human.out).not.toContain('Where the values come from');
});

test('--request groups what to ask by who owns it', async () => {
  const { code, out } = await automqByoc('plan', join(DEPLOYMENTS, 'existing-vpc.yaml'), '--request');
  expect(code).toBe(0);
  expect(out).toMatch(/^Network team\n {2}1\. /m);
  expect(out).toMatch(/^Service quotas$/m);
  expect(out).toMatch(/"Version": "2012-10-17"/);
  const rows = JSON.parse((await automqByoc('plan', inventory, '--request', '--json')).out);
  expect(rows[0]).toHaveProperty('owner');
});

test('bad input: every mistake on a line of its own, exit code 2, nothing on stdout', async () => {
  const text = readFileSync(inventory, 'utf8').replace('use1-az4]', 'use1-az9]').replace('perZone: ', 'perZones: ');
  const { code, out, err } = await automqByoc('plan', join(folder({ 'a.yaml': text }), 'a.yaml'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^zones\[2\]: .*use1-az9/m);
  expect(err).toMatch(/^brokers.*perZones.*perZone/m);
});

test('what a command can fill in, it names', async () => {
  const text = readFileSync(inventory, 'utf8')
    .replace(/^clusterId: .*$/m, '')
    .replace(/^ {2}id: ami-.*$/m, '');
  const { code, err } = await automqByoc('plan', join(folder({ 'a.yaml': text }), 'a.yaml'));
  expect(code).toBe(2);
  expect(err).toContain('automq-byoc init');
  expect(err).toContain('automq-byoc image');
});

test.each(['2026-02-30', 'today', '2026-1-1'])('--as-of %s is no day', async (day) => {
  expect(await automqByoc('plan', inventory, '--as-of', day)).toMatchObject({ code: 2, out: '' });
});

test('a file that is not there is bad input', async () => {
  const { code, err } = await automqByoc('plan', 'nowhere.yaml');
  expect(code).toBe(2);
  expect(err).toMatch(/^nowhere.yaml: cannot be read: ENOENT\n$/);
});

test('the day the tests plan for is the one printed', () => {
  expect(human.out).toContain(`as of ${AS_OF}`);
});

/** UPDATE_GOLDEN=1 writes the file instead. */
function expectGolden(name: string, text: string): void {
  const path = join(__dirname, '../golden/cli', name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

test('the sample in docs/command-line.md is what the command prints', () => {
  const [docs, golden] = ['docs/command-line.md', 'test/golden/cli/plan-inventory.txt'].map((file) => readFileSync(join(__dirname, '../..', file), 'utf8')); // prettier-ignore
  for (const title of ['Nodes', 'Capacity'])
    expect(docs).toContain(new RegExp(`^${title}\\n[^]*?(?=\\n\\n\\S)`, 'm').exec(golden!)![0]);
});
