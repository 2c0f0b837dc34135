import { names, pascal } from '../identities';
import type { SeasonAlarmRow } from '../seasons/types';
import type { Settings } from './settings';
import type { ElasticGroup } from './types';

/** What a person must know of the keeper: that it runs, that it can state a floor, that the machines came. */
export function planSeasonAlarms({ prefix }: Settings, groups: readonly ElasticGroup[]): readonly SeasonAlarmRow[] {
  return [keeperSilent, keeperFailed, keeperNotStarted(prefix), ...groups.map(belowFloor)];
}

const once = { periodSeconds: 300, evaluationPeriods: 1, comparison: 'GreaterThanThreshold', threshold: 0 } as const;

/** Dimension of Step Functions metrics is the ARN of the state machine; the engine fills `{keeper}` in. */
const ofKeeper = { namespace: 'AWS/States', dimensions: { StateMachineArn: '{keeper}' } } as const;

/**
 * Runs of several ends, added up; an end that no run had counts as none. A metric that never had a value is left out of the
 * array (CloudWatch, "Using metric math").
 */
function counted(ends: Readonly<Record<string, string>>): Pick<SeasonAlarmRow, 'metrics' | 'expression'> {
  return {
    metrics: Object.entries(ends).map(([id, metric]) => ({ id, metric, statistic: 'Sum' })),
    expression: `SUM([${Object.keys(ends)
      .map((id) => `FILL(${id}, 0)`)
      .join(', ')}])`,
  };
}

/**
 * Red until the first run of a new stack, for a quarter of an hour at most. A run that ends as failed is no silence: it states
 * every floor it can before it complains, and `KeeperFailed` tells of it.
 */
const keeperSilent: SeasonAlarmRow = {
  id: 'KeeperSilent',
  ...ofKeeper,
  ...counted({ succeeded: 'ExecutionsSucceeded', failed: 'ExecutionsFailed' }),
  periodSeconds: 900,
  evaluationPeriods: 1,
  comparison: 'LessThanThreshold',
  threshold: 1,
  missingData: 'breaching',
  advice:
    'The floor keeper has not finished a run for 15 minutes. Sizes stay as they are: set the minimum of each broker group by hand if a season begins, then look at the schedule and the dead-letter queue.',
};

const keeperFailed: SeasonAlarmRow = {
  id: 'KeeperFailed',
  ...ofKeeper,
  ...counted({ failed: 'ExecutionsFailed', timedOut: 'ExecutionsTimedOut', aborted: 'ExecutionsAborted' }),
  ...once,
  missingData: 'notBreaching',
  advice:
    'A run of the floor keeper failed, took too long or was stopped: it could not state a floor, misses a group, or a parameter makes no sense. The run of the state machine names the group or the season.',
};

const keeperNotStarted = (prefix: string): SeasonAlarmRow => ({
  id: 'KeeperNotStarted',
  namespace: 'AWS/SQS',
  dimensions: { QueueName: names.keeper(prefix) },
  metrics: [{ id: 'm', metric: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum' }],
  ...once,
  missingData: 'notBreaching',
  advice:
    'The schedule could not start the floor keeper; the message in the dead-letter queue says why. Purge the queue when it is mended.',
});

/** Capacity that does not come shows here first: the minimum of the group is the season's floor. */
const belowFloor = ({ zone, name }: ElasticGroup): SeasonAlarmRow => ({
  id: `BelowFloor${pascal(zone)}`,
  namespace: 'AWS/AutoScaling',
  dimensions: { AutoScalingGroupName: name },
  metrics: [
    { id: 'floor', metric: 'GroupMinSize', statistic: 'Maximum' },
    { id: 'serving', metric: 'GroupInServiceInstances', statistic: 'Minimum' },
  ],
  expression: 'floor - serving',
  periodSeconds: 60,
  evaluationPeriods: 20,
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  missingData: 'notBreaching',
  advice: `Fewer brokers serve in ${zone} than the floor asks for. The activity of the group says why; without capacity raise the other zones, or reserve.`,
});
