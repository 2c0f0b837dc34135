import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DeploymentError } from '../../lib/core/deployment';
import { readDeployment, readSettings, setValues, withValues } from '../../lib/files';
import { sample } from '../fixtures/deployments';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'automq-byoc-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** The message of the error that reading a file throws. */
function refusal(name: string): string {
  try {
    readDeployment(join(folder, name));
  } catch (error) {
    if (error instanceof DeploymentError) return error.message;
    throw error;
  }
  throw new Error(`${name} was accepted`);
}

describe('extends', () => {
  test('joins maps, replaces lists and scalars, and remembers where each came from', () => {
    write({
      'base.json': { ...sample(), tags: { owner: 'me', stage: 'prod' } },
      'dev.yaml': "extends: base.json\naccount: '333344445555'\nzones: [use1-az1]\ntags: { stage: dev }\n",
    });
    const { deployment, origins } = readDeployment(join(folder, 'dev.yaml'));
    expect(deployment).toEqual({
      ...sample(),
      account: '333344445555',
      zones: ['use1-az1'],
      tags: { owner: 'me', stage: 'dev' },
    });
    expect(origins).toMatchObject({
      account: 'dev.yaml',
      zones: 'dev.yaml',
      'tags.stage': 'dev.yaml',
      'tags.owner': 'base.json',
      'brokers.perZone': 'base.json',
    });
  });

  test('an empty value takes the value of the base away, so that another choice can take its place', () => {
    write({
      'base.json': sample({ tls: { issuer: 'private-ca', validityDays: 3 } }),
      'child.yaml': `extends: base.json
tls:
  issuer: secret
  secretArn: arn:aws:secretsmanager:us-east-1:111122223333:secret:x
  validityDays:
`,
    });
    const { deployment, origins } = readDeployment(join(folder, 'child.yaml'));
    expect(Object.keys(deployment.tls)).toEqual(['issuer', 'secretArn']);
    expect(origins['tls.validityDays']).toBeUndefined();
  });

  test('an empty value with nothing below it is a mistake', () => {
    write({ 'a.yaml': `${JSON.stringify({ ...sample(), dns: null })}` });
    expect(refusal('a.yaml')).toContain('dns: is empty');
  });

  test('goes over several files and folders', () => {
    write({ 'a.json': sample(), 'b.yaml': 'extends: a.json\nname: middle\n', 'c.yaml': `extends: ${folder}/b.yaml\n` });
    expect(readDeployment(join(folder, 'c.yaml')).deployment.name).toBe('middle');
  });

  test('in a circle is refused with the circle', () => {
    write({
      'a.yaml': 'extends: b.yaml\n',
      'b.yaml': 'extends: c.yaml\n',
      'c.yaml': 'extends: b.yaml\n',
      'd.yaml': 'extends: d.yaml\n',
    });
    expect(refusal('a.yaml')).toContain('extends: runs in a circle: b.yaml -> c.yaml -> b.yaml');
    expect(refusal('d.yaml')).toContain('extends: runs in a circle: d.yaml -> d.yaml');
  });

  test('must name a file that exists', () => {
    write({ 'a.yaml': 'extends: nowhere.yaml\n', 'b.yaml': 'extends: [a.yaml]\n' });
    expect(refusal('a.yaml')).toBe('nowhere.yaml: cannot be read: ENOENT');
    expect(refusal('b.yaml')).toContain('extends: is not the name of a file (in b.yaml)');
  });

  test('a mistake in the base says so', () => {
    write({ 'base.json': { ...sample(), zones: ['use1-az9'] }, 'a.yaml': 'extends: base.json\nname: X\n' });
    const lines = refusal('a.yaml').split('\n');
    expect(lines[0]).toMatch(/^name: is not valid, got "X"/);
    expect(lines[1]).toMatch(/^zones\[0\]: is no zone of us-east-1 \(in base.json\)/);
  });
});

describe('a file that is no deployment', () => {
  test.each([
    ['no YAML', 'name: [1, 2', /^a.yaml: Flow sequence/],
    ['a name twice', 'name: a\nname: b\n', /^a.yaml: Map keys must be unique/],
    ['a list', '- 1\n', /^a.yaml: is not a map of settings/],
    ['nothing', '', /^a.yaml: is not a map of settings/],
  ])('%s', (_what, text, message) => {
    write({ 'a.yaml': text });
    expect(refusal('a.yaml')).toMatch(message);
  });
});

test('JSON may name its schema for editors', () => {
  write({ 'a.json': { $schema: '../schema/deployment.schema.json', ...sample() } });
  expect(readDeployment(join(folder, 'a.json')).deployment).toEqual(sample());
});

test('an incomplete file can be read unchecked, for the commands that complete it', () => {
  write({ 'a.yaml': 'region: us-east-1\n' });
  expect(readSettings(join(folder, 'a.yaml')).values).toEqual({ region: 'us-east-1' });
});

describe('setting values', () => {
  const text = `# The base.
name: inventory # short

automq:
  archive: baked
zones: [use1-az1, use1-az2] # two
image:
`;

  test('keeps everything else, comments and lists included', () => {
    expect(withValues(text, { 'image.id': 'ami-0a1b2c3d4e5f67890', clusterId: '3kQx9vTzR2mWb7LdYc5HnA' })).toBe(
      text.replace('image:\n', 'image:\n  id: ami-0a1b2c3d4e5f67890\nclusterId: 3kQx9vTzR2mWb7LdYc5HnA\n'),
    );
  });

  test('replaces a scalar by a map', () => {
    const archive = { bucket: 'b', key: 'k', sha256: '1'.repeat(64) };
    expect(parse(withValues(text, { 'automq.archive': archive })).automq).toEqual({ archive });
    expect(parse(withValues(text, { 'automq.archive.bucket': 'b' })).automq).toEqual({ archive: { bucket: 'b' } });
  });

  test('twice changes nothing more', () => {
    const values = { 'image.id': 'ami-1', name: 'other' };
    expect(withValues(withValues(text, values), values)).toBe(withValues(text, values));
  });

  test('keeps a text a text where digits alone would read as a number', () => {
    expect(parse(withValues(text, { account: '012345678901' })).account).toBe('012345678901');
  });

  test('in JSON leaves JSON', () => {
    write({ 'a.json': { name: 'x', image: { id: 'old' } } });
    setValues(join(folder, 'a.json'), { 'image.id': 'new' });
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toEqual({ name: 'x', image: { id: 'new' } });
  });

  test('refuses a text that is no YAML rather than mend it', () => {
    expect(() => withValues('a: [1', { b: 1 })).toThrow('Flow sequence');
  });
});
