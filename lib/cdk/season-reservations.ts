import { CfnCondition } from 'aws-cdk-lib';
import { CfnCapacityReservation } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { Plan, SeasonPlan } from '../core/plan/types';
import { describe, tagList } from './annotate';
import type { SeasonParameters } from './season-parameters';

/**
 * Capacity that waits for a season, while its parameter says `on`. It counts all machines of the season: those that run fill it
 * first, and only the rest is paid without being used. Count and end are the file's, whatever the parameters say: where EC2 has
 * nothing to reserve, a change of size or date would be rolled back with the reservation. It is `open`: machines of a group that
 * named it (`targeted`) could start nowhere else, and the baseline runs all year.
 */
export function createReservations(scope: Construct, plan: Plan, parameters: SeasonParameters): void {
  for (const season of plan.seasons?.seasons ?? []) {
    const row = parameters.rowsOf(season.name).find(({ sets }) => sets === 'reserve');
    if (!row) continue;
    const condition = new CfnCondition(scope, `${row.id}IsOn`, { expression: parameters.says(row.id, 'on') });
    for (const { id: zone } of plan.zones) createReservation(scope, season, zone, condition, plan.tags);
  }
}

function createReservation(
  scope: Construct,
  season: SeasonPlan,
  zone: string,
  condition: CfnCondition,
  tags: Plan['tags'],
): void {
  const { instanceType, perZone, end } = season.reservation!;
  const reservation = new CfnCapacityReservation(scope, ids.capacityReservation(season.name, end, zone), {
    availabilityZoneId: zone,
    instanceType,
    instancePlatform: 'Linux/UNIX',
    instanceCount: perZone,
    instanceMatchCriteria: 'open',
    endDateType: 'limited',
    endDate: end,
    tagSpecifications: [{ resourceType: 'capacity-reservation', tags: tagList(tags) }],
  });
  reservation.cfnOptions.condition = condition;
  const purpose = `Keeps brokers for ${season.name} ready in ${zone} from its deploy until ${end}.`;
  describe(reservation, purpose, `seasons.seasons.${season.name}.reservation`, 'lib/cdk/season-reservations.ts');
}
