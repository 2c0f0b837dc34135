import { bootstrapHost } from '../identities';
import { slotsByZone } from './nodes';
import type { Settings } from './settings';
import type { BrokersPlan, DnsPlan, PinnedNode, RecordRow, RecordSetPlan, Slot, ZonePlan } from './types';

/** Short, because a name that follows a volume's node to another address would otherwise lag behind. */
const ttlSeconds = 10;

export function planDns(
  settings: Settings,
  zones: readonly ZonePlan[],
  controllers: readonly PinnedNode[],
  brokers: BrokersPlan,
): DnsPlan {
  const slots = slotsByZone(brokers);
  const listed = bootstrapSlots(settings, slots);
  return {
    domain: settings.domain,
    ...hostedZone(settings.given.dns?.hostedZone),
    recordSets: [
      controllerRecords(controllers),
      ...zones.map(({ id }) => zoneRecords(id, slots.get(id) ?? [])),
      bootstrapRecords(settings.domain, zones, listed),
    ],
  };
}

function hostedZone(given: string = 'new'): Pick<DnsPlan, 'kind' | 'hostedZoneId'> {
  return given === 'new' || given === 'none' ? { kind: given } : { kind: 'existing', hostedZoneId: given };
}

/**
 * The slots that bootstrap names hold: the lowest `perZone + 1` of each zone. An address that nobody leases drops packets
 * instead of refusing, so the long tail of unused slots stays out.
 */
function bootstrapSlots(
  settings: Settings,
  slots: ReadonlyMap<string, readonly Slot[]>,
): ReadonlyMap<string, readonly Slot[]> {
  return new Map([...slots].map(([zone, all]) => [zone, all.slice(0, settings.brokers.perZone + 1)]));
}

function controllerRecords(controllers: readonly PinnedNode[]): RecordSetPlan {
  return {
    id: 'Controllers',
    purpose: 'Names of the controllers; nodes find the quorum by them',
    records: controllers.map((node) => record(node.host, [node])),
  };
}

function zoneRecords(zone: string, slots: readonly Slot[]): RecordSetPlan {
  return {
    id: zone,
    purpose: `Names of the brokers in ${zone}; they are what brokers advertise to clients`,
    records: slots.map((slot) => record(slot.host, [slot])),
  };
}

function bootstrapRecords(
  domain: string,
  zones: readonly ZonePlan[],
  listed: ReadonlyMap<string, readonly Slot[]>,
): RecordSetPlan {
  return {
    id: 'Bootstrap',
    purpose: 'First names a client asks for: one for the cluster, one for each zone',
    records: [
      record(
        bootstrapHost(domain),
        zones.flatMap(({ id }) => listed.get(id) ?? []),
      ),
      ...zones.map((zone) => record(zone.bootstrapHost, listed.get(zone.id) ?? [])),
    ],
  };
}

const record = (host: string, slots: readonly Slot[]): RecordRow => ({
  host,
  addresses: slots.map((slot) => slot.address),
  ttlSeconds,
});
