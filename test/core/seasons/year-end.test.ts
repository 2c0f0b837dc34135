/** A night has no year: what holds now does not depend on the year in which the plan was made. */
import fc from 'fast-check';
import type { Season } from '../../../lib/core/deployment/deployment';
import { day, dayNumber, hour, instantText, localText } from '../../../lib/core/seasons/dates';
import { floorAt } from '../../../lib/core/seasons/floor';
import { planSeason } from '../../../lib/core/seasons/plan-season';

const clockText = (quarter: number): string => localText(quarter * (hour / 4)).slice(11);

const season = fc
  .record({
    every: fc.constantFrom<Season['every'][]>('day', ['thursday', 'friday'], ['saturday']),
    quarter: fc.nat(95),
    quarters: fc.integer({ min: 4, max: 20 * 4 }),
    timeZone: fc.constantFrom('America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC'),
    leadMinutes: fc.integer({ min: 0, max: 60 }),
    holdMinutes: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ every, quarter, quarters, ...common }): Season => ({
    name: 'nightly',
    every,
    start: clockText(quarter),
    end: clockText((quarter + quarters) % 96),
    brokersPerZone: 3,
    ...common,
  }));

const floor = (given: Season, asOf: number, at: number): number => {
  const context = { asOf, zones: 1, instanceType: 'm7g.large', brokerHourUsd: 0, instanceHourUsd: 0 };
  const { season: planned } = planSeason(given, { ...context, baseline: 1, brokersFor: () => 3 });
  return floorAt({ seasons: [planned], settings: {}, override: 'file', baseline: 1, most: 3, at });
};

test('a plan of New Year says the floor that a plan of December says', () => {
  const newYear = fc.integer({ min: 2027, max: 2035 }).map((year) => dayNumber(year, 1, 1));
  const quarters = fc.integer({ min: -24 * 4, max: 48 * 4 });
  fc.assert(
    fc.property(season, newYear, quarters, (given, first, shift) => {
      const at = first * day + shift * (hour / 4);
      const [december, january] = [floor(given, first - 20, at), floor(given, first, at)];
      expect({ at: instantText(at, 0), floor: january }).toEqual({ at: instantText(at, 0), floor: december });
    }),
    { numRuns: 150 },
  );
});

test('the night in progress at New Year stays, with its lead and its hold', () => {
  const night: Season = {
    name: 'nightly',
    timeZone: 'America/New_York',
    every: 'day',
    start: '22:00',
    end: '04:00',
    brokersPerZone: 3,
  };
  const newYear = dayNumber(2027, 1, 1);
  const at = (text: string): number => floor(night, newYear, Date.parse(text));
  expect(at('2027-01-01T00:30:00-05:00')).toBe(3);
  expect(at('2027-01-01T04:59:00-05:00')).toBe(3);
  expect(at('2027-01-01T05:00:00-05:00')).toBe(1);
});
