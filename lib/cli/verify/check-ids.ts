/** Names of the checks, so that a row of `promises.ts` can only name one that exists. */
export const checkIds = [
  'keys-used',
  'fresh-account',
  'address-by-role',
  'address-once',
  'nothing-denied',
  'waits-for-serving',
  'broken-archive',
  'season-sizes',
  'refresh-replaces',
  'refresh-alarm',
  'refresh-rounding',
  'refresh-drains',
] as const;

export type CheckId = (typeof checkIds)[number];
