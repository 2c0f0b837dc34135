/** A load played minute by minute: when brokers come, when they go, what is short and what it costs. */
import { hour, minute } from '../../../lib/core/seasons/dates';
import { launchSeconds, slipSeconds } from '../../../lib/core/seasons/lead-time';
import type { LoadPoint } from '../../../lib/core/seasons/load';
import { brokersNeeded, simulate, utilisation, type Cluster, type Policy } from '../../../lib/core/seasons/simulation';

/** A broker carries 80 MB/s out of the network and 200 of the processor; tracking adds at 60 of the network. */
const cluster: Cluster = {
  zones: 3,
  baseline: 1,
  most: 5,
  networkMBps: 100,
  processorMBps: 200,
  sentPerByte: 1,
  target: 0.6,
  scaleInBelow: 0.5,
  lowMinutes: 30,
  cooldownMinutes: 60,
  brokerHourUsd: 2,
  surviving: 2,
};

const slip = slipSeconds / 60;
const launch = Math.ceil(launchSeconds / 60);

/** So much written and nothing read, five minutes a point; `changes` by minute. */
function load(hours: number, changes: Readonly<Record<number, number>>): readonly LoadPoint[] {
  let inMBps = 0;
  return Array.from({ length: hours * 12 }, (_, index) => {
    inMBps = changes[index * 5] ?? inMBps;
    return { at: index * 5 * minute, inMBps, outMBps: 0 };
  });
}

const fixed = (size: number): Policy => ({ name: 'fixed', floor: () => size, tracks: false });
const sizes = (played: ReturnType<typeof simulate>) => played.minutes.map(({ serving }) => serving);

describe('what a broker carries', () => {
  const point = { at: 0, inMBps: 40, outMBps: 120 };

  test('is four fifths of its network, or its processors, whichever is full first', () => {
    expect(utilisation(point, 2, cluster)).toBe(160 / 160);
    expect(utilisation(point, 2, { ...cluster, processorMBps: 50 })).toBe(160 / 100);
  });

  test('decides how many a zone needs with one zone lost', () => {
    expect(brokersNeeded(point, cluster)).toBe(1);
    expect(brokersNeeded({ ...point, inMBps: 41 }, cluster)).toBe(2);
    expect(brokersNeeded({ at: 0, inMBps: 0, outMBps: 0 }, cluster)).toBe(1);
  });
});

describe('the floor', () => {
  const policy: Policy = { name: 'seasons', floor: (at) => (at >= hour && at < 4 * hour ? 3 : 1), tracks: true };
  const played = simulate(load(12, { 0: 1 }), cluster, policy);

  test('comes as late as the keeper can be, and its brokers carry load when they have booted', () => {
    const at = 60 + slip + launch;
    expect(sizes(played).slice(at - 1, at + 1)).toEqual([1, 3]);
  });

  test('is paid from the launch', () => {
    expect(played.minutes.slice(60 + slip - 1, 60 + slip + 1).map(({ paid }) => paid)).toEqual([1, 3]);
  });

  test('holds brokers against low load, and lets them go one at a time afterwards', () => {
    const falls = sizes(played).flatMap((size, index, all) => (size < (all[index - 1] ?? 0) ? [index] : []));
    expect(falls).toHaveLength(2);
    expect(falls[0]).toBe(4 * 60 + slip + cluster.lowMinutes);
    expect(falls[1]! - falls[0]!).toBe(60);
  });

  test('is never above the largest size of a zone', () =>
    expect(
      Math.max(...sizes(simulate(load(3, { 0: 1 }), cluster, { ...policy, floor: (at) => (at > 0 ? 9 : 1) }))),
    ).toBe(5));
});

describe('load that rises by itself', () => {
  const policy: Policy = { name: 'tracking', floor: () => 1, tracks: true };
  const played = simulate(load(6, { 0: 30, 60: 360 }), cluster, policy);

  test('gets brokers after three minutes above the target and a launch', () => {
    const at = 60 + 3 + launch;
    expect(sizes(played).slice(at - 1, at + 1)).toEqual([1, 2]);
  });

  test('is short until they carry it', () => {
    expect(played.shortfallMinutes).toBe(3 + launch);
    expect(played.minutes[60]!.utilisation).toBeCloseTo(360 / (3 * 80));
  });

  test('without tracking it stays short', () =>
    expect(simulate(load(6, { 60: 360 }), cluster, fixed(1)).shortfallMinutes).toBe(300));

  test('that a lost zone would leave short is exposed', () => {
    const { shortfallMinutes, exposedMinutes } = simulate(load(2, { 0: 30, 60: 200 }), cluster, fixed(1));
    expect([shortfallMinutes, exposedMinutes]).toEqual([0, 60]);
  });
});

test('broker-hours and their price are those of all zones', () => {
  const played = simulate(load(10, { 0: 120, 300: 240 }), cluster, fixed(2));
  expect(played).toMatchObject({ brokerHours: 60, usd: 120 });
  expect(played.meanUtilisation).toBeCloseTo(0.375);
  expect(played.peakUtilisation).toBeCloseTo(0.5);
});

test('the last point lasts as long as the first, and no load is no play', () => {
  expect(simulate(load(1, { 0: 1 }), cluster, fixed(1)).minutes).toHaveLength(60);
  expect(() => simulate([], cluster, fixed(1))).toThrow('no load');
});
