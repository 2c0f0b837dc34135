/**
 * Seeded faults: templates with one mistake each, and who must catch it. The table in docs/review-faults.md is made from
 * these rows, and the tests hold each row to what really happens.
 */
import { identity, keys } from './access';
import { machines, network, replacement } from './machines';
import { buckets, secrets } from './stores';

export type { Fault } from './fault';

export const faults = [...identity, ...keys, ...buckets, ...secrets, ...machines, ...network, ...replacement];
