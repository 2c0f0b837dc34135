import { compareReleases } from './releases';

/** A key that AutoMQ adds to Kafka's server properties. */
export interface PropertyKey {
  readonly key: string;
  /** First release that reads it, as far as it was traced. */
  readonly first: string;
  /** Last release that reads it; absent while it is current. */
  readonly last?: string;
  readonly source: string;
}

const config = 'core/src/main/java/kafka/automq/AutoMQConfig.java at tag 1.7.3';
const balancer = 'core/src/main/java/kafka/autobalancer/config at tag 1.7.3';
/** Oldest release this package renders; keys traced no further back carry it. */
const oldest = '1.4.1';

const since = (first: string, source: string, keys: readonly string[]): PropertyKey[] =>
  keys.map((key) => ({ key, first, source }));

/** Keys render may write. A Kafka key of 3.9 needs no row. */
export const propertyKeys: readonly PropertyKey[] = [
  ...since(oldest, config, [
    'elasticstream.enable',
    's3.data.buckets',
    's3.ops.buckets',
    's3.wal.path',
    's3.wal.cache.size',
    's3.wal.upload.threshold',
    's3.block.cache.size',
    's3.stream.allocator.policy',
    's3.stream.object.split.size',
    's3.stream.set.object.compaction.interval.minutes',
    's3.network.baseline.bandwidth',
    's3.telemetry.metrics.exporter.uri',
    's3.telemetry.metrics.base.labels',
    's3.telemetry.exporter.report.interval.ms',
    's3.telemetry.metrics.level',
    's3.telemetry.ops.enabled',
    'queued.max.requests.size.bytes',
  ]),
  ...since('1.6.7', `${config}; default changed by pull request 3065`, ['s3.wal.upload.interval.ms']),
  ...since('1.5.0', `${config}; AutoMQ issue 2642`, ['automq.zonerouter.channels', 'automq.zone.cidr.blocks']),
  ...since('1.7.2', `${config}; pull request 3459`, ['automq.kafka-go.metadata.compatibility.enabled']),
  ...since('1.7.3', config, ['automq.retry.storm.backoff.enabled', 's3.network.bandwidth.mode']),
  ...since(oldest, balancer, [
    'autobalancer.controller.enable',
    'autobalancer.client.listener.name',
    'autobalancer.client.auth.security.protocol',
    'autobalancer.client.auth.sasl.mechanism',
    'autobalancer.client.auth.sasl.jaas.config',
  ]),
];

const ownPrefixes = ['s3.', 'automq.', 'autobalancer.', 'elasticstream.'];
/** Whatever follows is handed to a Kafka producer unread (AutoBalancerMetricsReporter). */
const passedOn = 'autobalancer.reporter.';

/** Whether the release reads the key. A key that is not AutoMQ's own belongs to Kafka and is left to Kafka. */
export function isKnownKey(key: string, release: string): boolean {
  const row = propertyKeys.find((candidate) => candidate.key === key);
  if (row === undefined) return key.startsWith(passedOn) || !ownPrefixes.some((prefix) => key.startsWith(prefix));
  const begun = compareReleases(release, row.first) >= 0;
  return begun && (row.last === undefined || compareReleases(release, row.last) <= 0);
}
