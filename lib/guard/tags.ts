/** Tags of this package, `automq:*`: IAM's conditions, the snapshots and the floor keeper go by them. */
import { at, isObject, list, type Resource } from '../review';

export interface ChangedTag {
  readonly key: string;
  /** Absent where it goes. */
  readonly is?: unknown;
}

const OWN = 'automq:';

/** Tags that were there and are not, or have another value. Their order says nothing. */
export function changedTags(before: Resource | undefined, after: Resource | undefined): readonly ChangedTag[] {
  const now = tagsOf(after);
  return [...tagsOf(before)]
    .filter(([key, was]) => JSON.stringify(was) !== JSON.stringify(now.get(key)))
    .map(([key]) => ({ key, is: now.get(key) }));
}

/** Where the types keep theirs; those of a launch template for what it launches. */
const PLACES = ['Tags', 'HostedZoneTags'];

function tagsOf(resource: Resource | undefined): ReadonlyMap<string, unknown> {
  const launched = list(at(resource?.Properties, 'LaunchTemplateData.TagSpecifications')).flatMap((row) =>
    rows(at(row, 'Tags')).map(({ Key, Value }) => [`${String(at(row, 'ResourceType'))} ${Key}`, Value] as const),
  );
  const own = PLACES.flatMap((place) => rows(at(resource?.Properties, place))).map(
    ({ Key, Value }) => [Key, Value] as const,
  );
  return new Map([...own, ...launched]);
}

const rows = (value: unknown) =>
  (list(value).filter(isObject) as { readonly Key: string; readonly Value: unknown }[]).filter(({ Key }) =>
    String(Key).startsWith(OWN),
  );
