/** Instance refreshes of one region, as Auto Scaling has them. */
import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
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

/** Going back is running, too; having gone back is not. */
const RUNNING = ['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress'];
export const isRunning = (status: string): boolean => RUNNING.includes(status);

export interface Refreshes {
  /** The newest refresh of a group. */
  state(group: string): Promise<RefreshState>;
  /**
   * Replaces machines that are not of the newest version of the group's launch template; ends at once where there are none. The
   * group launches that version from then on, and the old one again after a refresh that did not end well.
   */
  start(group: string, settings: RefreshSettings): Promise<void>;
  /** Alarms whose names start so. */
  alarms(prefixes: readonly string[]): Promise<readonly string[]>;
  close(): void;
}

export async function refreshesIn(region: string): Promise<Refreshes> {
  const scaling = await import('@aws-sdk/client-auto-scaling');
  const watch = await import('@aws-sdk/client-cloudwatch');
  const ec2 = await import('@aws-sdk/client-ec2');
  const groups = new scaling.AutoScalingClient({ region });
  const alarms = new watch.CloudWatchClient({ region });
  const templates = new ec2.EC2Client({ region });

  /** By number: Auto Scaling goes back from no other kind of version. */
  async function newestVersion(group: string): Promise<LaunchTemplateSpecification> {
    const command = new scaling.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] });
    const { AutoScalingGroups: [found] = [] } = await explained(groups.send(command), group);
    const LaunchTemplateId = found?.LaunchTemplate?.LaunchTemplateId;
    if (LaunchTemplateId === undefined) throw new Failure(`${group}: there is no such group with a launch template`);
    const describe = new ec2.DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [LaunchTemplateId] });
    const { LaunchTemplates: [template] = [] } = await explained(templates.send(describe), group);
    return { LaunchTemplateId, Version: String(template!.LatestVersionNumber) };
  }

  return {
    state: async (group) => {
      const command = new scaling.DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 });
      const { InstanceRefreshes: [newest] = [] } = await explained(groups.send(command), group);
      const { Status: status = 'None', PercentageComplete: percentage = 0, StatusReason: reason } = newest ?? {};
      return { status, percentage, reason };
    },
    start: async (group, settings) => {
      const command = new scaling.StartInstanceRefreshCommand(request(group, settings, await newestVersion(group)));
      await explained(groups.send(command), group);
    },
    alarms: async (prefixes) => {
      const pages = prefixes.map((AlarmNamePrefix) =>
        alarms.send(new watch.DescribeAlarmsCommand({ AlarmNamePrefix })),
      );
      const found = await explained(Promise.all(pages), 'the alarms');
      return found.flatMap(({ MetricAlarms = [] }) => MetricAlarms.map(({ AlarmName }) => AlarmName!));
    },
    close: () => [groups, alarms, templates].forEach((client) => client.destroy()),
  };
}

const request = (
  AutoScalingGroupName: string,
  settings: RefreshSettings,
  LaunchTemplate: LaunchTemplateSpecification,
) => ({
  AutoScalingGroupName,
  Strategy: 'Rolling' as const,
  DesiredConfiguration: { LaunchTemplate },
  Preferences: {
    MinHealthyPercentage: settings.minHealthyPercentage,
    MaxHealthyPercentage: settings.maxHealthyPercentage,
    InstanceWarmup: settings.warmupSeconds,
    BakeTime: settings.bakeSeconds,
    SkipMatching: true,
    AutoRollback: true,
    AlarmSpecification: { Alarms: [...settings.alarms] },
  },
});

async function explained<T>(call: Promise<T>, subject: string): Promise<T> {
  return call.catch((error: Error) => {
    throw new Failure(`${subject}: ${error.name}: ${error.message}`);
  });
}
