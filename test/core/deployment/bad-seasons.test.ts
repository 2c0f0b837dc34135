import { sample } from '../../fixtures/deployments';
import { eachRow, mistakesOf } from './broken';
import { check } from '../../../lib/core/deployment';
import type { Season } from '../../../lib/core/deployment/deployment';

const once: Season = {
  name: 'black-friday',
  timeZone: 'America/New_York',
  start: '2026-11-26T20:00',
  end: '2026-12-01T06:00',
  brokersPerZone: 3,
};
const yearly: Season = {
  ...once,
  on: 'fourth thursday of november',
  years: [2026, 2027],
  start: '20:00',
  end: '+4d 06:00',
};
const nightly: Season = { ...once, name: 'nightly', every: 'day', start: '01:00', end: '04:00' };

const one = (season: object) => () => sample({ seasons: [season as Season] });

test.each([
  ['once', once],
  ['yearly', yearly],
  ['every day', nightly],
  [
    'on some weekdays, over midnight',
    { ...nightly, every: ['friday', 'saturday'] as const, start: '22:00', end: '04:00' },
  ],
  ['by its load', { ...once, brokersPerZone: undefined, expectedMBps: 20 }],
])('a season %s has no mistake', (_what, season) => {
  const { timeZone, start, end, on, years, every } = season as Season;
  const freezes = [{ name: 'no-change', timeZone, start, end, on, years, every }];
  expect(check(JSON.parse(JSON.stringify(sample({ seasons: [season as Season], freezes })))).mistakes).toEqual([]);
});

describe('a season once', () => {
  eachRow(one(once), [
    [
      'without a name',
      'seasons.0.name',
      'Black Friday',
      'seasons[0].name: is not valid, got "Black Friday"; allowed: 3 to 30',
    ],
    [
      'with a word of the override as name',
      'seasons.0.name',
      'baseline',
      'seasons[0].name: is a word of SeasonOverride',
    ],
    [
      'in no time zone',
      'seasons.0.timeZone',
      'America/New_Yrok',
      'seasons[0].timeZone: is no IANA time zone, got "America/New_Yrok"; allowed: America/New_York',
    ],
    [
      'with a time alone',
      'seasons.0.start',
      '20:00',
      'seasons[0].start: is no such time without on or every, got "20:00"',
    ],
    ['on no day', 'seasons.0.start', '2026-11-31T20:00', 'seasons[0].start: is no such time'],
    [
      'that ends before it starts',
      'seasons.0.end',
      '2026-11-26T19:00',
      'seasons[0].end: is not after the start, 2026-11-26T20:00, got "2026-11-26T19:00"; allowed: a later time',
    ],
    [
      'in the hour that daylight saving leaves out',
      'seasons.0.end',
      '2027-03-14T02:30',
      'seasons[0].end: is 2027-03-14T02:30 in America/New_York, an hour that the clocks leave out',
    ],
    [
      'above the slots',
      'seasons.0.brokersPerZone',
      4,
      'seasons[0].brokersPerZone: is too much: 4 slots per zone leave room for 3 and the spare, got 4; allowed: 1 to 3',
    ],
    [
      'with two sizes',
      'seasons.0.expectedMBps',
      20,
      'seasons[0]: says its size twice; allowed: brokersPerZone or expectedMBps',
    ],
    [
      'without a size',
      'seasons.0.brokersPerZone',
      undefined,
      'seasons[0]: says no size; allowed: brokersPerZone or expectedMBps',
    ],
    ['with years', 'seasons.0.years', [2026], 'seasons[0].years: means nothing without on'],
    ['with a last day', 'seasons.0.until', '2026-12-31', 'seasons[0].until: means nothing without every'],
  ]);

  test('below the baseline', () => {
    const brokers = { instanceType: 'm7g.large', perZone: 2, slotsPerZone: 4 };
    expect(mistakesOf(sample({ brokers, seasons: [{ ...once, brokersPerZone: 1 }] }))).toEqual([
      'seasons[0].brokersPerZone: is below brokers.perZone, 2: a floor only raises, got 1; allowed: 2 to 3',
    ]);
  });

  test('with the name of another', () => {
    expect(mistakesOf(sample({ seasons: [once, once] }))).toEqual([
      'seasons[1].name: is taken already, for its parameters would have the same names, got "black-friday"; allowed: each name once',
    ]);
  });
});

describe('a season every year', () => {
  eachRow(one(yearly), [
    ['without years', 'seasons.0.years', undefined, 'seasons[0].years: is missing beside on'],
    ['after the time-zone data end', 'seasons.0.years', [2038], 'seasons[0].years[0]: is not valid, got 2038'],
    ['on no weekday', 'seasons.0.on', 'fourth turkeyday of november', 'seasons[0].on: is no day of 2026, 2027'],
    [
      'on a day that some year lacks',
      'seasons.0.on',
      'fifth thursday of november',
      'seasons[0].on: is no day of 2026, 2027',
    ],
    ['in no month', 'seasons.0.on', 'fourth thursday of brumaire', 'seasons[0].on: is no day of 2026, 2027'],
    ['with a date as start', 'seasons.0.start', '2026-11-26T20:00', 'seasons[0].start: is no such time with on'],
    ['that ends before it starts', 'seasons.0.end', '19:00', 'seasons[0].end: is not after the start, 20:00'],
    ['every day as well', 'seasons.0.every', 'day', 'seasons[0].every: comes with on'],
  ]);
});

describe('a season every week', () => {
  eachRow(one(nightly), [
    [
      'that lasts into the next',
      'seasons.0.end',
      '00:30',
      'seasons[0].end: lasts 25.0 hours with lead and hold, and comes again after 24',
    ],
    [
      'whose days are turned',
      'seasons.0',
      { ...nightly, from: '2027-01-01', until: '2026-01-01' },
      'seasons[0].until: is before from',
    ],
    ['from no day', 'seasons.0.from', '2027-02-30', 'seasons[0].from: is no day of the calendar'],
    ['with a reservation', 'seasons.0.reserve', true, 'seasons[0].reserve: is for a window with a date'],
    ['on no weekday', 'seasons.0.every', ['funday'], 'seasons[0].every'],
  ]);
});

test('a freeze is held to the same calendar', () => {
  const freeze = { name: 'peak-freeze', timeZone: 'Mars/Olympus', start: '2026-11-20T00:00', end: '2026-11-19T00:00' };
  expect(mistakesOf(sample({ freezes: [freeze] })).map((line) => line.split(':')[0])).toEqual([
    'freezes[0].timeZone',
    'freezes[0].end',
  ]);
});

test('forty seasons with reservations have more parameters than a template may', () => {
  const seasons = Array.from({ length: 40 }, (_, index) => ({ ...once, name: `season-${index}`, reserve: true }));
  expect(mistakesOf(sample({ seasons }))).toEqual([expect.stringContaining('seasons: need 201 parameters')]);
});
