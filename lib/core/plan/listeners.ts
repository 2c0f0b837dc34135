import type { ListenerPlan } from './types';

/**
 * AutoBalancer skips the listener named exactly `CONTROLLER`, so that name is not ours to choose. SCRAM passwords live in
 * cluster metadata, which a node cannot read before it has joined: between nodes it is PLAIN over TLS.
 */
export const listeners = {
  client: { name: 'CLIENT', port: 9092, protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512' },
  internal: { name: 'INTERNAL', port: 9094, protocol: 'SASL_SSL', mechanism: 'PLAIN' },
  controller: { name: 'CONTROLLER', port: 9093, protocol: 'SASL_SSL', mechanism: 'PLAIN' },
} as const satisfies Record<string, ListenerPlan>;

export const planListeners = (): readonly ListenerPlan[] => Object.values(listeners);
