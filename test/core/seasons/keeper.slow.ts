/** The keeper's JSONata says what the plan's own function says: for any seasons, parameters and instants. */
import fc from 'fast-check';
import type { Deployment, Plan } from '../../../lib/core';
import { plan as decide } from '../../../lib/core';
import { civilDate, day, dayNumber, hour, instantText, minute } from '../../../lib/core/seasons/dates';
import { chosenSeasons, floorAt, movedTo, type SeasonSetting } from '../../../lib/core/seasons/floor';
import { seasonsList } from '../../fixtures/arbitrary-seasons';
import { sample } from '../../fixtures/deployments';
import { runKeeper } from './keeper-run';

type Season = NonNullable<Deployment['seasons']>[number];

const brokers = { instanceType: 'm7g.xlarge', perZone: 2, slotsPerZone: 11 };
const planWith = (seasons: readonly Season[]): Plan => decide(sample({ brokers, seasons }), '2026-11-22');

const instant = fc
  .integer({ min: dayNumber(2026, 10, 1) * 96, max: dayNumber(2028, 5, 1) * 96 })
  .map((quarter) => quarter * 15 * minute);
const parameter = fc.tuple(instant, fc.constantFrom(-300, 0, 330)).map(([at, offset]) => instantText(at, offset));
const setting = fc.record<SeasonSetting>({
  on: fc.constantFrom('file', 'file', 'on', 'off'),
  start: fc.oneof(fc.constant('file'), parameter),
  end: fc.oneof(fc.constant('file'), parameter),
  brokersPerZone: fc.constantFrom('file', 'file', '1', '7', '10'),
});

const suffixes = { on: 'On', start: 'Start', end: 'End', brokersPerZone: 'BrokersPerZone' } as const;

/** A moment at or beside an edge of some window: between edges nothing happens. */
function nearEdge(plan: Plan, pick: number, shift: number): number {
  const edges = plan.seasons!.seasons.flatMap(({ windows, leadMinutes, holdMinutes }) =>
    windows.flatMap(({ start, end, everyDays = 1, times = 1 }) => {
      const later = (pick % times) * everyDays * day;
      return [Date.parse(start) - leadMinutes * minute + later, Date.parse(end) + holdMinutes * minute + later];
    }),
  );
  return (edges[pick % Math.max(edges.length, 1)] ?? Date.parse('2026-11-26T00:00:00Z')) + shift;
}

test('equals floorAt for any seasons, parameters and instants', async () => {
  const shifts = fc.constantFrom(-hour, -1000, 0, 1000, hour);
  const settings = fc.array(setting, { minLength: 4, maxLength: 4 });
  const override = fc.constantFrom('file', 'file', 'file', 'baseline', 'season-0');
  const run = fc.record({
    settings,
    override,
    baseline: fc.integer({ min: 1, max: 8 }),
    pick: fc.nat(5000),
    there: fc.subarray([0, 1, 2]),
    shift: shifts,
    at: fc.option(instant),
  });
  await fc.assert(
    fc.asyncProperty(
      seasonsList.filter(fits),
      run,
      async (list, { settings: all, override: pinned, baseline, ...when }) => {
        const plan = planWith(list);
        const { seasons } = plan.seasons!;
        const set = Object.fromEntries(seasons.map(({ name }, index) => [name, all[index]!]));
        const at = when.at ?? nearEdge(plan, when.pick, when.shift);
        const moment = { seasons, settings: set, override: pinned, baseline, most: 10, at };
        const parameters = Object.fromEntries(
          seasons.flatMap(({ name, id }) =>
            Object.entries(suffixes).map(([key, suffix]) => [`${id}${suffix}`, set[name]![key as keyof SeasonSetting]]),
          ),
        );
        const names = plan.seasons!.keeper.groups;
        const groups = when.there.map((index) => ({ name: names[index]!, minimum: 1 + index, baseline }));
        const said = await runKeeper(plan, {
          at: instantText(at, 0),
          parameters: { ...parameters, SeasonOverride: pinned },
          groups,
        });
        expect(said.groups).toEqual(groups.map(({ name, minimum }) => ({ name, minimum, floor: floorAt(moment) })));
        expect(said.missing).toEqual(names.filter((name) => !groups.some((group) => group.name === name)));
        expect(said.seasons).toEqual(chosenSeasons(moment).map(({ name }) => name));
        expect(said.wrong).toEqual(
          Object.entries(set)
            .filter(
              ([, { start, end }]) => start !== 'file' && end !== 'file' && !movedTo({ start, end } as SeasonSetting),
            )
            .map(([name]) => name),
        );
      },
    ),
    { numRuns: 120 },
  );
});

