import fc from 'fast-check';
import {
  dayNumber,
  civilDate,
  dayText,
  instantText,
  minute,
  parseDay,
  parseInstant,
  weekdayOf,
} from '../../../lib/core/seasons/dates';
import { edgeInstant, instantsOf, offsetAt, timeZone, timeZoneNames } from '../../../lib/core/seasons/time-zones';

const zoneOf = (name: string) => timeZone(name)!;
const newYork = zoneOf('America/New_York');
const local = (text: string) => Date.parse(`${text}:00Z`);
const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });

describe('dates', () => {
  test('agree with the machine’s calendar, forth and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (number) => {
        const date = new Date(number * 86_400_000);
        const { year, month, day } = civilDate(number);
        expect([year, month, day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect(dayNumber(year, month, day)).toBe(number);
        expect(weekdayOf(number)).toBe(date.getUTCDay());
      }),
    );
  });

  test('know which days there are', () => {
    expect(parseDay('2028-02-29')).toBe(dayNumber(2028, 2, 29));
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', 'soon'].map(parseDay)).toEqual(
      Array(5).fill(undefined),
    );
    expect(dayText(parseDay('2026-11-26')!)).toBe('2026-11-26');
  });

  test('write an instant with its offset and read it again', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -56, max: 56 }), (date, quarters) => {
        const instant = Math.floor(date.valueOf() / 1000) * 1000;
        const text = instantText(instant, quarters * 15);
        expect(Date.parse(text)).toBe(instant);
        expect(parseInstant(text)).toBe(instant);
      }),
    );
  });

  test('read no instant without an offset', () => {
    expect(['2026-11-26T20:00:00', '2026-11-31T20:00:00Z', '2026-11-26 20:00'].map(parseInstant)).toEqual(
      Array(3).fill(undefined),
    );
  });
});

describe('time zones', () => {
  /** The machine's own data may be of another year; these zones have had one law since 2000. */
  const settled = [
    'America/New_York',
    'America/Los_Angeles',
    'America/Chicago',
    'Europe/Berlin',
    'Europe/London',
    'Asia/Kolkata',
    'Asia/Tokyo',
    'UTC',
  ];

  test.each(settled)('%s: the offsets are those of Intl', (name) => {
    const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
    const machine = (date: Date): number => {
      const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(date)) ?? [];
      return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) || 0;
    };
    fc.assert(
      fc.property(instants, (date) => expect(offsetAt(zoneOf(name), date.valueOf())).toBe(machine(date))),
      { numRuns: 60 },
    );
  });

  test('know the links too, and nothing else', () => {
    expect(zoneOf('US/Eastern').offsets).toEqual(newYork.offsets);
    expect(timeZone('America/New_Yrok')).toBeUndefined();
    expect(timeZoneNames().length).toBeGreaterThan(500);
    expect(timeZoneNames().filter((name) => !timeZone(name))).toEqual([]);
  });

  test('a time that is left out has no instant, one that is repeated has two', () => {
    expect(instantsOf(newYork, local('2027-03-14T02:30')).shown).toEqual([]);
    expect(instantsOf(newYork, local('2027-11-07T01:30')).shown.map((each) => new Date(each).toISOString())).toEqual([
      '2027-11-07T05:30:00.000Z',
      '2027-11-07T06:30:00.000Z',
    ]);
  });

  test('an edge in such an hour makes the window longer, never shorter', () => {
    const at = (text: string, edge: 'start' | 'end') => new Date(edgeInstant(newYork, local(text), edge)).toISOString();
    expect([at('2027-03-14T02:30', 'start'), at('2027-03-14T02:30', 'end')]).toEqual([
      '2027-03-14T06:30:00.000Z',
      '2027-03-14T07:30:00.000Z',
    ]);
    expect([at('2027-11-07T01:30', 'start'), at('2027-11-07T01:30', 'end')]).toEqual([
      '2027-11-07T05:30:00.000Z',
      '2027-11-07T06:30:00.000Z',
    ]);
  });

  test('any other time of any zone has one instant, which shows that time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...timeZoneNames()), instants, (name, date) => {
        const zone = zoneOf(name);
        const instant = Math.floor(date.valueOf() / minute) * minute;
        const shown = instant + offsetAt(zone, instant) * minute;
        expect(instantsOf(zone, shown).shown).toContain(instant);
      }),
    );
  });
});
