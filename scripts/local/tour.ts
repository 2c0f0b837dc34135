/** What a platform team wants to see after a deploy: names for clients, machines by zone, how to look around, how to stop. */
import { AutoScalingClient, paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Plan } from '../../lib/core';
import { facts, table } from '../../lib/cli/text/table';
import { clientOf } from '../../test/local-aws/client';
import type { LocalAws } from '../../test/local-aws/local-aws';

export interface Deployed {
  /** Options that tell the CDK CLI what was deployed. */
  readonly app: string;
  /** What the brokers answered to a client; empty where machines are played. */
  readonly kafka: readonly string[];
}

export async function showTour(local: LocalAws, decided: Plan, { app, kafka }: Deployed): Promise<void> {
  section('Outputs of the cluster stack', await outputs(local, decided));
  section('Machines in service', await machines(local, decided));
  if (kafka.length > 0) section('Kafka answers', kafka);
  section('Look around', [...lookAround(local, decided, app), ...(kafka.length > 0 ? kafkaTools : [])]);
  section('In a real account', [
    `Name it in ${process.argv[2]}, let 'npx tsx bin/automq-byoc.ts init|image|artifact ${process.argv[2]}' fill in what it lacks, then`,
    `  npx cdk bootstrap && npx cdk deploy --all -c deployment=${process.argv[2]}`,
    `  npx tsx bin/automq-byoc.ts protect ${process.argv[2]}   # once it serves`,
  ]);
  section('Stop', ['npm stop']);
}

const kafkaTools = [
  'npx tsx scripts/local/kafka.ts kafka-topics.sh --describe',
  'npx tsx scripts/local/kafka.ts kafka-metadata-quorum.sh describe --status',
];

const section = (title: string, lines: readonly string[]): void => console.log(`\n== ${title}\n${lines.join('\n')}`);

/** Bootstrap names, settings for clients, the size in force and who set it: as the stack itself says them. */
async function outputs(local: LocalAws, decided: Plan): Promise<string[]> {
  const { cluster, outputs: rows } = decided;
  const client = clientOf(local, decided, CloudFormationClient, 'cloudformation');
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: `${cluster.prefix}-cluster` }));
  const values = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return [facts(rows.map(({ id }) => [id, values.get(id) ?? '(missing)']))];
}

async function machines(local: LocalAws, decided: Plan): Promise<string[]> {
  const client = clientOf(local, decided, AutoScalingClient, 'autoscaling');
  const rows: string[][] = [];
  for await (const page of paginateDescribeAutoScalingGroups({ client }, {})) {
    for (const { AutoScalingGroupName, Instances = [], MinSize, MaxSize } of page.AutoScalingGroups ?? [])
      rows.push([
        zoneOf(decided, AutoScalingGroupName!),
        AutoScalingGroupName!,
        `${Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length}`,
        `${MinSize} to ${MaxSize}`,
      ]);
  }
  rows.sort((a, b) => `${a}`.localeCompare(`${b}`));
  return [
    table([{ title: 'zone' }, { title: 'group' }, { title: 'machines', align: 'right' }, { title: 'allowed' }], rows),
  ];
}

function zoneOf({ controllers, brokers }: Plan, group: string): string {
  const pinned = [...controllers, ...(brokers.kind === 'pinned' ? brokers.nodes : [])];
  const elastic = brokers.kind === 'elastic' ? brokers.groups : [];
  return (
    pinned.find(({ groupName }) => groupName === group)?.zone ?? elastic.find(({ name }) => name === group)?.zone ?? ''
  );
}

export function lookAround(local: LocalAws, { cluster, buckets, parameters }: Plan, app: string): string[] {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_CLOUDFORMATION',
  ];
  return [
    `export ${names.map((name) => `${name}=${local.env[name]}`).join(' ')}`,
    `aws cloudformation describe-stacks --stack-name ${cluster.prefix}-cluster`,
    `aws autoscaling describe-auto-scaling-groups`,
    `aws ec2 describe-instances --filters Name=tag:automq:cluster,Values=${cluster.prefix}`,
    `aws s3api get-bucket-policy --bucket ${buckets.data.name}`,
    ...parameters
      .filter(({ id }) => id === 'BrokersPerZone') // a fixed number of brokers has no such parameter
      .map(({ id }) => `npx cdk deploy ${cluster.prefix}-cluster ${app} --exclusively --parameters ${id}=3   # scale by parameter`), // prettier-ignore
  ];
}
