/**
 * What CloudFormation calls in the deployer's name for each type of resource.
 *
 * No npm package carries the handler permissions of the CloudFormation registry, so the rows are written from the registry
 * schemas (`handlers.*.permissions`, aws cloudformation describe-type) and the Service Authorization Reference. Tests hold every
 * action to the list of actions that exist, and every type of every example to a row here.
 */

/** What a statement may be limited to. */
export type Scope =
  /** The names that the templates give, or the names CloudFormation makes from the stack's name. */
  | 'named'
  /** Ids are made at deploy time: things with the tag of this cluster. */
  | 'tagged'
  /** Neither name nor tag exists when the call is made: everything of this account in this region. */
  | 'region';

export interface HandlerRow {
  readonly type: string;
  /** ARN of what is made, after `arn:<partition>:`; `{name}` stands for its name or the stack's prefix. */
  readonly arn: string;
  /** Calls that make it: ids, and often tags, do not exist yet. */
  readonly make: readonly string[];
  readonly makeScope: Scope;
  /** Calls that change or delete it. */
  readonly change: readonly string[];
  readonly changeScope: Scope;
  /** Calls that only look. */
  readonly read: readonly string[];
}

const ec2 = (type: string, arn: string, make: string, change: string, read: string): HandlerRow => ({
  type: `AWS::EC2::${type}`,
  arn: `ec2:{region}:{account}:${arn}`,
  make: actions('ec2', `${make} CreateTags`),
  makeScope: 'region',
  change: actions('ec2', change),
  changeScope: 'tagged',
  read: actions('ec2', read),
});

const actions = (service: string, names: string): readonly string[] =>
  names
    .split(' ')
    .filter(Boolean)
    .map((name) => `${service}:${name}`);

interface Named {
  readonly make: string;
  readonly change?: string;
  readonly read?: string;
  readonly makeScope?: Scope;
  readonly changeScope?: Scope;
}

const of = (
  type: string,
  service: string,
  arn: string,
  { make, change = '', read = '', makeScope = 'named', changeScope = makeScope }: Named,
): HandlerRow => ({
  type: `AWS::${type}`,
  arn,
  make: actions(service, make),
  makeScope,
  change: actions(service, change),
  changeScope,
  read: actions(service, read),
});

