import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import * as cloudwatch from '@pulumi/aws/cloudwatch';
import { ids } from '../core/identities';
import type { Plan, SeasonAlarmRow, SeasonsPlan } from '../core/plan/types';
import { keeperArns } from '../core/render';
import type { Overrides } from './capacity-parameters';
import { FloorKeeper } from './floor-keeper';
import type { NetworkRefs } from './network-refs';
import type { RoleArnInputs } from './rendered';
import { SeasonParameters } from './season-parameters';
import { createReservations } from './season-reservations';
import { SeasonScaling } from './season-scaling';

export interface ClusterSeasonsArgs {
  /** A plan with seasons. */
  readonly plan: Plan;
  readonly roleArns: RoleArnInputs;
  /** Encrypts the keeper's log. */
  readonly logsKeyArn: Input<string>;
  readonly alarmTopicArn: Input<string>;
  readonly network: Pick<NetworkRefs, 'zoneNames'>;
  /**
   * Overrides of the season parameters.
   * @default - the values of the deployment file
   */
  readonly overrides?: Overrides;
  /** What the keeper and the policies act on, and what lets them: groups of machines, policies of roles. */
  readonly after: readonly Resource[];
}

/**
 * Seasons: their parameters, the floor keeper, scaling with the load above the floor, and reservations.
 *
 * Resources deployed: state machine, schedule and its group, dead-letter queue, log group, alarms; for each broker group two
 * tracking policies and one that scales in; for a season that reserves, one capacity reservation a zone.
 *
 * Security considerations: the keeper's role sets the smallest size of exactly the broker groups, up to the slots; no code of
 * ours runs, and nothing here holds data.
 */
export class ClusterSeasons extends ComponentResource {
  readonly parameters: SeasonParameters;
  readonly keeper: FloorKeeper;
  /** What is set over the deployment file, by season; `file` is nothing. */
  readonly outputs: Readonly<Record<string, string>>;

  /** @throws RunError for an override that the plan does not allow */
  constructor(
    private readonly name: string,
    private readonly args: ClusterSeasonsArgs,
    options?: ComponentResourceOptions,
  ) {
    const seasons = seasonsOf(args.plan);
    const parameters = new SeasonParameters(seasons, args.overrides);
    super('automq-byoc:index:ClusterSeasons', name, {}, options);
    const { plan, after, network } = args;
    this.parameters = parameters;
    this.keeper = new FloorKeeper(name, { ...args, substitutions: parameters.references }, { parent: this });
    seasons.alarms.forEach((row) => this.createAlarm(row));
    new SeasonScaling(name, { plan, after }, { parent: this });
    createReservations(this, name, plan, parameters, network.zoneNames);
    this.outputs = Object.fromEntries(seasons.seasons.map((season) => [`${season.id}InForce`, this.inForce(season)]));
    this.registerOutputs({ ...this.outputs });
  }

  private createAlarm(row: SeasonAlarmRow): void {
    const settings = {
      ...this.measured(row),
      alarmDescription: row.advice,
      evaluationPeriods: row.evaluationPeriods,
      comparisonOperator: row.comparison,
      threshold: row.threshold,
      treatMissingData: row.missingData,
      alarmActions: [this.args.alarmTopicArn],
      okActions: [this.args.alarmTopicArn],
      tags: this.args.plan.tags,
    };
    new cloudwatch.MetricAlarm(`${this.name}-${ids.alarm(row.id)}`, settings, { parent: this });
  }

  /** One metric as it is, or several behind an expression. */
  private measured({ namespace, metrics, expression, periodSeconds: period, dimensions: given }: SeasonAlarmRow) {
    const { stateMachine } = keeperArns(this.args.plan);
    const placed = Object.entries(given).map(([name, value]) => [name, value.replace('{keeper}', stateMachine)]);
    const dimensions = Object.fromEntries(placed) as Record<string, string>;
    const [first] = metrics;
    if (expression === undefined) {
      return { namespace, metricName: first?.metric, statistic: first?.statistic, period, dimensions };
    }
    const inputs = metrics.map(({ id, metric: metricName, statistic: stat }) => ({
      id,
      metric: { namespace, metricName, dimensions, period, stat },
      returnData: false,
    }));
    return { metricQueries: [...inputs, { id: 'result', expression, returnData: true }] };
  }

  private inForce({ name }: SeasonsPlan['seasons'][number]): string {
    const rows = this.parameters.rowsOf(name);
    return rows.map((row) => `${row.sets}=${this.parameters.references[row.id]}`).join(' ');
  }
}

function seasonsOf({ seasons }: Plan): SeasonsPlan {
  if (!seasons) throw new Error('the plan has no seasons');
  return seasons;
}
