import { instanceTypes, type InstanceType } from '../facts';
import { memoryFor } from './memory';
import type { Settings } from './settings';
import type { HookPlan, MachinePlan, MetadataPlan, NodeKind, RefreshPlan } from './types';

/** Bytes per second in one Gbit/s. */
const bytesPerGbps = 125_000_000;

/** System, archive and logs; a controller's metadata has a volume of its own. */
const controllerRootGiB = 30;

/** Session tokens only, and none for a process one hop away; tags stay out of reach of whoever runs on the machine. */
const metadata: MetadataPlan = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
  instanceMetadataTags: 'disabled',
};

/** EC2's status checks only: the launch hook is the real gate. */
const health = { type: 'EC2', graceSeconds: 300 } as const;

/** A node out of service is given up after this; recovery of a large log takes minutes. ABANDON: the group tries again. */
const launchHook: HookPlan = { name: 'launch', heartbeatSeconds: 900, defaultResult: 'ABANDON' };

/** Short because a dead machine cannot end it and holds its address that long; a draining one renews it. */
const terminateHook: HookPlan = { name: 'terminate', heartbeatSeconds: 90, defaultResult: 'CONTINUE' };

/**
 * Launch one, then end one, at every group size. Warm-up: AutoBalancer looks every 60 s at metrics up to 60 s old. Bake: one
 * period of the alarm on failed boots.
 */
const launchFirst: RefreshPlan = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: 101,
  warmupSeconds: 120,
  bakeSeconds: 300,
};

/** End, then launch: the replacement needs the same interface and volume. */
const terminateFirst: RefreshPlan = {
  minHealthyPercentage: 0,
  maxHealthyPercentage: 100,
  warmupSeconds: 60,
  bakeSeconds: 300,
};

export function planMachines(settings: Settings): Readonly<Record<NodeKind, MachinePlan>> {
  const { brokers, controllers, wal } = settings;
  return {
    controller: machine('controller', controllers.instanceType, controllerRootGiB, terminateFirst),
    broker: machine(
      'broker',
      brokers.instanceType,
      brokers.rootVolumeGiB,
      wal.type === 's3' ? launchFirst : terminateFirst,
    ),
  };
}

function machine(kind: NodeKind, instanceType: string, rootVolumeGiB: number, refresh: RefreshPlan): MachinePlan {
  const { vcpus, memoryGiB, baselineGbps } = instance(instanceType);
  return {
    kind,
    instanceType,
    vcpus,
    memoryGiB,
    bandwidthBytes: Math.round(baselineGbps * bytesPerGbps),
    rootVolumeGiB,
    rootVolumeType: 'gp3',
    rootDevice: '/dev/xvda',
    metadata,
    onShutdown: 'terminate',
    detailedMonitoring: true,
    health,
    terminationPolicies: ['OldestLaunchTemplate', 'OldestInstance'],
    metricsGranularity: '1Minute',
    memory: memoryFor(memoryGiB),
    launchHook,
    terminateHook,
    refresh,
    createTimeout: 'PT20M',
  };
}

export function instance(type: string): InstanceType {
  const found = instanceTypes[type];
  if (!found) throw new Error(`instanceType: ${type} is not a known instance type`);
  return found;
}
