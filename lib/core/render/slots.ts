import { slotsOf, type BootTarget } from './nodes';

/** Lines `nodeId address host`, lowest first: the order in which a booting machine tries them. */
export const renderSlots = (target: BootTarget): string =>
  slotsOf(target)
    .map(({ nodeId, address, host }) => `${nodeId} ${address} ${host}\n`)
    .join('');
