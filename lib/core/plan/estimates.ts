/** Rows of the plan that are estimates: nothing is made from them, people decide by them. */

export interface CapacityPlan {
  /** Consumer groups that read the average byte at the peak. */
  readonly readers: number;
  /** What runs out first in a broker. */
  readonly limitedBy: 'network out' | 'network in' | 'processor' | 'WAL volume';
  /** MB/s a broker can take at 80 % of its network baseline, and by CPU, for the workload's readers. */
  readonly perBrokerMBps: number;
  /** With one zone lost where there are several. */
  readonly clusterMBps: number;
  readonly clusterAtMaximumMBps: number;
  readonly workload?: {
    readonly meanMBps: number;
    readonly peakMBps: number;
    /** Brokers per zone that carry the peak with one zone lost. */
    readonly brokersPerZoneForPeak: number;
  };
  /** What a producer waits for, with the settings it needs. */
  readonly acknowledgement: {
    readonly expectedMs: string;
    readonly source: string;
    readonly producerSettings: Readonly<Record<string, string>>;
  };
}

export interface CostRow {
  readonly item: string;
  readonly quantity: string;
  readonly monthlyUsd: number;
  readonly source: string;
}
