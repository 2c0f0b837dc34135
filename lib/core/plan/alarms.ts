import { pascal } from '../identities';
import type { Settings } from './settings';
import type { AlarmRow, BrokersPlan, ElasticGroup, PinnedNode } from './types';

/** Namespace of the metrics that boot and the timers publish. */
export const metricNamespace = 'AutoMQ/BYOC';

/*
 * An alarm that may stop a refresh treats missing data as fine: it is older than the first machine that publishes, and an
 * alarm that is red from birth would refuse the very deploy that turns it green.
 */

/** Days left of a customer's certificate that still leave time to order another. */
const customerCertificateDays = 30;

export function planAlarms(
  settings: Settings,
  controllers: readonly PinnedNode[],
  brokers: BrokersPlan,
): readonly AlarmRow[] {
  return [
    bootFailed(settings),
    quorumLost(settings),
    certificateDaysLeft(settings),
    ...controllers.map(pinnedInService),
    ...(brokers.kind === 'elastic' ? brokers.groups.map(elasticInService) : brokers.nodes.map(pinnedInService)),
  ];
}

/** One period of five minutes, so that it is quiet again before a rollback starts its own refresh. */
function bootFailed({ prefix }: Settings): AlarmRow {
  return {
    id: 'BootFailed',
    namespace: metricNamespace,
    metric: 'BootFailed',
    dimensions: { Cluster: prefix },
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 1,
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    missingData: 'notBreaching',
    publisher: 'lib/instance/boot.sh, when a machine gives up',
    stopsRefresh: true,
    advice: 'A machine gave up while booting. The last line of its boot log names the step that failed and what to do.',
  };
}

/**
 * Minimum: one controller on its way up sees no quorum and is no reason to wake anybody. A single controller is down during
 * its own refresh, so there the alarm must not stop it.
 */
function quorumLost({ prefix, controllers }: Settings): AlarmRow {
  return {
    id: 'QuorumLost',
    namespace: metricNamespace,
    metric: 'QuorumLost',
    dimensions: { Cluster: prefix },
    statistic: 'Minimum',
    periodSeconds: 60,
    evaluationPeriods: 5,
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    missingData: 'notBreaching',
    publisher: 'lib/instance/controller.sh, every minute on each controller',
    stopsRefresh: controllers.count > 1,
    advice:
      'No controller sees a leader. Do not replace or format a controller: look first whether a majority of metadata volumes is intact.',
  };
}

/**
 * Nodes renew when a third of the lifetime is left; half of that without success is a reason to look. Silence is as bad: it
 * means that nobody renews. (So it is red on the first deploy until the first machine has its certificate.)
 */
function certificateDaysLeft({ prefix, tls }: Settings): AlarmRow {
  return {
    id: 'CertificateDaysLeft',
    namespace: metricNamespace,
    metric: 'CertificateDaysLeft',
    dimensions: { Cluster: prefix },
    statistic: 'Minimum',
    periodSeconds: 3600,
    evaluationPeriods: 3,
    comparison: 'LessThanThreshold',
    threshold: tls.issuer === 'private-ca' ? Math.round((tls.validityDays / 6) * 100) / 100 : customerCertificateDays,
    missingData: 'breaching',
    publisher: 'lib/instance/certificate.sh, every hour on each node',
    stopsRefresh: false,
    advice:
      tls.issuer === 'private-ca'
        ? 'A node cannot renew its certificate: look at the renew unit in its log and at the certificate authority.'
        : 'Put a new key and chain into the secret; every node reads it again by itself.',
  };
}

const inService = {
  namespace: 'AWS/AutoScaling',
  metric: 'GroupInServiceInstances',
  statistic: 'Minimum',
  periodSeconds: 60,
  comparison: 'LessThanThreshold',
  missingData: 'notBreaching',
  publisher: 'Amazon EC2 Auto Scaling, with the metrics of the group switched on',
} as const;

/** A replacement launches first, so a refresh never passes below the minimum by itself. */
function elasticInService(group: ElasticGroup): AlarmRow {
  return {
    id: `InService${pascal(group.zone)}`,
    ...inService,
    dimensions: { AutoScalingGroupName: group.name },
    evaluationPeriods: 5,
    threshold: 'minSize',
    stopsRefresh: true,
    advice: `Fewer brokers serve in ${group.zone} than the minimum. See the group's activity: capacity, quota or boot.`,
  };
}

/** A pinned node ends before its replacement launches: twenty minutes are a launch that is allowed to take fifteen, and the drain. */
function pinnedInService(node: PinnedNode): AlarmRow {
  return {
    id: `InService${pascal(node.kind)}${node.nodeId}`,
    ...inService,
    dimensions: { AutoScalingGroupName: node.groupName },
    evaluationPeriods: 20,
    threshold: 1,
    stopsRefresh: false,
    advice: `${pascal(node.kind)} ${node.nodeId} is not back. See the group's activity, its volume and its interface.`,
  };
}
