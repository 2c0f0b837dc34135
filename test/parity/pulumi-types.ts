/**
 * How the provider's resources say what CloudFormation's say: every input becomes a property, so one that only Pulumi sets
 * shows up as a difference.
 */
import type { Recorded } from '../pulumi/recorded';

type Convert = (resource: Recorded, all: readonly Recorded[]) => object;

interface Conversion {
  /** CloudFormation's type. */
  readonly type: string;
  readonly convert: Convert;
  /** What CloudFormation's name has behind the provider's. */
  readonly suffix?: string;
}

type Inputs = Recorded['inputs'];
/** A new name, or what becomes of the value. */
type Change = string | ((value: never, inputs: Inputs) => object);

const json =
  (property: string): Change =>
  (text: string) => ({ [property]: JSON.parse(text) as unknown });
const list =
  (property: string): Change =>
  (value: unknown) => ({ [property]: [value] });
const tagsAs =
  (property: string): Change =>
  (tags: Inputs) => ({ [property]: tagList(tags) });
const tagList = (tags: Inputs) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Inputs with their names as CloudFormation writes them, but for what changes. */
function properties(inputs: Inputs, changes: Readonly<Record<string, Change>> = {}): object {
  const parts = Object.entries(inputs).map(([name, value]) => {
    const change = { tags: tagsAs('Tags'), ...changes }[name] ?? pascal(name);
    return typeof change === 'string' ? { [change]: deep(value) } : change(value as never, inputs);
  });
  return Object.assign({}, ...parts) as object;
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [pascal(name), deep(part)]));
}

const as = (type: string, changes: Readonly<Record<string, Change>> = {}): Conversion => ({
  type,
  convert: ({ inputs }) => properties(inputs, changes),
});

const metricStat = ({ period, stat, dimensions, ...metric }: Inputs) => ({
  Metric: { ...properties(metric), Dimensions: pairs(dimensions as Inputs) },
  Period: period,
  Stat: stat,
});
const pairs = (values: Inputs) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

/** Booleans that the provider takes as text, because there is a third value. */
const truth = (value: unknown): unknown => (value === 'true' || value === 'false' ? value === 'true' : value);

const launchTemplate: Convert = ({ inputs }) => {
  const { tags, description, ...data } = inputs;
  return {
    VersionDescription: description,
    TagSpecifications: [{ ResourceType: 'launch-template', Tags: tagList(tags as Inputs) }],
    LaunchTemplateData: properties(data, {
      userData: (text: string) => ({ UserData: Buffer.from(text, 'base64').toString() }),
      tagSpecifications: (rows: { resourceType: string; tags: Inputs }[]) => ({
        TagSpecifications: rows.map((row) => ({ ResourceType: row.resourceType, Tags: tagList(row.tags) })),
      }),
      networkInterfaces: (rows: Inputs[]) => ({ NetworkInterfaces: rows.map(launchInterface) }),
      blockDeviceMappings: (rows: { deviceName: string; ebs: Inputs }[]) => ({
        BlockDeviceMappings: rows.map(({ deviceName, ebs }) => ({
          DeviceName: deviceName,
          Ebs: mapped(properties(ebs), truth),
        })),
      }),
    }),
  };
};

const launchInterface = (row: Inputs): object => mapped(properties(row, { securityGroups: 'Groups' }), truth);
const mapped = (value: object, change: (part: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));

