/**
 * An upgrade of this package never touches data: what each released version deployed, against what this one makes of the
 * same files. `npm run released-templates` records a new version.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplates } from '../../lib/cli/templates';
import { differ, guard, type Differ } from '../../lib/guard';
import type { TemplateFile } from '../../lib/review';
import { AS_OF } from '../synth/synthesize';

const RELEASED = join(__dirname, 'released');
const releases = readdirSync(RELEASED).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
const rows = releases.flatMap((version) =>
  readdirSync(join(RELEASED, version))
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ version, example: file.replace('.json', '') })),
);

/** What an upgrade from a version does lose, as its release notes say; nothing else. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  // "Nodes have a second user to change to … a cluster of 0.1.0 is stopped for this upgrade": its password is made anew.
  '0.1.0': ['DataSecretsBrokerSecret replaced GenerateSecretString'],
};

let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

test('the templates of at least one release are here', () => expect(rows.length).toBeGreaterThanOrEqual(3));

test.each(rows)('from $version: $example loses what the notes say, and nothing else', async ({ version, example }) => {
  const recorded = join(RELEASED, version, example);
  const templates = JSON.parse(readFileSync(`${recorded}.json`, 'utf8')) as Record<string, object>;
  const deployed = Object.entries(templates).map(([stack, template]): TemplateFile => {
    return { stack, file: stack, text: JSON.stringify(template) };
  });
  const proposed = await readTemplates(`${recorded}.yaml`, AS_OF);
  const refused = guard({ deployed, proposed }, diff).filter(({ level }) => level === 'refuse');
  expect(
    refused.map(({ resource, rule, property }) => `${resource.replace(/[0-9A-F]{8}$/, '')} ${rule} ${property}`),
  ).toEqual(KNOWN[version] ?? []);
});

test('a version that is recorded is not written again', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  if (!existsSync(join(RELEASED, version))) throw new Error(`${version} is not recorded: npm run released-templates`);
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'released-templates'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`${version} is recorded already`) });
}, 60_000);
