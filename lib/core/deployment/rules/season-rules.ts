import { pascal } from '../../identities';
import { skippedEdges } from '../../seasons/calendar';
import { day, hour, minute } from '../../seasons/dates';
import { defaultHoldMinutes, defaultLeadMinutes } from '../../seasons/defaults';
import { timeZone, timeZoneNames } from '../../seasons/time-zones';
import { localWindows, problemsOf, recurrenceOf } from '../../seasons/when';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import type { When } from '../seasons';
import { nearestName } from '../shape-mistakes';
import { slotsPerZoneOf, walTypeOf } from './choices';
import { repeated, type Rule } from './rule';

type DraftSeason = NonNullable<NonNullable<Draft['seasons']>[number]>;

interface Placed<T> {
  readonly path: string;
  readonly value: T;
}

const seasonsOf = ({ seasons = [] }: Draft): readonly Placed<DraftSeason>[] =>
  seasons.flatMap((value, index) => (value ? [{ path: `seasons[${index}]`, value }] : []));

/** Everything that is at some time: seasons and freezes. */
const whensOf = (draft: Draft): readonly Placed<Partial<When>>[] =>
  [
    ...seasonsOf(draft),
    ...(draft.freezes ?? []).flatMap((value, index) => (value ? [{ path: `freezes[${index}]`, value }] : [])),
  ].map(({ path, value }) => ({ path, value: complete(value) }));

/** A draft's lists may have holes where an element was ill-formed. */
const complete = ({ years, every, ...rest }: DraftSeason): Partial<When> => ({
  ...rest,
  ...(years && { years: years.filter((year) => year !== undefined) }),
  ...(every && { every: every === 'day' ? every : every.filter((name) => name !== undefined) }),
});

function withVolumes(draft: Draft): readonly Mistake[] {
  if (!draft.seasons?.length || walTypeOf(draft) !== 'ebs') return [];
  const problem = 'cannot be combined with WAL volumes: another free slot would leave acknowledged records behind';
  const names = draft.seasons.map((season) => season?.name);
  return [mistake('seasons', problem, names, 'nothing')];
}

/** Words that `SeasonOverride` has a meaning for. */
const reserved = ['file', 'baseline'];

function names(draft: Draft): readonly Mistake[] {
  return (['seasons', 'freezes'] as const).flatMap((list) => {
    const given = (draft[list] ?? []).map((each) => each?.name);
    const ids = given.map((name) => name && pascal(name));
    return [
      ...repeated(ids).map(({ index }) =>
        mistake(
          `${list}[${index}].name`,
          'is taken already, for its parameters would have the same names',
          given[index],
          'each name once',
        ),
      ),
      ...given.flatMap((name, index) =>
        name !== undefined && reserved.includes(name)
          ? [mistake(`${list}[${index}].name`, 'is a word of SeasonOverride', name, 'another name')]
          : [],
      ),
    ];
  });
}

function unknownZones(draft: Draft): readonly Mistake[] {
  return whensOf(draft).flatMap(({ path, value: { timeZone: name } }) => {
    if (name === undefined || timeZone(name)) return [];
    const nearest = nearestName(name, timeZoneNames());
    return [
      mistake(`${path}.timeZone`, 'is no IANA time zone', name, nearest ?? 'a name such as America/New_York or UTC'),
    ];
  });
}

const noSense = (draft: Draft): readonly Mistake[] =>
  whensOf(draft).flatMap(({ path, value }) =>
    problemsOf(value).map(({ field, problem, allowed }) => mistake(`${path}.${field}`, problem, value[field], allowed)),
  );

/** Of dates somebody wrote down; a window of every night cannot avoid the night the clocks change, and the plan says so. */
function skipped(draft: Draft): readonly Mistake[] {
  return whensOf(draft).flatMap(({ path, value }) => {
    const zone = value.timeZone === undefined ? undefined : timeZone(value.timeZone);
    if (!zone || !isWhen(value) || recurrenceOf(value) === 'weekly' || problemsOf(value).length > 0) return [];
    return skippedEdges(value, zone, 0).map(({ edge, local }) =>
      mistake(
        `${path}.${edge}`,
        `is ${local} in ${zone.name}, an hour that the clocks leave out when daylight saving begins`,
        value[edge],
        'an hour earlier or later',
      ),
    );
  });
}

