/** init, image, artifact: they complete a file, keep the rest of it, and write nothing when something is wrong. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageParameter } from '../../lib/cli/aws/image-id';
import { newClusterId } from '../../lib/cli/commands/init';
import { type FakeAws, fakeAws, pointAt } from './fake-aws';
import { automqByoc, folder, removeFolders } from './world';

let aws: FakeAws;
let undo: () => void;
beforeAll(async () => {
  aws = await fakeAws();
  undo = pointAt(aws.url);
});
afterAll(async () => {
  undo();
  await aws.close();
  removeFolders();
});

const yaml = '# ours\nname: inventory\nregion: eu-west-1 # near\n';

function deployment(text: string): { readonly file: string; readonly text: () => string } {
  const file = join(folder({ 'inventory.yaml': text }), 'inventory.yaml');
  return { file, text: () => readFileSync(file, 'utf8') };
}

describe('init', () => {
  test('writes an id once and keeps comments; the second time it refuses and says which file has it', async () => {
    const { file, text } = deployment(yaml);
    expect((await automqByoc('init', file)).code).toBe(0);
    expect(text()).toMatch(/^# ours\nname: inventory\nregion: eu-west-1 # near\nclusterId: [A-Za-z0-9_][\w-]{21}\n$/);
    const before = text();
    const again = await automqByoc('init', file);
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/^clusterId: is given already in inventory.yaml/);
    expect(text()).toBe(before);
  });

  test('refuses where the file inherits an id: a new one would hide the data of the running cluster', async () => {
    const { file, text } = deployment('extends: base.yaml\nname: dev\n');
    writeFileSync(join(file, '../base.yaml'), 'clusterId: abcdefghijklmnopqrstuv\n');
    expect((await automqByoc('init', file)).err).toContain('in base.yaml');
    expect(text()).toBe('extends: base.yaml\nname: dev\n');
  });

  test('an id never begins with a dash', () => {
    const draws = [Buffer.alloc(16, 0xfb), Buffer.alloc(16, 1)];
    expect(draws[0]?.toString('base64url')).toMatch(/^-/);
    expect(newClusterId(() => draws.shift()!)).toBe(Buffer.alloc(16, 1).toString('base64url'));
  });
});

describe('image', () => {
  test('writes the literal id for the architecture and region of the file', async () => {
    aws.parameters.set(imageParameter('x86_64'), 'ami-0123456789abcdef0');
    const { file, text } = deployment(`${yaml}image:\n  architecture: x86_64 # old licence\n`);
    const { code, out } = await automqByoc('image', file);
    expect(code).toBe(0);
    expect(out).toContain('ami-0123456789abcdef0 (x86_64, eu-west-1)');
    expect(text()).toContain('  architecture: x86_64 # old licence\n  id: ami-0123456789abcdef0\n');
  });

  test('arm64 where the file says nothing; says what it replaced, and when there is nothing newer', async () => {
    aws.parameters.set(imageParameter('arm64'), 'ami-0aaaaaaaaaaaaaaaa');
    const { file, text } = deployment(`${yaml}image:\n  id: ami-0bbbbbbbbbbbbbbbb\n`);
    expect((await automqByoc('image', file)).out).toContain('was ami-0bbbbbbbbbbbbbbbb');
    const before = text();
    expect((await automqByoc('image', file)).out).toContain('already');
    expect(text()).toBe(before);
  });

  test('bad input: every mistake it would stumble over, nothing asked, nothing written', async () => {
    const { file, text } = deployment('name: x\nregion: Mars\nimage:\n  architecture: sparc\n');
    const before = [text(), aws.calls.length];
    const { code, err, out } = await automqByoc('image', file);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/region: .*Mars/);
    expect(err).toMatch(/image\.architecture: .*sparc/);
    expect([text(), aws.calls.length]).toEqual(before);
  });

  test('a service that refuses: one line, exit code 1, nothing written', async () => {
    aws.parameters.delete(imageParameter('arm64'));
    const { file, text } = deployment(yaml);
    const { code, err } = await automqByoc('image', file);
    expect(code).toBe(1);
    expect(err).toMatch(/^automq-byoc: could not read the public parameter .*eu-west-1.*\n$/);
    expect(text()).toBe(yaml);
  });
});

describe('artifact', () => {
  const content = 'the release';
  const sha256 = createHash('sha256').update(content).digest('hex');
  const archive = () => join(folder({ 'automq-1.7.3.tgz': content }), 'automq-1.7.3.tgz');

  test('uploads, then writes bucket, key and checksum', async () => {
    const { file, text } = deployment(yaml);
    const { code, out, err } = await automqByoc('artifact', file, '--from', archive(), '--bucket', 'artifacts');
    expect(code).toBe(0);
    expect(aws.objects.get('/artifacts/automq/automq-1.7.3.tgz')?.toString()).toBe(content);
    for (const written of ['bucket: artifacts', 'key: automq/automq-1.7.3.tgz', `sha256: ${sha256}`])
      expect(text()).toContain(written);
    expect(out).toContain('uploaded');
    expect(err).toBe('reading 100 %\nuploading 100 %\n');
  });

  test('takes the bucket of the file, and a key of one’s own', async () => {
    const { file, text } = deployment(`${yaml}automq:\n  archive:\n    bucket: ours\n    key: old\n    sha256: old\n`);
    expect((await automqByoc('artifact', file, '--from', archive(), '--key', 'a/b.tgz')).code).toBe(0);
    expect(aws.objects.has('/ours/a/b.tgz')).toBe(true);
    expect(text()).toContain(`bucket: ours\n    key: a/b.tgz\n    sha256: ${sha256}`);
  });

  test('another object under the key: refused, file unchanged', async () => {
    aws.objects.set('/artifacts/taken', Buffer.from('another release'));
    const { file, text } = deployment(yaml);
    const args = ['--from', archive(), '--bucket', 'artifacts', '--key', 'taken'];
    const { code, err } = await automqByoc('artifact', file, ...args);
    expect(code).toBe(1);
    expect(err).toContain('s3://artifacts/taken holds another object');
    expect(text()).toBe(yaml);
  });

  test('bad input: no archive and no bucket are said together', async () => {
    const { file, text } = deployment(yaml);
    const { code, err } = await automqByoc('artifact', file, '--from', '/nowhere.tgz');
    expect(code).toBe(2);
    expect(err).toMatch(/--from: .*nowhere/);
    expect(err).toMatch(/automq\.archive\.bucket: is missing/);
    expect(text()).toBe(yaml);
  });
});
