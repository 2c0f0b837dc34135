/**
 * Types that hold data or an identity, and what the CDK's diff and the provider schemas do not know about them.
 *
 * Sources: the CloudFormation resource reference of each type ("Update requires"), and tries with
 * @aws-cdk/cloudformation-diff 2.187.5 and @aws-cdk/aws-service-spec 0.1.216: they report the zone and encryption of a volume
 * and the spec of a key as plain updates, and do not count interfaces, zones, networks and roles as stateful.
 */
export interface StatefulType {
  readonly type: string;
  /** What is lost with it, for the sentence "holds …". */
  readonly holds: string;
  /** Properties that CloudFormation replaces it for, or refuses to change, though the schemas call them updates. */
  readonly immutable?: readonly string[];
  /** Properties whose removal takes protection away; a path each. */
  readonly protection?: readonly string[];
  /** What CloudFormation takes where a property is not set: to write it out or leave it out is no change. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Properties that name it, besides the logical id. */
  readonly name?: string;
  /** How to reach the goal without losing it. */
  readonly wayAround: string;
}

const KEEP_ID = 'Keep the logical id (overrideLogicalId) and the construct path.';
const IMPORT = 'Or keep the old one (it is retained) and take it over with `cdk deploy --import-existing-resources`.';

export const statefulTypes: readonly StatefulType[] = [
  {
    type: 'AWS::S3::Bucket',
    holds: 'the objects',
    name: 'BucketName',
    protection: [
      'BucketEncryption',
      'PublicAccessBlockConfiguration.BlockPublicAcls',
      'PublicAccessBlockConfiguration.BlockPublicPolicy',
      'PublicAccessBlockConfiguration.IgnorePublicAcls',
      'PublicAccessBlockConfiguration.RestrictPublicBuckets',
      'OwnershipControls',
      'VersioningConfiguration.Status',
      'LoggingConfiguration.DestinationBucketName',
    ],
    wayAround: `Keep its name and logical id. ${IMPORT}`,
  },
  {
    type: 'AWS::S3::BucketPolicy',
    holds: 'the refusals that protect the objects',
    protection: ['PolicyDocument'],
    wayAround: KEEP_ID,
  },
  {
    type: 'AWS::KMS::Key',
    holds: 'the only way to read what it encrypted',
    immutable: ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
    protection: ['EnableKeyRotation', 'KeyPolicy'],
    defaults: { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', MultiRegion: false, Origin: 'AWS_KMS' },
    wayAround: `${KEEP_ID} A second key may stand beside it; name the old one in the file under \`keys\`.`,
  },
  {
    type: 'AWS::EC2::Volume',
    holds: 'metadata or acknowledged records',
    immutable: [
      'AvailabilityZone',
      'AvailabilityZoneId',
      'Encrypted',
      'KmsKeyId',
      'SnapshotId',
      'OutpostArn',
      'MultiAttachEnabled',
    ],
    protection: ['Encrypted', 'KmsKeyId'],
    wayAround:
      'Keep the zones in the file in the order of the controllers (`controllers.zones`), or name the kept volume in `adoptVolumes`.',
  },
  {
    type: 'AWS::EC2::NetworkInterface',
    holds: 'the address that is the identity of a pinned node',
    immutable: ['PrivateIpAddress', 'SubnetId', 'InterfaceType'],
    wayAround: 'Keep the zone, the subnet and the node range of this node in the file.',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    holds: 'a password',
    name: 'Name',
    immutable: ['GenerateSecretString', 'SecretString'],
    protection: ['KmsKeyId'],
    wayAround: 'A change of how a password is generated generates a new one: rotate it in Secrets Manager instead.',
  },
  {
    type: 'AWS::ACMPCA::CertificateAuthority',
    holds: 'the trust of every client',
    wayAround: `${KEEP_ID} Or name the old authority in the file (\`tls.authorityArn\`).`,
  },
  {
    type: 'AWS::ACMPCA::Certificate',
    holds: "the authority's own certificate",
    wayAround: KEEP_ID,
  },
  {
    type: 'AWS::Route53::HostedZone',
    holds: 'every name that clients and nodes use',
    name: 'Name',
    immutable: ['VPCs'],
    wayAround: 'Keep `dns.domain`, or name the zone in the file (`dns.hostedZone`).',
  },
  {
    type: 'AWS::Logs::LogGroup',
    holds: 'logs',
    name: 'LogGroupName',
    protection: ['KmsKeyId', 'RetentionInDays'],
    wayAround: KEEP_ID,
  },
  {
    type: 'AWS::IAM::Role',
    holds: 'an identity that key and bucket policies name',
    name: 'RoleName',
    immutable: ['Path'],
    protection: ['PermissionsBoundary'],
    wayAround: `${KEEP_ID} Deploy the identity stack first, then the data stack.`,
  },
  {
    type: 'AWS::EC2::VPC',
    holds: 'the network of every node',
    wayAround: 'Keep `network.newVpc.cidr`; a VPC grows by a second block, not by another first one.',
  },
  {
    type: 'AWS::EC2::Subnet',
    holds: 'the addresses that are identities',
    immutable: ['AvailabilityZoneId', 'AvailabilityZone', 'CidrBlock'],
    wayAround: 'Keep the zones and the block of the VPC in the file.',
  },
  {
    type: 'AWS::EC2::SubnetCidrReservation',
    holds: 'the addresses that are identities',
    wayAround: 'Keep the zones and the block of the VPC in the file.',
  },
];

export const statefulByType: ReadonlyMap<string, StatefulType> = new Map(statefulTypes.map((row) => [row.type, row]));
