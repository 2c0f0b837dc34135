import { regions } from '../facts';
import { checked } from '../deployment';
import type { Deployment } from '../deployment/deployment';
import { planAlarms } from './alarms';
import { planCapacity } from './capacity';
import { planCosts } from './costs';
import { planDns } from './dns';
import { frozenCopy } from './freeze';
import { planListeners } from './listeners';
import { planMachines } from './machines';
import { planNetwork } from './network';
import { planBrokers, planControllers } from './nodes';
import { planOutputs } from './outputs';
import { planParameters } from './parameters';
import { planPorts } from './ports';
import { planAccess, planRoles } from './roles';
import { planCalendar } from './seasons';
import { settle, type Settings } from './settings';
import { planStacks } from './stacks';
import { planAlarmTopic, planBuckets, planKeys, planLogGroups, planSecrets, planSnapshots } from './storage';
import type { ClusterPlan, Plan, TlsPlan, WalPlan } from './types';
import { planWarnings } from './warnings';
import { planWorkloadCosts } from './workload-costs';
import { planZones } from './zones';

export interface PlanOptions {
  /** Second half of the opt-in to destroy data: the cluster's name, given on the command line. */
  readonly allowDataLoss?: string;
}

/**
 * Decides everything that can be decided before deploy time.
 *
 * The same deployment, day and version give the same plan on any machine. The result is frozen.
 *
 * @param asOf the day to plan for, `YYYY-MM-DD`
 * @throws DeploymentError with every mistake in the deployment
 */
export function plan(deployment: Deployment, asOf: string, options: PlanOptions = {}): Plan {
  const settings = settle(checked(deployment));
  const destroyData = settings.given.allowDataLoss === true && options.allowDataLoss === settings.given.name;

  const zones = planZones(settings);
  const network = planNetwork(settings);
  const controllers = planControllers(settings, zones);
  const brokers = planBrokers(settings, zones);
  const machines = planMachines(settings);
  const keys = planKeys(settings);
  const buckets = planBuckets(settings);
  const secrets = planSecrets(settings);
  const alarms = planAlarms(settings, controllers, brokers);
  const parameters = planParameters(settings, brokers);
  const capacity = planCapacity(settings);
  const calendar = planCalendar(settings, { brokers, capacity, asOf });
  const priced = { ...calendar, network, controllers, brokers, machines, alarms };

  return frozenCopy({
    asOf,
    cluster: cluster(settings),
    tags: { ...settings.given.tags, 'automq:cluster': settings.prefix },
    zones,
    network,
    dns: planDns(settings, zones, controllers, brokers),
    controllers,
    brokers,
    machines,
    wal: wal(settings),
    zoneRouter: settings.zoneRouter,
    tls: tls(settings),
    listeners: planListeners(),
    ports: planPorts(),
    keys,
    buckets,
    secrets,
    roles: planRoles(settings),
    access: planAccess(settings),
    logGroups: planLogGroups(settings),
    snapshots: planSnapshots(settings),
    alarmTopic: planAlarmTopic(settings),
    alarms,
    parameters,
    ...calendar,
    outputs: planOutputs(settings, { zones, capacity, parameters, buckets, secrets }),
    stacks: planStacks(settings, destroyData),
    destroyData,
    capacity,
    costs: planCosts(settings, { ...priced, keys: Object.values(keys), secrets: Object.keys(secrets).length }),
    workloadCosts: planWorkloadCosts(settings, capacity),
    warnings: planWarnings({ settings, network, capacity, destroyData, ...calendar }),
  });
}

function cluster({ given, prefix, release, edition, architecture }: Settings): ClusterPlan {
  const region = regions[given.region];
  if (!region) throw new Error(`region: ${given.region} is not a known region`);
  return {
    name: given.name,
    prefix,
    id: given.clusterId,
    account: given.account,
    region: given.region,
    partition: region.partition,
    dnsSuffix: region.dnsSuffix,
    release,
    edition,
    imageId: given.image.id,
    architecture,
    packages: given.image.packages ?? 'repository',
    archive: given.automq.archive,
  };
}

function wal({ wal: settled }: Settings): WalPlan {
  if (settled.type === 's3') return { type: 's3', batchIntervalMs: settled.batchIntervalMs };
  const { volumeGiB, iops, throughputMiBps } = settled;
  return { type: 'ebs', sizeGiB: volumeGiB, iops, throughputMiBps };
}

/** The authority's own certificate outlives every cluster; those of the nodes live days (`tls.validityDays`). */
const AUTHORITY = {
  keyAlgorithm: 'EC_prime256v1',
  signingAlgorithm: 'SHA256WITHECDSA',
  usageMode: 'SHORT_LIVED_CERTIFICATE',
  years: 10,
} as const;

function tls({ tls: settled, given, domain }: Settings): TlsPlan {
  if (settled.issuer === 'secret') {
    const { secretArn, secretKeyArn } = settled;
    return { issuer: 'secret', secretArn, ...(secretKeyArn !== undefined && { secretKeyArn }) };
  }
  return {
    issuer: 'private-ca',
    ...(settled.authorityArn !== undefined && { existingAuthorityArn: settled.authorityArn }),
    validityDays: settled.validityDays,
    commonName: domain,
    authority: AUTHORITY,
    purpose: `Issues the certificates of the nodes of ${given.name}; each names one node and lives ${settled.validityDays} days`,
  };
}
