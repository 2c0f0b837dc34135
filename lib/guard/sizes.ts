/** What changes the size of the cluster while somebody counts on the peak that is under way. */
import { at, isObject, list, objectsIn, type Resource } from '../review';
import type { ResourceChange } from './diff';
import type { Finding } from './finding';
import { same } from './rules';
import { GROUP, type StackPair } from './stacks';

export function sizeFindings({ stack, changes }: StackPair, season: string): Finding[] {
  return changes.flatMap((change) =>
    changedSizes(change).map((property): Finding => ({
      level: 'warn',
      rule: 'size in season',
      stack,
      resource: change.id,
      what: `would change its size inside the season ${season}`,
      property,
      wayAround: 'Wait for its end, or use the override parameter.',
    })),
  );
}

/** The sizes that a resource states, by name. */
type Sizes = (resource: Resource) => Readonly<Record<string, unknown>>;

const properties =
  (...names: readonly string[]): Sizes =>
  ({ Properties }) =>
    Object.fromEntries(names.map((name) => [name, Properties?.[name]]));

const SIZES: Readonly<Record<string, Sizes>> = {
  [GROUP]: properties('MinSize', 'MaxSize', 'DesiredCapacity'),
  'AWS::EC2::CapacityReservation': properties('InstanceCount', 'InstanceType'),
  'AWS::Scheduler::Schedule': properties('ScheduleExpression', 'State'),
  'AWS::AutoScaling::ScheduledAction': properties('MinSize', 'MaxSize', 'DesiredCapacity', 'StartTime', 'Recurrence'),
  'AWS::StepFunctions::StateMachine': calendar,
};

/** New things change no size that somebody counts on; gone ones, and other numbers, do. */
function changedSizes({ type, before, after }: ResourceChange): readonly string[] {
  const sizes = SIZES[type];
  if (sizes === undefined || before === undefined || (type === GROUP && after === undefined)) return [];
  const now = after && sizes(after);
  return Object.entries(sizes(before))
    .filter(([name, value]) => !same(value, now?.[name]))
    .map(([name]) => name);
}

/** What the floor keeper goes by: its calendar in the definition, and the parameters that are put into it. */
function calendar({ Properties }: Resource): Readonly<Record<string, unknown>> {
  const assigned = objectsIn(at(Properties, 'Definition'))
    .map(({ value }) => value.Assign)
    .find((value) => isObject(value) && Array.isArray(value.seasons));
  const seasons = list(at(assigned, 'seasons'))
    .filter(isObject)
    .flatMap((season) =>
      ['enabled', 'brokersPerZone', 'leadMinutes', 'holdMinutes', 'windows'].map(
        (name) => [`${String(season.name)}.${name}`, season[name]] as const,
      ),
    );
  return {
    baseline: at(assigned, 'baseline'),
    most: at(assigned, 'most'),
    ...Object.fromEntries(seasons),
    ...((at(Properties, 'DefinitionSubstitutions') ?? {}) as Record<string, unknown>),
  };
}