/** What the rules refuse is no season: a date in a skipped hour, a window that lasts into the next. */
function fits(list: readonly Season[]): boolean {
  try {
    return planWith(list) !== undefined;
  } catch {
    return false;
  }
}

describe('a floor', () => {
  const blackFriday: Season = {
    name: 'black-friday',
    timeZone: 'America/New_York',
    brokersPerZone: 9,
    on: 'fourth thursday of november',
    years: [2026, 2027],
    start: '20:00',
    end: '+4d 06:00',
  };
  const plan = planWith([blackFriday]);
  const groups = [{ name: 'a', minimum: 2, baseline: 3 }];
  const floor = async (at: string, parameters = {}) =>
    (await runKeeper(plan, { at, parameters, groups })).groups[0]!.floor;

  test('is raised at start minus lead and lowered at end plus hold', async () => {
    expect(await floor('2026-11-26T19:29:59-05:00')).toBe(3);
    expect(await floor('2026-11-26T19:30:00-05:00')).toBe(9);
    expect(await floor('2026-11-30T06:59:59-05:00')).toBe(9);
    expect(await floor('2026-11-30T07:00:00-05:00')).toBe(3);
  });

  test('follows a move of one year, and the other years stay', async () => {
    const moved = { BlackFridayStart: '2026-11-20T20:00:00-05:00', BlackFridayEnd: '2026-11-22T06:00:00-05:00' };
    expect(await floor('2026-11-21T00:00:00-05:00', moved)).toBe(9);
    expect(await floor('2026-11-27T00:00:00-05:00', moved)).toBe(3);
    expect(await floor('2027-11-26T00:00:00-05:00', moved)).toBe(9);
  });

  test('keeps the dates of the file while only one edge is set, or the end is before the start', async () => {
    const half = { BlackFridayStart: '2026-11-20T20:00:00-05:00' };
    const turned = { ...half, BlackFridayEnd: '2026-11-19T20:00:00-05:00' };
    expect(await floor('2026-11-27T00:00:00-05:00', half)).toBe(9);
    expect(await floor('2026-11-27T00:00:00-05:00', turned)).toBe(9);
    expect((await runKeeper(plan, { at: '2026-11-27T00:00:00Z', parameters: turned, groups })).wrong).toEqual([
      'black-friday',
    ]);
  });

  test('is the baseline of the file for a group without the tag', async () => {
    const said = await runKeeper(plan, { at: '2026-06-01T00:00:00Z', groups: [{ name: 'a', minimum: 1 }] });
    expect(said.groups).toEqual([{ name: 'a', minimum: 1, floor: 2 }]);
  });

  test('is never above the slots', async () => {
    const said = await runKeeper(plan, {
      at: '2026-06-01T00:00:00Z',
      groups: [{ name: 'a', minimum: 1, baseline: 40 }],
    });
    expect(said.groups[0]!.floor).toBe(10);
  });
});

test('ten years of nights are a few rows for each change of the clocks', () => {
  const nightly: Season = {
    name: 'nightly',
    timeZone: 'America/New_York',
    every: 'day',
    start: '01:00',
    end: '04:00',
    brokersPerZone: 3,
    from: '2026-01-01',
    until: '2035-12-31',
  };
  const { windows } = planWith([nightly]).seasons!.seasons[0]!;
  expect(windows.length).toBeLessThan(45);
  expect(windows[0]).toEqual({
    start: '2026-11-02T01:00:00-05:00',
    end: '2026-11-02T04:00:00-05:00',
    everyDays: 1,
    times: 132,
  });
  expect(civilDate(Date.parse(windows.at(-1)!.start) / day - 0.5).year).toBe(2035);
});
