/** The page of seeded faults is about this suite; `npm run e2e:review` holds its marks to what really happens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promise } from '../../lib/cli/promises';
import { tableRows } from './catchers';
import { faults } from './faults';

const textOf = (name: string): string => readFileSync(join(__dirname, '../../docs', name), 'utf8');
const page = textOf('review-faults.md');
const rows = tableRows(page);

test('the page lists every fault of the suite, once, and no other', () => {
  expect(rows.map(({ fault }) => fault)).toEqual(faults.map(({ fault }) => fault));
  expect(new Set(rows.map(({ fault }) => fault)).size).toBe(rows.length);
});

test('there are at least sixty, and each is caught by review, guard or a policy pack', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(rows.filter(({ review, guard, packs }) => !review && !guard && !packs)).toEqual([]);
});

test('the sentence above the table counts its marks', () => {
  const count = (by: 'review' | 'guard' | 'packs') => rows.filter((row) => row[by]).length;
  expect(page).toContain(
    `review catches ${count('review')}, guard ${count('guard')}, packs ${count('packs')}; every fault is caught by at least one.`,
  );
});

test('the page, the promise and the documentation say how many there are', () => {
  expect(page).toContain(`\n${faults.length} templates of \`deployments/inventory.yaml\`, each with one mistake.`);
  expect(promise('seeded-faults')).toMatch(new RegExp(`^${faults.length} seeded faults`));
  expect(textOf('review.md')).toContain(
    `[Seeded faults](review-faults.md): ${faults.length} templates with one mistake each`,
  );
});
