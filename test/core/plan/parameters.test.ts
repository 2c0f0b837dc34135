import { plan } from '../../../lib/core/plan/plan';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

test('the number of brokers is a parameter that follows the file until somebody sets it', () => {
  expect(plan(sample(), asOf).parameters).toMatchObject([
    { id: 'BrokersPerZone', default: 'file', fileValue: '1', allowed: ['file', '1', '2', '3'] },
  ]);
});

test('a broker with a WAL volume is a resource of its own: no parameter can add one', () => {
  const { parameters, outputs } = plan(withWalVolumes(), asOf);
  expect(parameters).toEqual([]);
  expect(outputs.filter(({ inForce }) => inForce !== undefined)).toEqual([]);
});

test('outputs say how clients connect, what is in force and where data is', () => {
  const { outputs } = plan(sample({ zones: ['use1-az4'] }), asOf);
  expect(outputs.map(({ id, value, inForce }) => [id, value ?? inForce?.show])).toEqual([
    ['BootstrapServers', 'bootstrap.inventory.automq.internal:9092'],
    ['BootstrapServersUse1Az4', 'bootstrap-use1-az4.inventory.automq.internal:9092'],
    [
      'ClientSettingsUse1Az4',
      'bootstrap.servers=bootstrap-use1-az4.inventory.automq.internal:9092 security.protocol=SASL_SSL sasl.mechanism=SCRAM-SHA-512 client.rack=use1-az4',
    ],
    ['ProducerSettings', expect.stringContaining('linger.ms=100')],
    ['BrokersPerZoneInForce', 'value'],
    ['BrokersPerZoneSetBy', 'source'],
    ['DataBucketName', 'inventory-data-111122223333-us-east-1'],
    ['OpsBucketName', 'inventory-ops-111122223333-us-east-1'],
    ['LogsBucketName', 'inventory-logs-111122223333-us-east-1'],
    ['AdminSecretName', 'automq/inventory/admin'],
  ]);
});
