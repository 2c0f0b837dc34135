/** Every check of `automq-byoc verify`, in the order they run: readers first, then what changes least. */
import { bootChecks } from './boots';
import { borderChecks } from './borders';
import type { Check } from './check';
import { keyChecks } from './keys';
import { refreshChecks } from './refreshes';
import { sizeChecks } from './sizes';

export const checks: readonly Check[] = [...keyChecks, ...borderChecks, ...bootChecks, ...sizeChecks, ...refreshChecks];
