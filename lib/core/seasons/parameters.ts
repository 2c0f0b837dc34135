import type { ReservationPlan, SeasonParameterRow, SeasonPlan } from './types';
import type { Recurrence } from './when';

/**
 * An instant with its offset, whose day the calendar has: an impossible one would reach the keeper. (29 February is left
 * out: a pattern knows no leap years.)
 */
const dayOfMonth =
  '((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
export const instantPattern = `^(file|20[2-9][0-9]-${dayOfMonth}T${clock}(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]))$`;
const instantConstraint =
  'must be "file", or a date and time with its offset from UTC such as 2026-11-26T20:00:00-05:00 (not 29 February)';

/** Every parameter of the seasons stack, in the order and the groups the console shows. */
export function planSeasonParameters(seasons: readonly SeasonPlan[], most: number): readonly SeasonParameterRow[] {
  return [override(seasons), ...seasons.flatMap((season) => ofSeason(season, most))];
}

function override(seasons: readonly SeasonPlan[]): SeasonParameterRow {
  return {
    id: 'SeasonOverride',
    default: 'file',
    fileValue: 'by the calendar',
    allowed: ['file', 'baseline', ...seasons.map(({ name }) => name)],
    description:
      'What holds now, whatever the calendar says: "baseline", or the size of the named season. "file" goes by the calendar again. In force within six minutes.',
    group: 'Right now',
    label: 'Pin a season',
    sets: 'override',
  };
}

function ofSeason(season: SeasonPlan, most: number): SeasonParameterRow[] {
  const row = (sets: SeasonParameterRow['sets'], suffix: string, rest: Rest): SeasonParameterRow => ({
    id: `${season.id}${suffix}`,
    default: 'file',
    group: season.description ? `${season.name}: ${season.description}` : season.name,
    season: season.name,
    sets,
    ...rest,
  });
  return [
    row('on', 'On', onOff(season)),
    row('start', 'Start', edge(season, 'start')),
    row('end', 'End', edge(season, 'end')),
    row('brokersPerZone', 'BrokersPerZone', size(season, most)),
    ...(season.reservation ? [row('reserve', 'Reserve', reserve(season, season.reservation))] : []),
  ];
}

type Rest = Omit<SeasonParameterRow, 'id' | 'default' | 'group' | 'season' | 'sets'>;

const onOff = ({ name, enabled }: SeasonPlan): Rest => ({
  allowed: ['file', 'on', 'off'],
  fileValue: enabled ? 'on' : 'off',
  description: `Whether ${name} takes place. "file" is ${enabled ? 'on' : 'off'}, as in the deployment file.`,
  label: 'Takes place',
});

/** What a start given by parameter stands for: `reachDays` in words. */
const replaced: Readonly<Record<Recurrence, string>> = {
  once: 'It takes the place of the date in the file.',
  yearly: 'It takes the place of the nearest date in the file, half a year away at most; other years stay.',
  weekly: 'It takes the place of the window that starts less than 12 hours from it; the others stay.',
};

function edge({ name, windows, leadMinutes, holdMinutes, recurrence }: SeasonPlan, which: 'start' | 'end'): Rest {
  const next = windows[0]?.[which] ?? 'no date ahead';
  const margin =
    which === 'start'
      ? `The size is raised ${leadMinutes} minutes earlier.`
      : `The size is held ${holdMinutes} minutes longer.`;
  return {
    pattern: instantPattern,
    constraint: instantConstraint,
    fileValue: next,
    description: `When ${name} ${which}s, with the offset from UTC, such as 2026-11-26T20:00:00-05:00; set start and end together. ${replaced[recurrence]} ${margin} "file" takes the file's dates, next ${next}.`,
    label: which === 'start' ? 'Starts' : 'Ends',
  };
}

const size = ({ name, brokersPerZone }: SeasonPlan, most: number): Rest => ({
  allowed: ['file', ...Array.from({ length: most }, (_, index) => String(index + 1))],
  fileValue: String(brokersPerZone),
  description: `Least brokers in each zone during ${name}. "file" is ${brokersPerZone}; a number from 1 to ${most} wins until it is set back to "file".`,
  label: 'Brokers in each zone',
});

const reserve = ({ name }: SeasonPlan, { perZone, end }: ReservationPlan): Rest => ({
  allowed: ['file', 'on', 'off'],
  fileValue: 'off',
  description: `Whether EC2 keeps ${perZone} machines in each zone ready for ${name}, as in the deployment file: "on" reserves them now and is billed from now until ${end}, whatever the other parameters say. Set it in a deploy of its own: without capacity in one zone all of the deploy is rolled back. "file" is off.`,
  label: 'Reserve capacity now',
});
