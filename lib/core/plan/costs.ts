import { hoursPerMonth, prices, s3RequestFloorUsd, zoneRouterFloorUsd, type Price } from '../facts';
import type { SeasonsPlan } from '../seasons/types';
import { instance } from './machines';
import { row, total } from './cost-row';
import { planSeasonCosts } from './season-costs';
import type { Settings } from './settings';
import type { AlarmRow, BrokersPlan, CostRow, KeyPlan, MachinePlan, NetworkPlan, NodeKind, PinnedNode } from './types';

/** The rows of the plan that cost money by existing. */
export interface Priced {
  readonly network: NetworkPlan;
  readonly controllers: readonly PinnedNode[];
  readonly brokers: BrokersPlan;
  readonly machines: Readonly<Record<NodeKind, MachinePlan>>;
  readonly keys: readonly KeyPlan[];
  readonly secrets: number;
  readonly alarms: readonly AlarmRow[];
  readonly seasons?: SeasonsPlan;
}

/** Fixed monthly cost at rest, before any byte: USD, us-east-1, on demand, 730 hours, before discounts and tax. */
export function planCosts(settings: Settings, priced: Priced): readonly CostRow[] {
  return [
    ...instances(settings, priced),
    ...volumes(settings, priced),
    ...requestFloor(settings),
    ...network(settings, priced.network),
    ...services(settings, priced),
    ...planSeasonCosts(priced.seasons),
  ].filter(({ monthlyUsd }) => monthlyUsd > 0);
}

/** Brokers at rest, in all zones. */
export const brokersAtRest = ({ brokers, zones }: Settings): number => brokers.perZone * zones.length;

const counted = (item: string, quantity: number, unit: string, price: Price): CostRow =>
  row(item, `${quantity} ${unit}`, quantity * price.usd, price.source);

function instances(settings: Settings, { controllers, machines }: Priced): CostRow[] {
  const source = 'EC2 on-demand Linux, us-east-1 (2026-07-20)';
  const machinesOf = (item: string, count: number, type: string): CostRow =>
    row(item, `${count} x ${type}`, count * instance(type).hourlyUsd * hoursPerMonth, source);
  return [
    machinesOf('controllers', controllers.length, machines.controller.instanceType),
    machinesOf('brokers at rest', brokersAtRest(settings), machines.broker.instanceType),
  ];
}

function volumes(settings: Settings, { controllers, brokers, machines }: Priced): CostRow[] {
  const root =
    controllers.length * machines.controller.rootVolumeGiB + brokersAtRest(settings) * machines.broker.rootVolumeGiB;
  const metadata = total(controllers.map(({ volume }) => volume.sizeGiB));
  const wal = brokers.kind === 'pinned' ? brokers.nodes.map(({ volume }) => volume) : [];
  const extraIops = total(wal.map(({ iops }) => Math.max(iops - 3000, 0)));
  const extraThroughput = total(wal.map(({ throughputMiBps }) => Math.max(throughputMiBps - 125, 0)));
  return [
    counted('root volumes', root, 'GiB gp3', prices.gp3GbMonth),
    counted('metadata volumes', metadata, 'GiB gp3', prices.gp3GbMonth),
    counted('WAL volumes', total(wal.map(({ sizeGiB }) => sizeGiB)), 'GiB gp3', prices.gp3GbMonth),
    counted('WAL volumes, operations', extraIops, 'IOPS above 3,000', prices.gp3IopsMonth),
    counted('WAL volumes, throughput', extraThroughput, 'MiB/s above 125', prices.gp3ThroughputMonth),
  ];
}

/** Per broker in service, whatever it writes: a busy log uploads one object per interval. */
function requestFloor(settings: Settings): CostRow[] {
  const { wal, zoneRouter } = settings;
  if (wal.type !== 's3') return [];
  const count = brokersAtRest(settings);
  const { put, get } = s3RequestFloorUsd(wal.batchIntervalMs);
  const every = `${count} brokers x one object each ${wal.batchIntervalMs} ms`;
  const router = `${count} brokers x one object each 250 ms`;
  return [
    row('S3 log, uploads', every, count * put, prices.s3Put.source),
    row('S3 log, fence checks', every, count * get, prices.s3Get.source),
    row('zone router, uploads', router, zoneRouter ? count * zoneRouterFloorUsd : 0, prices.s3Put.source),
  ];
}

function network({ zones, given }: Settings, { endpoints, newVpcCidr }: NetworkPlan): CostRow[] {
  const places = newVpcCidr === undefined ? 0 : endpoints.length * zones.length;
  const quantity = `${endpoints.length} services x ${zones.length} zones`;
  const { usd, source } = prices.interfaceEndpointHour;
  const dnsIsNew = (given.dns?.hostedZone ?? 'new') === 'new';
  return [
    row('interface endpoints', quantity, places * usd * hoursPerMonth, source),
    counted('private hosted zone', dnsIsNew ? 1 : 0, 'zone', prices.hostedZoneMonth),
  ];
}

function services(settings: Settings, { keys, secrets, alarms, controllers }: Priced): CostRow[] {
  const { tls } = settings;
  const nodes = controllers.length + brokersAtRest(settings);
  const newKeys = keys.filter(({ existingArn }) => existingArn === undefined).length;
  const newAuthority = tls.issuer === 'private-ca' && tls.authorityArn === undefined ? 1 : 0;
  const ownMetrics = alarms.filter(({ namespace }) => !namespace.startsWith('AWS/')).length;
  return [
    counted('customer-managed keys', newKeys, 'keys', prices.kmsKeyMonth),
    counted(
      'private certificate authority',
      newAuthority,
      'authority, short-lived mode',
      prices.privateCaShortLivedMonth,
    ),
    row('certificates of the nodes', ...certificates(settings, nodes)),
    counted('passwords', secrets, 'secrets', prices.secretMonth),
    counted('metrics of EC2, each minute', nodes, 'machines', prices.detailedMonitoringMonth),
    counted('alarms', alarms.length, 'alarms', prices.alarmMonth),
    counted('metrics the nodes publish', ownMetrics, 'metrics', prices.customMetricMonth),
  ];
}

/** A node asks for a new certificate when a third of the old one's lifetime is left. */
function certificates({ tls }: Settings, nodes: number): [quantity: string, monthlyUsd: number, source: string] {
  if (tls.issuer === 'secret') return ['none', 0, ''];
  const days = (tls.validityDays * 2) / 3;
  const monthly = Math.round((nodes * hoursPerMonth) / 24 / days);
  const { usd, source } = prices.privateCaCertificate;
  return [`${monthly} certificates`, monthly * usd, source];
}
