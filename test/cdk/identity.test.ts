import { ClusterIdentity, existingIdentity } from '../../lib/cdk/identity';
import type { Roles } from '../../lib/core';
import { only, planFor, templateOf } from './template-of';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/team-boundary';
const injected = (name: string) => `arn:aws:iam::111122223333:role/given/${name}`;

/** The template of the roles, and what the construct hands to its neighbours. */
function identity(roles: Roles = {}) {
  let arns: Pick<ClusterIdentity, 'roleArns' | 'instanceProfileArns'>;
  const template = templateOf((stack) => (arns = new ClusterIdentity(stack, 'Identity', { plan: planFor({ roles }) })));
  return { template, ...arns! };
}

const services = (template: ReturnType<typeof identity>['template']) =>
  Object.values(template.findResources('AWS::IAM::Role'))
    .map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service as string)
    .sort();

describe('all roles new', () => {
  const { template } = identity({ path: '/platform/', permissionsBoundary: BOUNDARY });

  test('one role for each kind of node, one for snapshots, one for flow logs, each for one service', () => {
    expect(services(template)).toEqual([
      'dlm.amazonaws.com',
      'ec2.amazonaws.com',
      'ec2.amazonaws.com',
      'vpc-flow-logs.amazonaws.com',
    ]);
  });

  test('every role carries the path and the permissions boundary, and a generated name', () => {
    template.allResourcesProperties('AWS::IAM::Role', { Path: '/platform/', PermissionsBoundary: BOUNDARY });
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::InstanceProfile']) {
      for (const { Properties } of Object.values(template.findResources(type))) {
        expect(Object.keys(Properties).filter((name) => name.endsWith('Name'))).toEqual([]);
        expect(Properties.Path).toBe('/platform/');
      }
    }
  });

  test('permissions are managed policies with one role each, never inline', () => {
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 4);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::ManagedPolicy'))) {
      expect(Properties.Roles).toHaveLength(1);
    }
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(Properties).not.toHaveProperty('Policies');
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('each kind of node has an instance profile with its own role', () => {
    const profiles = template.findResources('AWS::IAM::InstanceProfile');
    const roles = Object.values(profiles).map(({ Properties }) => Properties.Roles[0].Ref as string);
    expect(roles.map((id) => /(Controller|Broker)Role/.exec(id)?.[1]).sort()).toEqual(['Broker', 'Controller']);
  });

  test('a boundary is written only where the deployment names one', () => {
    const role = only(identity().template, 'AWS::IAM::Role', {
      Path: '/',
      Description: 'What a broker machine may do',
    });
    expect(role.Properties).not.toHaveProperty('PermissionsBoundary');
  });
});

test('an injected role is used as it is, with the instance profile of its name; the others are made', () => {
  const { template, roleArns, instanceProfileArns } = identity({ broker: injected('kafka') });
  expect(roleArns.broker).toBe(injected('kafka'));
  expect(instanceProfileArns.broker).toBe('arn:aws:iam::111122223333:instance-profile/given/kafka');
  template.resourceCountIs('AWS::IAM::Role', 3);
  template.resourceCountIs('AWS::IAM::InstanceProfile', 1);
});

test('where every role is injected nothing is made, not even a stack', () => {
  const roles = {
    controller: injected('controller'),
    broker: injected('broker'),
    snapshots: injected('snapshots'),
    flowLogs: injected('flow'),
  };
  const decided = planFor({ roles });
  expect(decided.stacks.map(({ kind }) => kind)).toEqual(['data', 'network', 'cluster']);
  expect(existingIdentity(decided)).toEqual({
    roleArns: roles,
    instanceProfileArns: {
      controller: 'arn:aws:iam::111122223333:instance-profile/given/controller',
      broker: 'arn:aws:iam::111122223333:instance-profile/given/broker',
    },
  });
});
