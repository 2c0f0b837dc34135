/** Rules on one changed resource that holds data or an identity. */
import { at as valueAt, list, type Resource } from '../review';
import { fewerDenials } from './denials';
import type { ResourceChange } from './diff';
import type { Found } from './finding';
import { expiry } from './lifecycle';
import type { StatefulType } from './stateful';
import { changedTags } from './tags';

/** Every way in which a change of a stateful resource would lose something. */
export function lossesOf(
  change: ResourceChange,
  row: StatefulType,
  added: readonly ResourceChange[],
): readonly Found[] {
  if (change.after === undefined) return [removed(change, row, added)];
  if (change.before === undefined) return [];
  return [
    ...replaced(change, row),
    ...retention(change.before, change.after, row),
    ...protection(change.before, change.after, row),
    ...tags(change.before, change.after),
    ...(SPECIAL[change.type]?.(change.before, change.after) ?? []),
  ];
}

function removed({ type, before }: ResourceChange, row: StatefulType, added: readonly ResourceChange[]): Found {
  const heir = added.find((other) => other.type === type && sameThing(before, other.after, row));
  const kept = before?.DeletionPolicy?.startsWith('Retain') ? 'would be orphaned' : 'would be deleted';
  const what = heir ? `changes its logical id to ${heir.id}, so it ${kept} and made a second time` : kept;
  return { rule: heir ? 'renamed' : 'removed', what: `holds ${row.holds} and ${what}`, property: heir && 'logical id' };
}

/** Another id for what looks the same: by its name, otherwise by all of its properties. */
function sameThing(before: Resource | undefined, after: Resource | undefined, { name }: StatefulType): boolean {
  if (name && before?.Properties?.[name] !== undefined) return same(before.Properties[name], after?.Properties?.[name]);
  return same(before?.Properties, after?.Properties);
}

const REPLACES = ['WILL_REPLACE', 'MAY_REPLACE'];

function replaced({ impact, properties, before, after }: ResourceChange, row: StatefulType): Found[] {
  const causes = properties.filter(
    ({ name, impact: effect }) =>
      (REPLACES.includes(effect) || row.immutable?.includes(name)) &&
      !same(valueOf(before, name, row), valueOf(after, name, row)),
  );
  const rows = causes.map(({ name }) => ({
    rule: 'replaced',
    what: `holds ${row.holds} and would be replaced`,
    property: name,
  }));
  if (rows.length > 0 || before?.Type === after?.Type) return rows;
  return [{ rule: 'replaced', what: `holds ${row.holds} and would be replaced (${impact})`, property: 'Type' }];
}

const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

function retention(before: Resource, after: Resource, { holds }: StatefulType): Found[] {
  return POLICIES.filter((policy) => keeps(before[policy]) && !keeps(after[policy])).map((policy) => ({
    rule: 'retention',
    what: `holds ${holds} and would no longer be kept: ${policy} was ${before[policy]}, is ${after[policy] ?? 'not set'}`,
    property: policy,
  }));
}

const keeps = (policy: string | undefined): boolean => policy?.startsWith('Retain') === true || policy === 'Snapshot';

function protection(before: Resource, after: Resource, row: StatefulType): Found[] {
  const { protection: paths = [] } = row;
  return paths
    .filter((path) => !stillOn(valueOf(before, path, row), valueOf(after, path, row)))
    .map((path) => ({
      rule: 'protection',
      what: `would lose ${path}, which was ${JSON.stringify(valueOf(before, path, row))?.slice(0, 80)}`,
      property: path,
    }));
}

/** The value of a property, or what CloudFormation takes where it is not set. */
const valueOf = (resource: Resource | undefined, path: string, { defaults }: Pick<StatefulType, 'defaults'>): unknown =>
  at(resource, path) ?? defaults?.[path];

/** What said yes has to say yes: a parameter that nobody can judge does not. */
const stillOn = (was: unknown, is: unknown): boolean => !isOn(was) || (saysYes(was) ? saysYes(is) : isOn(is));

const saysYes = (value: unknown): boolean => ['true', 'Enabled'].includes(String(value));

const isOn = (value: unknown): boolean =>
  value !== undefined && value !== null && !['false', 'Suspended', 'Off'].includes(String(value));

/** Tags of this package: conditions of IAM, the snapshots and the boot code go by them. */
function tags(before: Resource, after: Resource): Found[] {
  return changedTags(before, after).map(({ key, is }) => ({
    rule: 'tag',
    what: `would ${is === undefined ? 'lose' : 'change'} the tag ${key}, by which permissions, snapshots and nodes find it`,
    property: `Tags.${key}`,
  }));
}

/** What only one type can lose. */
const SPECIAL: Readonly<Record<string, (before: Resource, after: Resource) => Found[]>> = {
  'AWS::S3::Bucket': (before, after) => [
    ...expiry(before, after),
    ...weakerEncryption(before, after),
    ...ownedByOthers(before, after),
  ],
  'AWS::S3::BucketPolicy': (before, after) => fewerDenials(before, after, 'PolicyDocument'),
  'AWS::KMS::Key': (before, after) => [
    ...fewerDenials(before, after, 'KeyPolicy'),
    ...shorter(before, after, 'PendingWindowInDays', 'the key would be deleted sooner after a mistake', 30),
    ...(isOn(at(before, 'Enabled') ?? true) && !isOn(at(after, 'Enabled') ?? true)
      ? [{ rule: 'protection', what: 'would be disabled: nothing it encrypted could be read', property: 'Enabled' }]
      : []),
  ],
  'AWS::EC2::Volume': (before, after) =>
    shorter(before, after, 'Size', 'EBS cannot shrink a volume, so it would be made anew'),
  'AWS::Logs::LogGroup': (before, after) =>
    shorter(before, after, 'RetentionInDays', 'logs that are kept now would end', Infinity),
};

/** `unset` is what holds where the property is not there. */
function shorter(before: Resource, after: Resource, property: string, what: string, unset?: number): Found[] {
  const [was, is] = [before, after].map((resource) => Number(at(resource, property) ?? unset)) as [number, number];
  return is < was ? [{ rule: 'protection', what: `goes from ${was} to ${is}: ${what}`, property }] : [];
}

const ALGORITHM = 'BucketEncryption.ServerSideEncryptionConfiguration';

function weakerEncryption(before: Resource, after: Resource): Found[] {
  const usesKey = (resource: Resource) => JSON.stringify(at(resource, ALGORITHM) ?? '').includes('KMSMasterKeyID');
  return usesKey(before) && !usesKey(after)
    ? [{ rule: 'protection', what: 'would no longer encrypt with its customer key', property: 'BucketEncryption' }]
    : [];
}

const OWNERSHIP = 'OwnershipControls.Rules';

/** Whoever writes an object may own it, and keep it from the account, unless every rule says otherwise. */
function ownedByOthers(before: Resource, after: Resource): Found[] {
  const isEnforced = (resource: Resource) =>
    list(at(resource, OWNERSHIP)).some((rule) => valueAt(rule, 'ObjectOwnership') === 'BucketOwnerEnforced');
  if (!isOn(at(after, 'OwnershipControls')) || !isEnforced(before) || isEnforced(after)) return [];
  const what = 'would no longer own every object: OwnershipControls was BucketOwnerEnforced';
  return [{ rule: 'protection', what, property: OWNERSHIP }];
}

const at = (resource: Resource | undefined, path: string): unknown => valueAt(resource?.Properties, path);

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
