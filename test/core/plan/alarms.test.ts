import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from '../../../lib/core/plan/plan';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const alarms = (deployment = sample()) => plan(deployment, asOf).alarms;

test('alarms: for boot, quorum and certificates, and for every group', () => {
  expect(alarms().map(({ id }) => id)).toEqual([
    'BootFailed',
    'QuorumLost',
    'CertificateDaysLeft',
    'InServiceController0',
    'InServiceController1',
    'InServiceController2',
    'InServiceUse1Az1',
    'InServiceUse1Az2',
    'InServiceUse1Az4',
  ]);
  expect(alarms(withWalVolumes()).map(({ id }) => id)).toContain('InServiceBroker4001');
});

test('metrics of ours carry the cluster, metrics of AWS the group they are about', () => {
  const { controllers, brokers } = plan(sample(), asOf);
  const groups = [
    ...controllers.map(({ groupName }) => groupName),
    ...(brokers.kind === 'elastic' ? brokers.groups : []).map(({ name }) => name),
  ];
  const dimensions = (namespace: string) =>
    alarms()
      .filter((row) => row.namespace === namespace)
      .map((row) => row.dimensions);
  expect(dimensions('AutoMQ/BYOC')).toEqual([1, 2, 3].map(() => ({ Cluster: 'inventory' })));
  expect(dimensions('AWS/AutoScaling')).toEqual(groups.map((AutoScalingGroupName) => ({ AutoScalingGroupName })));
});

describe('what stops a refresh', () => {
  const stopping = (deployment = sample()) =>
    alarms(deployment)
      .filter(({ stopsRefresh }) => stopsRefresh)
      .map(({ id }) => id);

  test('failed boots, a lost quorum, too few elastic brokers', () => {
    expect(stopping()).toEqual([
      'BootFailed',
      'QuorumLost',
      'InServiceUse1Az1',
      'InServiceUse1Az2',
      'InServiceUse1Az4',
    ]);
  });

  test('never what a normal replacement trips: a pinned node is away while it is replaced', () => {
    expect(stopping(withWalVolumes())).toEqual(['BootFailed', 'QuorumLost']);
  });

  test('a single controller has no quorum while it is replaced', () => {
    expect(stopping(sample({ controllers: { count: 1 } }))).not.toContain('QuorumLost');
  });

  test('such an alarm is quiet while nobody publishes yet', () => {
    for (const row of alarms().filter(({ stopsRefresh }) => stopsRefresh)) expect(row.missingData).toBe('notBreaching');
  });
});

test('too few brokers means fewer than the minimum in force, not than the one of the file', () => {
  const elastic = alarms().filter(({ id }) => id.startsWith('InServiceUse1'));
  expect(elastic.map(({ threshold }) => threshold)).toEqual(['minSize', 'minSize', 'minSize']);
});

test('a certificate worries when half of the time for renewing is gone', () => {
  const threshold = (deployment = sample()) =>
    alarms(deployment).find(({ id }) => id === 'CertificateDaysLeft')?.threshold;
  expect(threshold()).toBe(1.17);
  expect(threshold(sample({ tls: { issuer: 'private-ca', validityDays: 1 } }))).toBe(0.17);
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka-tls-AbCdEf';
  expect(threshold(sample({ tls: { issuer: 'secret', secretArn } }))).toBe(30);
});

test('the file that an alarm names publishes its metric', () => {
  for (const { publisher, metric } of alarms().filter(({ namespace }) => namespace === 'AutoMQ/BYOC')) {
    const [file = ''] = /^lib\/instance\/[\w-]+\.sh/.exec(publisher) ?? [];
    expect(readFileSync(join(__dirname, '../../..', file), 'utf8')).toMatch(new RegExp(`metric ${metric} `));
  }
});

test('every alarm says what to do', () => {
  for (const { advice } of alarms()) expect(advice).toMatch(/\.$/);
});
