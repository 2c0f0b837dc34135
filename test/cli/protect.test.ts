/** `protect` where CloudFormation refuses on the way: every stack is tried, every refusal told, and the file says what is so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENTS } from '../synth/synthesize';
import { noSuchStack, queryApi, type QueryApi, Refusal } from './query-api';
import { automqByoc, folder, removeFolders } from './world';

let api: QueryApi;
/** Whether a stack that is there is protected. */
let isOn: Record<string, boolean>;
let refused: string[];
let file: string;

beforeEach(async () => {
  isOn = { 'minimal-data': true, 'minimal-cluster': true };
  refused = [];
  file = join(folder({ 'd.yaml': `${readFileSync(join(DEPLOYMENTS, 'minimal.yaml'), 'utf8')}\nterminationProtection: true\n` }), 'd.yaml'); // prettier-ignore
  api = await queryApi(({ action, parameters }) => {
    const name = parameters.get('StackName')!;
    if (isOn[name] === undefined) throw noSuchStack(name);
    if (action === 'DescribeStacks') return `<Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>`; // prettier-ignore
    if (refused.includes(name)) throw new Refusal('AccessDenied', `not for you: ${name}`);
    isOn[name] = parameters.get('EnableTerminationProtection') === 'true';
    return '<StackId>1</StackId>';
  });
});
afterEach(() => api.close());
afterAll(removeFolders);

const inFile = (): string | undefined => /^terminationProtection: (\w+)/m.exec(readFileSync(file, 'utf8'))?.[1];

test('--off goes on behind a refusal, tells each, and says what is still protected', async () => {
  refused = ['minimal-data'];
  const { code, err } = await automqByoc('protect', file, '--off');
  expect(isOn).toEqual({ 'minimal-data': true, 'minimal-cluster': false });
  expect(code).toBe(1);
  expect(err).toBe('automq-byoc: minimal-data: AccessDenied: not for you: minimal-data; still on: minimal-data; now off: minimal-cluster\n'); // prettier-ignore
  expect(inFile()).toBe('true');
});

test('all refusals are told', async () => {
  refused = ['minimal-data', 'minimal-cluster'];
  const { code, err } = await automqByoc('protect', file, '--off');
  expect(code).toBe(1);
  expect(err).toContain('not for you: minimal-data; minimal-cluster: AccessDenied');
  expect(err).toContain('still on: minimal-data, minimal-cluster\n');
});

test('--off passes by a stack that is not there', async () => {
  delete isOn['minimal-data'];
  expect(await automqByoc('protect', file, '--off')).toMatchObject({ code: 0, out: expect.stringContaining('minimal-data is not deployed') }); // prettier-ignore
  expect(isOn).toEqual({ 'minimal-cluster': false });
  expect(inFile()).toBe('false');
});
