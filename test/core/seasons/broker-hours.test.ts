/** What seasons cost together is what the floor holds above the baseline, hour by hour. */
import fc from 'fast-check';
import { brokerHoursAbove } from '../../../lib/core/seasons/broker-hours';
import { hour, instantText } from '../../../lib/core/seasons/dates';
import { floorAt, type CalendarSeason } from '../../../lib/core/seasons/floor';

const hours = (count: number): string => instantText(count * hour, 0);

const season = (overrides: Partial<CalendarSeason>): CalendarSeason => ({
  name: 'peak',
  enabled: true,
  brokersPerZone: 5,
  leadMinutes: 0,
  holdMinutes: 0,
  reachDays: 1,
  windows: [{ start: hours(10), end: hours(20) }],
  ...overrides,
});
const span = { from: 0, to: 100 * hour };

test('a window counts with its lead and hold', () => {
  expect(brokerHoursAbove(2, [season({})], span)).toBe(30);
  expect(brokerHoursAbove(2, [season({ leadMinutes: 60, holdMinutes: 120 })], span)).toBe(39);
});

test('where seasons meet the larger counts, once', () => {
  const larger = season({ name: 'sale', brokersPerZone: 8, windows: [{ start: hours(15), end: hours(25) }] });
  expect(brokerHoursAbove(2, [season({}), larger], span)).toBe(5 * 3 + 10 * 6);
});

test('one that is off, or no larger than the baseline, counts nothing', () => {
  expect(brokerHoursAbove(2, [season({ enabled: false })], span)).toBe(0);
  expect(brokerHoursAbove(5, [season({})], span)).toBe(0);
});

test('only what is inside the span counts', () => {
  expect(brokerHoursAbove(2, [season({})], { from: 12 * hour, to: 14 * hour })).toBe(6);
});

const seasons = fc.array(
  fc.record({
    enabled: fc.boolean(),
    brokersPerZone: fc.integer({ min: 1, max: 9 }),
    leadMinutes: fc.integer({ min: 0, max: 3 }).map((count) => count * 60),
    holdMinutes: fc.integer({ min: 0, max: 3 }).map((count) => count * 60),
    at: fc.integer({ min: 0, max: 300 }),
    length: fc.integer({ min: 1, max: 17 }),
    times: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 5 },
);

test('of any seasons it is the sum of the floor over all hours', () =>
  fc.assert(
    fc.property(seasons, (drawn) => {
      const all = drawn.map(({ at, length, times, ...row }, index) =>
        season({
          ...row,
          name: `season-${index}`,
          windows: [{ start: hours(at), end: hours(at + length), everyDays: 1, times }],
        }),
      );
      const moment = { seasons: all, settings: {}, override: 'file', baseline: 2, most: 9 };
      const floors = Array.from({ length: 400 }, (_, at) => floorAt({ ...moment, at: at * hour }) - 2);
      const sum = floors.reduce((total, each) => total + each, 0);
      expect(brokerHoursAbove(2, all, { from: 0, to: 400 * hour })).toBe(sum);
    }),
  ));
