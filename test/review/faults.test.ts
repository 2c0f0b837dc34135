/** The page of seeded faults is about this suite; `npm run e2e:review` holds its marks to what really happens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableRows } from './catchers';
import { faults } from './faults';

const page = readFileSync(join(__dirname, '../../docs/review-faults.md'), 'utf8');
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
