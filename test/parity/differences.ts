/** Where the two engines differ, and why. Every difference needs a row, and every row a difference: the parity test reads them. */
export interface KnownDifference {
  /** A type of CloudFormation with the path of a property, or another part of the facts. */
  readonly path: RegExp;
  readonly why: string;
}

const GROUP = 'AWS::AutoScaling::AutoScalingGroup\\.properties';

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    path: /^AWS::EC2::LaunchTemplate\.properties\.LaunchTemplateData\.UserData\.signal$/,
    why: 'CloudFormation waits for a signal of boot; Pulumi waits until the group has its smallest size in service.',
  },
  {
    path: /^AWS::IAM::ManagedPolicy\.properties\.PolicyDocument\.Statement\.SignalDeploy$/,
    why: 'Without a stack that waits for a signal nobody needs the permission to send one.',
  },
  {
    path: new RegExp(`^${GROUP}\\.InstanceRefresh$`),
    why:
      'The provider would start a refresh in every group at once, and cannot go back. `automq-byoc refresh` sends the same ' +
      'settings, for one group after the other, and Auto Scaling itself goes back.',
  },
  {
    path: new RegExp(`^${GROUP}\\.EnabledMetrics$`),
    why: 'No list means all metrics in CloudFormation, and none for the provider.',
  },
  {
    path: /^AWS::EC2::LaunchTemplate\.properties\.VersionDescription$/,
    why: 'In the template the sentence stands in the metadata of the resource, which Pulumi does not have.',
  },
  {
    path: /^AWS::(IAM::ManagedPolicy|IAM::InstanceProfile)\.properties\.Tags$/,
    why: "CloudFormation's types take no tags; the provider's do.",
  },
  {
    path: /^AWS::EC2::SubnetCidrReservation\.properties\.Tags$/,
    why: "The provider's type takes no tags; CloudFormation's does.",
  },
  {
    path: /^AWS::ACMPCA::CertificateAuthorityActivation\.properties\.Status$/,
    why: 'The provider puts the certificate in, and the authority is active then.',
  },
  {
    path: /^rules\.<EndpointSecurityGroup> out -1 - 127\.0\.0\.1\/32$/,
    why:
      'CloudFormation can keep a group from sending anywhere only by a rule that reaches nothing; the provider takes the ' +
      'rule away that AWS adds.',
  },
];