export const handlers: readonly HandlerRow[] = [
  of('IAM::Role', 'iam', 'iam::{account}:role{path}{name}', {
    make: 'CreateRole TagRole PutRolePermissionsBoundary',
    change:
      'DeleteRole UpdateRole UpdateAssumeRolePolicy UntagRole AttachRolePolicy DetachRolePolicy DeleteRolePermissionsBoundary',
    read: 'GetRole ListAttachedRolePolicies ListRolePolicies ListRoleTags',
  }),
  of('IAM::ManagedPolicy', 'iam', 'iam::{account}:policy{path}{name}', {
    make: 'CreatePolicy CreatePolicyVersion',
    change: 'DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion',
    read: 'GetPolicy GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy',
  }),
  of('IAM::InstanceProfile', 'iam', 'iam::{account}:instance-profile{path}{name}', {
    make: 'CreateInstanceProfile AddRoleToInstanceProfile',
    change: 'DeleteInstanceProfile RemoveRoleFromInstanceProfile',
    read: 'GetInstanceProfile',
  }),
  of('KMS::Key', 'kms', 'kms:{region}:{account}:key/*', {
    make: 'CreateKey TagResource',
    makeScope: 'region',
    change:
      'EnableKeyRotation DisableKeyRotation EnableKey DisableKey PutKeyPolicy CreateAlias DeleteAlias UpdateAlias ScheduleKeyDeletion CancelKeyDeletion UntagResource UpdateKeyDescription',
    changeScope: 'tagged',
    read: 'DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags ListKeyRotations',
  }),
  of('KMS::Alias', 'kms', 'kms:{region}:{account}:{name}', {
    make: 'CreateAlias',
    change: 'DeleteAlias UpdateAlias',
    read: 'ListAliases',
  }),
  of('S3::Bucket', 's3', 's3:::{name}', {
    make: 'CreateBucket PutBucketTagging PutEncryptionConfiguration PutBucketPublicAccessBlock PutBucketOwnershipControls PutBucketVersioning PutLifecycleConfiguration PutBucketLogging',
    change: 'DeleteBucket',
    read: 'GetBucketTagging GetEncryptionConfiguration GetBucketPublicAccessBlock GetBucketOwnershipControls GetBucketVersioning GetLifecycleConfiguration GetBucketLogging GetBucketLocation ListBucket GetBucketAcl GetBucketCORS GetBucketNotification GetBucketObjectLockConfiguration GetBucketWebsite GetReplicationConfiguration GetAccelerateConfiguration GetIntelligentTieringConfiguration GetAnalyticsConfiguration GetInventoryConfiguration GetMetricsConfiguration',
  }),
  of('S3::BucketPolicy', 's3', 's3:::{name}', {
    make: 'PutBucketPolicy',
    change: 'DeleteBucketPolicy',
    read: 'GetBucketPolicy',
  }),
  of('SecretsManager::Secret', 'secretsmanager', 'secretsmanager:{region}:{account}:secret:{name}-??????', {
    make: 'CreateSecret TagResource',
    change: 'UpdateSecret DeleteSecret UntagResource',
    read: 'DescribeSecret',
  }),
  {
    ...of('SecretsManager::Password', 'secretsmanager', '', { make: 'GetRandomPassword', makeScope: 'region' }),
    type: 'AWS::SecretsManager::Secret',
    arn: '*',
  },
  of('ACMPCA::CertificateAuthority', 'acm-pca', 'acm-pca:{region}:{account}:certificate-authority/*', {
    make: 'CreateCertificateAuthority TagCertificateAuthority',
    makeScope: 'region',
    change: 'UpdateCertificateAuthority DeleteCertificateAuthority UntagCertificateAuthority',
    changeScope: 'tagged',
    read: 'DescribeCertificateAuthority GetCertificateAuthorityCsr ListTags',
  }),
  of('ACMPCA::Certificate', 'acm-pca', 'acm-pca:{region}:{account}:certificate-authority/*', {
    make: 'IssueCertificate',
    makeScope: 'tagged',
    read: 'GetCertificate',
  }),
  of('ACMPCA::CertificateAuthorityActivation', 'acm-pca', 'acm-pca:{region}:{account}:certificate-authority/*', {
    make: 'ImportCertificateAuthorityCertificate UpdateCertificateAuthority',
    makeScope: 'tagged',
    read: 'DescribeCertificateAuthority GetCertificateAuthorityCertificate',
  }),
  of('Logs::LogGroup', 'logs', 'logs:{region}:{account}:log-group:{name}*', {
    make: 'CreateLogGroup PutRetentionPolicy AssociateKmsKey TagResource',
    change: 'DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey UntagResource',
    read: 'DescribeLogGroups ListTagsForResource DescribeIndexPolicies GetDataProtectionPolicy DescribeResourcePolicies',
  }),
  of('SNS::Topic', 'sns', 'sns:{region}:{account}:{name}', {
    make: 'CreateTopic SetTopicAttributes TagResource',
    change: 'DeleteTopic UntagResource',
    read: 'GetTopicAttributes ListTagsForResource ListSubscriptionsByTopic GetDataProtectionPolicy',
  }),
  of('SNS::TopicPolicy', 'sns', 'sns:{region}:{account}:{name}', { make: 'SetTopicAttributes' }),
  of('SQS::Queue', 'sqs', 'sqs:{region}:{account}:{name}', {
    make: 'CreateQueue SetQueueAttributes TagQueue',
    change: 'DeleteQueue UntagQueue',
    read: 'GetQueueAttributes GetQueueUrl ListQueueTags',
  }),
  of('SQS::QueuePolicy', 'sqs', 'sqs:{region}:{account}:{name}', {
    make: 'SetQueueAttributes',
    read: 'GetQueueAttributes',
  }),
  of('CloudWatch::Alarm', 'cloudwatch', 'cloudwatch:{region}:{account}:alarm:{name}', {
    make: 'PutMetricAlarm TagResource',
    change: 'DeleteAlarms UntagResource',
    read: 'DescribeAlarms ListTagsForResource',
  }),
  of('Route53::HostedZone', 'route53', 'route53:::hostedzone/*', {
    make: 'CreateHostedZone ChangeTagsForResource AssociateVPCWithHostedZone',
    makeScope: 'region',
    change: 'DeleteHostedZone UpdateHostedZoneComment DisassociateVPCFromHostedZone',
    read: 'GetHostedZone ListTagsForResource ListQueryLoggingConfigs GetChange',
  }),
  of('Route53::RecordSetGroup', 'route53', 'route53:::hostedzone/*', {
    make: 'ChangeResourceRecordSets',
    makeScope: 'region',
    read: 'GetChange ListResourceRecordSets GetHostedZone',
  }),
  of('DLM::LifecyclePolicy', 'dlm', 'dlm:{region}:{account}:policy/*', {
    make: 'CreateLifecyclePolicy TagResource',
    makeScope: 'region',
    change: 'UpdateLifecyclePolicy DeleteLifecyclePolicy UntagResource',
    changeScope: 'tagged',
    read: 'GetLifecyclePolicy GetLifecyclePolicies ListTagsForResource',
  }),
  of(
    'AutoScaling::AutoScalingGroup',
    'autoscaling',
    'autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{name}',
    {
      make: 'CreateAutoScalingGroup PutLifecycleHook EnableMetricsCollection CreateOrUpdateTags',
      change:
        'UpdateAutoScalingGroup DeleteAutoScalingGroup DeleteLifecycleHook DisableMetricsCollection DeleteTags StartInstanceRefresh CancelInstanceRefresh RollbackInstanceRefresh SuspendProcesses ResumeProcesses',
      read: 'DescribeAutoScalingGroups DescribeInstanceRefreshes DescribeLifecycleHooks DescribeScalingActivities DescribeScheduledActions DescribeNotificationConfigurations DescribeTags DescribeTrafficSources',
    },
  ),
  of(
    'AutoScaling::ScalingPolicy',
    'autoscaling',
    'autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*',
    {
      make: 'PutScalingPolicy',
      makeScope: 'region',
      change: 'DeletePolicy',
      read: 'DescribePolicies',
    },
  ),
  of('Scheduler::ScheduleGroup', 'scheduler', 'scheduler:{region}:{account}:schedule-group/{name}', {
    make: 'CreateScheduleGroup TagResource',
    change: 'DeleteScheduleGroup UntagResource',
    read: 'GetScheduleGroup ListTagsForResource',
  }),
  of('Scheduler::Schedule', 'scheduler', 'scheduler:{region}:{account}:schedule/*/{name}', {
    make: 'CreateSchedule',
    change: 'UpdateSchedule DeleteSchedule',
    read: 'GetSchedule',
  }),
  of('StepFunctions::StateMachine', 'states', 'states:{region}:{account}:stateMachine:{name}', {
    make: 'CreateStateMachine TagResource',
    change: 'UpdateStateMachine DeleteStateMachine UntagResource',
    read: 'DescribeStateMachine ListTagsForResource',
  }),
  ec2(
    'VPC',
    'vpc/*',
    'CreateVpc',
    'DeleteVpc ModifyVpcAttribute DeleteTags',
    'DescribeVpcs DescribeVpcAttribute DescribeSecurityGroups DescribeNetworkAcls DescribeRouteTables',
  ),
  ec2(
    'Subnet',
    'subnet/*',
    'CreateSubnet',
    'DeleteSubnet ModifySubnetAttribute',
    'DescribeSubnets DescribeAvailabilityZones',
  ),
  ec2(
    'SubnetCidrReservation',
    'subnet/*',
    'CreateSubnetCidrReservation',
    'DeleteSubnetCidrReservation',
    'GetSubnetCidrReservations',
  ),
  ec2('RouteTable', 'route-table/*', 'CreateRouteTable', 'DeleteRouteTable', 'DescribeRouteTables'),
  ec2(
    'SubnetRouteTableAssociation',
    'route-table/*',
    'AssociateRouteTable',
    'DisassociateRouteTable',
    'DescribeRouteTables',
  ),
  ec2(
    'SecurityGroup',
    'security-group/*',
    'CreateSecurityGroup',
    'DeleteSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress',
    'DescribeSecurityGroups',
  ),
  ec2(
    'SecurityGroupIngress',
    'security-group/*',
    '',
    'AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsIngress',
    'DescribeSecurityGroupRules',
  ),
  ec2(
    'SecurityGroupEgress',
    'security-group/*',
    '',
    'AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress UpdateSecurityGroupRuleDescriptionsEgress',
    'DescribeSecurityGroupRules',
  ),
  ec2(
    'VPCEndpoint',
    'vpc-endpoint/*',
    'CreateVpcEndpoint',
    'DeleteVpcEndpoints ModifyVpcEndpoint',
    'DescribeVpcEndpoints DescribePrefixLists',
  ),
  ec2('FlowLog', 'vpc-flow-log/*', 'CreateFlowLogs', 'DeleteFlowLogs', 'DescribeFlowLogs'),
  ec2(
    'NetworkInterface',
    'network-interface/*',
    'CreateNetworkInterface',
    'DeleteNetworkInterface ModifyNetworkInterfaceAttribute DetachNetworkInterface',
    'DescribeNetworkInterfaces',
  ),
  ec2(
    'Volume',
    'volume/*',
    'CreateVolume',
    'DeleteVolume ModifyVolume ModifyVolumeAttribute',
    'DescribeVolumes DescribeVolumeAttribute DescribeVolumesModifications',
  ),
  ec2(
    'LaunchTemplate',
    'launch-template/*',
    'CreateLaunchTemplate RunInstances',
    'CreateLaunchTemplateVersion DeleteLaunchTemplate ModifyLaunchTemplate',
    'DescribeLaunchTemplates DescribeLaunchTemplateVersions',
  ),
  ec2(
    'CapacityReservation',
    'capacity-reservation/*',
    'CreateCapacityReservation',
    'CancelCapacityReservation ModifyCapacityReservation',
    'DescribeCapacityReservations',
  ),
];
