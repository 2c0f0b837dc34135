/** The whole cluster as one construct, for customers who write CDK themselves. */
import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AutoMqCluster, type AutoMqClusterProps } from '../../lib/cdk';
import type { Deployment } from '../../lib/core';
import { sample } from '../fixtures/deployments';

const { account, region, ...plain } = sample();
const env = { account, region };
const baseProps: AutoMqClusterProps = {
  ...plain,
  tls: { issuer: 'private-ca' },
  asOf: '2026-11-22',
} as AutoMqClusterProps;

function newStack(): Stack {
  return new Stack(new App({ analyticsReporting: false }), 'Orders', { env });
}

function cluster(overrides: Partial<AutoMqClusterProps> = {}, stack = newStack()) {
  return new AutoMqCluster(stack, 'Kafka', { ...baseProps, ...overrides });
}

const templateOf = (construct: AutoMqCluster): Template => Template.fromStack(Stack.of(construct));

describe('in one stack', () => {
  const made = cluster();
  const template = templateOf(made);

  test('makes roles, data, network and machines', () => {
    for (const type of ['AWS::IAM::Role', 'AWS::S3::Bucket', 'AWS::EC2::VPC', 'AWS::AutoScaling::AutoScalingGroup']) {
      expect(Object.keys(template.findResources(type))).not.toEqual([]);
    }
  });

  test('starts no machine before its permissions are there', () => {
    const policies = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
    const groups = Object.values(template.findResources('AWS::AutoScaling::AutoScalingGroup'));
    const first = groups.find(({ Properties }) => Properties.AutoScalingGroupName === 'inventory-controller-0')!;
    expect(first.DependsOn).toEqual(expect.arrayContaining(policies));
  });

  test('signals the stack it is in', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        UserData: { 'Fn::Base64': { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp("STACK='Orders'")])] } },
      },
    });
  });

  test('tells clients where to connect', () => {
    expect(made.bootstrapServers).toBe('bootstrap.inventory.automq.internal:9092');
  });
});

describe('connections', () => {
  test('open the client port to what they allow', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['us-east-1a'],
    });
    const app = new ec2.SecurityGroup(stack, 'App', { vpc });
    cluster({}, stack).connections.allowDefaultPortFrom(app, 'orders service');
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 9092,
      ToPort: 9092,
      Description: 'orders service',
    });
  });

  test('work for a cluster made elsewhere', () => {
    const stack = newStack();
    const imported = AutoMqCluster.fromAttributes(stack, 'Kafka', {
      bootstrapHost: 'bootstrap.orders.internal',
      brokerSecurityGroupId: 'sg-0123456789abcdef0',
    });
    imported.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.1.0.0/16'));
    expect(imported.bootstrapServers).toBe('bootstrap.orders.internal:9092');
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      CidrIp: '10.1.0.0/16',
      FromPort: 9092,
    });
  });
});

test('data is destroyed only when both halves of the opt-in say so', () => {
  const policies = (context: Record<string, string>) => {
    const stack = new Stack(new App({ analyticsReporting: false, context }), 'Orders', { env });
    const made = cluster({ allowDataLoss: true }, stack);
    return Object.values(templateOf(made).findResources('AWS::S3::Bucket')).map(({ DeletionPolicy }) => DeletionPolicy);
  };
  expect(policies({})).toEqual(Array(3).fill('RetainExceptOnCreate'));
  expect(policies({ allowDataLoss: 'inventory' })).toEqual(Array(3).fill('Delete'));
});

test('seasons come with their keeper, after the groups that it keeps', () => {
  const black = {
    name: 'black-friday',
    start: '2026-11-26T18:00',
    end: '2026-12-01T06:00',
    timeZone: 'America/New_York',
  };
  const made = cluster({ seasons: [{ ...black, brokersPerZone: 2 }], brokers: { ...plain.brokers, slotsPerZone: 6 } });
  const template = templateOf(made);
  const groups = Object.keys(template.findResources('AWS::AutoScaling::AutoScalingGroup'));
  const [keeper] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  expect(keeper?.DependsOn).toEqual(expect.arrayContaining(groups));
});

describe('a grant to read the admin password', () => {
  test('reaches the reader and the policy of the key', () => {
    const stack = newStack();
    const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    cluster({}, stack).grantReadAdminSecret(reader);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'secretsmanager:GetSecretValue' })] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt'],
            Principal: { AWS: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Reader'), 'Arn'] }] },
          }),
        ]),
      },
    });
  });
});

describe('values of other resources', () => {
  test('of keys and roles are used instead of new ones', () => {
    const stack = newStack();
    const nodeRole = (id: string) => {
      const role = new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
      return { role, instanceProfile: new iam.InstanceProfile(stack, `${id}Profile`, { role }) };
    };
    const made = cluster(
      {
        keys: { wal: new kms.Key(stack, 'Volumes') },
        roles: { controller: nodeRole('Controller'), broker: nodeRole('Broker') },
      },
      stack,
    );
    const template = templateOf(made);
    template.allResourcesProperties('AWS::EC2::Volume', {
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Volumes'), 'Arn'] },
    });
    template.allResourcesProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: { IamInstanceProfile: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Profile'), 'Arn'] } } },
    });
  });

  test('of a VPC leave it as it is', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['us-east-1a'],
    });
    const subnet = ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-0123456789abcdef0');
    const range = { zone: 'use1-az1', cidr: '10.0.1.0/24', nodeRange: '10.0.1.128/25', subnet };
    const endpoints = [
      'ec2',
      'autoscaling',
      'secretsmanager',
      'logs',
      'monitoring',
      'ssm',
      'ssmmessages',
      'cloudformation',
      'acm-pca',
    ];
    const existingVpc = { vpc, subnets: [range], endpoints, endpointNetworks: ['10.0.9.0/24'] };
    const made = cluster({ zones: ['use1-az1'], network: { existingVpc } }, stack);
    templateOf(made).resourceCountIs('AWS::EC2::Subnet', 0);
    templateOf(made).hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      VPCZoneIdentifier: ['subnet-0123456789abcdef0'],
    });
  });
});

describe('a value known only later that would decide how many resources exist', () => {
  const brokers = { instanceType: 'm7g.large', perZone: Lazy.number({ produce: () => 3 }) };

  test.each([
    ['brokers.perZone', { brokers }],
    ['zones', { zones: Lazy.list({ produce: () => ['use1-az1'] }) }],
    ['name', { name: Lazy.string({ produce: () => 'orders' }) }],
  ])('is refused by its name: %s', (name, overrides: Partial<AutoMqClusterProps>) => {
    expect(() => cluster(overrides)).toThrow(new RegExp(`^${name.replace('.', '\\.')}`, 'm'));
  });

  test('is refused for a stack without account and region', () => {
    const stack = new Stack(new App(), 'Anywhere');
    expect(() => cluster({}, stack)).toThrow(/^account[\s\S]*^region/m);
  });
});

describe('arguments', () => {
  /** Parts of a file that the stack gives, or that have another name as an object. */
  type Elsewhere = 'account' | 'region' | 'alarmTopicArn' | 'terminationProtection';
  type Missing = Exclude<keyof Deployment, keyof AutoMqClusterProps | Elsewhere>;
  type Added = Exclude<keyof AutoMqClusterProps, keyof Deployment | 'alarmTopic' | 'asOf'>;

  test('have the shape of the deployment file', () => {
    const nothing: [Missing, Added] extends [never, never] ? true : never = true;
    expect(nothing).toBe(true);
  });
});
