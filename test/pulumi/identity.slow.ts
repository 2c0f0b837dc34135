import { plan } from '../../lib/core';
import type { Roles } from '../../lib/core';
import { ClusterIdentity } from '../../lib/pulumi/identity';
import { sample } from '../fixtures/deployments';
import { arnOf, idOf, recorded, type Recorded } from './recorded';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/team-boundary';
const injected = (name: string) => `arn:aws:iam::111122223333:role/given/${name}`;

/** What the component registers, and what it hands to its neighbours. */
async function identity(roles: Roles = {}) {
  let component: ClusterIdentity;
  const decided = plan(sample({ roles }), '2026-11-22');
  const resources = await recorded((options) => {
    component = new ClusterIdentity('inventory', { plan: decided }, options);
  });
  return { resources, component: component! };
}

const of = (resources: readonly Recorded[], type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
const services = (resources: readonly Recorded[]) =>
  of(resources, 'Role')
    .map(({ inputs }) => /"Service":"([^"]+)"/.exec(inputs.assumeRolePolicy as string)?.[1])
    .sort();

describe('all roles new', () => {
  let resources: Recorded[];
  beforeAll(async () => {
    ({ resources } = await identity({ path: '/platform/', permissionsBoundary: BOUNDARY }));
  });

  test('one role for each kind of node, one for snapshots, one for flow logs, each for one service', () => {
    expect(services(resources)).toEqual([
      'dlm.amazonaws.com',
      'ec2.amazonaws.com',
      'ec2.amazonaws.com',
      'vpc-flow-logs.amazonaws.com',
    ]);
  });

  test('every role carries the path and the permissions boundary, and a generated name', () => {
    for (const { inputs } of of(resources, 'Role')) expect(inputs.permissionsBoundary).toBe(BOUNDARY);
    for (const type of ['Role', 'Policy', 'InstanceProfile']) {
      expect(of(resources, type)).not.toEqual([]);
      for (const { inputs } of of(resources, type)) {
        expect(inputs).not.toHaveProperty('name');
        expect(inputs.path).toBe('/platform/');
      }
    }
  });

  test('permissions are managed policies with one role each, never inline', () => {
    expect(of(resources, 'Policy')).toHaveLength(4);
    expect(of(resources, 'RolePolicy')).toEqual([]);
    const attached = of(resources, 'RolePolicyAttachment').map(({ inputs }) => `${inputs.role} ${inputs.policyArn}`);
    const kinds = ['Broker', 'Controller', 'FlowLogs', 'Snapshots'];
    expect(attached.sort()).toEqual(
      kinds.map((kind) => `${idOf(`inventory-${kind}Role`)} ${arnOf(`inventory-${kind}RolePolicy`)}`),
    );
    for (const { inputs } of of(resources, 'Role')) {
      expect(inputs).not.toHaveProperty('inlinePolicies');
      expect(inputs).not.toHaveProperty('managedPolicyArns');
    }
  });

  test('each kind of node has an instance profile with its own role', () => {
    const roles = of(resources, 'InstanceProfile').map(({ inputs }) => inputs.role);
    expect(roles.sort()).toEqual([idOf('inventory-BrokerRole'), idOf('inventory-ControllerRole')]);
  });

  test('a boundary is written only where the deployment names one', async () => {
    const { resources: without } = await identity();
    const role = of(without, 'Role').find(({ inputs }) => inputs.description === 'What a broker machine may do')!;
    expect(role.inputs).toMatchObject({ path: '/' });
    expect(role.inputs).not.toHaveProperty('permissionsBoundary');
  });
});

test('an injected role is used as it is, with the instance profile of its name; the others are made', async () => {
  const { resources, component } = await identity({ broker: injected('kafka') });
  const { roleArns, instanceProfileArns } = component;
  expect(await known(roleArns.broker)).toBe(injected('kafka'));
  expect(await known(instanceProfileArns.broker)).toBe('arn:aws:iam::111122223333:instance-profile/given/kafka');
  expect(of(resources, 'Role')).toHaveLength(3);
  expect(of(resources, 'InstanceProfile')).toHaveLength(1);
});

test('where every role is injected nothing is made', async () => {
  const kinds = ['controller', 'broker', 'snapshots', 'flowLogs'] as const;
  const roles = Object.fromEntries(kinds.map((kind) => [kind, injected(kind)])) as Roles;
  const { resources, component } = await identity(roles);
  expect(resources.filter(({ type }) => type.startsWith('aws:'))).toEqual([]);
  for (const kind of kinds) expect(await known(component.roleArns[kind])).toBe(injected(kind));
});

const known = (value: unknown): Promise<unknown> =>
  new Promise((done) => (value as { apply: (seen: (known: unknown) => void) => void }).apply(done));
