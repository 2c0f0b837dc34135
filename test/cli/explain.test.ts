import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_ROW, PURPOSE, SOURCE_FILE } from '../../lib/cdk/annotate';
import { automqByoc, folder, removeFolders } from './world';

const template = JSON.stringify({
  Resources: {
    DataKey: {
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'RetainExceptOnCreate',
      Metadata: { [PURPOSE]: 'Encrypts the records.', [PLAN_ROW]: 'keys.data', [SOURCE_FILE]: 'lib/cdk/keys.ts' },
    },
    Vpc: { Type: 'AWS::EC2::VPC' },
  },
});

let app: string;
beforeAll(() => {
  app = folder({ 'inventory-data.template.json': template });
});
afterAll(removeFolders);

test('says purpose, plan row, file and what happens on delete', async () => {
  const { code, out } = await automqByoc('explain', 'DataKey', '--app', app);
  expect(code).toBe(0);
  for (const said of [
    'AWS::KMS::Key',
    'inventory-data',
    'Encrypts the records.',
    'keys.data',
    'lib/cdk/keys.ts',
    'kept',
  ])
    expect(out).toContain(said);
});

test('as JSON: one row for each stack that has the id, also in a stage', async () => {
  mkdirSync(join(app, 'assembly-Prod'));
  writeFileSync(join(app, 'assembly-Prod', 'prod-data.template.json'), template);
  const { out } = await automqByoc('explain', 'DataKey', '--app', app, '--json');
  expect(
    JSON.parse(out)
      .map((row: { stack: string }) => row.stack)
      .sort(),
  ).toEqual(['inventory-data', 'prod-data']);
});

test('an unknown id is bad input and names the nearest', async () => {
  const { code, out, err } = await automqByoc('explain', 'DataKy', '--app', app);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^DataKy: .*nearest: DataKey/);
});

test('no templates: one line that says what to run', async () => {
  const { code, err } = await automqByoc('explain', 'DataKey', '--app', join(app, 'nowhere'));
  expect(code).toBe(1);
  expect(err).toMatch(/cdk synth.*\n$/);
});

test('an unknown command or option is bad input', async () => {
  expect((await automqByoc('plann')).code).toBe(2);
  expect((await automqByoc('explain', 'X', '--colour')).code).toBe(2);
});
