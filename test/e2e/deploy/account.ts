/** Reads back, through the SDK, what a deploy made. */
import {
  AutoScalingClient,
  DescribeLifecycleHooksCommand,
  paginateDescribeAutoScalingGroups,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  type AutoScalingGroup,
} from '@aws-sdk/client-auto-scaling';
import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  EC2Client,
  GetSubnetCidrReservationsCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListHostedZonesByVPCCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Plan } from '../../../lib/core';
import { clientOf } from '../../local-aws/client';
import type { LocalAws } from '../../local-aws/local-aws';
import { privateCa } from '../../local-aws/real-machines/reach';

export type Tags = Readonly<Record<string, string>>;
export const tagsOf = (tags: readonly { Key?: string; Value?: string }[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key, Value }: Tag) => [Key ?? '', Value ?? '']));

export class Account {
  readonly ec2: EC2Client;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  private readonly autoScaling: AutoScalingClient;
  private readonly cloudFormation: CloudFormationClient;

  constructor(
    private readonly local: LocalAws,
    private readonly plan: Plan,
  ) {
    this.ec2 = clientOf(local, plan, EC2Client, 'ec2');
    this.s3 = clientOf(local, plan, S3Client, 's3');
    this.kms = clientOf(local, plan, KMSClient, 'kms');
    this.autoScaling = clientOf(local, plan, AutoScalingClient, 'autoscaling');
    this.cloudFormation = clientOf(local, plan, CloudFormationClient, 'cloudformation');
  }

  /** Groups of this cluster, by name. */
  async groups(): Promise<Map<string, AutoScalingGroup>> {
    const found = new Map<string, AutoScalingGroup>();
    for await (const page of paginateDescribeAutoScalingGroups({ client: this.autoScaling }, {}))
      for (const group of page.AutoScalingGroups ?? [])
        if (tagsOf(group.Tags)['automq:cluster'] === this.plan.cluster.prefix)
          found.set(group.AutoScalingGroupName!, group);
    return found;
  }

  /** Instance ids of each group. */
  async machines(): Promise<Record<string, string[]>> {
    const rows = [...(await this.groups())].map(([name, { Instances = [] }]): [string, string[]] => [
      name,
      Instances.map(({ InstanceId }) => InstanceId!).sort(),
    ]);
    return Object.fromEntries(rows.sort());
  }

  /** What a health check of EC2 says of every machine of a group. */
  async setHealth(group: string, HealthStatus: 'Healthy' | 'Unhealthy'): Promise<void> {
    for (const InstanceId of (await this.machines())[group]!)
      await this.autoScaling.send(new SetInstanceHealthCommand({ InstanceId, HealthStatus }));
  }

