/**
 * An upgrade of this package never touches data: what each released version deployed, against what this one makes of the
 * same files. `npm run released-templates` writes the templates of a new version.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differ, guard, sentence, type Differ } from '../../lib/guard';
import type { TemplateFile } from '../../lib/review';
import { filesOf } from '../review/mutate';

const RELEASED = join(__dirname, 'released');
const releases = readdirSync(RELEASED).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
const rows = releases.flatMap((version) =>
  readdirSync(join(RELEASED, version)).map((file) => ({ version, example: file.replace('.json', '') })),
);

let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

test('the templates of at least one release are here', () => expect(rows.length).toBeGreaterThanOrEqual(3));

test.each(rows)('from $version: $example', ({ version, example }) => {
  const text = readFileSync(join(RELEASED, version, `${example}.json`), 'utf8');
  const deployed = Object.entries(JSON.parse(text) as Record<string, object>).map(([stack, template]): TemplateFile => {
    return { stack, file: stack, text: JSON.stringify(template) };
  });
  const refused = guard({ deployed, proposed: filesOf(example) }, diff).filter(({ level }) => level === 'refuse');
  expect(refused.map(sentence)).toEqual([]);
});
