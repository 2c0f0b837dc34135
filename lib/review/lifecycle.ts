/** What the lifecycle rules of a bucket do to its objects; a rule may also stand on one side of a choice. */
import { at, list, objectsIn, type Properties } from './template';

type Ending = readonly [path: string, words: (value: string) => string];

const LIVE: readonly Ending[] = [
  ['ExpirationInDays', (days) => `objects expire after ${days} days`],
  ['ExpirationDate', (date) => `objects expire on ${date}`],
];

const REST: readonly Ending[] = [
  ['NoncurrentVersionExpiration.NoncurrentDays', (days) => `old versions expire after ${days} days`],
  ['NoncurrentVersionExpirationInDays', (days) => `old versions expire after ${days} days`],
  ['AbortIncompleteMultipartUpload.DaysAfterInitiation', (days) => `unfinished uploads go after ${days} days`],
];

const ENDS_LIVE = ['ExpirationInDays', 'ExpirationDate', 'Transition', 'Transitions'];

/** Whether a rule ends or moves current objects, switched on or not. */
export const endsLive = (bucket: Properties): boolean =>
  parts(bucket).some((part) => ENDS_LIVE.some((name) => part[name] !== undefined));

export function lifecycleInWords(bucket: Properties): string {
  const rules = parts(bucket).filter(({ Status }) => Status !== undefined && Status !== 'Disabled');
  const live = rules.flatMap((rule) => livesOf(rule).map((words) => `${words}${where(rule)}`));
  const rest = rules.flatMap((rule) => said(rule, REST).map((words) => `${words}${where(rule)}`));
  const never = endsLive(bucket)
    ? 'a rule that is off, or that nobody can judge, ends or moves objects'
    : 'live objects never expire';
  return [...(live.length > 0 ? live : [never]), ...rest].join('; ');
}

const parts = (bucket: Properties): readonly Properties[] =>
  objectsIn(bucket.LifecycleConfiguration).map(({ value }) => value);

const livesOf = (rule: Properties): readonly string[] => [
  ...said(rule, LIVE),
  ...[...list(rule.Transitions), ...list(rule.Transition)].map(moved),
];

const said = (rule: Properties, endings: readonly Ending[]): readonly string[] =>
  endings.flatMap(([path, words]) => (at(rule, path) === undefined ? [] : [words(text(at(rule, path)))]));

function moved(transition: unknown): string {
  const days = at(transition, 'TransitionInDays');
  const when = days === undefined ? `on ${text(at(transition, 'TransitionDate'))}` : `after ${text(days)} days`;
  return `objects move to ${text(at(transition, 'StorageClass'))} ${when}`;
}

/** A rule may hold for a part of the bucket only. */
function where(rule: Properties): string {
  const limits = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].filter(
    (name) => rule[name] !== undefined && rule[name] !== '',
  );
  return limits.length === 0 ? '' : ` where ${limits.map((name) => `${name} is ${text(rule[name])}`).join(' and ')}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
