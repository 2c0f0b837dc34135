/** What the destructive checks of `verify` change in an account. Each call is undone by the check that makes it. */
import { AutoScalingClient, SetDesiredCapacityCommand, StartInstanceRefreshCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling'; // prettier-ignore
import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Parameter,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateNetworkInterfaceCommand, DeleteNetworkInterfaceCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Plan } from '../../core';
import type { Changing } from '../verify/account';

/** CloudFormation takes a longer template only from a bucket (CloudFormation quotas, template body size in a request). */
const LONGEST_BODY = 51_200;

export function changingOf({ cluster }: Plan, pause: (seconds: number) => Promise<void>): Changing {
  const { region } = cluster;
  const autoScaling = new AutoScalingClient({ region });
  const cloudFormation = new CloudFormationClient({ region });
  return {
    update: async (stack, template, limitSeconds) => {
      const { location, forget } = await placed(cluster, stack, template);
      try {
        return await update(cloudFormation, stack, { ...location, limitSeconds, pause });
      } finally {
        await forget();
      }
    },
    setParameters: (stack, values, limitSeconds) =>
      update(cloudFormation, stack, { UsePreviousTemplate: true, values, limitSeconds, pause }),
    setMinimum: async (AutoScalingGroupName, MinSize) => {
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize }));
    },
    setDesired: async (AutoScalingGroupName, DesiredCapacity) => {
      await autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));
    },
    refresh: async (AutoScalingGroupName, { alarms, warmupSeconds, ...percentages }) => {
      const { InstanceRefreshId } = await autoScaling.send(
        new StartInstanceRefreshCommand({
          AutoScalingGroupName,
          Preferences: {
            MinHealthyPercentage: percentages.minHealthyPercentage,
            MaxHealthyPercentage: percentages.maxHealthyPercentage,
            InstanceWarmup: warmupSeconds,
            SkipMatching: false,
            ...(alarms.length > 0 && { AlarmSpecification: { Alarms: [...alarms] } }),
          },
        }),
      );
      return InstanceRefreshId!;
    },
    ring: async (AlarmName, StateValue) => {
      const StateReason = 'automq-byoc verify';
      await new CloudWatchClient({ region }).send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
    },
    takeAddress: (subnet, address) => takeAddress(new EC2Client({ region }), subnet, address),
  };
}

type Location =
  { readonly TemplateBody: string } | { readonly TemplateURL: string } | { readonly UsePreviousTemplate: true };

interface Placed {
  readonly location: Location;
  /** Takes it away again; CloudFormation has read it when the update has begun. */
  forget(): Promise<void>;
}

/** Long templates go where the archive is: the one bucket that the user can write and the plan knows. */
async function placed(
  { region, archive, dnsSuffix }: Plan['cluster'],
  stack: string,
  template: string,
): Promise<Placed> {
  if (Buffer.byteLength(template) <= LONGEST_BODY)
    return { location: { TemplateBody: template }, forget: async () => undefined };
  if (archive === 'baked') throw new Error('the template needs a bucket, and the file names none (automq.archive)');
  const { bucket } = archive;
  const object = { Bucket: bucket, Key: `automq-byoc-verify/${stack}.template.json` };
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const client = new S3Client({ region, forcePathStyle: endpoint !== undefined });
  await client.send(new PutObjectCommand({ ...object, Body: template }));
  const host = endpoint === undefined ? `https://${bucket}.s3.${region}.${dnsSuffix}` : `${endpoint}/${bucket}`;
  return {
    location: { TemplateURL: `${host}/${object.Key}` },
    forget: async () => void (await client.send(new DeleteObjectCommand(object))),
  };
}

type Update = Location & {
  /** Parameters that get another value. */
  readonly values?: Readonly<Record<string, string>>;
  readonly limitSeconds: number;
  readonly pause: (seconds: number) => Promise<void>;
};

async function update(
  client: CloudFormationClient,
  StackName: string,
  { values = {}, limitSeconds, pause, ...location }: Update,
) {
  const look = async () => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
  const { Parameters = [] } = await look();
  const given = ({ ParameterKey = '' }: Parameter): Parameter =>
    ParameterKey in values ? { ParameterKey, ParameterValue: values[ParameterKey] } : { ParameterKey, UsePreviousValue: true }; // prettier-ignore
  await client.send(new UpdateStackCommand({ StackName, ...location, Parameters: Parameters.map(given) }));
  const end = Date.now() + limitSeconds * 1000;
  for (;;) {
    const { StackStatus = '' } = await look();
    if (!StackStatus.endsWith('_IN_PROGRESS') || Date.now() > end) return StackStatus;
    await pause(5);
  }
}

async function takeAddress(client: EC2Client, SubnetId: string, PrivateIpAddress: string): Promise<string | undefined> {
  try {
    const command = new CreateNetworkInterfaceCommand({
      SubnetId,
      PrivateIpAddress,
      Description: 'automq-byoc verify',
    });
    const { NetworkInterface } = await client.send(command);
    const { NetworkInterfaceId } = NetworkInterface!;
    await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    // Any other error says nothing of the address.
    if (!/InUse|AlreadyInUse|already in use|in use/i.test(`${name} ${message}`)) throw error;
    return `${name}: ${message}`;
  }
}
