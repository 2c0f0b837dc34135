/** Instance refreshes of one region, as Auto Scaling has them. */
import { Failure } from '../failures';

export interface RefreshSettings {
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  readonly warmupSeconds: number;
  readonly bakeSeconds: number;
  /** Names of alarms that stop it. */
  readonly alarms: readonly string[];
}

export interface RefreshState {
  /** `None` where a group was never refreshed. */
  readonly status: string;
  readonly percentage: number;
  readonly reason?: string;
}

export interface Refreshes {
  /** The newest refresh of a group. */
  state(group: string): Promise<RefreshState>;
  /** Replaces machines that are not of the group's launch template; ends at once where there are none. */
  start(group: string, settings: RefreshSettings): Promise<void>;
  /** Alarms whose names start so. */
  alarms(prefixes: readonly string[]): Promise<readonly string[]>;
  close(): void;
}

export async function refreshesIn(region: string): Promise<Refreshes> {
  const scaling = await import('@aws-sdk/client-auto-scaling');
  const watch = await import('@aws-sdk/client-cloudwatch');
  const groups = new scaling.AutoScalingClient({ region });
  const alarms = new watch.CloudWatchClient({ region });
  return {
    state: async (group) => {
      const command = new scaling.DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 });
      const { InstanceRefreshes: [newest] = [] } = await explained(groups.send(command), group);
      const { Status: status = 'None', PercentageComplete: percentage = 0, StatusReason: reason } = newest ?? {};
      return { status, percentage, reason };
    },
    start: async (group, settings) => {
      await explained(groups.send(new scaling.StartInstanceRefreshCommand(request(group, settings))), group);
    },
    alarms: async (prefixes) => {
      const pages = prefixes.map((AlarmNamePrefix) =>
        alarms.send(new watch.DescribeAlarmsCommand({ AlarmNamePrefix })),
      );
      const found = await explained(Promise.all(pages), 'the alarms');
      return found.flatMap(({ MetricAlarms = [] }) => MetricAlarms.map(({ AlarmName }) => AlarmName!));
    },
    close: () => [groups, alarms].forEach((client) => client.destroy()),
  };
}

const request = (AutoScalingGroupName: string, settings: RefreshSettings) => ({
  AutoScalingGroupName,
  Strategy: 'Rolling' as const,
  Preferences: {
    MinHealthyPercentage: settings.minHealthyPercentage,
    MaxHealthyPercentage: settings.maxHealthyPercentage,
    InstanceWarmup: settings.warmupSeconds,
    BakeTime: settings.bakeSeconds,
    SkipMatching: true,
    AlarmSpecification: { Alarms: [...settings.alarms] },
  },
});

async function explained<T>(call: Promise<T>, subject: string): Promise<T> {
  return call.catch((error: Error) => {
    throw new Failure(`${subject}: ${error.name}: ${error.message}`);
  });
}
