import type { Input, Resource } from '@pulumi/pulumi';
import * as ec2 from '@pulumi/aws/ec2';
import { ids } from '../core/identities';
import type { Plan } from '../core/plan/types';
import type { NetworkRefs } from './network-refs';
import type { SeasonParameters } from './season-parameters';

/**
 * Capacity that waits for a season, while its parameter says `on`. It counts all machines of the season: those that run fill it
 * first, and only the rest is paid without being used. Count and end are the file's, whatever the parameters say: where EC2 has
 * nothing to reserve, a change of size or date would be rolled back with the reservation. It is `open`: machines of a group that
 * named it (`targeted`) could start nowhere else, and the baseline runs all year.
 */
export function createReservations(
  parent: Resource,
  name: string,
  plan: Plan,
  parameters: SeasonParameters,
  zoneNames: NetworkRefs['zoneNames'],
): void {
  for (const season of plan.seasons?.seasons ?? []) {
    const row = parameters.rowsOf(season.name).find(({ sets }) => sets === 'reserve');
    if (!row || !parameters.says(row.id, 'on')) continue;
    const { instanceType, perZone, end } = season.reservation!;
    const settings = (availabilityZone: Input<string>) => ({
      availabilityZone,
      instanceType,
      instancePlatform: 'Linux/UNIX',
      instanceCount: perZone,
      instanceMatchCriteria: 'open',
      endDateType: 'limited',
      endDate: end,
      tags: plan.tags,
    });
    for (const { id: zone } of plan.zones) {
      const reservation = `${name}-${ids.capacityReservation(season.name, end, zone)}`;
      new ec2.CapacityReservation(reservation, settings(zoneNames[zone]!), { parent });
    }
  }
}
