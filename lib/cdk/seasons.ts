import { CfnOutput } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ids } from '../core/identities';
import type { Plan, SeasonAlarmRow, SeasonsPlan } from '../core/plan/types';
import { keeperArns, type RoleArns } from '../core/render';
import { describe } from './annotate';
import { FloorKeeper } from './floor-keeper';
import { createReservations } from './season-reservations';
import { SeasonParameters } from './season-parameters';
import { SeasonScaling } from './season-scaling';

export interface ClusterSeasonsProps {
  /** A plan with seasons. */
  readonly plan: Plan;
  readonly roleArns: RoleArns;
  /** Encrypts the keeper's log. */
  readonly logsKeyArn: string;
  readonly alarmTopicArn: string;
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
export class ClusterSeasons extends Construct {
  readonly parameters: SeasonParameters;
  readonly keeper: FloorKeeper;
  readonly outputs: Readonly<Record<string, CfnOutput>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterSeasonsProps,
  ) {
    super(scope, id);
    const seasons = seasonsOf(props.plan);
    this.parameters = new SeasonParameters(this, 'Parameters', seasons);
    this.keeper = new FloorKeeper(this, 'Keeper', { ...props, substitutions: this.parameters.references });
    seasons.alarms.forEach((row) => this.createAlarm(row));
    new SeasonScaling(this, 'Scaling', seasons.scaling);
    createReservations(this, props.plan, this.parameters);
    this.outputs = Object.fromEntries(
      seasons.seasons.map((season) => [`${season.id}InForce`, this.createOutput(season)]),
    );
  }

  private createAlarm(row: SeasonAlarmRow): CfnAlarm {
    const alarm = new CfnAlarm(this, ids.alarm(row.id), {
      ...this.measured(row),
      evaluationPeriods: row.evaluationPeriods,
      comparisonOperator: row.comparison,
      threshold: row.threshold,
      treatMissingData: row.missingData,
      alarmActions: [this.props.alarmTopicArn],
      okActions: [this.props.alarmTopicArn],
    });
    return describe(alarm, row.advice, `seasons.alarms.${row.id}`, 'lib/cdk/seasons.ts');
  }

  /** One metric as it is, or several behind an expression. */
  private measured({ namespace, metrics, expression, periodSeconds: period, dimensions }: SeasonAlarmRow) {
    const stateMachine = keeperArns(this.props.plan).stateMachine;
    const placed = Object.entries(dimensions).map(([name, value]) => ({
      name,
      value: value.replace('{keeper}', stateMachine),
    }));
    const [first] = metrics;
    if (expression === undefined) {
      return { namespace, metricName: first?.metric, statistic: first?.statistic, period, dimensions: placed };
    }
    const inputs = metrics.map(({ id, metric, statistic: stat }) => ({
      id,
      metricStat: { metric: { namespace, metricName: metric, dimensions: placed }, period, stat },
      returnData: false,
    }));
    return { metrics: [...inputs, { id: 'result', expression, returnData: true }] };
  }

  private createOutput({ id, name }: SeasonsPlan['seasons'][number]): CfnOutput {
    const rows = this.parameters.rowsOf(name);
    const value = rows.map((row) => `${row.sets}=${this.parameters.references[row.id]}`).join(' ');
    const description = `What is set over the deployment file for ${name}; "file" is nothing`;
    return new CfnOutput(this, `${id}InForce`, { value, description });
  }
}

function seasonsOf({ seasons }: Plan): SeasonsPlan {
  if (!seasons) throw new Error('the plan has no seasons');
  return seasons;
}
