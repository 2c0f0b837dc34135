import { faultsOf } from '../facts';
import { brokersAtRest } from './costs';
import type { Settings } from './settings';
import type { CapacityPlan, NetworkPlan, Plan, SeasonsPlan } from './types';

/** What the rules below look at. */
interface Facts {
  readonly settings: Settings;
  readonly network: NetworkPlan;
  readonly capacity: CapacityPlan;
  readonly destroyData: boolean;
  readonly seasons?: SeasonsPlan;
  readonly freezes: Plan['freezes'];
}

interface Rule {
  readonly applies: (facts: Facts) => boolean;
  readonly say: (facts: Facts) => string;
}

/**
 * Below this many MB/s of mean load per broker the zone router's uploads cost more than the traffic between zones that it
 * saves: about 60 USD a month per broker against 35 USD per MB/s (0.02 USD per GB on the two thirds that cross).
 */
const routerPaysFromMBps = 1.7;

const rules: readonly Rule[] = [
  {
    applies: ({ destroyData }) => destroyData,
    say: () =>
      'Both halves of the opt-in are given: deleting the stacks destroys keys, buckets and volumes with all records.',
  },
  {
    applies: ({ settings }) => settings.controllers.count === 1,
    say: () => 'One controller: the cluster stops while it is replaced, and its volume is the only map of the data.',
  },
  {
    applies: ({ settings }) => settings.zones.length === 1,
    say: ({ settings }) => `One zone: everything stops when ${settings.zones[0]} does.`,
  },
  {
    applies: ({ settings }) => brokersAtRest(settings) === 1,
    say: () =>
      'A single broker: nobody can take over its log, so after a crash records are readable only when a machine has the same node id again.',
  },
  {
    applies: ({ capacity, seasons }) =>
      above(capacity, capacity.clusterMBps) &&
      !above(capacity, capacity.clusterAtMaximumMBps) &&
      largestSeason(seasons) < (capacity.workload?.brokersPerZoneForPeak ?? 0),
    say: ({ settings, capacity }) =>
      `The peak of ${capacity.workload?.peakMBps} MB/s needs ${capacity.workload?.brokersPerZoneForPeak} brokers per zone, ${settings.brokers.perZone} run at rest: plan a season for it, or raise BrokersPerZone before the peak.`,
  },
  {
    applies: ({ capacity }) => above(capacity, capacity.clusterAtMaximumMBps),
    say: ({ capacity }) =>
      `The peak of ${capacity.workload?.peakMBps} MB/s is above ${capacity.clusterAtMaximumMBps} MB/s, the capacity at the maximum: it needs ${capacity.workload?.brokersPerZoneForPeak} brokers per zone, so raise brokers.slotsPerZone or the instance type.`,
  },
  {
    applies: ({ settings, capacity }) => settings.zoneRouter && meanPerBroker(settings, capacity) < routerPaysFromMBps,
    say: ({ settings, capacity }) =>
      `The zone router costs more than it saves: ${meanPerBroker(settings, capacity).toFixed(1)} MB/s mean per broker, it pays from about ${routerPaysFromMBps} MB/s. It still keeps produce traffic inside each zone.`,
  },
  {
    applies: ({ settings }) => settings.edition === 'enterprise',
    say: () =>
      "Enterprise edition: its properties are rendered from the vendor's examples and were never run by this project.",
  },
  {
    applies: ({ settings }) => settings.wal.type === 'ebs',
    say: () => 'WAL volumes: the number of brokers is fixed, and a broker is gone until its volume is attached again.',
  },
  {
    applies: ({ settings }) =>
      settings.wal.type === 's3' && settings.brokers.slotsPerZone === settings.brokers.perZone + 1,
    say: ({ settings }) =>
      `No room to grow: ${settings.brokers.slotsPerZone} slots per zone are ${settings.brokers.perZone} brokers and the spare.`,
  },
  {
    applies: ({ network }) => Object.values(network.clients).every((parties) => parties.length === 0),
    say: () => 'clients is empty: security groups let nobody outside the cluster connect.',
  },
  {
    applies: ({ network }) => network.newVpcCidr !== undefined && network.clients.securityGroups.length > 0,
    say: ({ network }) =>
      `clients.securityGroups: ${network.clients.securityGroups.join(', ')} live in another VPC, so the cluster stack cannot name them before this VPC is peered with theirs. Deploy up to the network stack, peer, then deploy the rest.`,
  },
  {
    applies: (facts) => zonelessNetworks(facts).length > 0,
    say: (facts) =>
      `Clients in ${zonelessNetworks(facts).join(', ')} must set client.id to automq_az=<zone>: the network has no zone, and the zone router cannot guess one.`,
  },
  {
    applies: (facts) => missingEndpoints(facts).length > 0,
    say: (facts) =>
      `network.existingVpc.endpoints lacks ${missingEndpoints(facts).join(', ')}: nodes cannot boot until the owner of the VPC runs them.`,
  },
];

export function planWarnings(facts: Facts): readonly string[] {
  return [
    ...(facts.seasons?.notices ?? []),
    ...facts.freezes.flatMap(({ notices }) => notices),
    ...rules.filter(({ applies }) => applies(facts)).map(({ say }) => say(facts)),
    ...faultWarnings(facts.settings),
  ];
}

const above = ({ workload }: CapacityPlan, capacityMBps: number): boolean => (workload?.peakMBps ?? 0) > capacityMBps;

const largestSeason = (plan: SeasonsPlan | undefined): number =>
  Math.max(0, ...(plan?.seasons ?? []).filter(({ enabled }) => enabled).map(({ brokersPerZone }) => brokersPerZone));

/** Infinite without a workload: nothing is known, so nothing is said. */
const meanPerBroker = (settings: Settings, { workload }: CapacityPlan): number =>
  workload ? workload.meanMBps / brokersAtRest(settings) : Infinity;

const zonelessNetworks = ({ settings, network }: Facts): readonly string[] =>
  settings.zoneRouter ? network.clients.networks.filter(({ zone }) => zone === undefined).map(({ cidr }) => cidr) : [];

export function missingEndpoints({ settings, network }: Pick<Facts, 'settings' | 'network'>): readonly string[] {
  const run = settings.given.network.existingVpc?.endpoints;
  return run ? network.endpoints.map(({ service }) => service).filter((service) => !run.includes(service)) : [];
}

function faultWarnings({ release, edition, wal }: Settings): readonly string[] {
  return faultsOf({ release, edition, walType: wal.type })
    .filter(({ workaround }) => workaround === undefined)
    .map(
      ({ name, sentence, source }) =>
        `AutoMQ ${release} has the known fault ${name}, which the file accepts: ${sentence} (${source})`,
    );
}
