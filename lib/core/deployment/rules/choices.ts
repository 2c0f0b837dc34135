import { defaultRelease, type Edition, type WalType } from '../../facts';
import type { Draft } from '../draft';

/* What a draft chooses, its defaults included. */

export const editionOf = (draft: Draft): Edition => draft.automq?.edition ?? 'open-source';
export const releaseOf = (draft: Draft): string => draft.automq?.release ?? defaultRelease;
export const architectureOf = (draft: Draft): 'arm64' | 'x86_64' => draft.image?.architecture ?? 'arm64';

/** Nothing when the type is missing, ill-formed or one that does not work yet. */
export function walTypeOf(draft: Draft): WalType | undefined {
  if (draft.wal === undefined) return 's3';
  return draft.wal.type === 's3' || draft.wal.type === 'ebs' ? draft.wal.type : undefined;
}

/** Addresses per zone: with the S3 WAL one more than the group can grow to. */
export function slotsPerZoneOf(draft: Draft): number | undefined {
  const { perZone, slotsPerZone } = draft.brokers ?? {};
  if (slotsPerZone !== undefined) return slotsPerZone;
  if (perZone === undefined) return undefined;
  return walTypeOf(draft) === 'ebs' ? perZone : 2 * perZone + 1;
}
