/** Loads to play: the reference workloads of retail inventory, or points of the customer's own. */
import { hour, minute } from './dates';

/** Load from this instant until the next point. */
export interface LoadPoint {
  readonly at: number;
  /** MB/s written by producers; MB are 1,000,000 bytes. */
  readonly inMBps: number;
  /** MB/s read by consumers. */
  readonly outMBps: number;
}

export interface ReferenceWorkload {
  readonly name: 'R1' | 'R2' | 'R3' | 'R4';
  readonly title: string;
  readonly streams: readonly LoadStream[];
}

export interface LoadStream {
  /** Consumer groups, each of which reads all of it. */
  readonly readers: number;
  /** MB/s written at a moment. */
  readonly inMBps: (moment: Moment) => number;
}

/** A moment as the workload sees it. */
export interface Moment {
  /** Milliseconds of the local day. */
  readonly clock: number;
  readonly isPeak: boolean;
  /** Milliseconds since the start of what is played. */
  readonly since: number;
}

const trading = ({ clock }: Moment): boolean => clock >= 8 * hour && clock < 22 * hour;

/** Mean, trading hours, and four times the mean in a peak; nights carry what is left of the mean. */
const day =
  (mean: number, inTrading: number, peak: number) =>
  (moment: Moment): number => {
    const night = Math.max((mean * 24 - inTrading * 14) / 10, 0);
    if (moment.isPeak && trading(moment)) return peak;
    return trading(moment) ? inTrading : night;
  };

const omnichannel = day(7.7, 12, 31);
const saleAt = 36 * hour;

const saleTimes = ({ since }: Moment): number => (since >= saleAt && since < saleAt + 15 * minute ? 5 : 1);
const batch = ({ clock }: Moment): number => (clock >= hour && clock < 4 * hour ? 270 : 0);

/** Walmart's published rates scaled to 2,000 stores; docs/runbook-peak.md says what is published and what is derived. */
export const referenceWorkloads: readonly ReferenceWorkload[] = [
  {
    name: 'R1',
    title: 'inventory core: 2,000 stores, 95 million events a day at 700 bytes',
    streams: [{ readers: 3, inMBps: day(0.77, 1.2, 3.1) }],
  },
  {
    name: 'R2',
    title: 'omnichannel: ten signals for each change of stock',
    streams: [{ readers: 5, inMBps: omnichannel }],
  },
  {
    name: 'R3',
    title: 'omnichannel with nightly replenishment: 270 MB/s from one to four',
    streams: [
      { readers: 5, inMBps: omnichannel },
      { readers: 1, inMBps: batch },
    ],
  },
  {
    name: 'R4',
    title: 'omnichannel with a flash sale that nobody announced: five times the load for 15 minutes',
    streams: [{ readers: 5, inMBps: (moment) => omnichannel(moment) * saleTimes(moment) }],
  },
];

/** Every five minutes of a span of time. */
export function playWorkload(
  workload: ReferenceWorkload,
  span: { readonly from: number; readonly to: number },
  at: { readonly offset: (instant: number) => number; readonly isPeak: (instant: number) => boolean },
): readonly LoadPoint[] {
  const step = 5 * minute;
  return Array.from({ length: Math.ceil((span.to - span.from) / step) }, (_, index) => {
    const instant = span.from + index * step;
    const local = instant + at.offset(instant) * minute;
    const clock = ((local % (24 * hour)) + 24 * hour) % (24 * hour);
    const moment = { clock, isPeak: at.isPeak(instant), since: instant - span.from };
    const loads = workload.streams.map(({ readers, inMBps }) => ({ readers, inMBps: inMBps(moment) }));
    const inMBps = loads.reduce((sum, load) => sum + load.inMBps, 0);
    return { at: instant, inMBps, outMBps: loads.reduce((sum, load) => sum + load.inMBps * load.readers, 0) };
  });
}
