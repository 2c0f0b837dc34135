import { ComponentResource, output, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import * as iam from '@pulumi/aws/iam';
import * as vpc from '@pulumi/aws/vpc';
import { plan, type Plan } from '../core';
import { bootstrapHost, ids } from '../core/identities';
import { listeners } from '../core/plan/listeners';
import { secretReaderPolicy } from '../core/render/policies/secret-reader-policy';
import type { AutoMqClusterArgs } from './automq-cluster-args';
import { ClusterNodes } from './cluster';
import { ClusterData, refuseBootstrapRole } from './data';
import { deploymentFromArgs } from './deployment-from-args';
import { ClusterIdentity } from './identity';
import { fillArguments } from './inputs';
import { ClusterNetwork, existingNetwork } from './network';
import { ClusterSeasons } from './seasons';
import type { NetworkRefs } from './network-refs';

/**
 * A whole AutoMQ cluster, for customers who write Pulumi.
 *
 * Resources deployed: roles, keys, buckets, passwords and certificate authority; a private VPC if asked for; controllers and brokers.
 *
 * Security considerations: data, keys and volumes are protected and stay when they leave the program; clients reach the
 * brokers by TLS and SASL only, from the networks in `clients` and what `allowClients` admits; each role in
 * `adminSecretReaders` gets an inline policy. The provider must be that of
 * the deployment's account and region.
 */
export class AutoMqCluster extends ComponentResource {
  readonly plan: Plan;
  readonly identity: ClusterIdentity;
  readonly data: ClusterData;
  readonly network: NetworkRefs;
  readonly nodes: ClusterNodes;
  /** Set when the deployment names seasons. */
  readonly seasons?: ClusterSeasons;
  readonly bootstrapHost: string;
  readonly bootstrapServers: string;
  /** ARN of the password of the Kafka user `admin`; reading it also needs the secrets key. */
  readonly adminSecretArn: Output<string>;
  readonly brokerSecurityGroupId: Output<string>;
  /** Rows of `plan.outputs` by their id: what clients and operators need to know. */
  readonly outputs: Readonly<Record<string, string>>;

  /**
   * @throws DeploymentError with every mistake in the arguments, before any resource is made
   * @throws RunError for a `brokersPerZone` that the plan does not allow, and where no deployer but the CDK's is named
   */
  constructor(
    private readonly name: string,
    private readonly args: AutoMqClusterArgs,
    options: ComponentResourceOptions = {},
  ) {
    const decided = plan(deploymentFromArgs(args), args.asOf ?? today(), { allowDataLoss: args.destroyDataOf });
    refuseBootstrapRole(decided);
    const transformations = [...(options.transformations ?? []), fillArguments];
    super('automq-byoc:index:AutoMqCluster', name, {}, { ...options, transformations });
    const parent = { parent: this };
    this.plan = decided;
    this.identity = new ClusterIdentity(name, { plan: decided }, parent);
    this.data = this.createData();
    this.network = this.provideNetwork();
    this.nodes = this.createNodes();
    this.bootstrapHost = bootstrapHost(decided.dns.domain);
    this.bootstrapServers = `${this.bootstrapHost}:${listeners.client.port}`;
    this.adminSecretArn = this.data.secretArns.admin;
    this.grantReadAdminSecret(args.adminSecretReaders);
    this.brokerSecurityGroupId = this.nodes.securityGroups.groups.broker.id;
    this.seasons = decided.seasons && this.createSeasons();
    this.outputs = { ...this.nodes.outputs, ...this.seasons?.outputs };
    const { bootstrapServers, adminSecretArn, brokerSecurityGroupId, outputs } = this;
    this.registerOutputs({ bootstrapServers, adminSecretArn, brokerSecurityGroupId, outputs });
  }

  /** Opens the client port to a security group of this program; groups of others go into `clients.securityGroups`. */
  allowClients(name: string, securityGroupId: Input<string>): void {
    const rule = {
      securityGroupId: this.brokerSecurityGroupId,
      referencedSecurityGroupId: securityGroupId,
      ipProtocol: 'tcp',
      fromPort: listeners.client.port,
      toPort: listeners.client.port,
      description: `Kafka clients: ${name}`,
      tags: this.plan.tags,
    };
    new vpc.SecurityGroupIngressRule(`${this.name}-Clients-${name}`, rule, { parent: this.nodes.securityGroups });
  }

  private createData(): ClusterData {
    const { plan, identity, args } = this;
    const data = {
      plan,
      roleArns: identity.roleArns,
      adoptSecrets: args.adoptSecrets,
      secretReaders: Object.values(args.adminSecretReaders ?? {}),
    };
    return new ClusterData(this.name, data, { parent: this });
  }

  /** The half of each reader's own policy; the key's is in the key. */
  private grantReadAdminSecret(readers: AutoMqClusterArgs['adminSecretReaders'] = {}): void {
    for (const [reader, roleArn] of Object.entries(readers)) {
      const grant = {
        role: output(roleArn).apply((arn) => arn.split('/').at(-1)!),
        policy: this.adminSecretArn.apply((arn) => JSON.stringify(secretReaderPolicy(arn))),
      };
      new iam.RolePolicy(`${this.name}-${ids.adminSecretReader(reader)}`, grant, { parent: this.data });
    }
  }

  private provideNetwork(): NetworkRefs {
    if (!this.plan.network.newVpcCidr) return existingNetwork(this.plan, this);
    const args = {
      plan: this.plan,
      logsKeyArn: this.data.keyArns.logs,
      flowLogsRoleArn: this.identity.roleArns.flowLogs!,
    };
    return new ClusterNetwork(this.name, args, { parent: this });
  }

  private createNodes(): ClusterNodes {
    const { plan, identity, data, network, args } = this;
    const nodes = {
      plan,
      network,
      instanceProfileArns: identity.instanceProfileArns,
      snapshotRoleArn: identity.roleArns.snapshots!,
      keyArns: data.keyArns,
      authorityArn: data.authorityArn,
      capacity: { BrokersPerZone: args.brokersPerZone },
      prerequisites: [identity, data, ...(network instanceof ClusterNetwork ? [network] : [])],
    };
    return new ClusterNodes(this.name, nodes, { parent: this });
  }

  private createSeasons(): ClusterSeasons {
    const { plan, identity, data, network, nodes, args } = this;
    const seasons = {
      plan,
      network,
      roleArns: identity.roleArns,
      logsKeyArn: data.keyArns.logs,
      alarmTopicArn: nodes.alarms.topicArn,
      overrides: args.seasonOverrides,
      after: [identity, ...nodes.brokers.map(({ group }) => group)],
    };
    return new ClusterSeasons(this.name, seasons, { parent: this });
  }
}

const today = (): string => new Date().toISOString().slice(0, 10);
