/** Faults in machines, the network and how machines are replaced. */
import { PUBLIC, DATA_BUCKET, VOLUME, CONTROLLER_TEMPLATE, GROUP, CONTROLLER_GROUP, launch, type Fault } from './fault';
import { drop, rename, resource } from '../mutate';

export const machines: readonly Fault[] = [
  { fault: 'IMDSv1 is allowed', change: (t) => void (launch(t).MetadataOptions.HttpTokens = 'optional') },
  {
    fault: 'the metadata hop limit is two',
    change: (t) => void (launch(t).MetadataOptions.HttpPutResponseHopLimit = 2),
  },
  {
    fault: 'machines get a public address',
    change: (t) => void (launch(t).NetworkInterfaces[0].AssociatePublicIpAddress = true),
  },
  {
    fault: 'public addresses are not refused',
    change: (t) => void delete launch(t).NetworkInterfaces[0].AssociatePublicIpAddress,
  },
  {
    fault: 'a subnet gives public addresses',
    change: (t) => void (resource(t.network, 'NetworkSubnetUse1Az1').Properties.MapPublicIpOnLaunch = true),
  },
  {
    fault: 'the root volume is not encrypted',
    change: (t) => void (launch(t).BlockDeviceMappings[0].Ebs.Encrypted = false),
  },
  {
    fault: 'the root volume is encrypted with the key of AWS',
    change: (t) => void delete launch(t).BlockDeviceMappings[0].Ebs.KmsKeyId,
  },
  {
    fault: 'a metadata volume is not encrypted',
    change: (t) => void (resource(t.cluster, VOLUME).Properties.Encrypted = false),
  },
  {
    fault: 'a metadata volume is deleted with its stack',
    change: (t) => void delete resource(t.cluster, VOLUME).DeletionPolicy,
  },
  {
    fault: 'a metadata volume moves to another zone',
    change: (t) => void (resource(t.cluster, VOLUME).Properties.AvailabilityZoneId = 'use1-az2'),
  },
  { fault: 'a metadata volume shrinks', change: (t) => void (resource(t.cluster, VOLUME).Properties.Size = 10) },
  { fault: 'a metadata volume is taken out', change: (t) => drop(t.cluster, VOLUME) },
  { fault: 'a metadata volume gets another logical id', change: (t) => rename(t.cluster, VOLUME) },
  {
    fault: 'a controller gets another address',
    change: (t) => void (resource(t.cluster, 'ClusterController0Interface').Properties.PrivateIpAddress = '10.40.24.9'),
  },
  {
    fault: 'a metadata volume loses the tag of its cluster',
    change: (t) => void resource(t.cluster, VOLUME).Properties.Tags.shift(),
  },
  {
    fault: 'an address loses the tag of its role',
    change: (t) => void resource(t.cluster, 'ClusterController0Interface').Properties.Tags.splice(1, 1),
  },
  {
    fault: 'machines lose the tag of their cluster',
    change: (t) =>
      launch(t).TagSpecifications.forEach((row: { Tags: { Key: string }[] }) => {
        row.Tags = row.Tags.filter(({ Key }) => Key !== 'automq:cluster');
      }),
  },
  { fault: 'a key pair is set', change: (t) => void (launch(t).KeyName = 'ops') },
];

