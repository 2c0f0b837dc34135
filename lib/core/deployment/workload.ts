/** The part of a deployment file that says what the cluster is for. */

/** The expected load. MB are 1,000,000 bytes, after compression by the producers. */
export interface Workload {
  /** What the load is, in a sentence; printed in the plan. */
  readonly description?: string;
  /** Names of the consumer groups that read everything as it arrives. */
  readonly consumerGroups: readonly string[];
  /** Loads that add up while they overlap; the plan assumes that they all do. */
  readonly streams: readonly Stream[];
}

export interface Stream {
  readonly name: string;
  /** Mean and peak rate written by producers, in MB/s. */
  readonly meanMBps: number;
  readonly peakMBps: number;
  /**
   * Hours a day the stream runs.
   * @default 24
   */
  readonly hoursPerDay?: number;
  /**
   * How many of the consumer groups read this stream.
   * @default - all
   */
  readonly readers?: number;
  /**
   * How long records are kept, in hours; sizes the S3 storage in the cost estimate.
   * @default 72
   */
  readonly retentionHours?: number;
}
