import { isKnownKey } from '../facts/property-keys';
import type { NodeKind, Plan } from '../plan/types';
import { identity, listenersGroup, quorumGroup } from './properties/listeners';
import type { PropertyContext, PropertyGroup } from './properties/rows';
import { authorization, balancer, logins, tls } from './properties/security';
import { buckets, memory, telemetry, zoneRouter } from './properties/storage';

/**
 * Every key the package sets. On controllers there is no `metric.reporters` (AutoMQ up to 1.7.3 crashes there, issue
 * 3492) and no `s3.wal.path`; `cluster.id` is on no node, because it makes the process format its own disk and save all
 * settings, passwords included, in clear.
 */
const groups: readonly PropertyGroup[] = [
  identity,
  quorumGroup,
  listenersGroup,
  tls,
  logins,
  authorization,
  buckets,
  memory,
  zoneRouter,
  balancer,
  telemetry,
];

/** `server.properties` of a node, with tokens where only the machine knows the value. A key that the release does not know is left out. */
export function renderProperties(plan: Plan, kind: NodeKind, zone: string): string {
  const context = { plan, zone, machine: plan.machines[kind] };
  return groups.flatMap((group) => renderGroup(group, kind, context)).join('\n');
}

function renderGroup({ why, rows }: PropertyGroup, kind: NodeKind, context: PropertyContext): string[] {
  const lines = rows
    .filter((row) => row.kinds.includes(kind) && isKnownKey(row.key, context.plan.cluster.release))
    .map((row) => ({ key: row.key, value: row.value(context) }))
    .filter(({ value }) => value !== undefined)
    .map(({ key, value }) => `${key}=${value}`);
  return lines.length === 0 ? [] : [`# ${why}`, ...lines, ''];
}