export const network: readonly Fault[] = [
  {
    fault: 'clients may come from anywhere',
    change: (t) =>
      void (resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupIngress[0].CidrIp = PUBLIC),
  },
  {
    fault: 'SSH is open',
    change: (t) =>
      void resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupIngress.push({
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: '10.0.0.0/8',
        Description: 'ssh',
      }),
  },
  {
    fault: 'every port is open between nodes',
    change: (t) =>
      void Object.assign(resource(t.cluster, 'ClusterPortsBrokerToBroker9094In').Properties, {
        IpProtocol: '-1',
        FromPort: undefined,
        ToPort: undefined,
      }),
  },
  {
    fault: 'a rule without a description',
    change: (t) => void delete resource(t.cluster, 'ClusterPortsBrokerToBroker9094In').Properties.Description,
  },
  {
    fault: 'machines may send anywhere',
    change: (t) =>
      void resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupEgress.push({
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        CidrIp: PUBLIC,
        Description: 'updates',
      }),
  },
  {
    fault: 'an internet gateway',
    change: (t) => void (t.network.Resources.Gateway = { Type: 'AWS::EC2::InternetGateway' }),
  },
  {
    fault: 'a NAT gateway',
    change: (t) =>
      void (t.network.Resources.Nat = { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: 'subnet-1' } }),
  },
  {
    fault: 'a route to anywhere',
    change: (t) =>
      void (t.network.Resources.Route = {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: 'rtb-1', DestinationCidrBlock: PUBLIC, GatewayId: 'igw-1' },
      }),
  },
  {
    fault: 'the S3 endpoint lets everything pass',
    change: (t) => void delete resource(t.network, 'NetworkS3GatewayEndpoint').Properties.PolicyDocument,
  },
  {
    fault: 'an endpoint allows every action',
    change: (t) =>
      void (resource(t.network, 'NetworkEc2Endpoint').Properties.PolicyDocument.Statement[0].Action = ['ec2:*']),
  },
  {
    fault: 'an endpoint serves other accounts',
    change: (t) =>
      void delete resource(t.network, 'NetworkEc2Endpoint').Properties.PolicyDocument.Statement[0].Condition,
  },
  { fault: 'an endpoint is taken out', change: (t) => drop(t.network, 'NetworkEc2Endpoint') },
  { fault: 'the S3 endpoint is taken out', change: (t) => drop(t.network, 'NetworkS3GatewayEndpoint') },
  { fault: 'brokers do not reach each other', change: (t) => drop(t.cluster, 'ClusterPortsBrokerToBroker9094In') },
  {
    fault: 'a client network is no longer let in',
    change: (t) => void resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupIngress.pop(),
  },
  {
    fault: 'the bootstrap name is gone',
    change: (t) => drop(t.cluster, 'ClusterNamesBootstrapRecords'),
  },
  {
    fault: 'a controller has no name',
    change: (t) => void resource(t.cluster, 'ClusterNamesControllersRecords').Properties.RecordSets.shift(),
  },
  { fault: 'flow logs are taken out', change: (t) => drop(t.network, 'NetworkFlowLogC') },
  {
    fault: 'a log group is not encrypted',
    change: (t) => void delete resource(t.cluster, 'ClusterNodesLogGroup').Properties.KmsKeyId,
  },
  {
    fault: 'logs are kept for a day',
    change: (t) => void (resource(t.cluster, 'ClusterNodesLogGroup').Properties.RetentionInDays = 1),
  },
  {
    fault: 'logs are kept for ever',
    change: (t) => void delete resource(t.cluster, 'ClusterNodesLogGroup').Properties.RetentionInDays,
  },
  {
    fault: 'the hosted zone gets another name',
    change: (t) => void (resource(t.cluster, 'ClusterNamesHostedZone').Properties.Name = 'other.internal'),
  },
  {
    fault: 'the VPC gets another block',
    change: (t) => void (resource(t.network, 'NetworkVpc').Properties.CidrBlock = '10.99.0.0/16'),
  },
  {
    fault: 'an exported value goes',
    change: (t) =>
      void delete t.network.Outputs[Object.keys(t.network.Outputs).find((id) => id.startsWith('ExportsOutput'))!],
  },
];

export const replacement: readonly Fault[] = [
  {
    fault: 'the launch hook is removed',
    change: (t) => void resource(t.cluster, GROUP).Properties.LifecycleHookSpecificationList.shift(),
  },
  {
    fault: 'the drain hook is removed',
    change: (t) => void resource(t.cluster, GROUP).Properties.LifecycleHookSpecificationList.pop(),
  },
  {
    fault: 'a refresh percentage is left out',
    change: (t) =>
      void delete resource(t.cluster, GROUP).UpdatePolicy.AutoScalingInstanceRefresh.Preferences.MaxHealthyPercentage,
  },
  {
    fault: 'the refresh policy is gone',
    change: (t) => void delete resource(t.cluster, GROUP).UpdatePolicy.AutoScalingInstanceRefresh,
  },
  {
    fault: 'the first deploy waits for no signal',
    change: (t) => void delete resource(t.cluster, GROUP).CreationPolicy,
  },
  {
    fault: 'a deploy resets the size of a group',
    change: (t) => void delete resource(t.cluster, GROUP).UpdatePolicy.AutoScalingScheduledAction,
  },
  {
    fault: 'the chain of controller groups is cut',
    change: (t) => void delete resource(t.cluster, CONTROLLER_GROUP).DependsOn,
  },
  {
    fault: 'two controllers change at once',
    change: (t) => {
      delete resource(t.cluster, CONTROLLER_GROUP).DependsOn;
      launch(t, CONTROLLER_TEMPLATE).InstanceType = 'm7g.xlarge';
      launch(t, 'ClusterController1LaunchTemplate').InstanceType = 'm7g.xlarge';
    },
  },
  {
    fault: 'a group gets another name',
    change: (t) => void (resource(t.cluster, GROUP).Properties.AutoScalingGroupName = 'other'),
  },
  {
    fault: 'a parameter leaks into a launch template',
    change: (t) => void (launch(t).InstanceType = { Ref: 'BrokersPerZone' }),
  },
  {
    fault: 'the snapshots of metadata stop',
    change: (t) => void (resource(t.cluster, 'ClusterMetadataSnapshots').Properties.State = 'DISABLED'),
  },
  {
    fault: 'an acknowledgement is past its day',
    change: (t) =>
      void (resource(t.data, DATA_BUCKET).Metadata['automq:findings'][0].reason =
        'Fine. Owner: us. Review by 2026-01-01.'),
  },
];
