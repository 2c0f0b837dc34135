/** How machines of one kind of node start, live and are replaced. */
import type { NodeKind } from './types';

export interface MachinePlan {
  readonly kind: NodeKind;
  readonly instanceType: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** Network baseline of the instance, bytes per second in each direction. */
  readonly bandwidthBytes: number;
  readonly rootVolumeGiB: number;
  readonly rootVolumeType: 'gp3';
  readonly rootDevice: string;
  readonly metadata: MetadataPlan;
  /** What a machine that shuts itself down becomes. */
  readonly onShutdown: 'terminate';
  /** EC2's metrics of the machine every minute instead of every five. */
  readonly detailedMonitoring: boolean;
  readonly health: HealthPlan;
  /** Which machine a group ends first. */
  readonly terminationPolicies: readonly string[];
  /** How often the group's own metrics are written. */
  readonly metricsGranularity: string;
  readonly memory: MemoryPlan;
  readonly launchHook: HookPlan;
  readonly terminateHook: HookPlan;
  readonly refresh: RefreshPlan;
  /** Longest a first deploy waits for this group, ISO 8601 duration. */
  readonly createTimeout: string;
}

/** Options of the instance metadata service, as a launch template spells them. */
export interface MetadataPlan {
  readonly httpEndpoint: 'enabled';
  readonly httpTokens: 'required';
  readonly httpPutResponseHopLimit: number;
  readonly instanceMetadataTags: 'disabled';
}

export interface HealthPlan {
  readonly type: 'EC2';
  /** Seconds after a launch in which failed checks do not count. */
  readonly graceSeconds: number;
}

export interface MemoryPlan {
  readonly allocator: 'POOLED_HEAP' | 'POOLED_DIRECT';
  readonly heapMiB: number;
  /** 0 with POOLED_HEAP. */
  readonly directMiB: number;
  readonly walCacheBytes: number;
  readonly blockCacheBytes: number;
  readonly uploadThresholdBytes: number;
}

export interface HookPlan {
  readonly name: string;
  readonly heartbeatSeconds: number;
  readonly defaultResult: 'ABANDON' | 'CONTINUE';
}

/** Both percentages are always written: CloudFormation's own default launches first and would wait for a held address. */
export interface RefreshPlan {
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  readonly warmupSeconds: number;
  readonly bakeSeconds: number;
}
