/**
 * A year of inventory.yaml, run by run. What must hold is worked out here by the machine's own calendar (`Intl`) and from
 * dates written down by hand, not by the package.
 *
 * Holds the promise `floor`.
 */
import { App } from 'aws-cdk-lib';
import { plan as decide } from '../../../lib/core';
import { floorAt } from '../../../lib/core/seasons/floor';
import { readDeployment } from '../../../lib/files';
import { addStacks } from '../../../stacks';
import { KeeperWorld } from './keeper-world';

const plan = decide(readDeployment('deployments/inventory.yaml').deployment, '2026-11-22');
const template = () => {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:version-reporting': false } });
  addStacks(app, plan);
  return app.synth().getStackByName('inventory-seasons').template as never;
};

const minute = 60_000;
const at = (text: string): number => Date.parse(text);
const text = (instant: number): string => new Date(instant).toISOString().replace('.000', '');

const newYork = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const hour = 60 * minute;
const clocks = new Map<number, number>();

/** Minutes since midnight that New York's clocks show. They change on the hour, so each hour asks the machine once. */
function clockOf(instant: number): number {
  const start = Math.floor(instant / hour);
  const known = clocks.get(start);
  if (known !== undefined) return known + (instant % hour) / minute;
  const [hours = NaN, minutes = NaN] = newYork
    .format(start * hour)
    .split(':')
    .map(Number);
  clocks.set(start, hours * 60 + minutes);
  return clockOf(instant);
}

const isNight = (instant: number): boolean => clockOf(instant) >= 30 && clockOf(instant) < 5 * 60;

/** Black Friday with lead and hold: noon on Thanksgiving until Tuesday, six in the morning. */
const peaks = (year2027: readonly [string, string]): readonly (readonly [number, number])[] => [
  [at('2026-11-26T12:00:00-05:00'), at('2026-12-01T06:00:00-05:00')],
  [at(year2027[0]), at(year2027[1])],
];
const asInFile = ['2027-11-25T12:00:00-05:00', '2027-11-30T06:00:00-05:00'] as const;

interface Said {
  readonly baseline: number;
  readonly peaks: ReturnType<typeof peaks>;
}

const floorOf = (instant: number, { baseline, peaks: all }: Said): number =>
  all.some(([from, to]) => instant >= from && instant < to) ? 7 : isNight(instant) ? 4 : baseline;

let world: KeeperWorld;
beforeAll(async () => (world = await KeeperWorld.open(plan, template())), 120_000);
afterAll(() => world.close());

/** What a successful run of the keeper says. */
interface Told {
  readonly groups: readonly { readonly minimum: number; readonly floor: number }[];
}

/** Runs at a moment and holds all three groups to what the seasons say; the run tells the sizes that it found before. */
async function run(instant: number, said: Said): Promise<number[]> {
  const { status, error, output = '{}' } = await world.run(text(instant));
  const { groups = [] } = JSON.parse(output) as Partial<Told>;
  const floor = floorOf(instant, said);
  expect({ at: text(instant), status, error, floors: groups.map((group) => group.floor) }).toEqual({
    at: text(instant),
    status: 'SUCCEEDED',
    error: undefined,
    floors: [floor, floor, floor],
  });
  return groups.map(({ minimum }) => minimum);
}

/** The same, and asks Auto Scaling at once. */
async function check(instant: number, said: Said): Promise<void> {
  await run(instant, said);
  const floor = floorOf(instant, said);
  expect({ at: text(instant), minimums: await world.minimums() }).toEqual({
    at: text(instant),
    minimums: [floor, floor, floor],
  });
}

/**
 * Moments between two: the first run of the schedule after each time the floor changes, and the last one before it falls. Nothing
 * happens between them, so every run of the schedule would find what the one before it stated.
 */
function edges(from: number, to: number, said: Said): number[] {
  const runs = Array.from({ length: Math.floor((to - from) / (5 * minute)) }, (_, index) => from + index * 5 * minute);
  const floors = runs.map((run) => floorOf(run, said));
  return runs.filter((_, index) => index > 0 && floors[index] !== floors[index - 1]);
}

/** The run before the floor falls is looked at on Sundays, when clocks change, and around peaks. */
const isLookedAt = (edge: number): boolean =>
  new Date(edge).getUTCDay() === 0 || [10, 11].includes(new Date(edge).getUTCMonth());

async function play(from: string, to: string, said: Said): Promise<number> {
  const lowers = (edge: number): boolean => floorOf(edge, said) < floorOf(edge - 5 * minute, said);
  const moments = edges(at(from), at(to), said).flatMap((edge) =>
    lowers(edge) && isLookedAt(edge) ? [edge - 5 * minute, edge] : [edge],
  );
  let last: number | undefined;
  for (const moment of moments) {
    if (isLookedAt(moment)) await check(moment, said);
    // Every other run asks Auto Scaling itself, and finds what the one before has stated.
    else expectFound(moment, await run(moment, said), last);
    last = floorOf(moment, said);
  }
  return moments.length;
}

