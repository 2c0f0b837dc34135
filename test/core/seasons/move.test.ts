/** What a move of a season by parameter says before anything is set. */
import { plan as decide } from '../../../lib/core';
import type { Season } from '../../../lib/core/deployment/seasons';
import { instantOf } from '../../../lib/core/seasons/dates';
import { MoveRefused, planMove, type MoveRequest } from '../../../lib/core/seasons/move';
import { sample } from '../../fixtures/deployments';

const peak: Season = {
  name: 'peak',
  timeZone: 'America/New_York',
  start: '2026-11-26T20:00',
  end: '2026-12-01T03:00',
  brokersPerZone: 7,
  leadMinutes: 120,
  holdMinutes: 60,
};
const sale: Season = { ...peak, name: 'sale', start: '2026-12-10T08:00', end: '2026-12-11T08:00', brokersPerZone: 5 };
const now = instantOf('2026-11-01T12:00:00Z');

function move(request: Partial<MoveRequest>, seasons: readonly Season[] = [peak, sale], at = now) {
  const deployment = sample({ brokers: { ...sample().brokers, perZone: 2, slotsPerZone: 10 }, seasons });
  const { seasons: planned } = decide(deployment, '2026-11-01');
  return planMove(planned!, { name: 'peak', start: '2026-11-28T20:00', end: '2026-12-02T03:00', ...request }, at);
}

function mistakes(request: Partial<MoveRequest>): readonly string[] {
  try {
    move(request);
  } catch (error) {
    if (error instanceof MoveRefused) return error.mistakes;
    throw error;
  }
  return [];
}

test('a move sets the edges by the clock of the season, and names the date it stands for', () => {
  expect(move({ brokersPerZone: '9' })).toEqual({
    parameters: {
      PeakStart: '2026-11-28T20:00:00-05:00',
      PeakEnd: '2026-12-02T03:00:00-05:00',
      PeakBrokersPerZone: '9',
    },
    replaces: ['2026-11-27T01:00:00Z'],
    warnings: [],
  });
});

test.each(['1', '10', '2.5', 'seven', '', '-3', '1e1', 'NaN'])('a size of "%s" is refused', (brokersPerZone) =>
  expect(mistakes({ brokersPerZone })).toEqual([`--brokers-per-zone: got "${brokersPerZone}"; allowed: 2 to 9`]),
);

test('every mistake is said at once', () => {
  expect(mistakes({ start: 'soon', end: '2026-13-01T00:00', brokersPerZone: '99' })).toEqual([
    expect.stringMatching(/^--start: is no time, got "soon"/),
    expect.stringMatching(/^--end: is no time, got "2026-13-01T00:00"/),
    '--brokers-per-zone: got "99"; allowed: 2 to 9',
  ]);
  expect(mistakes({ start: '2026-12-03T00:00', brokersPerZone: '99' })).toHaveLength(2);
});

describe('another season in the new window', () => {
  const onto = { start: '2026-12-10T20:00', end: '2026-12-12T03:00' };

  test('is named, and the larger counts', () =>
    expect(move(onto).warnings).toEqual(['It meets sale: the larger counts, peak with 7 brokers a zone.']));

  test('is compared with the size that is asked for, not with that of the file', () =>
    expect(move({ ...onto, brokersPerZone: '4' }).warnings).toEqual([
      'It meets sale: the larger counts, sale with 5 brokers a zone.',
    ]));

  test('that is off is not met', () => expect(move(onto, [peak, { ...sale, enabled: false }]).warnings).toEqual([]));

  test('is met by the hold of the new window, and not beyond it', () => {
    expect(move({ start: '2026-12-08T08:00', end: '2026-12-10T05:30' }).warnings).toHaveLength(1);
    expect(move({ start: '2026-12-08T08:00', end: '2026-12-10T04:30' }).warnings).toEqual([]);
  });
});

describe('the moment it is asked for', () => {
  const at = (text: string) => move({}, undefined, instantOf(text)).warnings;

  test.each([
    ['2026-11-28T22:59:00Z', []],
    ['2026-11-28T23:30:00Z', [expect.stringContaining('nearer than the lead of 120 minutes')]],
    ['2026-11-29T01:00:00Z', [expect.stringContaining('has begun')]],
    ['2026-12-02T08:59:00Z', []],
    ['2026-12-02T09:00:00Z', [expect.stringContaining('is over already')]],
  ])('%s', (instant, warnings) => expect(at(instant)).toEqual(warnings));

  test('a season that is off must be set on as well', () =>
    expect(move({}, [{ ...peak, enabled: false }]).warnings).toEqual([
      'peak is off in the file: set PeakOn to "on" as well.',
    ]));
});
