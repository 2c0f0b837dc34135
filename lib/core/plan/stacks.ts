import { names } from '../identities';
import { planRoles } from './roles';
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
  { kind: 'seasons', holds: 'floor keeper, season parameters and scaling', keepsState: false },
];

export function planStacks(settings: Settings, destroyData: boolean): readonly StackPlan[] {
  const { prefix, given } = settings;
  const empty = emptyStacks(settings);
  return rows
    .filter(({ kind }) => !empty.includes(kind))
    .map(({ kind, holds, keepsState }) => ({
      kind,
      name: names.stack(prefix, kind),
      description: `AutoMQ cluster ${given.name}: ${holds}`,
      keepsState,
      terminationProtection: keepsState && given.terminationProtection === true && !destroyData,
    }));
}

/** CloudFormation refuses a stack without resources: roles that are all injected, a network that others own, no season. */
function emptyStacks(settings: Settings): readonly StackKind[] {
  const makesRoles = Object.values(planRoles(settings)).some(({ needed, existingArn }) => needed && !existingArn);
  const makesNetwork = settings.given.network.newVpc !== undefined;
  const hasSeasons = (settings.given.seasons ?? []).length > 0;
  const rows: readonly (readonly [StackKind, boolean])[] = [
    ['identity', makesRoles],
    ['network', makesNetwork],
    ['seasons', hasSeasons],
  ];
  return rows.filter(([, makesSomething]) => !makesSomething).map(([kind]) => kind);
}
