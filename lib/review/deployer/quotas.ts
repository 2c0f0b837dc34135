/** What an account must have room for, beside the default of each quota. Source: Service Quotas, defaults as of 2026-11. */
import type { Assembly } from '../assembly';
import { at, list } from '../template';

export interface QuotaRow {
  readonly quota: string;
  /** Code in Service Quotas. */
  readonly code: string;
  readonly needed: number;
  /** What a new account has. */
  readonly byDefault: number;
}

interface Counted {
  readonly quota: string;
  readonly code: string;
  readonly byDefault: number;
  readonly count: (assembly: Assembly) => number;
}

const counted =
  (type: string) =>
  (assembly: Assembly): number =>
    assembly.ofType(`AWS::${type}`).length;

const QUOTAS: readonly Counted[] = [
  { quota: 'Running On-Demand Standard instances, vCPUs', code: 'L-1216C47A', byDefault: 5, count: vcpus },
  { quota: 'VPCs in the region', code: 'L-F678F1CE', byDefault: 5, count: counted('EC2::VPC') },
  {
    quota: 'Interface endpoints in a VPC',
    code: 'L-29B6F2EB',
    byDefault: 50,
    count: (assembly) =>
      assembly.ofType('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')
        .length,
  },
  { quota: 'Rules of a security group, in one direction', code: 'L-0EA8095F', byDefault: 60, count: rules },
  {
    quota: 'Storage of gp3 volumes, TiB',
    code: 'L-7A658B76',
    byDefault: 50,
    count: (assembly) => Math.ceil(gibibytes(assembly) / 1024),
  },
  {
    quota: 'Auto Scaling groups in the region',
    code: 'L-CDE20ADC',
    byDefault: 500,
    count: counted('AutoScaling::AutoScalingGroup'),
  },
  { quota: 'Roles in the account', code: 'L-FE177D64', byDefault: 1000, count: counted('IAM::Role') },
  { quota: 'Buckets in the account', code: 'L-DC2B2D3D', byDefault: 10_000, count: counted('S3::Bucket') },
  { quota: 'Hosted zones in the account', code: 'L-4EA4796A', byDefault: 500, count: counted('Route53::HostedZone') },
];

export const quotas = (assembly: Assembly): readonly QuotaRow[] =>
  QUOTAS.map(({ quota, code, byDefault, count }) => ({ quota, code, needed: count(assembly), byDefault })).filter(
    ({ needed }) => needed > 0,
  );

/** Every group at its maximum, with one more machine where a replacement launches before it ends the old one. */
function vcpus(assembly: Assembly): number {
  return assembly.ofType('AWS::AutoScaling::AutoScalingGroup').reduce((sum, group) => {
    const template = assembly.target(at(group.properties, 'LaunchTemplate.LaunchTemplateId'), group.stack);
    const type = String(at(template?.properties, 'LaunchTemplateData.InstanceType') ?? '');
    const first = Number(at(group.properties, 'InstanceMaintenancePolicy.MaxHealthyPercentage') ?? 100) > 100;
    return sum + vcpusOf(type) * (Number(group.properties.MaxSize) + (first ? 1 : 0));
  }, 0);
}

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