function expectFound(moment: number, minimums: readonly number[], last = minimums[0]): void {
  expect({ at: text(moment), minimums }).toEqual({ at: text(moment), minimums: [last, last, last] });
}

const usual: Said = { baseline: 2, peaks: peaks(asInFile) };
/** Minutes and seconds at which the schedule happens to run. */
const phase = '03:17Z';

test('a run that is missed is made up for by the next', async () => {
  await play(`2026-11-22T00:${phase}`, `2026-11-23T04:${phase}`, usual);
  expect(await world.minimums()).toEqual([2, 2, 2]); // at 05:33 nothing runs
  await check(at('2026-11-23T05:38:17Z'), usual);
  await play(`2026-11-23T06:${phase}`, `2026-11-26T16:${phase}`, usual);
});

test('a call that fails ends the run as failed, and the next run heals it', async () => {
  await world.loseLaunchTemplate('brokers-1');
  const failed = await world.run('2026-11-26T17:03:17Z');
  expect({ status: failed.status, error: failed.error }).toEqual({ status: 'FAILED', error: 'FloorNotStated' });
  await world.upgrade('brokers-2');
  await check(at('2026-11-26T17:08:17Z'), usual);
  expect(await world.minimums()).toEqual([7, 7, 7]);
});

test('what people do inside the peak', async () => {
  // A hand in the console, or a rollback.
  await world.deployBaseline(2);
  expect(await world.minimums()).toEqual([2, 2, 2]);
  await check(at('2026-11-26T20:03:17Z'), usual);

  // Pinned by hand at three in the morning, and cleared.
  await world.setParameters({ SeasonOverride: 'baseline' });
  await world.run('2026-11-27T08:03:17Z');
  expect(await world.minimums()).toEqual([2, 2, 2]);
  await world.setParameters({ SeasonOverride: 'file' });
  await check(at('2026-11-27T08:08:17Z'), usual);

  // A larger baseline is deployed: it holds after the peak.
  await world.deployBaseline(3);
  await check(at('2026-11-28T12:03:17Z'), { ...usual, baseline: 3 });

  // An upgrade changes machines, not sizes.
  await world.upgrade('brokers-3');
  expect(await world.minimums()).toEqual([7, 7, 7]);
  await check(at('2026-11-28T12:08:17Z'), { ...usual, baseline: 3 });
  await play(`2026-11-30T12:${phase}`, `2026-12-04T12:${phase}`, { ...usual, baseline: 3 });
  await world.deployBaseline(2);
});

test('every night of the year, through both changes of the clocks', async () => {
  const runs = await play(`2026-12-06T12:${phase}`, `2027-11-15T12:${phase}`, usual);
  expect(runs).toBeGreaterThan(340 * 2);
});

test("at every run in between too: the plan's function, which is the machine's (keeper.slow), says the same", () => {
  const { seasons, keeper } = plan.seasons!;
  const { baseline, most } = keeper;
  const runs = Array.from({ length: 375 * 288 }, (_, index) => at(`2026-11-22T00:${phase}`) + index * 5 * minute);
  const wrong = runs.filter(
    (instant) =>
      floorAt({ seasons, settings: {}, override: 'file', baseline, most, at: instant }) !== floorOf(instant, usual),
  );
  expect(wrong.map(text)).toEqual([]);
});

test('a peak that is moved by parameter across other windows', async () => {
  const moved = { BlackFridayStart: '2027-11-17T16:00:00-05:00', BlackFridayEnd: '2027-11-20T03:00:00-05:00' };
  await world.setParameters(moved);
  const said: Said = { baseline: 2, peaks: peaks(['2027-11-17T12:00:00-05:00', '2027-11-20T06:00:00-05:00']) };
  await play(`2027-11-15T12:${phase}`, `2027-12-02T12:${phase}`, said);
  // Three nights end inside the moved peak, and none of them lowers the floor.
  expect(edges(at(`2027-11-17T18:${phase}`), at(`2027-11-20T10:${phase}`), said)).toEqual([]);
  await check(at('2027-11-19T10:03:17Z'), said);
  await world.setParameters({ BlackFridayStart: 'file', BlackFridayEnd: 'file' });
});

test('an end before the start is told, and the dates of the file hold', async () => {
  await world.setParameters({
    BlackFridayStart: '2027-11-27T16:00:00-05:00',
    BlackFridayEnd: '2027-11-26T16:00:00-05:00',
  });
  const { status, error } = await world.run('2027-11-27T18:00:00Z');
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'ParameterMakesNoSense' });
  expect(await world.minimums()).toEqual([7, 7, 7]);
  await world.setParameters({ BlackFridayStart: 'file', BlackFridayEnd: 'file' });
});

test('a rehearsal says what would be and sets nothing', async () => {
  await check(at('2027-12-03T18:00:00Z'), usual);
  const { output = '{}' } = await world.run('2028-11-24T18:00:00Z', true);
  expect(JSON.parse(output)).toMatchObject({ seasons: ['black-friday'], groups: [{ minimum: 2, floor: 7 }, {}, {}] });
  expect(await world.minimums()).toEqual([2, 2, 2]);
});
