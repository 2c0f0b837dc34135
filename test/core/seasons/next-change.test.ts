import { nextChange } from '../../../lib/core/seasons/next-change';
import { asInFile, floorAt, type CalendarSeason, type Moment } from '../../../lib/core/seasons/floor';

const at = (text: string): number => Date.parse(text);
const nights: CalendarSeason = {
  name: 'nights',
  enabled: true,
  brokersPerZone: 4,
  leadMinutes: 30,
  holdMinutes: 10,
  reachDays: 1,
  windows: [{ start: '2026-11-01T01:00:00Z', end: '2026-11-01T04:00:00Z', everyDays: 1, times: 60 }],
};
const peak: CalendarSeason = { ...nights, name: 'peak', brokersPerZone: 7, leadMinutes: 0, holdMinutes: 0, windows: [{ start: '2026-11-26T16:00:00Z', end: '2026-12-01T03:00:00Z' }] }; // prettier-ignore
const moment = (now: string, more: Partial<Moment> = {}): Moment => ({ seasons: [nights, peak], settings: {}, override: 'file', baseline: 2, most: 10, at: at(now), ...more }); // prettier-ignore

test.each([
  ['before a night: its lead', '2026-11-10T12:00:00Z', '2026-11-11T00:30:00Z', 4],
  ['in a night: its hold', '2026-11-11T02:00:00Z', '2026-11-11T04:10:00Z', 2],
  ['in the peak, which covers nights: its end, inside a night', '2026-11-28T12:00:00Z', '2026-12-01T03:00:00Z', 4],
])('%s', (_, now, when, floor) => {
  expect(nextChange(moment(now))).toEqual({ at: at(when), floor });
  expect(floorAt(moment(when))).toBe(floor);
});

test('a season moved by parameter counts where it was moved to', () => {
  const settings = { peak: { ...asInFile, start: '2026-11-20T12:00:00Z', end: '2026-11-21T12:00:00Z' } };
  const only = moment('2026-11-20T06:00:00Z', { seasons: [peak], settings });
  expect(nextChange(only)).toEqual({ at: at('2026-11-20T12:00:00Z'), floor: 7 });
});

test('nothing changes while a season is pinned, or after the last window', () => {
  expect(nextChange(moment('2026-11-10T12:00:00Z', { override: 'peak' }))).toBeUndefined();
  expect(nextChange(moment('2027-06-01T00:00:00Z'))).toBeUndefined();
});