  /** What a scaling policy does under load. */
  async scaleOut(AutoScalingGroupName: string, DesiredCapacity: number): Promise<void> {
    await this.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));
  }

  async hooks(group: string) {
    const { LifecycleHooks } = await this.autoScaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group }),
    );
    return LifecycleHooks!.map(({ LifecycleHookName, HeartbeatTimeout, DefaultResult }) => ({
      name: LifecycleHookName,
      heartbeatSeconds: HeartbeatTimeout,
      defaultResult: DefaultResult,
    }));
  }

  private get ofCluster() {
    return [{ Name: 'tag:automq:cluster', Values: [this.plan.cluster.prefix] }];
  }

  async instances() {
    const running = { Name: 'instance-state-name', Values: ['running'] };
    const { Reservations } = await this.ec2.send(
      new DescribeInstancesCommand({ Filters: [...this.ofCluster, running] }),
    );
    return Reservations!.flatMap(({ Instances }) => Instances ?? []);
  }

  async interfaces() {
    return (await this.ec2.send(new DescribeNetworkInterfacesCommand({ Filters: this.ofCluster }))).NetworkInterfaces!;
  }

  async volumes() {
    return (await this.ec2.send(new DescribeVolumesCommand({ Filters: this.ofCluster }))).Volumes!;
  }

  async volumesWith(VolumeIds: string[]) {
    return (await this.ec2.send(new DescribeVolumesCommand({ VolumeIds }))).Volumes!;
  }

  /** A volume, whoever holds it. */
  async volume(id: string) {
    const [{ Size, Iops, Throughput, VolumeType, KmsKeyId, CreateTime, AvailabilityZone, Tags } = {}] =
      await this.volumesWith([id]);
    return { Size, Iops, Throughput, VolumeType, KmsKeyId, CreateTime, AvailabilityZone, tags: tagsOf(Tags) };
  }

  /** When a bucket was made, and its objects with the sums of their content. */
  async bucket(name: string) {
    const { Buckets } = await this.s3.send(new ListBucketsCommand({}));
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: name }));
    const objects = Contents.map(({ Key, ETag, LastModified }) => ({ Key, ETag, LastModified }));
    return { made: Buckets!.find(({ Name }) => Name === name)!.CreationDate, objects };
  }

  /** Status and certificate of a private certificate authority. */
  async authority(CertificateAuthorityArn: string) {
    const ask = <T>(action: string) => privateCa<T>(this.local, this.plan, action, { CertificateAuthorityArn });
    const { CertificateAuthority } = await ask<{ CertificateAuthority: { Status: string } }>(
      'DescribeCertificateAuthority',
    );
    const { Certificate } = await ask<{ Certificate: string }>('GetCertificateAuthorityCertificate');
    return { status: CertificateAuthority.Status, certificate: Certificate };
  }

  async subnets() {
    return (await this.ec2.send(new DescribeSubnetsCommand({ Filters: this.ofCluster }))).Subnets!;
  }

  async reservation(subnet: string) {
    const answer = await this.ec2.send(new GetSubnetCidrReservationsCommand({ SubnetId: subnet }));
    return answer.SubnetIpv4CidrReservations!.map(({ Cidr, ReservationType }) => `${Cidr} ${ReservationType}`);
  }

  async zoneNames(): Promise<Map<string, string>> {
    const { AvailabilityZones } = await this.ec2.send(new DescribeAvailabilityZonesCommand({}));
    return new Map(AvailabilityZones!.map(({ ZoneName, ZoneId }) => [ZoneName!, ZoneId!]));
  }

  async launchTemplate(id: string, version: string) {
    const answer = await this.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
    );
    return answer.LaunchTemplateVersions![0]!.LaunchTemplateData!;
  }

  async key(id: string) {
    const { KeyMetadata } = await this.kms.send(new DescribeKeyCommand({ KeyId: id }));
    const { KeyRotationEnabled } = await this.kms.send(new GetKeyRotationStatusCommand({ KeyId: KeyMetadata!.KeyId }));
    const { Policy } = await this.kms.send(
      new GetKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId, PolicyName: 'default' }),
    );
    return { arn: KeyMetadata!.Arn!, state: KeyMetadata!.KeyState, rotates: KeyRotationEnabled, policy: Policy! };
  }

  /** Host, type and addresses of the records in the private zones of a VPC. */
  async records(vpc: string): Promise<Record<string, string[]>> {
    const client = clientOf(this.local, this.plan, Route53Client, 'route-53');
    const { HostedZoneSummaries } = await client.send(
      new ListHostedZonesByVPCCommand({ VPCId: vpc, VPCRegion: this.plan.cluster.region as 'us-east-1' }),
    );
    const rows: [string, string[]][] = [];
    for (const { HostedZoneId } of HostedZoneSummaries ?? []) {
      const { ResourceRecordSets } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
      for (const { Name, Type, ResourceRecords = [] } of ResourceRecordSets!)
        if (Type === 'A') rows.push([Name!.replace(/\.$/, ''), ResourceRecords.map(({ Value }) => Value!)]);
    }
    return Object.fromEntries(rows.sort());
  }

  async secrets() {
    const client = clientOf(this.local, this.plan, SecretsManagerClient, 'secretsmanager');
    return (await client.send(new ListSecretsCommand({}))).SecretList!;
  }

  async password(SecretId: string): Promise<string> {
    const client = clientOf(this.local, this.plan, SecretsManagerClient, 'secretsmanager');
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString!;
  }

  async secret(name: string) {
    const { ARN, KmsKeyId } = (await this.secrets()).find(({ Name }) => Name === name)!;
    return { ARN, KmsKeyId, value: await this.password(name) };
  }

  async logGroups() {
    const client = clientOf(this.local, this.plan, CloudWatchLogsClient, 'logs');
    return (await client.send(new DescribeLogGroupsCommand({}))).logGroups!;
  }

  /** Whether the role that Auto Scaling makes with the first group of an account is there. */
  async hasScalingRole(): Promise<boolean> {
    const client = clientOf(this.local, this.plan, IAMClient, 'iam');
    const { Roles = [] } = await client.send(new ListRolesCommand({ PathPrefix: '/aws-service-role/' }));
    return Roles.some(({ RoleName }) => RoleName === 'AWSServiceRoleForAutoScaling');
  }

  async alarms() {
    const client = clientOf(this.local, this.plan, CloudWatchClient, 'cloudwatch');
    return (await client.send(new DescribeAlarmsCommand({ MaxRecords: 100 }))).MetricAlarms!;
  }

  async stack(kind: string) {
    const StackName = this.plan.stacks.find((row) => row.kind === kind)!.name;
    return (await this.cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
  }

  /** Ids of what a stack has made of one type. */
  async made(kind: string, type: string): Promise<string[]> {
    const StackName = this.plan.stacks.find((row) => row.kind === kind)!.name;
    const { StackResources } = await this.cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
    return StackResources!.filter((row) => row.ResourceType === type).map((row) => row.PhysicalResourceId!);
  }

  async output(name: string): Promise<string | undefined> {
    return (await this.stack('cluster')).Outputs!.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  }

  /** `Modify Logical False`: action, logical id and replacement of each change. */
  async changes(StackName: string, ChangeSetName: string): Promise<string[]> {
    const { Changes } = await this.cloudFormation.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
    return Changes!.map(({ ResourceChange: row }) => `${row!.Action} ${row!.LogicalResourceId} ${row!.Replacement}`);
  }

  async unprotect(StackName: string): Promise<void> {
    await this.cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
    );
  }

  /** Names and statuses of all stacks but the CDK's own. */
  async stacks(): Promise<Record<string, string>> {
    const { StackSummaries } = await this.cloudFormation.send(new ListStacksCommand({}));
    const rows = StackSummaries!.map(({ StackName, StackStatus }): [string, string] => [StackName!, StackStatus!]);
    const ended = ([, status]: [string, string]): number => (status === 'DELETE_COMPLETE' ? 0 : 1);
    // A name that was used again has a deleted stack beside the one that is there.
    rows.sort((a, b) => ended(a) - ended(b));
    return Object.fromEntries(rows.filter(([name]) => name !== 'CDKToolkit'));
  }
}
