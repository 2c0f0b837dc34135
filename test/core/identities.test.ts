/** The identities of the reference deployment. A line that changes here replaces the resource behind it, with its data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Deployment } from '../../lib/core/deployment/deployment';
import { ids, names, pascal, zoneNumber } from '../../lib/core/identities';
import { plan } from '../../lib/core/plan/plan';
import { asOf, expectGolden } from '../fixtures/golden';

const file = readFileSync(join(__dirname, '../../deployments/inventory.yaml'), 'utf8');
const planned = plan(parse(file) as Deployment, asOf);
const slots = planned.brokers.kind === 'elastic' ? planned.brokers.groups.flatMap((group) => group.slots) : [];
const groups = planned.brokers.kind === 'elastic' ? planned.brokers.groups : [];
const reservations = (planned.seasons?.seasons ?? []).flatMap(({ name, reservation }) =>
  reservation ? planned.zones.map(({ id }) => ids.capacityReservation(name, reservation.end, id)) : [],
);

test('every name, id and address of the reference deployment', () => {
  const lines = [
    ...planned.stacks.map(({ kind, name }) => `stack ${kind}: ${name}`),
    ...Object.entries(planned.keys).map(([purpose, { alias }]) => `${ids.key(purpose)}: ${alias}`),
    ...Object.entries(planned.buckets).map(([purpose, { name }]) => `${ids.bucket(purpose)}: ${name}`),
    ...Object.entries(planned.secrets).map(([purpose, { name }]) => `${ids.secret(purpose)}: ${name}`),
    ...Object.entries(planned.logGroups).map(([purpose, { name }]) => `${ids.logGroup(purpose)}: ${name}`),
    ...Object.keys(planned.roles).map((purpose) => ids.role(purpose)),
    ...planned.zones.map(
      ({ id, subnet }) => `${ids.subnet(id)}: ${subnet.cidr}, ${ids.reservation(id)}: ${subnet.nodeRange}`,
    ),
    ...planned.network.endpoints.map(({ service }) => ids.interfaceEndpoint(service)),
    ...planned.dns.recordSets.map(({ id }) => ids.recordSet(id)),
    ...planned.controllers.map(
      (node) => `${ids.pinnedNode(node.kind, node.nodeId)}: ${node.groupName} in ${node.zone}`,
    ),
    ...groups.map(({ zone, name }) => `${ids.elasticBrokers(zone)}: ${name}`),
    ...[...planned.controllers, ...slots].map(({ nodeId, address, host }) => `node ${nodeId}: ${address} ${host}`),
    ...planned.ports.map(({ from, to, port }) => ids.portRule(from, to, port)),
    ...planned.alarms.map(({ id }) => ids.alarm(id)),
    ...reservations,
    ...planned.parameters.map(({ id }) => `parameter ${id}`),
    ...planned.outputs.map(({ id }) => `output ${id}`),
  ];
  expectGolden('identities-inventory.txt', `${lines.join('\n')}\n`);
});

test('no two resources of a kind share a name', () => {
  const all = [
    ...planned.stacks.map(({ name }) => name),
    ...Object.values(planned.buckets).map(({ name }) => name),
    ...planned.alarms.map(({ id }) => id),
    ...planned.outputs.map(({ id }) => id),
    ...planned.ports.map(({ from, to, port }) => ids.portRule(from, to, port)),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('identities are made from what a thing is', () => {
  expect(pascal('use1-az4')).toBe('Use1Az4');
  expect(pascal('flowLogs')).toBe('FlowLogs');
  expect(zoneNumber('apse1-az3')).toBe(3);
  expect(ids.elasticBrokers('use1-az4')).toBe('BrokersUse1Az4');
  expect(ids.pinnedNode('controller', 0)).toBe('Controller0');
  expect(names.bucket('inv', 'data', '111122223333', 'us-east-1')).toBe('inv-data-111122223333-us-east-1');
});
