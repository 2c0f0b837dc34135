import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { passesBaseline } from '../../lib/cli/baseline';
import type { Packet } from '../../lib/review';
import { addStacks } from '../../stacks';
import { planOf } from '../synth/synthesize';
import { automqByoc, folder, removeFolders } from './world';

// One command synthesizes, which may take a while on a busy machine.
jest.setTimeout(60_000);

afterAll(removeFolders);

const inventory = (): string => join(process.env.SYNTH_DIR!, 'inventory');
const deployment = join(__dirname, '../../deployments/inventory.yaml');

/** The templates of the example with a text replaced in one of them. */
function changed(stack: string, from: string, to: string): string {
  const made = folder();
  cpSync(inventory(), made, { recursive: true });
  const file = join(made, `inventory-${stack}.template.json`);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replaceAll(from, to));
  return made;
}

const opened = () => changed('data', '"EnableKeyRotation": true', '"EnableKeyRotation": false');
const renamed = () => changed('data', 'inventory-data-111122223333-us-east-1', 'inventory-data-2');

describe('review', () => {
  test.each(['md', 'html', 'json', 'sarif'])('prints %s', async (format) => {
    const { code, out, err } = await automqByoc('review', inventory(), '--format', format);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('inventory-data');
  });

  test('from a deployment file: the packet of the templates that its synth makes', async () => {
    const packet = async (from: string) =>
      JSON.parse((await automqByoc('review', from, '--format', 'json', '--as-of', '2026-11-22')).out) as Packet;
    const [fromFile, fromFolder] = [await packet(deployment), await packet(inventory())];
    expect(fromFile.templates.map(({ sha256 }) => sha256)).toEqual(fromFolder.templates.map(({ sha256 }) => sha256));
    expect(fromFile.made).toEqual({
      from: deployment,
      day: '2026-11-22',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  test("on templates that a customer's own aspect has changed: the control is answered no, and the packs find it", async () => {
    const aspect = new App({ outdir: folder(), analyticsReporting: false, builtinCloudFormationValidation: false });
    addStacks(aspect, planOf('minimal'));
    Aspects.of(aspect).add({
      visit: (node) => {
        if (node instanceof CfnBucket && node.versioningConfiguration) {
          node.addPropertyDeletionOverride('PublicAccessBlockConfiguration');
          node.addPropertyDeletionOverride('LoggingConfiguration');
        }
      },
    });
    const { directory } = aspect.synth();
    const { code, out, err } = await automqByoc('review', directory, '--packs', '--format', 'json');
    const { posture, packs } = JSON.parse(out) as Packet;
    expect(code).toBe(1);
    expect(err).toContain('finds AwsSolutions-S1, and no reason is given');
    const no = posture.filter(({ answer }) => answer === 'no').map(({ id }) => id);
    expect(no).toEqual(expect.arrayContaining(['public-access', 'access-logging']));
    const open = packs!.filter(({ acknowledged }) => !acknowledged);
    expect(open.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['AwsSolutions-S1', 'HIPAA.Security-S3BucketPublicReadProhibited']),
    );
    expect(open.map(({ resource }) => resource)).toEqual(
      open.map(() => expect.stringMatching(/^minimal-data\/.*Bucket/)),
    );
    expect(packs!.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(10);
  });

  test('--packs: where every finding has a reason the command passes', async () => {
    const { code, err } = await automqByoc('review', inventory(), '--packs', '--format', 'json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('--format sarif: places can be opened from here', async () => {
    const { out } = await automqByoc('review', inventory(), '--format', 'sarif');
    const uris = [...out.matchAll(/"artifactLocation": \{\s*"uri": "([^"]+)"/g)].map(([, uri]) => uri!);
    expect(uris.length).toBeGreaterThan(0);
    for (const uri of uris) readFileSync(decodeURIComponent(uri));
  });

  test('--against a packet: what changed; --fail-on widened ends with 1', async () => {
    const packet = join(folder(), 'packet.json');
    writeFileSync(packet, (await automqByoc('review', inventory(), '--format', 'json')).out);
    expect((await automqByoc('review', inventory(), '--against', packet, '--fail-on', 'widened')).code).toBe(0);
    const { code, out, err } = await automqByoc('review', opened(), '--against', packet, '--fail-on', 'widened');
    expect(code).toBe(1);
    expect(err).toContain('no longer rotates');
    expect(out).toContain('Change since the approved packet');
  });

  test('an acknowledgement past its day ends with 1, with the packet printed', async () => {
    const { code, out, err } = await automqByoc('review', inventory(), '--as-of', '2030-01-01');
    expect({ code, printed: out.length > 0 }).toEqual({ code: 1, printed: true });
    expect(err).toContain('was to be reviewed by 2027-11-22');
  });

  test.each([
    ['--format', 'pdf'],
    ['--fail-on', 'widened'],
    ['--against', 'nowhere.json'],
    ['--as-of', 'tomorrow'],
  ])('bad input: %s %s', async (...options) => {
    expect(await automqByoc('review', inventory(), ...options)).toMatchObject({ code: 2, out: '' });
  });
});

test.each([
  [
    'a folder that is not there',
    () => join(folder(), 'none'),
    'is neither a folder of templates nor a deployment file',
  ],
  ['a template that is no JSON', () => folder({ 'a.template.json': '{' }), 'a.template.json: is no JSON'],
  [
    'JSON that is no template',
    () => folder({ 'a.template.json': '{"Resources":[]}' }),
    'is no CloudFormation template',
  ],
])('%s: said with its name, exit code 2, nothing printed', async (_, from, said) => {
  const place = from();
  for (const argv of [
    ['review', place],
    ['guard', '--deployed', inventory(), '--proposed', place],
    ['deployer-policy', place],
  ]) {
    expect(await automqByoc(...argv)).toEqual({ code: 2, out: '', err: expect.stringContaining(said) });
  }
});

test('reads the stacks of stages, and no other folder inside: a report of the policy check is not to be deployed', async () => {
  const made = folder();
  for (const below of ['assembly-Production', 'policy/inventory'])
    cpSync(inventory(), join(made, below), { recursive: true });
  const { out } = await automqByoc('review', made, '--format', 'json');
  const { templates } = JSON.parse(out) as Packet;
  expect(templates.map(({ file }) => file)).toEqual(
    templates.map(() => expect.stringMatching(/^assembly-Production\//)),
  );
});

describe('guard', () => {
  const guard = (proposed: string, ...options: string[]) =>
    automqByoc('guard', '--deployed', inventory(), '--proposed', proposed, ...options);

  test('the same templates pass; a bucket with another name does not', async () => {
    expect(await guard(inventory())).toMatchObject({ code: 0, out: 'guard: 0 refused, 0 warnings\n' });
    const { code, out } = await guard(renamed());
    expect(code).toBe(1);
    expect(out).toMatch(/^refuse: inventory-data\/DataBucketsDataBucket\w+ holds the objects .*because of BucketName/);
  });

  test('both halves of the opt-in go on; one does not', async () => {
    const allowing = join(
      folder({
        'd.yaml': `${readFileSync(join(__dirname, '../../deployments/minimal.yaml'), 'utf8')}\nallowDataLoss: true\n`,
      }),
      'd.yaml',
    );
    const name = /^name: (\S+)/m.exec(readFileSync(allowing, 'utf8'))![1]!;
    const proposed = renamed();
    expect((await guard(proposed, '--deployment', allowing)).code).toBe(1);
    expect((await guard(proposed, '--allow-data-loss', name)).code).toBe(1);
    expect((await guard(proposed, '--deployment', allowing, '--allow-data-loss', 'other')).code).toBe(1);
    const silent = join(__dirname, '../../deployments/minimal.yaml');
    expect((await guard(proposed, '--deployment', silent, '--allow-data-loss', name)).code).toBe(1);
    expect((await guard(proposed, '--deployment', allowing, '--allow-data-loss', name)).code).toBe(0);
    // A proposed file is the deployment file as well.
    expect((await guard(allowing)).code).toBe(1);
    expect((await guard(allowing, '--allow-data-loss', name)).code).toBe(0);
  });

  test('inside a freeze a change is refused; outside it is not', async () => {
    const other = changed('cluster', '"RetentionInDays": 90', '"RetentionInDays": 400');
    expect((await guard(other, '--freeze', '2026-11-20/2026-12-01')).code).toBe(1);
    expect((await guard(other, '--freeze', '2026-12-20/2026-12-31')).code).toBe(0);
    expect((await guard(other, '--freeze', 'christmas')).code).toBe(2);
  });

  test('inside a freeze a season parameter passes where the file names it; without a file it does not', async () => {
    const other = changed(
      'seasons',
      '"BlackFridayOn": {\n   "Type": "String",\n   "Default": "file"',
      '"BlackFridayOn": {\n   "Type": "String",\n   "Default": "off"',
    );
    const days = ['--freeze', '2026-11-20/2026-12-01'];
    expect(await guard(other, ...days)).toMatchObject({ code: 1, out: expect.stringContaining('--deployment FILE') });
    expect((await guard(other, ...days, '--deployment', 'deployments/inventory.yaml')).code).toBe(0);
  });

  test("the file's own freeze and seasons hold, by the hour; a broken glass is written down", async () => {
    const other = changed('cluster', '"MaxSize": "10"', '"MaxSize": "9"');
    const at = (time: string, ...more: string[]) => guard(other, '--deployment', deployment, '--at', time, ...more);
    const outside = await at('2026-11-18T23:59:00-05:00');
    expect(outside).toMatchObject({ code: 0, out: expect.not.stringContaining('freeze') });
    const inside = await at('2026-11-19T00:01:00-05:00');
    expect(inside.code).toBe(1);
    expect(inside.out).toMatch(/refuse: .* inside the freeze peak-freeze until 2026-12-08T05:00:00/);
    expect(inside.out).toContain('--break-glass');
    const broken = await at('2026-11-27T09:00:00-05:00', '--break-glass', 'INC-77, asked by the peak lead');
    expect(broken.code).toBe(0);
    expect(broken.out).toContain('the glass is broken: INC-77, asked by the peak lead');
    expect(broken.out).toMatch(/warn: .* would change its size inside the season black-friday until/);
    expect((await at('2026-11-27T09:00:00-05:00', '--break-glass', 'because')).code).toBe(2);
    expect((await at('tomorrow')).code).toBe(2);
  });

  test('leave to lose data opens no freeze and replaces no signature', async () => {
    const allowing = folder({
      'd.yaml': `${readFileSync(join(__dirname, '../../deployments/minimal.yaml'), 'utf8')}\nallowDataLoss: true\n`,
    });
    const both = ['--deployment', join(allowing, 'd.yaml'), '--allow-data-loss', 'minimal'];
    expect((await guard(renamed(), ...both, '--freeze', '2026-11-20/2026-12-01')).code).toBe(1);
    const packet = join(folder(), 'packet.json');
    writeFileSync(packet, (await automqByoc('review', inventory(), '--format', 'json')).out);
    expect((await guard(renamed(), ...both, '--approved', packet)).code).toBe(1);
  });

  test('with a signed packet only its bytes pass', async () => {
    const packet = join(folder(), 'packet.json');
    writeFileSync(packet, (await automqByoc('review', inventory(), '--format', 'json')).out);
    expect((await guard(inventory(), '--approved', packet)).code).toBe(0);
    expect(
      (await guard(changed('cluster', '"RetentionInDays": 90', '"RetentionInDays": 400'), '--approved', packet)).code,
    ).toBe(1);
  });

  test('as JSON for a pipeline', async () => {
    const { out } = await guard(renamed(), '--json');
    expect(JSON.parse(out)[0]).toMatchObject({ level: 'refuse', stack: 'inventory-data', property: 'BucketName' });
  });

  test('without knowing what is deployed it says what to give', async () => {
    expect((await automqByoc('guard', '--proposed', inventory())).code).toBe(2);
  });
});

describe('in the CDK app', () => {
  const passes = async (baseline: string, allowDataLoss = false) => {
    const said: string[] = [];
    const passed = await passesBaseline({
      baseline,
      outdir: inventory(),
      allowDataLoss,
      say: (text) => said.push(text),
    });
    return { passed, said: said.length };
  };

  test('no baseline: the first deploy goes on, silently', async () => {
    expect(await passes(join(folder(), 'none'))).toEqual({ passed: true, said: 0 });
  });

  test('a baseline that the synth would break stops it, unless both halves of the opt-in are given', async () => {
    expect(await passes(inventory())).toEqual({ passed: true, said: 0 });
    expect(await passes(renamed())).toMatchObject({ passed: false });
    expect(await passes(renamed(), true)).toMatchObject({ passed: true });
  });
});
