import type { bootFiles } from '../../lib/instance/files';

/** Every combination that a plan can ask for. */
export const kinds: readonly Parameters<typeof bootFiles>[] = [
  ['broker', 'address', 'private-ca'],
  ['broker', 'address', 'secret'],
  ['broker', 'pinned', 'private-ca'],
  ['broker', 'pinned', 'secret'],
  ['controller', 'pinned', 'private-ca'],
  ['controller', 'pinned', 'secret'],
];
