/** One table of promises: README, the tests and `verify` must say the same as it does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promises } from '../../lib/cli/promises';
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
  if (file.startsWith('test/e2e/deploy')) expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`promise('${id}')`);
});

test('every check of verify shows a promise, and every row that names one names one that exists', () => {
  expect(checks.map(({ id }) => id).sort()).toEqual([...checkIds].sort());
  const named = promises.flatMap(({ checks: ids = [] }) => ids);
  expect([...new Set(named)].sort()).toEqual([...checkIds].sort());
});

test('ids are unique, and no cell breaks the table', () => {
  const ids = promises.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { promise, how } of promises) expect(`${promise}${how}`).not.toContain('|');
});
