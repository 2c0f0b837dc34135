/**
 * The provider's resources as CloudFormation's, for the local AWS. The parity test holds most of these conversions to what
 * the CDK side writes; those here are of resources that the two engines cut differently, or of values as the API wants them.
 */
import { CONVERSIONS } from '../../../parity/pulumi-types';

export type Inputs = Readonly<Record<string, unknown>>;

/** What to ask Cloud Control for. */
export interface Wanted {
  readonly type: string;
  readonly properties: Inputs;
  /** Set where the resource is a part of another one, which exists. */
  readonly partOf?: string;
}

/** What only the account knows. */
export interface Places {
  readonly zoneId: (name: string) => string;
}

type Convert = (inputs: Inputs, name: string, places: Places) => Wanted;

const tags = (inputs: Inputs) =>
  Object.entries((inputs.tags ?? {}) as Record<string, string>).map(([Key, Value]) => ({ Key, Value }));
const policy = (inputs: Inputs): unknown => JSON.parse(inputs.policy as string);
const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const deep = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [pascal(key), deep(part)]));
};

/** A setting of a bucket: for the provider a resource, for CloudFormation a property. */
const setting =
  (property: string, value: (inputs: Inputs) => unknown): Convert =>
  (inputs) => ({
    type: 'AWS::S3::Bucket',
    partOf: inputs.bucket as string,
    properties: { [property]: value(inputs) },
  });

type Rule = Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
  readonly id: string;
  readonly status: string;
};

const lifecycleRule = ({
  id,
  status,
  abortIncompleteMultipartUpload,
  expiration,
  noncurrentVersionExpiration,
}: Rule) => ({
  Id: id,
  Status: status,
  ...(abortIncompleteMultipartUpload && {
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortIncompleteMultipartUpload.daysAfterInitiation },
  }),
  ...(expiration && { ExpirationInDays: expiration.days }),
  ...(noncurrentVersionExpiration && {
    NoncurrentVersionExpiration: { NoncurrentDays: noncurrentVersionExpiration.noncurrentDays },
  }),
});

interface EncryptionRule {
  readonly bucketKeyEnabled?: boolean;
  readonly applyServerSideEncryptionByDefault: { readonly sseAlgorithm: string; readonly kmsMasterKeyId?: string };
}

const encryptionRule = ({ bucketKeyEnabled = false, applyServerSideEncryptionByDefault: by }: EncryptionRule) => ({
  BucketKeyEnabled: bucketKeyEnabled,
  ServerSideEncryptionByDefault: {
    SSEAlgorithm: by.sseAlgorithm,
    ...(by.kmsMasterKeyId !== undefined && { KMSMasterKeyID: by.kmsMasterKeyId }),
  },
});

const rule =
  (direction: 'Ingress' | 'Egress', end: 'Source' | 'Destination'): Convert =>
  ({
    securityGroupId,
    cidrIpv4,
    prefixListId,
    referencedSecurityGroupId,
    ipProtocol,
    fromPort,
    toPort,
    description,
  }) => ({
    type: `AWS::EC2::SecurityGroup${direction}`,
    properties: given({
      GroupId: securityGroupId,
      IpProtocol: ipProtocol,
      FromPort: fromPort,
      ToPort: toPort,
      Description: description,
      CidrIp: cidrIpv4,
      [`${end}PrefixListId`]: prefixListId,
      [`${end}SecurityGroupId`]: referencedSecurityGroupId,
    }),
  });

const given = (values: Inputs): Inputs =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** By the parity test's conversion, with what differs for an account. */
const asInTemplate =
  (change: (properties: Inputs, inputs: Inputs, places: Places) => Inputs): Convert =>
  (inputs, name, places) => {
    const type = 'aws:' + name.split(' ')[0]!;
    const { type: made, convert } = CONVERSIONS[type]!;
    const hooks = ((inputs.initialLifecycleHooks ?? []) as Inputs[]).map((hook) => ({
      type: 'aws:autoscaling/lifecycleHook:LifecycleHook',
      name: `${name}-hook`,
      inputs: hook,
    }));
    const properties = convert({ type, name, inputs } as never, hooks as never) as Inputs;
    return { type: made, properties: given(change(properties, inputs, places)) };
  };

const without = (properties: Inputs, ...names: readonly string[]): Inputs =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));