/** The hooks beside the group must be those inside it; only then do they vanish here. */
const group: Convert = ({ name, inputs }, all) => {
  const beside = all.filter((each) => each.type.endsWith(':LifecycleHook') && each.name.startsWith(`${name}-`));
  const hooks = beside.map(({ inputs: { autoscalingGroupName: _, ...hook } }) => hook);
  const inside = inputs.initialLifecycleHooks as object[];
  if (JSON.stringify(hooks.map(entries)) !== JSON.stringify(inside.map(entries))) {
    throw new Error(`${name}: hooks beside the group differ from those inside`);
  }
  return properties(inputs, {
    name: 'AutoScalingGroupName',
    minSize: (size: number) => ({ MinSize: String(size) }),
    maxSize: (size: number) => ({ MaxSize: String(size) }),
    launchTemplate: ({ id }: Inputs) => ({ LaunchTemplate: { LaunchTemplateId: id, Version: 'latest' } }),
    vpcZoneIdentifiers: 'VPCZoneIdentifier',
    availabilityZones: 'AvailabilityZoneIds',
    metricsGranularity: (Granularity: string) => ({ MetricsCollection: [{ Granularity }] }),
    initialLifecycleHooks: (rows: Inputs[]) => ({
      LifecycleHookSpecificationList: rows.map((row) => properties(row, { name: 'LifecycleHookName' })),
    }),
    tags: (rows: Inputs[]) => ({ Tags: rows.map(deep) }),
  });
};

const entries = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** The policy with the roles it is attached to. */
const managedPolicy: Convert = ({ name, inputs }, all) => {
  const attached = all.filter((each) => each.type.endsWith(':RolePolicyAttachment') && each.name === name);
  const Roles = attached.map((each) => each.inputs.role);
  return { ...properties(inputs, { policy: json('PolicyDocument') }), Roles };
};

/** Each setting of a bucket is a resource with the name of the bucket, and stays as long as it. One that stays is never emptied. */
const bucket: Convert = ({ name, inputs, retainOnDelete }, all) => {
  if (inputs.forceDestroy === retainOnDelete) throw new Error(`${name}: would be emptied, or cannot go`);
  const settings = all.filter((each) => each.name === name && each.type in BUCKET_SETTINGS);
  const strays = settings.filter((each) => each.inputs.bucket !== inputs.bucket || each.retainOnDelete !== retainOnDelete); // prettier-ignore
  if (strays.length > 0) throw new Error(`${name}: settings of another bucket, or of another life`);
  const parts = settings.map(({ type, inputs: { bucket: _, ...own } }) => BUCKET_SETTINGS[type]!(own));
  return Object.assign(properties(inputs, { bucket: 'BucketName' }), ...parts) as object;
};

const BUCKET_SETTINGS: Readonly<Record<string, (inputs: Inputs) => object>> = {
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': ({ rules, ...rest }) => ({
    BucketEncryption: { ServerSideEncryptionConfiguration: (rules as Inputs[]).map(encryptionRule), ...rest },
  }),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': (inputs) => ({
    PublicAccessBlockConfiguration: deep(inputs),
  }),
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': ({ rule, ...rest }) => ({
    OwnershipControls: { Rules: [deep(rule)], ...rest },
  }),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': ({ rules, ...rest }) => ({
    LifecycleConfiguration: { Rules: (rules as Inputs[]).map(lifecycleRule), ...rest },
  }),
  'aws:s3/bucketVersioning:BucketVersioning': (inputs) => deep(inputs) as object,
  'aws:s3/bucketLogging:BucketLogging': (inputs) => ({
    LoggingConfiguration: properties(inputs, { targetBucket: 'DestinationBucketName', targetPrefix: 'LogFilePrefix' }),
  }),
};

const encryptionRule = (rule: Inputs): object =>
  properties(rule, {
    applyServerSideEncryptionByDefault: (value: Inputs) => ({
      ServerSideEncryptionByDefault: properties(value, {
        sseAlgorithm: 'SSEAlgorithm',
        kmsMasterKeyId: 'KMSMasterKeyID',
      }),
    }),
  });

/** An empty filter is the provider's word for all objects. */
const lifecycleRule = (rule: Inputs): object =>
  properties(rule, {
    filter: (filter: object) => (Object.keys(filter).length === 0 ? {} : { Filter: filter }),
    expiration: ({ days, ...rest }: Inputs) => ({ ExpirationInDays: days, ...rest }),
  });

const lifecyclePolicy: Readonly<Record<string, Change>> = {
  policyDetails: ({ targetTags, schedules, ...rest }: Inputs & { targetTags: Inputs; schedules: Inputs[] }) => ({
    PolicyDetails: {
      ...properties(rest),
      TargetTags: tagList(targetTags),
      Schedules: schedules.map((row) => properties(row, { createRule: createRule })),
    },
  }),
};
const createRule: Change = (rule: Inputs) => ({ CreateRule: properties(rule, { times: list('Times') }) });

