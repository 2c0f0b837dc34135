/** What the packet does not judge: types that it does not know, and those that it knows to need no reading. */
import { createHash } from 'node:crypto';
import type { Assembly } from './assembly';
import { WAYS_OUT } from './network';
import { list } from './template';

export interface NotJudged {
  readonly type: string;
  readonly resource: string;
  /** SHA-256 of the resource: a person looks again when it changes. */
  readonly content: string;
}

export interface NotRead {
  readonly type: string;
  readonly resources: number;
  readonly why: string;
}

/** Types that the sections read. */
const READ = new Set([
  ...['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::EC2::Volume', 'AWS::DLM::LifecyclePolicy'],
  ...['AWS::SecretsManager::Secret', 'AWS::ACMPCA::CertificateAuthority', 'AWS::KMS::Key', 'AWS::KMS::Alias'],
  ...['AWS::Logs::LogGroup', 'AWS::CloudTrail::Trail', 'AWS::EC2::FlowLog'],
  ...['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
  ...['AWS::IAM::Role', 'AWS::IAM::InstanceProfile'],
  ...['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'],
  ...['AWS::EC2::LaunchTemplate', 'AWS::EC2::NetworkInterface', 'AWS::Route53::HostedZone'],
  ...['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'],
  ...['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::Route', 'AWS::EC2::PrefixList', 'AWS::EC2::VPCEndpoint'],
  ...WAYS_OUT,
]);

/** Types that allow nobody anything, hold no data and open no way by themselves. */
const NOT_READ: Readonly<Record<string, string>> = {
  'AWS::ACMPCA::Certificate': 'the certificate of the authority itself',
  'AWS::ACMPCA::CertificateAuthorityActivation': 'puts that certificate into the authority',
  'AWS::AutoScaling::AutoScalingGroup': 'how many machines of a launch template, which is read',
  'AWS::AutoScaling::ScalingPolicy': 'how many machines of a group',
  'AWS::CDK::Metadata': 'names the version of the CDK',
  'AWS::CloudWatch::Alarm': 'watches a metric',
  'AWS::EC2::CapacityReservation': 'sets machines aside',
  'AWS::EC2::RouteTable': 'empty by itself; each route is read',
  'AWS::EC2::SubnetCidrReservation': 'sets addresses aside',
  'AWS::EC2::SubnetRouteTableAssociation': 'which route table a subnet has',
  'AWS::Route53::RecordSet': 'a name for addresses',
  'AWS::Route53::RecordSetGroup': 'names for addresses',
  'AWS::Scheduler::Schedule': 'what it starts, and with which role, is not read; what the role may do is',
  'AWS::Scheduler::ScheduleGroup': 'a name for schedules',
  'AWS::StepFunctions::StateMachine': 'its steps are not read; what its role may do is',
};

/** A macro may change any resource when the template is deployed, so it is named beside them. */
export function notJudged(assembly: Assembly): readonly NotJudged[] {
  const macros = assembly.stacks.flatMap(({ stack, template }) =>
    list(template.Transform).map((macro) => row(`macro ${nameOf(macro)}`, stack, macro)),
  );
  const unknown = assembly.resources.filter(({ type }) => !READ.has(type) && !Object.hasOwn(NOT_READ, type));
  return [...macros, ...unknown.map(({ type, address, resource }) => row(type, address, resource))];
}

export function notRead(assembly: Assembly): readonly NotRead[] {
  return Object.entries(NOT_READ).flatMap(([type, why]) => {
    const resources = assembly.ofType(type).length;
    return resources > 0 ? [{ type, resources, why }] : [];
  });
}

function row(type: string, resource: string, content: unknown): NotJudged {
  return { type, resource, content: createHash('sha256').update(JSON.stringify(content)).digest('hex') };
}

const nameOf = (macro: unknown): string => (typeof macro === 'string' ? macro : JSON.stringify(macro));
