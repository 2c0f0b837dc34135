/** What the plan tells of seasons: every notice, with its numbers. */
import { plan, type Deployment } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';

type Season = NonNullable<Deployment['seasons']>[number];

const once: Season = {
  name: 'black-friday',
  timeZone: 'America/New_York',
  start: '2026-11-26T16:00',
  end: '2026-12-01T03:00',
  brokersPerZone: 3,
};
const yearly: Season = { ...once, on: 'fourth thursday of november', start: '20:00', end: '+4d 06:00' };
const nightly: Season = { ...once, name: 'nightly', every: 'day', start: '01:00', end: '04:00', brokersPerZone: 2 };

const planned = (given: readonly Season[], asOf = '2026-11-22') => plan(sample({ seasons: given }), asOf).seasons!;
const notices = (season: Season, asOf?: string): readonly string[] => planned([season], asOf).notices;

describe('a date that is over', () => {
  test('is named, one or several', () => {
    expect(notices({ ...yearly, years: [2025, 2026] })).toEqual(['black-friday: 2025-11-27 is over and left out']);
    expect(notices({ ...yearly, years: [2024, 2025, 2026] })).toEqual([
      'black-friday: 2024-11-28, 2025-11-27 are over and left out',
    ]);
  });

  test('however many there are', () => {
    const years = Array.from({ length: 18 }, (_, index) => 2020 + index);
    const [notice = ''] = notices({ ...yearly, years }, '2037-12-31');
    expect(notice.match(/20\d\d-11-\d\d/g)).toHaveLength(18);
  });

  test('is named with what it leaves, when none is ahead', () => {
    expect(notices(once, '2026-12-03')).toEqual([
      'black-friday: 2026-11-26 is over and left out',
      'black-friday: no window is ahead; it takes place by its parameters alone',
    ]);
  });

  test('is not over while it is held', () => {
    expect(notices({ ...once, holdMinutes: 2880 }, '2026-12-03')).toEqual([]);
  });
});

test('nights that have passed are no news', () => {
  expect(notices(nightly)).toEqual([]);
  expect(notices(nightly, '2027-01-03')).toEqual([]);
});

test('a size that is the baseline changes nothing', () => {
  expect(notices({ ...once, brokersPerZone: 1 })).toEqual([
    'black-friday: its size is the baseline, so it changes nothing',
  ]);
});

test('a lead that is shorter than brokers take', () => {
  expect(notices({ ...once, leadMinutes: 13 })).toEqual([
    'black-friday: 13 minutes of lead are less than the 14 that new brokers take to carry load (floor keeper 300 s, schedule 60 s, EC2 60 s, boot 90 s, balancer 120 s, moves 100 s, clients 60 s)',
  ]);
  expect(notices({ ...once, leadMinutes: 14 })).toEqual([]);
});

test('an edge in an hour that the clocks leave out, and in how many later years', () => {
  const skipped = { ...nightly, start: '02:30', end: '04:00', until: '2028-12-31' };
  expect(notices(skipped)).toEqual([
    'nightly: the start 2027-03-14T02:30 is left out by the clocks and taken as 2027-03-14T01:30:00-05:00, and so in 1 later year',
  ]);
});

test('two seasons at one time: the first meeting, and the larger', () => {
  const { overlaps } = planned([once, { ...nightly, from: '2026-11-22', until: '2026-12-31' }]);
  expect(overlaps).toEqual([
    {
      seasons: ['black-friday', 'nightly'],
      from: '2026-11-27T05:30:00Z',
      larger: 'black-friday',
      brokersPerZone: 3,
    },
  ]);
  expect(planned([once, { ...nightly, from: '2026-12-02' }]).overlaps).toEqual([]);
  expect(planned([once, { ...nightly, from: '2026-11-22', until: '2026-12-31', enabled: false }]).overlaps).toEqual([]);
});

test('a freeze that is over is left out with a word, nights of one without', () => {
  const { timeZone, start, end } = once;
  const freezes = [
    { name: 'last-year', timeZone, start: '2025-11-20T00:00', end: '2025-12-02T00:00' },
    { name: 'this-year', timeZone, start, end },
    {
      name: 'nights',
      timeZone,
      every: 'day' as const,
      start: '22:00',
      end: '23:00',
      from: '2026-11-01',
      until: '2026-12-31',
    },
  ];
  const decided = plan(sample({ freezes }), '2026-11-22');
  expect(decided.freezes.map(({ windows }) => windows.length)).toEqual([0, 1, 1]);
  expect(decided.warnings).toContain('last-year: 2025-11-20 is over and left out');
  expect(decided.warnings.filter((warning) => warning.startsWith('nights'))).toEqual([]);
});
