/**
 * What CloudFormation calls in the deployer's name for each type of resource.
 *
 * Written from the registry schemas (`handlers.*.permissions`, https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html),
 * without what only properties ask for that these templates do not have. A test holds the table to the schemas both ways: what is
 * left out is listed there with its property, what is added names a page here.
 */
import { ec2, row, type HandlerRow } from './handler';

const AUTHORITY = 'acm-pca:{region}:{account}:certificate-authority/*';
const GROUP = 'autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{name}';
const DOCS = 'https://docs.aws.amazon.com';

const identity: readonly HandlerRow[] = [
  row('IAM::Role', 'iam', 'iam::{account}:role{path}{name}', {
    named:
      'CreateRole DeleteRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy TagRole UntagRole AttachRolePolicy DetachRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary ListAttachedRolePolicies ListRolePolicies GetRolePolicy',
  }),
  row('IAM::ManagedPolicy', 'iam', 'iam::{account}:policy{path}{name}', {
    named:
      'CreatePolicy DeletePolicy GetPolicy CreatePolicyVersion DeletePolicyVersion GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy',
  }),
  row('IAM::InstanceProfile', 'iam', 'iam::{account}:instance-profile{path}{name}', {
    named:
      'CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile',
  }),
];

const data: readonly HandlerRow[] = [
  row('KMS::Key', 'kms', 'kms:{region}:{account}:key/*', {
    region: 'CreateKey',
    marked: 'TagResource',
    tagged:
      'TagResource UntagResource EnableKeyRotation DisableKeyRotation EnableKey DisableKey PutKeyPolicy GetKeyPolicy GetKeyRotationStatus ListResourceTags DescribeKey UpdateKeyDescription ScheduleKeyDeletion',
  }),
  row('KMS::Alias', 'kms', 'kms:{region}:{account}:{name}', {
    named: 'CreateAlias DeleteAlias UpdateAlias',
    look: 'ListAliases',
  }),
  row(
    'KMS::Alias',
    'kms',
    'kms:{region}:{account}:key/*',
    { tagged: 'CreateAlias DeleteAlias UpdateAlias' },
    `${DOCS}/kms/latest/developerguide/alias-access.html`,
  ),
  row('S3::Bucket', 's3', 's3:::{name}', {
    named:
      'CreateBucket DeleteBucket TagResource UntagResource PutBucketTagging PutEncryptionConfiguration PutBucketPublicAccessBlock PutBucketOwnershipControls PutBucketVersioning PutLifecycleConfiguration PutBucketLogging ListBucket ListTagsForResource GetBucketTagging GetEncryptionConfiguration GetBucketPublicAccessBlock GetBucketOwnershipControls GetBucketVersioning GetLifecycleConfiguration GetBucketLogging GetBucketAcl GetBucketAbac GetBucketCORS GetBucketNotification GetBucketObjectLockConfiguration GetBucketWebsite GetReplicationConfiguration GetAccelerateConfiguration GetIntelligentTieringConfiguration GetAnalyticsConfiguration GetInventoryConfiguration GetMetricsConfiguration GetBucketMetadataTableConfiguration',
  }),
  row('S3::BucketPolicy', 's3', 's3:::{name}', { named: 'PutBucketPolicy DeleteBucketPolicy GetBucketPolicy' }),
  row('SecretsManager::Secret', 'secretsmanager', 'secretsmanager:{region}:{account}:secret:{name}-??????', {
    named: 'CreateSecret UpdateSecret DeleteSecret DescribeSecret TagResource UntagResource',
    look: 'GetRandomPassword',
  }),
  row('ACMPCA::CertificateAuthority', 'acm-pca', AUTHORITY, {
    region: 'CreateCertificateAuthority',
    marked: 'TagCertificateAuthority',
    tagged:
      'TagCertificateAuthority UntagCertificateAuthority UpdateCertificateAuthority DeleteCertificateAuthority DescribeCertificateAuthority GetCertificateAuthorityCsr ListTags',
  }),
  row('ACMPCA::Certificate', 'acm-pca', AUTHORITY, {
    tagged: 'IssueCertificate GetCertificate DescribeCertificateAuthority',
  }),
  row('ACMPCA::CertificateAuthorityActivation', 'acm-pca', AUTHORITY, {
    tagged:
      'ImportCertificateAuthorityCertificate UpdateCertificateAuthority DescribeCertificateAuthority GetCertificateAuthorityCertificate',
  }),
  row('DLM::LifecyclePolicy', 'dlm', 'dlm:{region}:{account}:policy/*', {
    region: 'CreateLifecyclePolicy',
    marked: 'TagResource',
    tagged: 'TagResource UntagResource UpdateLifecyclePolicy DeleteLifecyclePolicy GetLifecyclePolicy',
  }),
];

