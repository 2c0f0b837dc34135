/**
 * The part of the account that moto has too loosely: which interface holds which address, which instance holds which
 * volume, and Auto Scaling's lifecycle hooks, which moto stores but never waits for.
 */
import type { NodeKind } from '../../../../lib/core/plan/types';
import { ec2, ec2Error, json, jsonError, query, queryError } from './answers';
import type { Authority } from './authority';
import type { Call } from './call';
import type { Handler } from './services';
import type { Interface } from './vpc';

export type LifecycleState = 'Pending:Wait' | 'InService' | 'Terminating:Wait' | 'Terminated';

export interface Instance {
  readonly id: string;
  readonly keyId: string;
  readonly kind: NodeKind;
  readonly group: string;
  readonly interface: Interface;
  /** When an address shows in the metadata: some time after it was assigned. */
  readonly shown: Map<string, number>;
  state: LifecycleState;
  healthy: boolean;
  /** Of the terminate hook. */
  lastHeartbeat: number;
  /** Result that the launch hook was completed with. */
  launched?: string;
  drained: boolean;
}

export interface Volume {
  readonly id: string;
  readonly zone: string;
  holder?: string;
}

export interface Account {
  readonly instances: Map<string, Instance>;
  readonly volumes: Map<string, Volume>;
  /** Address to interface. */
  readonly holders: Map<string, Interface>;
  /** No machine has it: the owner of the account asks with it whether an address is free. */
  readonly spare: Interface;
  /** Instance to what it signalled to CloudFormation. */
  readonly signals: Map<string, string>;
  readonly authority: Authority;
  /** How long metadata shows what was before an address was assigned, milliseconds. */
  lagMs: number;
  /** Desired capacity by group; 1 where nothing is said. */
  readonly desired: Map<string, number>;
  onAssigned(address: string, instance: Instance): void;
  onAttached(volume: Volume, instance: Instance): void;
}

/** How long the metadata service lags behind, milliseconds: seconds on EC2. */
export const metadataLag = 1500;

export function handlersOf(account: Account): Readonly<Record<string, Handler>> {
  const by = (
    found: (call: Call) => Instance | undefined,
    then: (instance: Instance, call: Call) => ReturnType<Handler>,
  ) => {
    const handler: Handler = (call) => {
      const instance = found(call);
      return instance === undefined ? queryError('ValidationError', 'no such instance') : then(instance, call);
    };
    return handler;
  };
  const named = ({ input }: Call): Instance | undefined => account.instances.get(String(input.InstanceId));
  return {
    'ec2:AssignPrivateIpAddresses': (call) => assign(account, call),
    'ec2:UnassignPrivateIpAddresses': (call) => unassign(account, call),
    'ec2:AttachVolume': (call) => attach(account, call),
    'autoscaling:CompleteLifecycleAction': by(named, complete),
    'autoscaling:RecordLifecycleActionHeartbeat': by(named, heartbeat),
    'autoscaling:SetInstanceHealth': by(named, (instance, { input }) => {
      instance.healthy = input.HealthStatus === 'Healthy';
      return query('SetInstanceHealth');
    }),
    'autoscaling:DescribeAutoScalingGroups': (call) => describe(account, call),
    'cloudformation:SignalResource': ({ input }) => {
      account.signals.set(String(input.UniqueId), String(input.Status));
      return query('SignalResource');
    },
    'acm-pca:IssueCertificate': ({ input }) => issue(account, input),
    'acm-pca:GetCertificate': ({ input }) => {
      const certificate = account.authority.get(String(input.CertificateArn));
      if (certificate === undefined) return jsonError('ResourceNotFoundException', 'no such certificate');
      return json({ Certificate: certificate, CertificateChain: account.authority.certificate });
    },
  };
}

/**
 * "If an IP address is already assigned and reassignment is not allowed, the call fails"; moto gives it twice.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html
 */
