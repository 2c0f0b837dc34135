import { sixteenth, upperHalf } from '../cidr';
import { zoneBootstrapHost, zoneNumber } from '../identities';
import { listeners } from './listeners';
import type { Settings } from './settings';
import type { SubnetPlan, ZonePlan } from './types';

export function planZones(settings: Settings): readonly ZonePlan[] {
  return settings.zones.map((id) => ({
    id,
    number: zoneNumber(id),
    subnet: subnet(settings, id),
    bootstrapHost: zoneBootstrapHost(id, settings.domain),
    clientSettings: clientSettings(settings, id),
  }));
}

/** A new VPC gives a zone the sixteenth that its number names, so that another zone coming or going moves nothing. */
function subnet({ given }: Settings, zone: string): SubnetPlan {
  const { newVpc, existingVpc } = given.network;
  if (newVpc) {
    const cidr = sixteenth(newVpc.cidr, zoneNumber(zone));
    return { cidr, nodeRange: upperHalf(cidr) };
  }
  const found = existingVpc?.subnets.find((candidate) => candidate.zone === zone);
  if (!found) throw new Error(`network.existingVpc.subnets: no subnet for zone ${zone}`);
  return { existingId: found.subnetId, cidr: found.cidr, nodeRange: found.nodeRange };
}

/** Kafka client properties. The zone router knows a client's zone by its `client.id` (AutoMQ 1.7.3, zerozone). */
function clientSettings(settings: Settings, zone: string): Readonly<Record<string, string>> {
  const bootstrap = zoneBootstrapHost(zone, settings.domain);
  return {
    'bootstrap.servers': `${bootstrap}:${listeners.client.port}`,
    'security.protocol': listeners.client.protocol,
    'sasl.mechanism': listeners.client.mechanism,
    'client.rack': zone,
    ...(settings.zoneRouter && { 'client.id': `automq_az=${zone}` }),
  };
}
