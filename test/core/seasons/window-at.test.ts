import { windowAt } from '../../../lib/core/seasons/window-at';

const nights = { start: '2026-11-01T20:00:00-05:00', end: '2026-11-02T02:00:00-05:00', everyDays: 1, times: 3 };
const at = (text: string, lead = 0, hold = 0) => windowAt([nights], Date.parse(text), lead, hold);

test('a series holds from each start until just before each end, and not between or after', () => {
  expect(at('2026-11-01T20:00:00-05:00')).toBeDefined();
  expect(at('2026-11-02T02:00:00-05:00')).toBeUndefined();
  expect(at('2026-11-03T23:00:00-05:00')).toEqual({
    start: Date.parse('2026-11-03T20:00:00-05:00'),
    end: Date.parse('2026-11-04T02:00:00-05:00'),
  });
  expect(at('2026-11-04T20:30:00-05:00')).toBeUndefined();
  expect(at('2026-10-31T20:30:00-05:00')).toBeUndefined();
});

test('lead and hold widen each window', () => {
  expect(at('2026-11-02T19:30:00-05:00', 30)).toBeDefined();
  expect(at('2026-11-02T19:29:00-05:00', 30)).toBeUndefined();
  expect(at('2026-11-02T02:14:00-05:00', 0, 15)).toBeDefined();
});
