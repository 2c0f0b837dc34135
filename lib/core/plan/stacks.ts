import { names } from '../identities';
import type { Settings } from './settings';
import type { StackKind, StackPlan } from './types';

interface Row {
  readonly kind: StackKind;
  readonly holds: string;
  readonly keepsState: boolean;
}

/** In the order of deployment: none refers to a later one. */
const rows: readonly Row[] = [
  { kind: 'identity', holds: 'every role, instance profile and permission policy', keepsState: false },
  { kind: 'data', holds: 'keys, buckets, passwords and the certificate authority', keepsState: true },
  { kind: 'network', holds: 'private VPC, endpoints and flow logs', keepsState: false },
  { kind: 'cluster', holds: 'controllers, brokers, names, security groups and alarms', keepsState: true },
];

export function planStacks({ prefix, given }: Settings, destroyData: boolean): readonly StackPlan[] {
  return rows
    .filter(({ kind }) => kind !== 'network' || given.network.newVpc !== undefined)
    .map(({ kind, holds, keepsState }) => ({
      kind,
      name: names.stack(prefix, kind),
      description: `AutoMQ cluster ${given.name}: ${holds}`,
      terminationProtection: keepsState && !destroyData,
    }));
}
