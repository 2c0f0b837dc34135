/** Lifecycle rules of a bucket. Source: the CloudFormation reference of AWS::S3::Bucket, "Rule". */
import type { Located } from './assembly';
import { at, isChoice, isObject, list, objectsIn, type Properties } from './template';

/** What ends or moves current objects; a rule may also stand on one side of a choice. */
export const endsLive = ({ properties }: Located): boolean =>
  objectsIn(properties.LifecycleConfiguration).some(({ value }) =>
    ['ExpirationInDays', 'ExpirationDate', 'Transition', 'Transitions'].some((name) => value[name] !== undefined),
  );

/** How long objects of a bucket live, in words. */
export function lifeInWords(bucket: Located): string {
  const live = endsLive(bucket) ? [] : ['live objects never expire'];
  const rules = sidesOf(bucket.properties.LifecycleConfiguration).flatMap(({ part, perhaps }) =>
    sidesOf(at(part, 'Rules'), perhaps),
  );
  return [...live, ...rules.flatMap(({ part, perhaps }) => ruleInWords(part, perhaps))].join('; ');
}

interface Side {
  readonly part: Properties;
  /** It stands on one side of a choice of the template. */
  readonly perhaps: boolean;
}

/** Every object that may stand in a place. */
function sidesOf(value: unknown, perhaps = false): readonly Side[] {
  if (Array.isArray(value)) return value.flatMap((item) => sidesOf(item, perhaps));
  if (isChoice(value))
    return list(value['Fn::If'])
      .slice(1)
      .flatMap((side) => sidesOf(side, true));
  return isObject(value) && value.Ref === undefined ? [{ part: value, perhaps }] : [];
}

function ruleInWords(rule: Properties, perhaps: boolean): readonly string[] {
  const [where, when] = [scopeOf(rule), whenOf(rule, perhaps)];
  return LIFE.flatMap((say) => say(rule)).map((words) => `${words}${where}${when}`);
}

function whenOf({ Status }: Properties, perhaps: boolean): string {
  if (Status === 'Disabled') return ' (off)';
  return perhaps || Status !== 'Enabled' ? ' (where the template so decides)' : '';
}

const LIFE: readonly ((rule: Properties) => readonly string[])[] = [
  ({ ExpirationInDays: days }) => one(days, (given) => `objects expire after ${given} days`),
  ({ ExpirationDate: date }) => one(date, (given) => `objects expire on ${given}`),
  ({ Transition, Transitions }) => [...list(Transition), ...list(Transitions)].map((move) => moved('objects', move)),
  ({ NoncurrentVersionExpirationInDays: days }) => one(days, oldVersions),
  (rule) => one(at(rule, 'NoncurrentVersionExpiration.NoncurrentDays'), oldVersions),
  ({ NoncurrentVersionTransition, NoncurrentVersionTransitions }) =>
    [...list(NoncurrentVersionTransition), ...list(NoncurrentVersionTransitions)].map((move) =>
      moved('old versions', move),
    ),
  (rule) =>
    one(
      at(rule, 'AbortIncompleteMultipartUpload.DaysAfterInitiation'),
      (days) => `unfinished uploads go after ${days} days`,
    ),
];

const oldVersions = (days: string): string => `old versions expire after ${days} days`;

const one = (value: unknown, say: (text: string) => string): readonly string[] =>
  value === undefined || value === null ? [] : [say(textOf(value))];

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function moved(what: string, move: unknown): string {
  const [date] = one(at(move, 'TransitionDate'), (day) => `on ${day}`);
  const [days] = one(at(move, 'TransitionInDays'), (count) => `after ${count} days`);
  const [storage = 'another class'] = one(at(move, 'StorageClass'), (name) => name);
  return `${what} move to ${storage} ${date ?? days ?? 'at once'}`;
}

/** Which objects a rule is for: said, or a rule for a part of the bucket reads as one for all of it. */
function scopeOf({ Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan }: Properties): string {
  const parts = [
    ...one(Prefix || undefined, (prefix) => `under ${prefix}`),
    ...list(TagFilters).map((tag) => `tagged ${textOf(at(tag, 'Key'))} = ${textOf(at(tag, 'Value'))}`),
    ...one(ObjectSizeGreaterThan, (bytes) => `over ${bytes} bytes`),
    ...one(ObjectSizeLessThan, (bytes) => `below ${bytes} bytes`),
  ];
  return parts.map((part) => ` ${part}`).join(',');
}
