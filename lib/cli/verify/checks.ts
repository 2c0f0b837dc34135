/**
 * Every check of `automq-byoc verify`, in the order they run: those that only read; sizes; a refresh that is stopped, then one that
 * ends well, so that this is the newest; at last the broken archive, which leaves the alarm of failed boots ringing for a while.
 */
import { bootChecks, breakingChecks } from './boots';
import { borderChecks } from './borders';
import type { Check } from './check';
import { keyChecks } from './keys';
import { refreshChecks } from './refreshes';
import { sizeChecks } from './sizes';

export const checks: readonly Check[] = [
  ...keyChecks,
  ...borderChecks,
  ...bootChecks,
  ...sizeChecks,
  ...refreshChecks,
  ...breakingChecks,
];
