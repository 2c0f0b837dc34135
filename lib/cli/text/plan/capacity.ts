/** What a plan can carry, how long a producer waits, and what it costs before the first byte. */
import type { CapacityPlan, CostRow, Plan } from '../../../core/plan/types';
import { type Look, facts, table } from '../table';
import { rate, usd } from '../units';

export function capacity(plan: Plan, look: Look): string {
  const lost = plan.zones.length > 1 ? ' with one zone lost' : '';
  return facts(
    [
      ['one broker', `${rate(plan.capacity.perBrokerMBps)} MB/s written`],
      [`cluster at rest${lost}`, `${rate(plan.capacity.clusterMBps)} MB/s`],
      [`cluster at its maximum${lost}`, `${rate(plan.capacity.clusterAtMaximumMBps)} MB/s`],
      ...workload(plan.capacity),
    ],
    look,
  );
}

function workload({ workload: load, clusterMBps, clusterAtMaximumMBps }: CapacityPlan): [string, string][] {
  if (!load) return [['workload', 'not in the file: nothing to compare with']];
  const row = (name: string, MBps: number): [string, string] => [
    name,
    `${rate(MBps)} MB/s: ${verdict(MBps, clusterMBps, clusterAtMaximumMBps)}`,
  ];
  return [
    row('workload, mean', load.meanMBps),
    row('workload, peak', load.peakMBps),
    ['brokers per zone for the peak', String(load.brokersPerZoneForPeak)],
  ];
}

function verdict(load: number, atRest: number, atMaximum: number): string {
  if (load <= atRest) return `carried at rest, ${rate(atRest - load)} MB/s to spare`;
  if (load <= atMaximum) return `carried after scaling out, ${rate(load - atRest)} MB/s above the capacity at rest`;
  return `NOT CARRIED, ${rate(load - atMaximum)} MB/s above the maximum`;
}

export function acknowledgement({ capacity: { acknowledgement: expected } }: Plan, look: Look): string {
  const settings = Object.entries(expected.producerSettings).map(([key, value]) => `${key}=${value}`);
  return facts(
    [
      ['milliseconds', expected.expectedMs],
      ['source', expected.source],
      ...settings.map((line, i): [string, string] => [i === 0 ? 'producers need' : '', line]),
    ],
    look,
  );
}

export function costs(priced: readonly CostRow[], look: Look): string {
  if (priced.length === 0) return '';
  const total = priced.reduce((sum, row) => sum + row.monthlyUsd, 0);
  const sources = [...new Set(priced.map(({ source }) => source))];
  const mark = (source: string): string => `[${sources.indexOf(source) + 1}]`;
  const rows = table(
    [
      { title: 'item', wraps: true },
      { title: 'quantity', wraps: true },
      { title: 'USD a month', align: 'right' },
      { title: 'source' },
    ],
    [
      ...priced.map(({ item, quantity, monthlyUsd, source }) => [item, quantity, usd(monthlyUsd), mark(source)]),
      ['sum', '', usd(total), ''],
    ],
    look,
  );
  return `${rows}\n\n${facts(
    sources.map((source) => [mark(source), source]),
    look,
  )}`;
}