/** By the provider's type. */
export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'aws:iam/role:Role': as('AWS::IAM::Role', { assumeRolePolicy: json('AssumeRolePolicyDocument') }),
  'aws:iam/policy:Policy': { type: 'AWS::IAM::ManagedPolicy', convert: managedPolicy },
  'aws:iam/instanceProfile:InstanceProfile': as('AWS::IAM::InstanceProfile', { role: list('Roles') }),
  'aws:cloudcontrol/resource:Resource': {
    type: 'AWS::SecretsManager::Secret',
    convert: ({ inputs }) => JSON.parse(inputs.desiredState as string) as object,
  },
  'aws:kms/key:Key': as('AWS::KMS::Key', {
    policy: json('KeyPolicy'),
    deletionWindowInDays: 'PendingWindowInDays',
  }),
  'aws:kms/alias:Alias': as('AWS::KMS::Alias', { name: 'AliasName' }),
  'aws:s3/bucket:Bucket': { type: 'AWS::S3::Bucket', convert: bucket },
  'aws:s3/bucketPolicy:BucketPolicy': {
    ...as('AWS::S3::BucketPolicy', { policy: json('PolicyDocument') }),
    suffix: 'Policy',
  },
  'aws:acmpca/certificateAuthority:CertificateAuthority': as('AWS::ACMPCA::CertificateAuthority', {
    certificateAuthorityConfiguration: (value: object) => deep(value) as object,
  }),
  'aws:acmpca/certificate:Certificate': as('AWS::ACMPCA::Certificate', {
    certificateSigningRequest: (text: string) => ({
      CertificateSigningRequest: text.replace(/^request of parity-(.*)/, '<$1>'),
    }),
    validity: ({ type, value }: { type: string; value: string }) => ({
      Validity: { Type: type, Value: Number(value) },
    }),
  }),
  'aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate': as(
    'AWS::ACMPCA::CertificateAuthorityActivation',
    { certificate: (text: string) => ({ Certificate: text.replace(/^certificate of parity-(.*)/, '<$1>') }) },
  ),
  'aws:ec2/vpc:Vpc': as('AWS::EC2::VPC'),
  'aws:ec2/subnet:Subnet': as('AWS::EC2::Subnet'),
  'aws:ec2/subnetCidrReservation:SubnetCidrReservation': as('AWS::EC2::SubnetCidrReservation', { cidrBlock: 'Cidr' }),
  'aws:ec2/routeTable:RouteTable': as('AWS::EC2::RouteTable'),
  'aws:ec2/routeTableAssociation:RouteTableAssociation': as('AWS::EC2::SubnetRouteTableAssociation'),
  'aws:ec2/vpcEndpoint:VpcEndpoint': as('AWS::EC2::VPCEndpoint', { policy: json('PolicyDocument') }),
  'aws:ec2/flowLog:FlowLog': as('AWS::EC2::FlowLog', {
    vpcId: (id: string) => ({ ResourceType: 'VPC', ResourceId: id }),
    logDestination: 'LogGroupName',
    iamRoleArn: 'DeliverLogsPermissionArn',
  }),
  'aws:ec2/securityGroup:SecurityGroup': as('AWS::EC2::SecurityGroup', { description: 'GroupDescription' }),
  'aws:ec2/networkInterface:NetworkInterface': as('AWS::EC2::NetworkInterface', {
    privateIps: ([address]: string[]) => ({ PrivateIpAddress: address }),
    securityGroups: 'GroupSet',
  }),
  'aws:ebs/volume:Volume': as('AWS::EC2::Volume', { availabilityZone: 'AvailabilityZoneId', type: 'VolumeType' }),
  'aws:ec2/launchTemplate:LaunchTemplate': { type: 'AWS::EC2::LaunchTemplate', convert: launchTemplate },
  'aws:autoscaling/group:Group': { type: 'AWS::AutoScaling::AutoScalingGroup', convert: group },
  'aws:cloudwatch/logGroup:LogGroup': as('AWS::Logs::LogGroup', { name: 'LogGroupName' }),
  'aws:dlm/lifecyclePolicy:LifecyclePolicy': as('AWS::DLM::LifecyclePolicy', lifecyclePolicy),
  'aws:sns/topic:Topic': as('AWS::SNS::Topic'),
  'aws:sns/topicPolicy:TopicPolicy': as('AWS::SNS::TopicPolicy', {
    arn: list('Topics'),
    policy: json('PolicyDocument'),
  }),
  'aws:cloudwatch/metricAlarm:MetricAlarm': as('AWS::CloudWatch::Alarm', {
    metricQueries: (rows: (Inputs & { metric?: Inputs })[]) => ({
      Metrics: rows.map(({ metric, ...row }) => ({
        ...properties(row),
        ...(metric && { MetricStat: metricStat(metric) }),
      })),
    }),
    okActions: 'OKActions',
    dimensions: (values: Inputs) => ({ Dimensions: pairs(values) }),
  }),
  'aws:sfn/stateMachine:StateMachine': as('AWS::StepFunctions::StateMachine', {
    name: 'StateMachineName',
    definition: json('Definition'),
    loggingConfiguration: ({ logDestination, ...rest }: Inputs) => ({
      LoggingConfiguration: {
        ...properties(rest),
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: logDestination } }],
      },
    }),
  }),
  'aws:sqs/queue:Queue': as('AWS::SQS::Queue', {
    name: 'QueueName',
    messageRetentionSeconds: 'MessageRetentionPeriod',
  }),
  'aws:sqs/queuePolicy:QueuePolicy': as('AWS::SQS::QueuePolicy', {
    queueUrl: list('Queues'),
    policy: json('PolicyDocument'),
  }),
  'aws:scheduler/scheduleGroup:ScheduleGroup': as('AWS::Scheduler::ScheduleGroup'),
  // The name that CloudFormation makes of a reference to the group.
  'aws:scheduler/schedule:Schedule': as('AWS::Scheduler::Schedule', {
    groupName: (name: string) => ({ GroupName: name.endsWith('floor-keeper') ? '<ScheduleGroup>' : name }),
  }),
  'aws:autoscaling/policy:Policy': as('AWS::AutoScaling::ScalingPolicy', {
    autoscalingGroupName: 'AutoScalingGroupName',
    cooldown: (seconds: number) => ({ Cooldown: String(seconds) }),
    targetTrackingConfiguration: (value: Inputs) => ({
      TargetTrackingConfiguration: properties(value, {
        customizedMetricSpecification: (metric: Inputs) => ({
          CustomizedMetricSpecification: properties(metric, { metricDimensions: 'Dimensions' }),
        }),
      }),
    }),
  }),
  'aws:ec2/capacityReservation:CapacityReservation': as('AWS::EC2::CapacityReservation', {
    availabilityZone: 'AvailabilityZoneId',
    tags: (tags: Inputs) => ({
      TagSpecifications: [{ ResourceType: 'capacity-reservation', Tags: tagList(tags) }],
    }),
  }),
  'aws:route53/zone:Zone': as('AWS::Route53::HostedZone', {
    comment: (Comment: string) => ({ HostedZoneConfig: { Comment } }),
    vpcs: (rows: Inputs[]) => ({ VPCs: rows.map(({ vpcId, vpcRegion }) => ({ VPCId: vpcId, VPCRegion: vpcRegion })) }),
    tags: tagsAs('HostedZoneTags'),
  }),
};

/** What CloudFormation has inside another resource: the type whose conversion takes it up. */
export const PARTS: Readonly<Record<string, string>> = {
  'aws:autoscaling/lifecycleHook:LifecycleHook': 'aws:autoscaling/group:Group',
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': 'aws:iam/policy:Policy',
  ...Object.fromEntries(Object.keys(BUCKET_SETTINGS).map((type) => [type, 'aws:s3/bucket:Bucket'])),
};
