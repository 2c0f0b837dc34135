/** Permissions of the registry that only properties ask for which our templates do not have; a test holds that they have none. */

export interface NotNeeded {
  readonly type: string;
  /** Properties of which one asks for it; none: see `why`. */
  readonly properties: readonly string[];
  readonly actions: string;
  readonly why?: string;
}

const BY_KEY_POLICY = 'the key policy names the deployer; given keys have statements of their own';

// prettier-ignore
export const notNeeded: readonly NotNeeded[] = [
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: ['NotificationConfigurations', 'NotificationConfiguration'], actions: 'autoscaling:PutNotificationConfiguration autoscaling:DeleteNotificationConfiguration' },
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: ['LoadBalancerNames', 'TargetGroupARNs', 'TrafficSources'], actions: 'elasticloadbalancing:Describe* autoscaling:AttachLoadBalancers autoscaling:DetachLoadBalancers autoscaling:AttachLoadBalancerTargetGroups autoscaling:DetachLoadBalancerTargetGroups autoscaling:AttachTrafficSources autoscaling:DetachTrafficSources vpc-lattice:DeregisterTargets vpc-lattice:GetTargetGroup vpc-lattice:ListTargets vpc-lattice:RegisterTargets' },
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: [], actions: 'managed-fleets:Get* managed-fleets:CreateAutoScalingGroup managed-fleets:UpdateAutoScalingGroup managed-fleets:DeleteAutoScalingGroup managed-fleets:RegisterAutoScalingGroup managed-fleets:DeregisterAutoScalingGroup', why: 'no service of this name is in the Service Authorization Reference' },
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: [], actions: 'ssm:Get*', why: 'only for an image given as a Systems Manager parameter; ours is an id' },
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: [], actions: 'ec2:Describe* ec2:Get* autoscaling:Describe*', why: 'the descriptions that groups of ours need stand in the table one by one' },
  { type: 'AWS::AutoScaling::AutoScalingGroup', properties: [], actions: 'cloudwatch:PutMetricAlarm', why: 'groups make no alarm; alarms of the templates have rows of their own' },
  { type: 'AWS::EC2::CapacityReservation', properties: ['UnusedReservationBillingOwnerId'], actions: 'ec2:AssociateCapacityReservationBillingOwner' },
  { type: 'AWS::EC2::FlowLog', properties: ['LogDestination'], actions: 's3:GetBucketPolicy s3:PutBucketPolicy iam:CreateServiceLinkedRole' },
  { type: 'AWS::EC2::NetworkInterface', properties: ['Ipv6AddressCount', 'Ipv6Addresses', 'Ipv6Prefixes', 'Ipv6PrefixCount'], actions: 'ec2:AssignIpv6Addresses ec2:UnassignIpv6Addresses' },
  { type: 'AWS::EC2::NetworkInterface', properties: ['SecondaryPrivateIpAddressCount', 'PrivateIpAddresses', 'Ipv4PrefixCount', 'Ipv4Prefixes'], actions: 'ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses' },
  { type: 'AWS::EC2::NetworkInterface', properties: ['PublicIpDnsHostnameTypeSpecification'], actions: 'ec2:ModifyPublicIpDnsNameOptions' },
  { type: 'AWS::EC2::Subnet', properties: ['Ipv6CidrBlock', 'Ipv6NetmaskLength', 'Ipv6Native'], actions: 'ec2:AssociateSubnetCidrBlock ec2:DisassociateSubnetCidrBlock' },
  { type: 'AWS::EC2::VPC', properties: ['EncryptionControl', 'VpcEncryptionControl'], actions: 'ec2:CreateVpcEncryptionControl' },
  { type: 'AWS::EC2::VPC', properties: ['InstanceTenancy'], actions: 'ec2:ModifyVpcTenancy' },
  { type: 'AWS::EC2::VPCEndpoint', properties: ['ServiceNetworkArn', 'ResourceConfigurationArn'], actions: 'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation' },
  { type: 'AWS::EC2::VPCEndpoint', properties: ['ServiceRegion'], actions: 'vpce:AllowMultiRegion' },
  { type: 'AWS::EC2::Volume', properties: ['SourceVolumeId'], actions: 'ec2:CopyVolumes' },
  { type: 'AWS::EC2::Volume', properties: [], actions: 'kms:GenerateDataKeyWithoutPlaintext kms:CreateGrant kms:ReEncryptFrom kms:ReEncryptTo', why: BY_KEY_POLICY },
  { type: 'AWS::EC2::Volume', properties: [], actions: 'ec2:CreateSnapshot ec2:DescribeSnapshots', why: 'only with the deletion policy Snapshot; our volumes are retained' },
  { type: 'AWS::IAM::ManagedPolicy', properties: ['Groups', 'Users'], actions: 'iam:AttachGroupPolicy iam:DetachGroupPolicy iam:AttachUserPolicy iam:DetachUserPolicy' },
  { type: 'AWS::IAM::Role', properties: ['Policies'], actions: 'iam:PutRolePolicy iam:DeleteRolePolicy' },
  { type: 'AWS::Logs::LogGroup', properties: ['DataProtectionPolicy'], actions: 'logs:PutDataProtectionPolicy logs:DeleteDataProtectionPolicy logs:CreateLogDelivery s3:REST.PUT.OBJECT firehose:TagDeliveryStream' },
  { type: 'AWS::Logs::LogGroup', properties: ['FieldIndexPolicies', 'ResourcePolicyDocument', 'BearerTokenAuthenticationEnabled', 'DeletionProtectionEnabled'], actions: 'logs:PutIndexPolicy logs:DeleteIndexPolicy logs:PutResourcePolicy logs:DeleteResourcePolicy logs:PutBearerTokenAuthentication logs:PutLogGroupDeletionProtection' },
  { type: 'AWS::Route53::HostedZone', properties: ['QueryLoggingConfig'], actions: 'route53:CreateQueryLoggingConfig route53:DeleteQueryLoggingConfig' },
  { type: 'AWS::S3::Bucket', properties: ['AnalyticsConfigurations', 'CorsConfiguration', 'InventoryConfigurations', 'MetricsConfigurations', 'NotificationConfiguration', 'WebsiteConfiguration', 'AccelerateConfiguration', 'IntelligentTieringConfigurations', 'AbacStatus', 'AccessControl'], actions: 's3:PutAnalyticsConfiguration s3:DeleteBucketAnalyticsConfiguration s3:PutBucketCORS s3:DeleteBucketCors s3:PutInventoryConfiguration s3:PutMetricsConfiguration s3:DeleteBucketMetricsConfiguration s3:PutBucketNotification s3:PutBucketWebsite s3:DeleteBucketWebsite s3:PutAccelerateConfiguration s3:PutIntelligentTieringConfiguration s3:PutBucketAbac s3:PutBucketAcl s3:PutObjectAcl' },
  { type: 'AWS::S3::Bucket', properties: ['ReplicationConfiguration'], actions: 's3:PutBucketReplication s3:PutReplicationConfiguration s3:DeleteBucketReplication iam:PassRole' },
  { type: 'AWS::S3::Bucket', properties: ['ObjectLockConfiguration', 'ObjectLockEnabled'], actions: 's3:PutBucketObjectLockConfiguration s3:PutObjectLockConfiguration s3:DeleteObject' },
  { type: 'AWS::S3::Bucket', properties: ['MetadataTableConfiguration', 'MetadataConfiguration'], actions: 's3:CreateBucketMetadataTableConfiguration s3:DeleteBucketMetadataTableConfiguration s3:UpdateBucketMetadataJournalTableConfiguration s3:UpdateBucketMetadataInventoryTableConfiguration s3:UpdateBucketMetadataAnnotationTableConfiguration s3tables:CreateNamespace s3tables:CreateTable s3tables:CreateTableBucket s3tables:GetTable s3tables:PutTableBucketPolicy s3tables:PutTableEncryption s3tables:PutTablePolicy s3tables:GetTableMetadataLocation s3tables:UpdateTableMetadataLocation' },
  { type: 'AWS::S3::Bucket', properties: [], actions: 's3:DeleteBucketEncryption s3:DeleteBucketLifecycle', why: 'no actions of IAM: both calls are decided by the Put actions' },
  { type: 'AWS::SNS::Topic', properties: ['Subscription'], actions: 'sns:Subscribe sns:Unsubscribe' },
  { type: 'AWS::SNS::Topic', properties: ['DataProtectionPolicy', 'DeliveryStatusLogging'], actions: 'sns:PutDataProtectionPolicy iam:GetRole iam:PassRole' },
  { type: 'AWS::SecretsManager::Secret', properties: ['ReplicaRegions'], actions: 'secretsmanager:ReplicateSecretToRegions secretsmanager:RemoveRegionsFromReplication' },
  { type: 'AWS::SecretsManager::Secret', properties: [], actions: 'secretsmanager:GetSecretValue', why: 'withheld: it would let the deployer read every password (said in `residual`)' },
  { type: 'AWS::StepFunctions::StateMachine', properties: ['DefinitionS3Location'], actions: 's3:GetObject s3:GetObjectVersion' },
  { type: 'AWS::StepFunctions::StateMachine', properties: ['EncryptionConfiguration'], actions: 'kms:DescribeKey kms:GenerateDataKey kms:Decrypt' },
];