const watching: readonly HandlerRow[] = [
  row('Logs::LogGroup', 'logs', 'logs:{region}:{account}:log-group:{name}*', {
    named:
      'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey TagResource UntagResource ListTagsForResource GetDataProtectionPolicy',
    look: 'DescribeLogGroups DescribeIndexPolicies DescribeResourcePolicies',
  }),
  row('SNS::Topic', 'sns', 'sns:{region}:{account}:{name}', {
    named:
      'CreateTopic DeleteTopic SetTopicAttributes GetTopicAttributes TagResource UntagResource ListTagsForResource ListSubscriptionsByTopic GetDataProtectionPolicy',
  }),
  row('SNS::TopicPolicy', 'sns', 'sns:{region}:{account}:{name}', { named: 'SetTopicAttributes' }),
  row('SQS::Queue', 'sqs', 'sqs:{region}:{account}:{name}', {
    named:
      'CreateQueue DeleteQueue SetQueueAttributes GetQueueAttributes GetQueueUrl TagQueue UntagQueue ListQueueTags',
  }),
  row('SQS::QueuePolicy', 'sqs', 'sqs:{region}:{account}:{name}', { named: 'SetQueueAttributes' }),
  row('CloudWatch::Alarm', 'cloudwatch', 'cloudwatch:{region}:{account}:alarm:{name}', {
    named: 'PutMetricAlarm DeleteAlarms TagResource UntagResource ListTagsForResource',
    look: 'DescribeAlarms',
  }),
];

const names: readonly HandlerRow[] = [
  row('Route53::HostedZone', 'route53', 'route53:::hostedzone/*', {
    region:
      'CreateHostedZone DeleteHostedZone ChangeTagsForResource UpdateHostedZoneComment UpdateHostedZoneFeatures AssociateVPCWithHostedZone DisassociateVPCFromHostedZone',
    look: 'GetHostedZone ListTagsForResource ListQueryLoggingConfigs GetChange',
  }),
  row('Route53::HostedZone', 'ec2', '*', { look: 'DescribeVpcs' }),
  row(
    'Route53::RecordSetGroup',
    'route53',
    'route53:::hostedzone/{zone}',
    { records: 'ChangeResourceRecordSets', look: 'GetChange ListResourceRecordSets GetHostedZone' },
    `${DOCS}/Route53/latest/DeveloperGuide/access-control-managing-permissions.html`,
  ),
];

const groups: readonly HandlerRow[] = [
  row('AutoScaling::AutoScalingGroup', 'autoscaling', GROUP, {
    named:
      'CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup PutLifecycleHook DeleteLifecycleHook EnableMetricsCollection DisableMetricsCollection CreateOrUpdateTags DeleteTags StartInstanceRefresh CancelInstanceRefresh SuspendProcesses ResumeProcesses',
    look: 'DescribeAutoScalingGroups DescribeInstanceRefreshes DescribeLifecycleHooks DescribeScalingActivities DescribeScheduledActions DescribeNotificationConfigurations DescribeTags DescribeTrafficSources',
  }),
  // The group is made only for somebody who could start the machine of its launch template themselves, which the schema asks for too.
  row('AutoScaling::AutoScalingGroup', 'ec2', '*', {
    region: 'RunInstances',
    look: 'DescribeLaunchTemplates DescribeLaunchTemplateVersions DescribeSubnets DescribeAvailabilityZones',
  }),
  row('AutoScaling::ScalingPolicy', 'autoscaling', GROUP, {
    named: 'PutScalingPolicy DeletePolicy',
    look: 'DescribePolicies',
  }),
  row('AutoScaling::ScalingPolicy', 'cloudwatch', '*', { look: 'GetMetricData' }),
  row('Scheduler::ScheduleGroup', 'scheduler', 'scheduler:{region}:{account}:schedule-group/{name}', {
    named: 'CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup TagResource UntagResource ListTagsForResource',
  }),
  row('Scheduler::ScheduleGroup', 'scheduler', 'scheduler:{region}:{account}:schedule/{name}/*', {
    named: 'DeleteSchedule',
  }),
  row('Scheduler::Schedule', 'scheduler', 'scheduler:{region}:{account}:schedule/*/{name}', {
    named: 'CreateSchedule UpdateSchedule DeleteSchedule GetSchedule',
  }),
  row('StepFunctions::StateMachine', 'states', 'states:{region}:{account}:stateMachine:{name}', {
    named:
      'CreateStateMachine UpdateStateMachine DeleteStateMachine DescribeStateMachine TagResource UntagResource ListTagsForResource',
  }),
];

