/** `guard --stack`: where it looks for what is deployed, and what it makes of stacks that are not there; which file and moment hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noSuchStack, queryApi, type QueryApi, Refusal } from './query-api';
import { DEPLOYMENTS } from '../synth/synthesize';
import { automqByoc } from './world';

const proposed = () => join(process.env.SYNTH_DIR!, 'inventory');
const textOf = (stack: string) => readFileSync(join(proposed(), `${stack}.template.json`), 'utf8');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

let api: QueryApi;
/** Status by name of what is there. */
let deployed: Record<string, string>;

beforeEach(async () => {
  deployed = {};
  api = await queryApi(({ action, parameters }) => {
    const name = parameters.get('StackName')!;
    if (deployed[name] === undefined) throw noSuchStack(name);
    if (action === 'GetTemplate') return `<TemplateBody>${escaped(textOf(name))}</TemplateBody>`;
    return `<Stacks><member><StackName>${name}</StackName><StackStatus>${deployed[name]}</StackStatus><EnableTerminationProtection>true</EnableTerminationProtection></member></Stacks>`;
  });
});
afterEach(() => api.close());

const guard = (...options: string[]) => automqByoc('guard', '--proposed', proposed(), ...options);

test('before the first deploy nothing can be lost, and it says so', async () => {
  const { code, out, err } = await guard('--stack', 'inventory-data', 'inventory-cluster');
  expect({ code, out }).toEqual({ code: 0, out: 'guard: 0 refused, 0 warnings\n' });
  expect(err).toBe('guard: inventory-data, inventory-cluster: nothing deployed, nothing to lose\n');
});

test('a stack that is only a change set to look at is not deployed', async () => {
  deployed = { 'inventory-data': 'REVIEW_IN_PROGRESS' };
  const { code, err } = await guard('--stack', 'inventory-data');
  expect({ code, err }).toEqual({ code: 0, err: 'guard: inventory-data: nothing deployed, nothing to lose\n' });
});

test('what is deployed beside what is not is compared', async () => {
  deployed = { 'inventory-data': 'CREATE_COMPLETE' };
  const { code, out, err } = await automqByoc('guard', '--proposed', join(process.env.SYNTH_DIR!, 'minimal'), '--stack', 'inventory-data', 'inventory-cluster'); // prettier-ignore
  expect(code).toBe(1);
  expect(out).toContain('inventory-data is deployed and no longer made');
  expect(err).toContain('guard: inventory-cluster: nothing deployed');
});

test('any other refusal is no leave to go on', async () => {
  await api.close();
  api = await queryApi(() => {
    throw new Refusal('AccessDenied', 'not for you');
  });
  expect(await guard('--stack', 'inventory-data')).toMatchObject({ code: 1, err: expect.stringContaining('not for you') }); // prettier-ignore
});

test.each([
  ['of the deployment file', 'eu-west-1', ['--deployment', join(DEPLOYMENTS, 'existing-vpc.yaml')]],
  ['of the templates', 'us-east-1', []],
])('looks in the region %s, not in the one of the shell', async (_, region, options) => {
  process.env.AWS_REGION = 'ap-south-1';
  await guard('--stack', 'inventory-data', ...options);
  expect(new Set(api.calls.map((call) => call.region))).toEqual(new Set([region]));
});

test('--at judges days that are added on the command line, too, by its own calendar', async () => {
  deployed = { 'inventory-data': 'CREATE_COMPLETE' };
  const at = (time: string) => automqByoc('guard', '--proposed', join(process.env.SYNTH_DIR!, 'minimal'), '--stack', 'inventory-data', '--freeze', '2027-01-04/2027-01-04', '--at', time); // prettier-ignore
  expect((await at('2027-01-04T23:30:00-05:00')).out).toContain('inside the freeze 2027-01-04/2027-01-04');
  expect((await at('2027-01-05T00:30:00-05:00')).out).not.toContain('inside the freeze');
});
