import { CfnCondition, Token } from 'aws-cdk-lib';
import { CfnCapacityReservation } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { pascal } from '../core/identities';
import type { Plan, SeasonPlan } from '../core/plan/types';
import { describe, tagList } from './annotate';
import type { SeasonParameters } from './season-parameters';

/**
 * Capacity that waits for a season, while its parameter says `on`. It counts all machines of the season: those that run fill it
 * first, and only the rest is paid without being used.
 */
export function createReservations(scope: Construct, plan: Plan, parameters: SeasonParameters): void {
  for (const season of plan.seasons?.seasons ?? []) {
    const row = parameters.rowsOf(season.name).find(({ sets }) => sets === 'reserve');
    if (!row) continue;
    const condition = new CfnCondition(scope, `${row.id}IsOn`, { expression: parameters.says(row.id, 'on') });
    const size = parameters.rowsOf(season.name).find(({ sets }) => sets === 'brokersPerZone')!;
    const count = parameters.numberInForce(size);
    for (const { id: zone } of plan.zones) createReservation(scope, season, zone, count, condition, plan.tags);
  }
}

function createReservation(
  scope: Construct,
  season: SeasonPlan,
  zone: string,
  count: string,
  condition: CfnCondition,
  tags: Plan['tags'],
): void {
  const { instanceType, end } = season.reservation!;
  const reservation = new CfnCapacityReservation(scope, `${season.id}Reservation${pascal(zone)}`, {
    availabilityZoneId: zone,
    instanceType,
    instancePlatform: 'Linux/UNIX',
    instanceCount: Token.asNumber(count),
    instanceMatchCriteria: 'open',
    endDateType: 'limited',
    endDate: end,
    tagSpecifications: [{ resourceType: 'capacity-reservation', tags: tagList(tags) }],
  });
  reservation.cfnOptions.condition = condition;
  const purpose = `Keeps brokers for ${season.name} ready in ${zone} from its deploy until ${end}.`;
  describe(reservation, purpose, `seasons.seasons.${season.name}.reservation`, 'lib/cdk/season-reservations.ts');
}
