/**
 * What an account must have room for, beside the default of each quota. Codes and defaults: Service Quotas, and the page
 * "endpoints and quotas" of each service (https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html).
 */
import type { Assembly, Located } from '../assembly';
import { at, list } from '../template';

export interface QuotaRow {
  readonly quota: string;
  /** Code in Service Quotas. */
  readonly code: string;
  readonly needed: number;
  /** Its code there. */
  readonly service: string;
  /** What a new account has. */
  readonly byDefault: number;
  /** Page that lists it. */
  readonly source: string;
}

interface Counted {
  readonly quota: string;
  readonly code: string;
  readonly service: Service;
  readonly byDefault: number;
  readonly count: (assembly: Assembly) => number;
}

const counted =
  (type: string) =>
  (assembly: Assembly): number =>
    assembly.ofType(`AWS::${type}`).length;

/** Pages by service, in its code of Service Quotas. */
const PAGES = {
  ec2: 'https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html',
  vpc: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
  ebs: 'https://docs.aws.amazon.com/general/latest/gr/ebs-service.html',
  autoscaling: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html',
  iam: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  s3: 'https://docs.aws.amazon.com/general/latest/gr/s3.html',
  route53: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html',
} as const;

type Service = keyof typeof PAGES;

const QUOTAS: readonly Counted[] = [
  {
    quota: 'Running On-Demand Standard instances, vCPUs',
    code: 'L-1216C47A',
    service: 'ec2',
    byDefault: 5,
    count: vcpus,
  },
  { quota: 'VPCs in the region', code: 'L-F678F1CE', service: 'vpc', byDefault: 5, count: counted('EC2::VPC') },
  {
    quota: 'Interface endpoints in a VPC',
    code: 'L-29B6F2EB',
    service: 'vpc',
    byDefault: 50,
    count: (assembly) => interfaceEndpoints(assembly).length,
  },
  {
    quota: 'Network interfaces in the region',
    code: 'L-DF5E4CA3',
    service: 'vpc',
    byDefault: 5000,
    count: interfaces,
  },
  {
    quota: 'Rules of a security group, in one direction',
    code: 'L-0EA8095F',
    service: 'vpc',
    byDefault: 60,
    count: rules,
  },
  {
    quota: 'Storage of gp3 volumes, TiB',
    code: 'L-7A658B76',
    service: 'ebs',
    byDefault: 50,
    count: (assembly) => Math.ceil(gibibytes(assembly) / 1024),
  },
  {
    quota: 'Auto Scaling groups in the region',
    code: 'L-CDE20ADC',
    service: 'autoscaling',
    byDefault: 500,
    count: counted('AutoScaling::AutoScalingGroup'),
  },
  { quota: 'Roles in the account', code: 'L-FE177D64', service: 'iam', byDefault: 1000, count: counted('IAM::Role') },
  {
    quota: 'Buckets in the account',
    code: 'L-DC2B2D3D',
    service: 's3',
    byDefault: 10_000,
    count: counted('S3::Bucket'),
  },
  {
    quota: 'Hosted zones in the account',
    code: 'L-4EA4796A',
    service: 'route53',
    byDefault: 500,
    count: counted('Route53::HostedZone'),
  },
];

export const quotas = (assembly: Assembly): readonly QuotaRow[] =>
  QUOTAS.map(({ count, ...row }) => ({ ...row, needed: count(assembly), source: PAGES[row.service] })).filter(
    ({ needed }) => needed > 0,
  );

function vcpus(assembly: Assembly): number {
  return groups(assembly).reduce((sum, group) => {
    const template = assembly.target(at(group.properties, 'LaunchTemplate.LaunchTemplateId'), group.stack);
    const type = String(at(template?.properties, 'LaunchTemplateData.InstanceType') ?? '');
    return sum + vcpusOf(type) * machinesAtMost(group);
  }, 0);
}

const groups = (assembly: Assembly): readonly Located[] => assembly.ofType('AWS::AutoScaling::AutoScalingGroup');

/** A group at its maximum, with one more machine where a replacement launches before it ends the old one. */
function machinesAtMost({ properties }: Located): number {
  const first = Number(at(properties, 'InstanceMaintenancePolicy.MaxHealthyPercentage') ?? 100) > 100;
  return Number(properties.MaxSize) + (first ? 1 : 0);
}

/** One for each machine, which for a pinned one is that of the templates, and one in each subnet of an interface endpoint. */
function interfaces(assembly: Assembly): number {
  const machines = groups(assembly).reduce((sum, group) => sum + machinesAtMost(group), 0);
  return interfaceEndpoints(assembly).reduce((sum, row) => sum + list(row.properties.SubnetIds).length, machines);
}

const interfaceEndpoints = (assembly: Assembly): readonly Located[] =>
  assembly.ofType('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface');

/** By the size in the name: large has 2, xlarge 4, 2xlarge 8. Holds for the general families this package takes. */
function vcpusOf(instanceType: string): number {
  const [, size = ''] = instanceType.split('.');
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  if (times !== undefined) return 4 * Number(times || 1);
  return size === 'medium' ? 1 : 2;
}

function rules(assembly: Assembly): number {
  const own = assembly.ofType('AWS::EC2::SecurityGroup').map((group) => {
    const apart = (type: string) =>
      assembly.ofType(type).filter((row) => assembly.target(row.properties.GroupId, row.stack) === group).length;
    return Math.max(
      list(group.properties.SecurityGroupIngress).length + apart('AWS::EC2::SecurityGroupIngress'),
      list(group.properties.SecurityGroupEgress).length + apart('AWS::EC2::SecurityGroupEgress'),
    );
  });
  return Math.max(0, ...own);
}

function gibibytes(assembly: Assembly): number {
  const volumes = assembly
    .ofType('AWS::EC2::Volume')
    .reduce((sum, { properties }) => sum + Number(properties.Size ?? 0), 0);
  const roots = assembly.ofType('AWS::AutoScaling::AutoScalingGroup').reduce((sum, group) => {
    const template = assembly.target(at(group.properties, 'LaunchTemplate.LaunchTemplateId'), group.stack);
    const disks = list(at(template?.properties, 'LaunchTemplateData.BlockDeviceMappings')).map((row) =>
      Number(at(row, 'Ebs.VolumeSize') ?? 0),
    );
    return sum + Number(group.properties.MaxSize) * disks.reduce((a, b) => a + b, 0);
  }, 0);
  return volumes + roots;
}
