import type { Settings } from './settings';
import type { EndpointRow } from './types';

interface Row extends Omit<EndpointRow, 'purpose'> {
  readonly neededWhen?: (settings: Settings) => boolean;
  /** Actions that only elastic brokers call. */
  readonly elasticActions?: readonly string[];
}

/**
 * The interface endpoints of a network without a way to the internet. Not among them: `sts` (credentials of the instance
 * profile come from the metadata service), `kms` (S3, EBS and Secrets Manager call it themselves), `ec2messages` (only old
 * agents use it), `route53` (records are static).
 */
const rows: readonly Row[] = [
  {
    service: 'ec2',
    why: 'boot takes the address of a slot, or attaches the volume of a pinned node',
    actions: ['ec2:AttachVolume'],
    elasticActions: ['ec2:AssignPrivateIpAddresses'],
  },
  {
    service: 'autoscaling',
    why: 'boot, drain and the health unit report to the lifecycle hooks of the own group',
    actions: [
      'autoscaling:CompleteLifecycleAction',
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:RecordLifecycleActionHeartbeat',
      'autoscaling:SetInstanceHealth',
    ],
  },
  {
    service: 'cloudformation',
    why: 'boot signals success or failure of the first deploy',
    actions: ['cloudformation:SignalResource'],
  },
  {
    service: 'secretsmanager',
    why: 'boot reads the passwords, and the certificate where it is a secret',
    actions: ['secretsmanager:GetSecretValue'],
  },
  {
    service: 'acm-pca',
    why: 'boot and the renew timer ask for the certificate of the own node',
    actions: ['acm-pca:GetCertificate', 'acm-pca:IssueCertificate'],
    neededWhen: ({ tls }) => tls.issuer === 'private-ca',
  },
  {
    service: 'logs',
    why: 'the CloudWatch agent sends the logs of boot and broker',
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  },
  {
    service: 'monitoring',
    why: 'boot, the quorum timer and the renew timer publish the metrics that alarms watch',
    actions: ['cloudwatch:PutMetricData'],
  },
  {
    service: 'ssm',
    why: 'the SSM agent registers the machine; there is no SSH',
    actions: ['ssm:UpdateInstanceInformation'],
  },
  {
    service: 'ssmmessages',
    why: 'Session Manager, for the engineer who looks into a machine',
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
  },
];

export function endpointRows(settings: Settings): readonly EndpointRow[] {
  return rows
    .filter(({ neededWhen }) => neededWhen?.(settings) ?? true)
    .map(({ service, why, actions, elasticActions = [] }) => ({
      service,
      why,
      actions: [...(settings.wal.type === 's3' ? elasticActions : []), ...actions],
      purpose: `Private way to ${service}: ${why}`,
    }));
}
