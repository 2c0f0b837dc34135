import type { Stack } from 'aws-cdk-lib';
import type { Clients, Deployment, Dns, Keys, Network, Roles, Tls } from '../core';
import type {
  AutoMqClusterProps,
  ClusterClients,
  ClusterDns,
  ClusterKeyOptions,
  ClusterNetworkOptions,
  ClusterRoles,
  ClusterTls,
} from './automq-cluster-props';

/**
 * The deployment that the props stand for: objects become their ids. An id may be a token, because the plan only passes it
 * through; everything else must be plain, and the plan refuses a token there by the prop's name.
 */
export function deploymentFromProps(stack: Stack, props: AutoMqClusterProps): Deployment {
  const { network, tls, dns, clients, keys, roles, alarmTopic, asOf, ...plain } = props;
  return withoutUndefined({
    ...plain,
    account: stack.account,
    region: stack.region,
    network: networkOf(network),
    tls: tlsOf(tls),
    dns: dns && dnsOf(dns),
    clients: clients && clientsOf(clients),
    keys: keys && keysOf(keys),
    roles: roles && rolesOf(roles),
    alarmTopicArn: alarmTopic?.topicArn,
  });
}

function networkOf({ newVpc, existingVpc }: ClusterNetworkOptions): Network {
  if (!existingVpc) return { newVpc };
  const { vpc, subnets, ...plain } = existingVpc;
  return {
    newVpc,
    existingVpc: {
      ...plain,
      vpcId: vpc.vpcId,
      subnets: subnets.map(({ subnet, ...range }) => ({ ...range, subnetId: subnet.subnetId })),
    },
  };
}

function tlsOf(tls: ClusterTls): Tls {
  if (tls.issuer === 'secret') {
    return { issuer: 'secret', secretArn: tls.secret.secretArn, secretKeyArn: tls.secret.encryptionKey?.keyArn };
  }
  const { authority, ...plain } = tls;
  return { ...plain, authorityArn: authority?.certificateAuthorityArn };
}

function dnsOf({ domain, hostedZone }: ClusterDns): Dns {
  return { domain, hostedZone: typeof hostedZone === 'object' ? hostedZone.hostedZoneId : hostedZone };
}

function clientsOf({ networks, prefixLists, securityGroups }: ClusterClients): Clients {
  return {
    networks,
    prefixLists: prefixLists?.map(({ prefixListId }) => prefixListId),
    securityGroups: securityGroups?.map(({ securityGroupId }) => securityGroupId),
  };
}

function keysOf({ data, wal, logs, secrets }: ClusterKeyOptions): Keys {
  return { data: data?.keyArn, wal: wal?.keyArn, logs: logs?.keyArn, secrets: secrets?.keyArn };
}

function rolesOf({ controller, broker, permissionsBoundary, path, deployers, ...roles }: ClusterRoles): Roles {
  const arns = Object.entries(roles).map(([purpose, role]) => [purpose, role?.roleArn]);
  return {
    path,
    deployers,
    controller: controller?.role.roleArn,
    controllerInstanceProfile: controller?.instanceProfile.instanceProfileArn,
    broker: broker?.role.roleArn,
    brokerInstanceProfile: broker?.instanceProfile.instanceProfileArn,
    permissionsBoundary: permissionsBoundary?.managedPolicyArn,
    ...Object.fromEntries(arns),
  };
}

/** A prop that is not set is absent, as in a file. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T;
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutUndefined(part)])) as T;
}