function assign(account: Account, { input }: Call): ReturnType<Handler> {
  const address = String(input['PrivateIpAddress.1']);
  const instance = [...account.instances.values()].find((one) => one.interface.id === input.NetworkInterfaceId);
  const asking = instance?.interface ?? account.spare;
  if (asking.id !== input.NetworkInterfaceId)
    return ec2Error('InvalidNetworkInterfaceID.NotFound', 'no such interface');
  const holder = account.holders.get(address);
  if (holder !== undefined && input.AllowReassignment !== 'true')
    return ec2Error('InvalidParameterValue', `[${address}] assigned, but move is not allowed.`);
  account.holders.set(address, asking);
  instance?.shown.set(address, Date.now() + account.lagMs);
  if (instance !== undefined) account.onAssigned(address, instance);
  return ec2('AssignPrivateIpAddresses', `<networkInterfaceId>${asking.id}</networkInterfaceId>`);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateIpAddresses.html */
function unassign(account: Account, { input }: Call): ReturnType<Handler> {
  const address = String(input['PrivateIpAddress.1']);
  if (account.holders.get(address)?.id !== input.NetworkInterfaceId)
    return ec2Error('InvalidParameterValue', `Some of [${address}] are not assigned to the interface`);
  account.holders.delete(address);
  return ec2('UnassignPrivateIpAddresses', '<return>true</return>');
}

/** A volume in use is refused. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (VolumeInUse) */
function attach(account: Account, { input }: Call): ReturnType<Handler> {
  const volume = account.volumes.get(String(input.VolumeId));
  const instance = account.instances.get(String(input.InstanceId));
  if (volume === undefined)
    return ec2Error('InvalidVolume.NotFound', `The volume '${String(input.VolumeId)}' does not exist.`);
  if (instance === undefined) return ec2Error('InvalidInstanceID.NotFound', 'no such instance');
  if (volume.holder !== undefined) return ec2Error('VolumeInUse', `${volume.id} is already attached to an instance`);
  volume.holder = instance.id;
  account.onAttached(volume, instance);
  return ec2('AttachVolume', `<volumeId>${volume.id}</volumeId><status>attaching</status>`);
}

const noAction = queryError('ValidationError', 'No active Lifecycle Action found with instance ID');

function complete(instance: Instance, { input }: Call): ReturnType<Handler> {
  const launch = input.LifecycleHookName === 'launch';
  if (instance.state !== (launch ? 'Pending:Wait' : 'Terminating:Wait')) return noAction;
  if (launch) {
    instance.launched = String(input.LifecycleActionResult);
    instance.state = instance.launched === 'CONTINUE' ? 'InService' : 'Terminating:Wait';
  } else {
    instance.drained = true;
    instance.state = 'Terminated';
  }
  return query('CompleteLifecycleAction');
}

function heartbeat(instance: Instance): ReturnType<Handler> {
  if (instance.state !== 'Terminating:Wait') return noAction;
  instance.lastHeartbeat = Date.now();
  return query('RecordLifecycleActionHeartbeat');
}

function describe(account: Account, { input }: Call): ReturnType<Handler> {
  const name = String(input['AutoScalingGroupNames.member.1']);
  const members = [...account.instances.values()].filter((one) => one.group === name && one.state !== 'Terminated');
  const instances = members.map(
    (one) =>
      `<member><InstanceId>${one.id}</InstanceId><LifecycleState>${one.state}</LifecycleState><HealthStatus>${one.healthy ? 'Healthy' : 'Unhealthy'}</HealthStatus></member>`,
  );
  return query(
    'DescribeAutoScalingGroups',
    `<AutoScalingGroups><member><AutoScalingGroupName>${name}</AutoScalingGroupName><DesiredCapacity>${account.desired.get(name) ?? 1}</DesiredCapacity><Instances>${instances.join('')}</Instances></member></AutoScalingGroups>`,
  );
}

function issue(account: Account, input: Call['input']): ReturnType<Handler> {
  // The authority's own key is elliptic. https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html
  if (!String(input.SigningAlgorithm).endsWith('ECDSA'))
    return jsonError('InvalidArgsException', 'The signing algorithm must match the key of the authority');
  const { Value: days } = input.Validity as { Value: number };
  return json({ CertificateArn: account.authority.issue(Buffer.from(String(input.Csr), 'base64').toString(), days) });
}
