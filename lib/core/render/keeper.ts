/**
 * The floor keeper as an Amazon States Language definition in JSONata: `floorAt` of `seasons/floor.ts` stated again, beside
 * the calendar as a reviewer reads it. `${…}` are filled in by CloudFormation from the stack's parameters.
 */
import type { Plan } from '../plan/types';
import type { KeeperPlan, SeasonPlan, SeasonsPlan } from '../seasons/types';
import { regionalArn } from './arns';

export type States = Readonly<Record<string, unknown>>;

/** The definition, as JSON; and what each of its `${…}` is: the name of a parameter. */
export function keeperDefinition(plan: Plan): States {
  const { seasons } = plan;
  if (!seasons) throw new Error('the plan has no seasons');
  return {
    Comment: `States the smallest size of the broker groups of ${plan.cluster.name}. A rehearsal: start it with {"at": "2026-11-26T20:00:00-05:00", "dryRun": true} and read the output.`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: seasons.keeper.timeoutSeconds,
    StartAt: 'Calendar',
    States: {
      Calendar: calendar(seasons),
      LookAtGroups: lookAtGroups(plan, seasons.keeper),
      WorkOutFloors: workOutFloors(),
      StateFloors: stateFloors(plan),
      IsAllWell: isAllWell(),
      FloorNotStated: fail('FloorNotStated', 'A group refused its floor: see the failed call in this run.'),
      GroupMissing: fail(
        'GroupMissing',
        'Auto Scaling knows no broker group of this name (see missing in the input of this state); the floors of the others are stated.',
      ),
      ParameterMakesNoSense: fail(
        'ParameterMakesNoSense',
        'Start and end of a season are set, and the end is not after the start: the dates of the file hold.',
      ),
      CalendarHasEnded: fail(
        'CalendarHasEnded',
        'The weekly windows of a season in the template are over: deploy again, so that the coming years are worked out.',
      ),
      Done: { Type: 'Succeed' },
    },
  };
}

const jsonata = (expression: string): string => `{% ${expression.trim()} %}`;

/** Everything that is decided before the run, as plain values; "file" means the value beside it. */
function calendar({ seasons, keeper }: SeasonsPlan): States {
  return {
    Type: 'Pass',
    Comment: 'The calendar of the deployment file, and what the parameters set over it',
    Assign: {
      at: jsonata('$exists($states.input.at) ? $states.input.at : $states.context.Execution.StartTime'),
      dryRun: jsonata('$exists($states.input.dryRun) ? $states.input.dryRun : false'),
      override: '${SeasonOverride}',
      baseline: keeper.baseline,
      most: keeper.most,
      groups: keeper.groups,
      seasons: seasons.map(row),
    },
    Next: 'LookAtGroups',
  };
}

const row = ({
  id,
  name,
  enabled,
  brokersPerZone,
  leadMinutes,
  holdMinutes,
  reachDays,
  windows,
  calendarEnds,
}: SeasonPlan): States => ({
  name,
  enabled,
  brokersPerZone,
  leadMinutes,
  holdMinutes,
  reachDays,
  set: {
    on: `\${${id}On}`,
    start: `\${${id}Start}`,
    end: `\${${id}End}`,
    brokersPerZone: `\${${id}BrokersPerZone}`,
  },
  windows,
  ...(calendarEnds !== undefined && { calendarEnds }),
});

/** Throttled or interrupted calls; three tries end well before the next run. */
const retry = [
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'FULL' },
];

const integration = ({ cluster }: Plan, action: string): string =>
  `arn:${cluster.partition}:states:::aws-sdk:autoscaling:${action}`;

function lookAtGroups(plan: Plan, { groups, baselineTag }: KeeperPlan): States {
  return {
    Type: 'Task',
    Comment: `Sizes as they are, and the baseline in force (tag ${baselineTag})`,
    Resource: integration(plan, 'describeAutoScalingGroups'),
    Arguments: { AutoScalingGroupNames: groups },
    Retry: retry,
    Output: jsonata(`
[$states.result.AutoScalingGroups.{
  'name': AutoScalingGroupName,
  'minimum': MinSize,
  'baseline': $exists(Tags[Key = '${baselineTag}'].Value) ? $number(Tags[Key = '${baselineTag}'].Value) : $baseline
}]`),
    Next: 'WorkOutFloors',
  };
}

/**
 * Single quotes only, so that the template shows it without backslashes; the same names as in `seasons/floor.ts`. Most rows
 * of a calendar are in the future, so they are asked about first.
 */
