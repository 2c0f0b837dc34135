/** What a run of the keeper complains about, beside the floors it states. */
import { plan as decide, type Deployment, type Plan } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';
import { runKeeper } from './keeper-run';

type Season = NonNullable<Deployment['seasons']>[number];

const nightly: Season = {
  name: 'nightly',
  timeZone: 'America/New_York',
  every: 'day',
  start: '01:00',
  end: '04:00',
  brokersPerZone: 3,
};
const planWith = (season: Partial<Season>): Plan =>
  decide(sample({ seasons: [{ ...nightly, ...season } as Season] }), '2026-11-22');
const all = (plan: Plan) => plan.seasons!.keeper.groups.map((name) => ({ name, minimum: 1 }));

describe('a group that Auto Scaling does not name', () => {
  const plan = planWith({});
  const [first, second, third] = all(plan);
  const at = '2026-11-26T06:00:00Z';

  test('is missing, and the others have their floor', async () => {
    const { missing, groups } = await runKeeper(plan, { at, groups: [first!, third!] });
    expect(missing).toEqual([second!.name]);
    expect(groups.map(({ name, floor }) => [name, floor])).toEqual([
      [first!.name, 3],
      [third!.name, 3],
    ]);
  });

  test('each of them, when none is there; none, when all are', async () => {
    expect(await runKeeper(plan, { at, groups: [] })).toMatchObject({
      missing: plan.seasons!.keeper.groups,
      groups: [],
    });
    expect(await runKeeper(plan, { at, groups: all(plan) })).toMatchObject({ missing: [] });
  });
});

describe('the calendar has ended', () => {
  const over = async (season: Partial<Season>, parameters?: Record<string, string>, at = '2040-01-01T00:00:00Z') => {
    const plan = planWith(season);
    return (await runKeeper(plan, { at, parameters, groups: all(plan) })).over;
  };

  test('for a series without an end, after its last window', async () => {
    expect(await over({})).toEqual(['nightly']);
    expect(await over({}, {}, '2031-12-31T09:00:00Z')).toEqual([]);
    expect(await over({}, {}, '2031-12-31T09:00:01Z')).toEqual(['nightly']);
  });

  test('not for one that the file ends, nor for one with dates', async () => {
    expect(await over({ until: '2027-03-31' })).toEqual([]);
    expect(await over({ every: undefined, start: '2026-12-01T01:00', end: '2026-12-01T04:00' })).toEqual([]);
  });

  test('not while the season is off, by the file or by its parameter', async () => {
    expect(await over({ enabled: false })).toEqual([]);
    expect(await over({}, { NightlyOn: 'off' })).toEqual([]);
    expect(await over({ enabled: false }, { NightlyOn: 'on' })).toEqual(['nightly']);
  });
});
