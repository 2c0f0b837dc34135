/** Policy findings that stand with a reason, as the templates carry them. */
import type { Assembly, Located } from './assembly';
import { isObject, list } from './template';

export interface Acknowledged {
  readonly resource: string;
  readonly ids: readonly string[];
  readonly reason: string;
  /** `unknown` where the text names none. */
  readonly owner: string;
  /** Last day the reason stands, `YYYY-MM-DD`; `unknown` counts as expired. */
  readonly reviewBy: string;
  readonly expired: boolean;
}

export interface Finding {
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Key that the constructs of this package write; a test holds the two together. */
const FINDINGS = 'automq:findings';

export function findingsOf({ resource }: Located): readonly Finding[] {
  return list(resource.Metadata?.[FINDINGS])
    .filter(isObject)
    .map(({ ids, reason }) => ({ ids: list(ids).map(String), reason: String(reason) }));
}

export function acknowledgements(assembly: Assembly, today: string): readonly Acknowledged[] {
  return assembly.resources.flatMap((row) => findingsOf(row).map((finding) => read(row.address, finding, today)));
}

function read(resource: string, { ids, reason }: Finding, today: string): Acknowledged {
  const [, words = reason, owner = 'unknown', reviewBy = 'unknown'] =
    /^(.*?) ?Owner: (.+)\. Review by (\d{4}-\d\d-\d\d)\.$/s.exec(reason) ?? [];
  return { resource, ids, reason: words, owner, reviewBy, expired: reviewBy === 'unknown' || reviewBy < today };
}
