/** Alarms and scaling of seasons: their expressions are worked out on values, as CloudWatch does each minute. */
import { runInNewContext } from 'node:vm';
import { plan } from '../../../lib/core';
import { sample } from '../../fixtures/deployments';

const { alarms, scaling } = plan(
  sample({
    brokers: { instanceType: 'm7g.large', perZone: 1, slotsPerZone: 5 },
    seasons: [
      {
        name: 'black-friday',
        timeZone: 'America/New_York',
        start: '2026-11-26T16:00',
        end: '2026-12-01T03:00',
        brokersPerZone: 4,
      },
    ],
  }),
  '2026-11-22',
).seasons!;

/** A metric without a value is undefined, as in CloudWatch: absent from an array, until FILL gives it one. */
type Value = number | undefined;
const present = (values: readonly Value[]): number[] => values.filter((value) => value !== undefined);
const metricMath = {
  SUM: (values: readonly Value[]): Value => present(values).reduce((sum, value) => sum + value, 0),
  MAX: (values: readonly Value[]): Value => Math.max(...present(values)),
  FILL: (value: Value, otherwise: number): Value => value ?? otherwise,
  IF: (condition: boolean, yes: Value, no: Value): Value => (condition ? yes : no),
};
const valueOf = (expression: string, metrics: Readonly<Record<string, Value>>): number =>
  runInNewContext(expression, { ...metrics, ...metricMath }) as number;

const alarm = (id: string) => alarms.find((row) => row.id === id)!;

/** Whether the alarm rings after a period with runs of these ends. */
function rings(id: string, runs: Readonly<Record<string, number>>): boolean {
  const { metrics, expression = '', comparison, threshold } = alarm(id);
  const value = valueOf(expression, Object.fromEntries(metrics.map(({ id: name, metric }) => [name, runs[metric]])));
  return comparison === 'LessThanThreshold' ? value < threshold : value > threshold;
}

describe('the keeper is silent', () => {
  test('without a run that ended by itself', () => {
    expect(rings('KeeperSilent', {})).toBe(true);
    expect(rings('KeeperSilent', { ExecutionsTimedOut: 3 })).toBe(true);
    expect(alarm('KeeperSilent').missingData).toBe('breaching');
  });

  test('not while runs fail: they state the floors, then complain', () => {
    expect(rings('KeeperSilent', { ExecutionsFailed: 3 })).toBe(false);
    expect(rings('KeeperSilent', { ExecutionsSucceeded: 1 })).toBe(false);
  });
});

test.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])('the keeper failed: %s', (end) => {
  expect(rings('KeeperFailed', { [end]: 1 })).toBe(true);
  expect(rings('KeeperFailed', { [end]: 0, ExecutionsSucceeded: 1 })).toBe(false);
});

describe('low load', () => {
  const { lowLoad, networkOutBytesPerMinute, cpuPercent, scaleInBelow } = scaling;
  const load = (serving: number, floor: number, network: number, cpu: number): number =>
    valueOf(lowLoad.expression, {
      serving,
      floor,
      network: network * networkOutBytesPerMinute,
      cpu: cpu * cpuPercent,
    });

  test('is the busier of network and processor, as a share of its target', () => {
    expect(load(3, 1, 0.2, 0.3)).toBeCloseTo(0.3);
    expect(load(3, 1, 0.4, 0.3)).toBeCloseTo(0.4);
  });

  test('does not count at the floor or below, so no alarm stands ready when the floor falls', () => {
    expect(load(4, 4, 0.1, 0.1)).toBeGreaterThanOrEqual(scaleInBelow);
    expect(load(3, 4, 0.1, 0.1)).toBeGreaterThanOrEqual(scaleInBelow);
  });

  test('after a floor that fell in all zones at once, machines end at least ten minutes apart', () => {
    const drainMinutes = 10;
    const ends = scaling.groups
      .flatMap((group) => endsOf(group))
      .sort((a, b) => a - b)
      .map((minute, index, sorted) => minute - (sorted[index - 1] ?? -Infinity));
    expect(ends).toHaveLength(9);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(drainMinutes);
  });

  /** Minutes after the fall at which a group ends a machine: four brokers through the night, and one is the floor again. */
  function endsOf({ lowMinutes, cooldownSeconds }: (typeof scaling.groups)[number]): number[] {
    const ends: number[] = [];
    let [serving, low, readyAt] = [4, 0, -Infinity];
    for (let minute = -120; minute < 600; minute++) {
      low = load(serving, minute < 0 ? 4 : 1, 0.1, 0.1) < scaleInBelow ? low + 1 : 0;
      if (low < lowMinutes || minute < readyAt) continue;
      // At its floor a group ends nothing, and no cooldown begins.
      if (serving === (minute < 0 ? 4 : 1)) continue;
      ends.push(minute);
      serving -= 1;
      readyAt = minute + cooldownSeconds / 60;
    }
    return ends;
  }
});
