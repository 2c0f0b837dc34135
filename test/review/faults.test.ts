/** Seeded faults are caught by those that the documentation names: every fourth here, all of them in `npm run e2e:review`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differ } from '../../lib/guard';
import { review } from '../../lib/review';
import { catchers, MADE, tableRows, type Baseline } from './catchers';
import { faults } from './faults';
import { filesOf } from './mutate';

const documented = new Map(
  tableRows(readFileSync(join(__dirname, '../../docs/review-faults.md'), 'utf8')).map((row) => [row.fault, row]),
);

let baseline: Baseline;
beforeAll(async () => {
  const files = filesOf('inventory');
  baseline = { files, packet: review(files, MADE), differ: await differ() };
}, 60_000);

test('at least sixty faults, each described once, and each in the documentation', () => {
  const names = faults.map(({ fault }) => fault);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect([...documented.keys()]).toEqual(names);
});

test.each(faults.filter((_, i) => i % 4 === 0))('$fault', (fault) => {
  const { review: byReview, guard: byGuard, packs } = documented.get(fault.fault)!;
  expect(catchers(baseline, fault)).toEqual({ review: byReview, guard: byGuard });
  expect(byReview || byGuard || packs).toBe(true);
});
