import { nthAddress } from '../cidr';
import { brokerHost, brokerNodeId, controllerHost, controllerNodeId, names } from '../identities';
import type { Settings } from './settings';
import { metadataTag } from './storage';
import type { BrokersPlan, ElasticGroup, NodeKind, PinnedNode, Slot, VolumePlan, ZonePlan } from './types';

/**
 * Fixed addresses inside a zone's node range. The first four are AWS's when the range is a whole subnet, then one per
 * controller id wherever that controller lives, then one per slot: no address depends on what else is in the file.
 */
const controllersStart = 4;
const slotsStart = 8;

/** Baseline of a gp3 volume, included in its price. */
const gp3 = { iops: 3000, throughputMiBps: 125 } as const;

export function planControllers(settings: Settings, zones: readonly ZonePlan[]): readonly PinnedNode[] {
  return settings.controllers.zones.map((zoneId, index) => {
    const zone = zones.find(({ id }) => id === zoneId);
    if (!zone) throw new Error(`controllers.zones[${index}]: ${zoneId} is no zone of the deployment`);
    return controller(settings, zone, index);
  });
}

function controller(settings: Settings, zone: ZonePlan, index: number): PinnedNode {
  const nodeId = controllerNodeId(index);
  const metadata = metadataTag(settings);
  return {
    kind: 'controller',
    zone: zone.id,
    index,
    nodeId,
    address: nthAddress(zone.subnet.nodeRange, controllersStart + nodeId),
    host: controllerHost(nodeId, settings.domain),
    groupName: names.pinnedGroup(settings.prefix, 'controller', nodeId),
    volume: volume(settings, nodeId, {
      type: 'gp3',
      sizeGiB: settings.controllers.volumeGiB,
      ...gp3,
      tags: { ...volumeTags(settings, 'controller', nodeId), [metadata.key]: metadata.value },
      purpose: `Cluster metadata of controller ${nodeId}: with the other controllers' the only map of the data in S3`,
    }),
  };
}

export function planBrokers(settings: Settings, zones: readonly ZonePlan[]): BrokersPlan {
  return settings.wal.type === 's3'
    ? { kind: 'elastic', groups: zones.map((zone) => elasticGroup(settings, zone)) }
    : {
        kind: 'pinned',
        nodes: zones.flatMap((zone) => slots(settings, zone).map((slot) => pinnedBroker(settings, slot))),
      };
}

/** One slot stays spare: a replacement launches first and takes it, so two machines never wait for each other. */
function elasticGroup(settings: Settings, zone: ZonePlan): ElasticGroup {
  return {
    zone: zone.id,
    name: names.elasticGroup(settings.prefix, zone.id),
    minSize: settings.brokers.perZone,
    maxSize: settings.brokers.slotsPerZone - 1,
    slots: slots(settings, zone),
  };
}

function slots(settings: Settings, zone: ZonePlan): readonly Slot[] {
  return Array.from({ length: settings.brokers.slotsPerZone }, (_, index) => {
    const nodeId = brokerNodeId(zone.id, index);
    const address = nthAddress(zone.subnet.nodeRange, slotsStart + index);
    return { zone: zone.id, index, nodeId, address, host: brokerHost(nodeId, settings.domain) };
  });
}

function pinnedBroker(settings: Settings, slot: Slot): PinnedNode {
  const { wal, prefix } = settings;
  if (wal.type !== 'ebs') throw new Error('only brokers with a WAL on volumes are pinned');
  return {
    ...slot,
    kind: 'broker',
    groupName: names.pinnedGroup(prefix, 'broker', slot.nodeId),
    volume: volume(settings, slot.nodeId, {
      type: 'gp3',
      sizeGiB: wal.volumeGiB,
      iops: wal.iops,
      throughputMiBps: wal.throughputMiBps,
      tags: volumeTags(settings, 'broker', slot.nodeId),
      purpose: `Write-ahead log of broker ${slot.nodeId}: acknowledged records that are not in S3 yet`,
    }),
  };
}

const volumeTags = ({ prefix }: Settings, kind: NodeKind, nodeId: number): Record<string, string> => ({
  'automq:role': kind,
  Name: names.pinnedGroup(prefix, kind, nodeId),
});

function volume(settings: Settings, nodeId: number, made: VolumePlan): VolumePlan {
  const existingId = settings.given.adoptVolumes?.[nodeId];
  return existingId === undefined ? made : { ...made, existingId };
}

/** Slots of every zone, whichever kind of broker holds them. */
export function slotsByZone(brokers: BrokersPlan): ReadonlyMap<string, readonly Slot[]> {
  const all: readonly Slot[] =
    brokers.kind === 'elastic' ? brokers.groups.flatMap((group) => group.slots) : brokers.nodes;
  const zones = new Set(all.map((slot) => slot.zone));
  return new Map([...zones].map((zone) => [zone, all.filter((slot) => slot.zone === zone)]));
}