export const floorExpression = `
(
  $now := $toMillis($at); $minute := 60000; $day := 86400000;
  $orElse := function($value, $otherwise) { $exists($value) ? $value : $otherwise };

  $moved := function($set) {
    $set.start != 'file' and $set.end != 'file' ? $toMillis($set.start) < $toMillis($set.end) : false
  };
  $wrong := function($set) {
    $set.start != 'file' and $set.end != 'file' ? $toMillis($set.start) >= $toMillis($set.end) : false
  };
  $isOn := function($season) { $season.set.on = 'file' ? $season.enabled : $season.set.on = 'on' };
  $isActive := function($season) { (
    $set := $season.set;
    $lead := $season.leadMinutes * $minute;
    $hold := $season.holdMinutes * $minute;
    $isMoved := $moved($set);
    $movedStart := $isMoved ? $toMillis($set.start) : 0;
    $movedEnd := $isMoved ? $toMillis($set.end) : 0;
    $holds := function($start, $end) { $now >= $start - $lead and $now < $end + $hold };
    $isOpen := function($window) { (
      $first := $toMillis($window.start);
      $now < $first - $lead ? false : (
        $every := $orElse($window.everyDays, 1) * $day;
        $latest := $min([$floor(($now + $lead - $first) / $every), $orElse($window.times, 1) - 1]);
        $start := $first + $latest * $every;
        $end := $toMillis($window.end) + $latest * $every;
        $stands := $isMoved ? $abs($start - $movedStart) >= $season.reachDays * $day : true;
        $holds($start, $end) and $stands
      )
    ) };
    $isOn($season) and ($count($filter($season.windows, $isOpen)) > 0 or ($isMoved and $holds($movedStart, $movedEnd)))
  ) };
  $isOver := function($season) {
    $exists($season.calendarEnds) and $isOn($season) ? $now > $toMillis($season.calendarEnds) : false
  };
  $size := function($season) {
    $season.set.brokersPerZone = 'file' ? $season.brokersPerZone : $number($season.set.brokersPerZone)
  };

  $chosen := $override = 'file' ? $filter($seasons, $isActive) : $filter($seasons, function($season) { $season.name = $override });
  $sizes := $map($chosen, $size);
  {
    'at': $at,
    'seasons': [$map($chosen, function($season) { $season.name })],
    'wrong': [$map($filter($seasons, function($season) { $wrong($season.set) }), function($season) { $season.name })],
    'groups': [$map($states.input, function($group) {
      {
        'name': $group.name,
        'minimum': $group.minimum,
        'floor': $min([$most, $max($append([$group.baseline], $sizes))])
      }
    })],
    'missing': [$filter($groups, function($name) { $not($name in $states.input.name) })],
    'over': [$map($filter($seasons, $isOver), function($season) { $season.name })]
  }
)`;

function workOutFloors(): States {
  return {
    Type: 'Pass',
    Comment: 'The largest season of this moment, at least the baseline; an override pins one',
    Output: jsonata(floorExpression),
    Next: 'StateFloors',
  };
}

/** Where a minimum differs, and only there. One group that refuses does not keep the others from their floor. */
function stateFloors(plan: Plan): States {
  return {
    Type: 'Map',
    Comment: 'Sets the minimum where it differs; a rehearsal sets nothing',
    Items: jsonata('$dryRun ? [] : [$states.input.groups[minimum != floor]]'),
    MaxConcurrency: 1,
    ItemProcessor: {
      StartAt: 'SetMinimum',
      States: {
        SetMinimum: {
          Type: 'Task',
          Resource: integration(plan, 'updateAutoScalingGroup'),
          Arguments: {
            AutoScalingGroupName: jsonata('$states.input.name'),
            MinSize: jsonata('$states.input.floor'),
          },
          Retry: retry,
          Catch: [{ ErrorEquals: ['States.ALL'], Output: { failed: true }, Next: 'Refused' }],
          Output: { failed: false },
          End: true,
        },
        Refused: { Type: 'Pass', End: true },
      },
    },
    Output: jsonata("$merge([$states.input, {'failed': $count($states.result[failed = true]) > 0}])"),
    Next: 'IsAllWell',
  };
}

function isAllWell(): States {
  const when = (condition: string, next: string): States => ({ Condition: jsonata(condition), Next: next });
  return {
    Type: 'Choice',
    Comment: 'The floors are stated; what a person must mend ends the run as failed, which raises the alarm',
    Choices: [
      when('$states.input.failed', 'FloorNotStated'),
      when('$count($states.input.missing) > 0', 'GroupMissing'),
      when('$count($states.input.wrong) > 0', 'ParameterMakesNoSense'),
      when('$count($states.input.over) > 0', 'CalendarHasEnded'),
    ],
    Default: 'Done',
  };
}

const fail = (Error: string, Cause: string): States => ({ Type: 'Fail', Error, Cause });

/** ARN of a log group with all its streams, as a state machine names its log destination. */
export const keeperLogDestination = (plan: Plan): string =>
  `${regionalArn(plan, 'logs', `log-group:${plan.logGroups.keeper.name}`)}:*`;