const OWN: Readonly<Record<string, Convert>> = {
  'kms/key:Key': (inputs) => ({
    type: 'AWS::KMS::Key',
    properties: {
      Description: inputs.description,
      KeyPolicy: policy(inputs),
      EnableKeyRotation: inputs.enableKeyRotation,
      PendingWindowInDays: inputs.deletionWindowInDays,
      Tags: tags(inputs),
    },
  }),
  'kms/alias:Alias': ({ name, targetKeyId }) => ({
    type: 'AWS::KMS::Alias',
    properties: { AliasName: name, TargetKeyId: targetKeyId },
  }),
  's3/bucket:Bucket': (inputs) => ({
    type: 'AWS::S3::Bucket',
    properties: { BucketName: inputs.bucket, Tags: tags(inputs) },
  }),
  's3/bucketPolicy:BucketPolicy': (inputs) => ({
    type: 'AWS::S3::BucketPolicy',
    properties: { Bucket: inputs.bucket, PolicyDocument: policy(inputs) },
  }),
  's3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': setting(
    'BucketEncryption',
    ({ rules }) => ({ ServerSideEncryptionConfiguration: (rules as EncryptionRule[]).map(encryptionRule) }),
  ),
  's3/bucketPublicAccessBlock:BucketPublicAccessBlock': setting('PublicAccessBlockConfiguration', (inputs) =>
    deep(without(inputs, 'bucket')),
  ),
  's3/bucketOwnershipControls:BucketOwnershipControls': setting('OwnershipControls', ({ rule: only }) => ({
    Rules: [deep(only)],
  })),
  's3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': setting('LifecycleConfiguration', ({ rules }) => ({
    Rules: (rules as Rule[]).map(lifecycleRule),
  })),
  's3/bucketVersioning:BucketVersioning': setting('VersioningConfiguration', ({ versioningConfiguration }) =>
    deep(versioningConfiguration),
  ),
  's3/bucketLogging:BucketLogging': setting('LoggingConfiguration', ({ targetBucket, targetPrefix }) => ({
    DestinationBucketName: targetBucket,
    LogFilePrefix: targetPrefix,
  })),
  'vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule('Ingress', 'Source'),
  'vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule('Egress', 'Destination'),
  'route53/record:Record': ({ zoneId, name, type, ttl, records }) => ({
    type: 'AWS::Route53::RecordSetGroup',
    properties: {
      HostedZoneId: zoneId,
      RecordSets: [{ Name: name, Type: type, TTL: String(ttl as number), ResourceRecords: records }],
    },
  }),
  // The name that Pulumi makes for what the program does not name.
  'cloudwatch/metricAlarm:MetricAlarm': (inputs, name, places) => {
    const alarm = asInTemplate((properties) => properties)(inputs, name, places);
    return { ...alarm, properties: { ...alarm.properties, AlarmName: `${name.split(' ')[1]}-0a1b2c3` } };
  },
  'iam/policy:Policy': asInTemplate((properties) => without(properties, 'Roles', 'Tags')),
  'iam/instanceProfile:InstanceProfile': asInTemplate((properties) => without(properties, 'Tags')),
  // The provider takes away the rule that lets a new group send everywhere.
  'ec2/securityGroup:SecurityGroup': asInTemplate((properties) => ({ ...properties, SecurityGroupEgress: [] })),
  'ebs/volume:Volume': asInTemplate((properties, { availabilityZone }, { zoneId }) => ({
    ...properties,
    AvailabilityZoneId: zoneId(availabilityZone as string),
  })),
  'ec2/launchTemplate:LaunchTemplate': asInTemplate(({ LaunchTemplateData: data, ...rest }, { userData }) => ({
    ...rest,
    LaunchTemplateData: { ...(data as Inputs), UserData: userData },
  })),
  'autoscaling/group:Group': asInTemplate((properties, { launchTemplate, availabilityZones }, { zoneId }) => ({
    // Settings of the first deploy, not of a group.
    ...without(properties, 'WaitForCapacityTimeout', 'EnabledMetrics'),
    LaunchTemplate: {
      LaunchTemplateId: (launchTemplate as Inputs).id,
      Version: (launchTemplate as Inputs).version,
    },
    AvailabilityZoneIds: (availabilityZones as string[] | undefined)?.map(zoneId),
  })),
  'scheduler/schedule:Schedule': asInTemplate((properties, { groupName }) => ({ ...properties, GroupName: groupName })),
  'acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate': asInTemplate((properties) => ({
    ...properties,
    Status: 'ACTIVE',
  })),
};

/** Kept in the provider's own list only: beside the group they are what stands inside it, and moto has no such thing. */
const NOT_FORWARDED = new Set(['autoscaling/lifecycleHook:LifecycleHook']);

/** Nothing for what is not forwarded. @throws for a type that nothing converts */
export function wanted(pulumiType: string, name: string, inputs: Inputs, places: Places): Wanted | undefined {
  const type = pulumiType.replace(/^aws:/, '');
  if (NOT_FORWARDED.has(type)) return undefined;
  return (OWN[type] ?? asInTemplate((properties) => properties))(inputs, `${type} ${name}`, places);
}