const isWhen = (value: Partial<When>): value is When =>
  value.timeZone !== undefined && value.start !== undefined && value.end !== undefined;

function size(draft: Draft): readonly Mistake[] {
  if (walTypeOf(draft) !== 's3') return [];
  const most = (slotsPerZoneOf(draft) ?? Infinity) - 1;
  const least = draft.brokers?.perZone ?? 0;
  return seasonsOf(draft).flatMap(({ path, value: { brokersPerZone: brokers, expectedMBps } }) => {
    if ((brokers === undefined) === (expectedMBps === undefined)) {
      const problem = brokers === undefined ? 'says no size' : 'says its size twice';
      return [mistake(path, problem, undefined, 'brokersPerZone or expectedMBps')];
    }
    const at = `${path}.brokersPerZone`;
    const slots = `${most + 1} slots per zone leave room for ${most} and the spare`;
    if (brokers === undefined) return [];
    if (brokers > most) return [mistake(at, `is too much: ${slots}`, brokers, `${least} to ${most}`)];
    return brokers < least
      ? [mistake(at, `is below brokers.perZone, ${least}: a floor only raises`, brokers, `${least} to ${most}`)]
      : [];
  });
}

/** The keeper looks at the latest window of a series, so two of one series must not overlap; an hour is for the clocks. */
function ownOverlap(draft: Draft): readonly Mistake[] {
  return seasonsOf(draft).flatMap(({ path, value }) => {
    const when = complete(value);
    if (!isWhen(when) || when.every === undefined || problemsOf(when).length > 0) return [];
    const [first] = localWindows({ ...when, from: '2027-01-01', until: '2027-01-07' }, 0);
    const distance = when.every === 'day' ? day : 7 * day;
    const extra = ((value.leadMinutes ?? defaultLeadMinutes) + (value.holdMinutes ?? defaultHoldMinutes)) * minute;
    const length = first ? first.end - first.start + extra : 0;
    if (length <= distance - hour) return [];
    const problem = `lasts ${(length / hour).toFixed(1)} hours with lead and hold, and comes again after ${distance / hour}`;
    return [mistake(`${path}.end`, problem, value.end, `at most ${distance / hour - 1} hours in all`)];
  });
}

const reserveWeekly = (draft: Draft): readonly Mistake[] =>
  seasonsOf(draft)
    .filter(({ value }) => value.reserve === true && value.every !== undefined)
    .map(({ path }) =>
      mistake(
        `${path}.reserve`,
        'is for a window with a date: a reservation ends once, and this comes every week',
        true,
        'false',
      ),
    );

/** 4 or 5 parameters each, two more, of CloudFormation's 200; the console shows them all. */
const tooMany = (draft: Draft): readonly Mistake[] => {
  const count = (draft.seasons ?? []).reduce((sum, season) => sum + (season?.reserve === true ? 5 : 4), 1);
  return count <= 200
    ? []
    : [mistake('seasons', `need ${count} parameters`, undefined, `at most 200, CloudFormation's limit`)];
};

export const seasonRules: readonly Rule[] = [
  { holds: 'Seasons have the S3 WAL.', mistakes: withVolumes },
  { holds: 'Names of seasons and freezes are their own.', mistakes: names },
  { holds: 'Time zones exist.', mistakes: unknownZones },
  { holds: 'Dates and times make sense together.', mistakes: noSense },
  { holds: 'No date is in an hour that the clocks leave out.', mistakes: skipped },
  { holds: 'A season has one size, not below the baseline and not above the slots.', mistakes: size },
  { holds: 'Windows of a series do not overlap.', mistakes: ownOverlap },
  { holds: 'Only windows with a date reserve capacity.', mistakes: reserveWeekly },
  { holds: 'The parameters fit a template.', mistakes: tooMany },
];
