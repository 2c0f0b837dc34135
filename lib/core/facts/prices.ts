/**
 * Prices behind the fixed-cost estimate: USD, us-east-1, on demand, before discounts and tax. A month has 730 hours.
 *
 * They are an estimate for a plan, never an offer: every row names where it was read and, when nobody could check it, says so.
 */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

export const hoursPerMonth = 730;
const secondsPerMonth = hoursPerMonth * 3600;

const price = (usd: number, per: string, source: string): Price => ({ usd, per, source });

export const prices = {
  s3StorageGbMonth: price(0.023, 'GB-month', 'S3 pricing, S3 Standard first tier (2025-07)'),
  s3Put: price(0.000005, 'PUT request', 'S3 pricing, requests (2025-07)'),
  s3Get: price(0.0000004, 'GET request', 'S3 pricing, requests (2025-07)'),
  gp3GbMonth: price(0.08, 'GB-month', 'EBS pricing, gp3 (2024-07)'),
  gp3IopsMonth: price(0.005, 'IOPS-month above 3,000', 'EBS pricing, gp3 (2024-07)'),
  gp3ThroughputMonth: price(0.04, 'MiB/s-month above 125', 'EBS pricing, gp3 (2024-07)'),
  snapshotGbMonth: price(0.05, 'GB-month', 'EBS pricing, snapshots (not checked against the price list)'),
  crossZoneGb: price(0.02, 'GB moved', 'EC2 pricing, transfer between zones: 0.01 on each side'),
  interfaceEndpointHour: price(0.01, 'hour and zone', 'PrivateLink pricing (2024-10)'),
  interfaceEndpointGb: price(0.01, 'GB', 'PrivateLink pricing (2024-10)'),
  kmsKeyMonth: price(1, 'key-month', 'KMS pricing (2024-07)'),
  privateCaShortLivedMonth: price(
    50,
    'month',
    'Private CA pricing, short-lived mode (not checked against the price list)',
  ),
  privateCaCertificate: price(
    0.058,
    'certificate',
    'Private CA pricing, short-lived mode (not checked against the price list)',
  ),
  secretMonth: price(0.4, 'secret-month', 'Secrets Manager pricing (not checked against the price list)'),
  hostedZoneMonth: price(0.5, 'zone-month', 'Route 53 pricing (not checked against the price list)'),
  alarmMonth: price(0.1, 'alarm-month', 'CloudWatch pricing (2024-07)'),
  customMetricMonth: price(0.3, 'metric-month', 'CloudWatch pricing, custom metrics (2024-07)'),
  detailedMonitoringMonth: price(
    2.1,
    'machine-month',
    'CloudWatch pricing, EC2 detailed monitoring, 7 metrics (2024-07)',
  ),
  logsIngestGb: price(0.5, 'GB', 'CloudWatch pricing, logs (2024-07)'),
  stateTransition: price(0.000025, 'state entered', 'Step Functions pricing, standard workflows'),
} as const satisfies Record<string, Price>;

/**
 * What a broker in service pays S3 in a month before any byte: a busy log uploads one object per batch interval, and
 * each upload is followed by at most one small GET that checks the fence (AutoMQ 1.7.3, ObjectWALConfig, DefaultWriter).
 *
 * @param batchIntervalMs interval of `s3.wal.path`, milliseconds
 */
export function s3RequestFloorUsd(batchIntervalMs: number): { readonly put: number; readonly get: number } {
  const uploads = (secondsPerMonth * 1000) / batchIntervalMs;
  return { put: uploads * prices.s3Put.usd, get: uploads * prices.s3Get.usd };
}

/**
 * The zone router's own log: 250 ms whatever the setting says (AutoMQ 1.7.3, DefaultRouterChannelProvider), so four
 * more uploads a second per broker.
 */
export const zoneRouterFloorUsd: number = s3RequestFloorUsd(250).put;
