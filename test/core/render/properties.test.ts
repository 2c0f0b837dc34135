import { propertyKeys } from '../../../lib/core/facts';
import type { NodeKind, Plan } from '../../../lib/core/plan/types';
import { renderProperties } from '../../../lib/core/render';
import { plainLogin } from '../../../lib/core/render/properties/security';
import { expectGolden } from './golden';
import { everyPlan, plans } from './plans';

const zone = 'use1-az4';

function properties(plan: Plan, kind: NodeKind): Record<string, string> {
  const lines = renderProperties(plan, kind, zone).split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(rows.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

const kinds = ['controller', 'broker'] as const;
const everyNode = everyPlan.flatMap(([name, plan]) => kinds.map((kind) => [name, kind, plan] as const));

test.each(kinds)('%s: golden file', (kind) => {
  expectGolden(`${kind}.properties`, renderProperties(plans.sample, kind, zone));
});

test('WAL volumes: golden file', () => {
  expectGolden('broker-wal-volumes.properties', renderProperties(plans.walVolumes, 'broker', zone));
});

test.each(everyNode)('%s %s: every key is written once and has a value', (_, kind, plan) => {
  const lines = renderProperties(plan, kind, zone)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map((line) => line.split('=')[0]);
  expect(keys).toEqual([...new Set(keys)]);
  expect(lines.filter((line) => !/^[\w.-]+=\S/.test(line) || /undefined|NaN/.test(line))).toEqual([]);
});

test('a controller takes what crashes it or makes no sense there from no plan', () => {
  const forbidden = ['metric.reporters', 's3.wal.path', 'cluster.id', 'broker.rack', 'automq.zonerouter.channels'];
  const written = everyPlan.flatMap(([, plan]) => Object.keys(properties(plan, 'controller')));
  expect(forbidden.filter((key) => written.includes(key))).toEqual([]);
});

test.each(everyNode)('%s %s: nothing is written that makes the process format its own disk', (_, kind, plan) => {
  expect(properties(plan, kind)).not.toHaveProperty(['cluster.id']);
});

test('the quorum is static, by name, and the same on every node', () => {
  const [controller, broker] = kinds.map((kind) => properties(plans.sample, kind)['controller.quorum.voters']);
  expect(controller).toBe([0, 1, 2].map((id) => `${id}@c${id}.inventory.automq.internal:9093`).join(','));
  expect(broker).toBe(controller);
});

test('listeners are bound to one address and advertised by name, never to all addresses', () => {
  const { listeners, 'advertised.listeners': advertised } = properties(plans.sample, 'broker');
  expect(listeners).toBe('CLIENT://@ADDRESS@:9092,INTERNAL://@ADDRESS@:9094');
  expect(advertised).toBe('CLIENT://@HOST@:9092,INTERNAL://@HOST@:9094');
  expect(renderProperties(plans.sample, 'broker', zone)).not.toContain('0.0.0.0');
});

test('no listener goes without TLS and a login', () => {
  for (const kind of kinds) {
    const map = properties(plans.sample, kind)['listener.security.protocol.map']!;
    expect(new Set(map.split(',').map((entry) => entry.split(':')[1]))).toEqual(new Set(['SASL_SSL']));
  }
});

test('a broker can log in to a controller, on which it does not listen', () => {
  expect(properties(plans.sample, 'broker')['listener.name.controller.plain.sasl.jaas.config']).toBe(plainLogin);
});

test('every node enables what it must for nodes, or Kafka refuses to start it; clients get SCRAM alone', () => {
  for (const kind of kinds) {
    const written = properties(plans.sample, kind);
    expect(written['sasl.enabled.mechanisms']).toBe('PLAIN');
    expect(written['sasl.mechanism.inter.broker.protocol']).toBe('PLAIN');
    expect(written['sasl.mechanism.controller.protocol']).toBe('PLAIN');
  }
  expect(properties(plans.sample, 'broker')['listener.name.client.sasl.enabled.mechanisms']).toBe('SCRAM-SHA-512');
});

test('logins are a token that the machine replaces: no user, no password', () => {
  for (const [, kind, plan] of everyNode) {
    const text = renderProperties(plan, kind, zone);
    expect(text).toContain('@LOGIN@');
    expect(text).not.toMatch(/password=|username=|user_/);
  }
});

test('both users of the nodes are super users, or a change from one to the other would lock nodes out', () => {
  for (const kind of kinds)
    expect(properties(plans.sample, kind)['super.users']).toBe('User:admin;User:broker;User:standby');
});

test('both cache sizes are written, and the upload threshold is at most a third of the WAL cache', () => {
  for (const [, plan] of everyPlan) {
    const written = properties(plan, 'broker');
    const wal = Number(written['s3.wal.cache.size']);
    expect(Number(written['s3.block.cache.size'])).toBeGreaterThan(0);
    expect(Number(written['s3.wal.upload.threshold'])).toBeLessThanOrEqual(wal / 3);
  }
});

test('the WAL on S3 shares bucket and id with the data', () => {
  const written = properties(plans.sample, 'broker');
  const data = '0@s3://inventory-data-111122223333-us-east-1?region=us-east-1';
  expect(written['s3.data.buckets']).toBe(data);
  expect(written['s3.wal.path']).toBe(`${data}&batchInterval=250`);
  expect(written['automq.zonerouter.channels']).toBe(data);
  expect(written['s3.ops.buckets']).toBe('1@s3://inventory-ops-111122223333-us-east-1?region=us-east-1');
});

test('the WAL on a volume is a device with its size and limits, and the zone router is off', () => {
  const written = properties(plans.walVolumes, 'broker');
  const { wal } = plans.walVolumes;
  if (wal.type !== 'ebs') throw new Error('not a WAL on volumes');
  expect(written['s3.wal.path']).toBe(
    `0@file:///dev/automq-wal?capacity=${wal.sizeGiB * 2 ** 30}&iops=${wal.iops}&iobandwidth=${wal.throughputMiBps * 2 ** 20}`,
  );
  expect(written).not.toHaveProperty(['automq.zonerouter.channels']);
});

test('the enterprise edition reads a volume by another scheme', () => {
  const enterprise = { ...plans.walVolumes, cluster: { ...plans.walVolumes.cluster, edition: 'enterprise' as const } };
  expect(properties(enterprise, 'broker')['s3.wal.path']).toMatch(/^0@block:\/\/\/dev\/automq-wal\?/);
});

test('the zone map holds the subnet of each zone and the client networks that name a zone, and no others', () => {
  const networks = [{ cidr: '10.9.0.0/16', zone: 'use1-az2' }, { cidr: '10.8.0.0/16' }];
  const { network } = plans.sample;
  const plan = { ...plans.sample, network: { ...network, clients: { ...network.clients, networks } } };
  const [az1, az2, az4] = plan.zones.map(({ subnet }) => subnet.cidr);
  expect(properties(plan, 'broker')['automq.zone.cidr.blocks']).toBe(
    `use1-az1@${az1}<>use1-az2@${az2},10.9.0.0/16<>use1-az4@${az4}`,
  );
});

test('a key that the release does not know is not written', () => {
  const old = { ...plans.sample, cluster: { ...plans.sample.cluster, release: '1.4.1' } };
  expect(properties(old, 'broker')).not.toHaveProperty(['automq.zone.cidr.blocks']);
  expect(properties(plans.sample, 'broker')).toHaveProperty(['automq.zone.cidr.blocks']);
});

/** AutoBalancer hands every key of its reporter to a producer of Kafka. */
test('every key of AutoMQ that is written has its row with a source', () => {
  const own = everyNode
    .flatMap(([, kind, plan]) => Object.keys(properties(plan, kind)))
    .filter((key) => /^(s3|automq|autobalancer(?!\.reporter)|elasticstream)\./.test(key));
  const known = propertyKeys.map(({ key }) => key);
  expect([...new Set(own)].filter((key) => !known.includes(key))).toEqual([]);
});
