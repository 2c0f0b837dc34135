/** Where the two engines differ, and why. Every difference needs a row, and every row a difference: the parity test reads them. */
import type { Difference } from './facts';

export interface KnownDifference {
  /** A type of CloudFormation, or another part of the facts. */
  readonly of: string;
  readonly property: string;
  /** What it says in a template, as JSON. */
  readonly cdk: RegExp | 'nothing';
  /** What it says in a program, as JSON. */
  readonly pulumi: RegExp | 'nothing';
  readonly why: string;
}

const tags = /^\{.*"automq:cluster":\{.*\}\}$/;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    of: 'AWS::EC2::LaunchTemplate',
    property: 'LaunchTemplateData.UserData.signal',
    cdk: /^\["STACK='Stack'","SIGNAL_RESOURCE='Nodes\w+Group\w+'"\]$/,
    pulumi: /^\["STACK=''","SIGNAL_RESOURCE=''"\]$/,
    why: 'CloudFormation waits for a signal of boot; Pulumi waits until the group has its smallest size in service.',
  },
  {
    of: 'AWS::IAM::ManagedPolicy',
    property: 'PolicyDocument.Statement.SignalDeploy',
    cdk: /^\{"Action":\["cloudformation:SignalResource"\],"Effect":"Allow","Resource":"[^"]+:stack\/[^"]+"/,
    pulumi: 'nothing',
    why: 'Without a stack that waits for a signal nobody needs the permission to send one.',
  },
  {
    of: 'AWS::AutoScaling::AutoScalingGroup',
    property: 'InstanceRefresh',
    cdk: /"MaxHealthyPercentage":(100,"MinHealthyPercentage":0|101,"MinHealthyPercentage":100)\},"Strategy":"Rolling"\}$/,
    pulumi: 'nothing',
    why:
      'The provider would start a refresh in every group at once, and cannot go back. `automq-byoc refresh` sends the same ' +
      'settings, for one group after the other, and Auto Scaling itself goes back.',
  },
  {
    of: 'AWS::AutoScaling::AutoScalingGroup',
    property: 'EnabledMetrics',
    cdk: 'nothing',
    pulumi: /^\["GroupDesiredCapacity",("Group\w+",){6}"GroupTotalInstances"\]$/,
    why: 'No list means all metrics in CloudFormation, and none for the provider.',
  },
  {
    of: 'AWS::EC2::LaunchTemplate',
    property: 'VersionDescription',
    cdk: 'nothing',
    pulumi: /^"How machines of [\w-]+ start\."$/,
    why: 'In the template the sentence stands in the metadata of the resource, which Pulumi does not have.',
  },
  {
    of: 'AWS::S3::Bucket',
    property: 'ForceDestroy',
    cdk: 'nothing',
    pulumi: /^(true|false)$/,
    why: 'A bucket that does not stay must be empty before CloudFormation deletes it; the provider empties it, if it is to.',
  },
  {
    of: 'AWS::IAM::ManagedPolicy',
    property: 'Tags',
    cdk: 'nothing',
    pulumi: tags,
    why: "CloudFormation's type takes no tags; the provider's does.",
  },
  {
    of: 'AWS::IAM::InstanceProfile',
    property: 'Tags',
    cdk: 'nothing',
    pulumi: tags,
    why: "CloudFormation's type takes no tags; the provider's does.",
  },
  {
    of: 'AWS::EC2::SubnetCidrReservation',
    property: 'Tags',
    cdk: tags,
    pulumi: 'nothing',
    why: "The provider's type takes no tags; CloudFormation's does.",
  },
  {
    of: 'AWS::ACMPCA::CertificateAuthorityActivation',
    property: 'Status',
    cdk: /^"ACTIVE"$/,
    pulumi: 'nothing',
    why: 'The provider puts the certificate in, and the authority is active then.',
  },
  {
    of: 'rules',
    property: '<EndpointSecurityGroup> out -1 - 127.0.0.1/32',
    cdk: /^"Endpoints open no connection"$/,
    pulumi: 'nothing',
    why:
      'CloudFormation can keep a group from sending anywhere only by a rule that reaches nothing; the provider takes the ' +
      'rule away that AWS adds.',
  },
];

/** The row that explains a difference between the CDK's facts, on the left, and Pulumi's. */
export const explained = ({ path, left, right }: Difference): KnownDifference | undefined =>
  KNOWN_DIFFERENCES.find(
    ({ of, property, cdk, pulumi }) =>
      [`${of}.properties.${property}`, `${of}.${property}`].includes(path) && says(left, cdk) && says(right, pulumi),
  );

const says = (value: unknown, expected: RegExp | 'nothing'): boolean =>
  expected === 'nothing' ? value === undefined : value !== undefined && expected.test(JSON.stringify(value));
