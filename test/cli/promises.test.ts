/** One table of promises: README, the tests and `verify` must say the same as it does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promises, promisesOf } from '../../lib/cli/promises';
import { checkIds } from '../../lib/cli/verify/check-ids';
import { checks } from '../../lib/cli/verify/checks';
import { README, withPromises } from '../../scripts/promises';

const ROOT = join(__dirname, '../..');
const held = promises.flatMap(({ id, tests = [] }) => tests.map((file): [string, string] => [id, file]));

test("README's table says what the rows say (npm run promises writes it)", () => {
  const text = readFileSync(README, 'utf8');
  expect(withPromises(text)).toBe(text);
});

test.each(held)('%s is held by %s', (id, file) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (!file.includes('e2e/')) return;
  const text = readFileSync(join(ROOT, file), 'utf8');
  const head = text.slice(0, text.indexOf('*/')); // `Holds the promises `a` and `b`.`
  expect(text.includes(`promise('${id}')`) || new RegExp(`Holds the promises?[^.]* \`${id}\``).test(head)).toBe(true);
});

const e2e = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(boot|deploy|e2e|joined|run|seasons)\.ts$/.test(file))
    .map((file) => dirname(join(folder, file)));

test.each([...new Set([...e2e('test/e2e'), ...e2e('test/review/e2e')])].filter((folder) => folder !== 'test/e2e'))(
  '%s is where a promise is held',
  (folder) => expect(held.map(([, file]) => dirname(file))).toContain(folder),
);

test('what a title or a head names is a promise of the table', () => {
  for (const file of new Set(held.map(([, name]) => name))) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const named = [...text.matchAll(/promise\('([\w-]+)'\)/g)].map(([, id]) => id!);
    for (const id of named) expect(held).toContainEqual([id, file]);
  }
});

test('what was not run has a check of verify, or says why it has none', () => {
  for (const { id, proof, checks: ids = [], unchecked } of promises)
    expect({ id, isSaid: proof === 'run' ? unchecked === undefined : (ids.length > 0) !== (unchecked !== undefined) }).toEqual({ id, isSaid: true }); // prettier-ignore
});

test('every check of verify shows a promise, and every row that names one names one that exists', () => {
  expect(checks.map(({ id }) => id).sort()).toEqual([...checkIds].sort());
  const named = promises.flatMap(({ checks: ids = [] }) => ids);
  expect([...new Set(named)].sort()).toEqual([...checkIds].sort());
  for (const id of checkIds) expect(promisesOf(id)).toEqual(promises.filter((row) => row.checks?.includes(id)).map((row) => row.id)); // prettier-ignore
});

test('ids are unique, and no cell breaks the table', () => {
  const ids = promises.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { promise, how, unchecked } of promises) expect(`${promise}${how}${unchecked}`).not.toContain('|');
});