const network: readonly HandlerRow[] = [
  ec2('VPC', 'vpc/*', {
    region: 'CreateVpc',
    tagged: 'DeleteVpc ModifyVpcAttribute',
    look: 'DescribeVpcs DescribeVpcAttribute DescribeVpcEncryptionControls DescribeSecurityGroups DescribeNetworkAcls',
  }),
  ec2('Subnet', 'subnet/*', {
    region: 'CreateSubnet',
    tagged: 'DeleteSubnet ModifySubnetAttribute',
    look: 'DescribeSubnets DescribeNetworkAcls',
  }),
  ec2('SubnetCidrReservation', 'subnet-cidr-reservation/*', {
    region: 'CreateSubnetCidrReservation DeleteSubnetCidrReservation',
    look: 'GetSubnetCidrReservations DescribeTags',
  }),
  ec2('RouteTable', 'route-table/*', {
    region: 'CreateRouteTable',
    tagged: 'DeleteRouteTable',
    look: 'DescribeRouteTables',
  }),
  row('EC2::SubnetRouteTableAssociation', 'ec2', 'ec2:{region}:{account}:*', {
    tagged: 'AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable',
    look: 'DescribeSubnets DescribeRouteTables',
  }),
  ec2('SecurityGroup', 'security-group/*', {
    region: 'CreateSecurityGroup',
    tagged:
      'DeleteSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress',
    look: 'DescribeSecurityGroups DescribeInstances',
  }),
  ...(['Ingress', 'Egress'] as const).map((way) =>
    row(`EC2::SecurityGroup${way}`, 'ec2', 'ec2:{region}:{account}:security-group/*', {
      tagged: `AuthorizeSecurityGroup${way} RevokeSecurityGroup${way} UpdateSecurityGroupRuleDescriptions${way}`,
      look: 'DescribeSecurityGroupRules',
    }),
  ),
  ec2('VPCEndpoint', 'vpc-endpoint/*', {
    region: 'CreateVpcEndpoint',
    tagged: 'DeleteVpcEndpoints ModifyVpcEndpoint',
    look: 'DescribeVpcEndpoints DescribeSubnets DescribeSecurityGroups DescribeVpcs',
  }),
  // With private DNS names the endpoint's zone is joined to the VPC in the caller's name.
  row(
    'EC2::VPCEndpoint',
    'route53',
    '*',
    { region: 'AssociateVPCWithHostedZone' },
    `${DOCS}/vpc/latest/privatelink/create-interface-endpoint.html`,
  ),
  ec2('FlowLog', 'vpc-flow-log/*', {
    region: 'CreateFlowLogs',
    tagged: 'DeleteFlowLogs',
    look: 'DescribeFlowLogs DescribeTags',
  }),
  row('EC2::FlowLog', 'logs', '*', { region: 'CreateLogDelivery DeleteLogDelivery' }),
];

const machines: readonly HandlerRow[] = [
  ec2('NetworkInterface', 'network-interface/*', {
    region: 'CreateNetworkInterface',
    tagged: 'DeleteNetworkInterface ModifyNetworkInterfaceAttribute',
    look: 'DescribeNetworkInterfaces',
  }),
  ec2('Volume', 'volume/*', {
    region: 'CreateVolume',
    tagged: 'DeleteVolume ModifyVolume ModifyVolumeAttribute',
    look: 'DescribeVolumes DescribeVolumeAttribute DescribeVolumesModifications DescribeTags',
  }),
  ec2('LaunchTemplate', 'launch-template/*', {
    region: 'CreateLaunchTemplate',
    tagged: 'CreateLaunchTemplateVersion DeleteLaunchTemplate',
    look: 'DescribeLaunchTemplates',
  }),
  ec2('CapacityReservation', 'capacity-reservation/*', {
    region: 'CreateCapacityReservation',
    tagged: 'CancelCapacityReservation ModifyCapacityReservation',
    look: 'DescribeCapacityReservations',
  }),
];

export const handlers: readonly HandlerRow[] = [
  ...identity,
  ...data,
  ...watching,
  ...names,
  ...groups,
  ...network,
  ...machines,
];
