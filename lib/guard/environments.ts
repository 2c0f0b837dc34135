/** Which stack is which: by name, and by account and region, where the manifest of the templates says them. */
import type { TemplateFile } from '../review';

type Place = Pick<TemplateFile, 'stack' | 'environment'>;

/** An account or region that one side does not say may be the other's. */
export function sameStack(a: Place, b: Place): boolean {
  const [one, other] = [partsOf(a), partsOf(b)];
  return a.stack === b.stack && one.every((part, i) => !part || !other[i] || part === other[i]);
}

/** Account and region of `aws://ACCOUNT/REGION`; undefined for each that the CDK calls unknown. */
function partsOf({ environment }: Place): readonly [string | undefined, string | undefined] {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
  const known = (part: string | undefined) => (part?.startsWith('unknown-') ? undefined : part);
  return [known(account), known(region)];
}

/** The name, with the environment where a stack of that name in another one is among them. */
export const nameAmong = (place: Place, all: readonly Place[]): string =>
  all.some((other) => other.stack === place.stack && !sameStack(other, place))
    ? `${place.stack} (${place.environment})`
    : place.stack;
