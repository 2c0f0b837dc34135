import { listeners } from './listeners';
import type { PortRow } from './types';

const https = 443;

/** Every connection that may be opened, and nothing else: security groups are made from these rows, both directions. */
export function planPorts(): readonly PortRow[] {
  return [
    { from: 'clients', to: 'broker', port: listeners.client.port, why: 'produce, consume and administer' },
    {
      from: 'broker',
      to: 'broker',
      port: listeners.internal.port,
      why: 'zone router, reads of another zone and failover between brokers',
    },
    {
      from: 'controller',
      to: 'broker',
      port: listeners.internal.port,
      why: 'AutoBalancer in the active controller reads the load metrics topic from the brokers',
    },
    {
      from: 'broker',
      to: 'controller',
      port: listeners.controller.port,
      why: 'registration, heartbeats and cluster metadata',
    },
    {
      from: 'controller',
      to: 'controller',
      port: listeners.controller.port,
      why: 'the quorum: votes and the metadata log',
    },
    { from: 'broker', to: 'endpoints', port: https, why: 'AWS services that boot, drain and logging call' },
    { from: 'controller', to: 'endpoints', port: https, why: 'AWS services that boot, drain and logging call' },
    { from: 'broker', to: 's3', port: https, why: 'log, data and operations objects, the archive and system packages' },
    {
      from: 'controller',
      to: 's3',
      port: https,
      why: 'deletes compacted objects, writes operations objects, reads the archive and system packages',
    },
  ];
}
