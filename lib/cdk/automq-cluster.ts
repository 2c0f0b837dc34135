import { Stack } from 'aws-cdk-lib';
import { Connections, Port, SecurityGroup, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { plan, type Plan } from '../core';
import { bootstrapHost } from '../core/identities';
import { listeners } from '../core/plan/listeners';
import { secretReading } from '../core/render';
import { applyTags } from './annotate';
import type { AutoMqClusterProps } from './automq-cluster-props';
import { ClusterNodes } from './cluster';
import { ClusterData } from './data';
import { deploymentFromProps } from './deployment-from-props';
import { ClusterIdentity } from './identity';
import { ClusterNetwork, existingNetwork } from './network';
import type { NetworkRefs } from './network-refs';
import { ClusterSeasons } from './seasons';

/** A cluster that clients can be connected to, whoever made it. */
export interface IAutoMqCluster extends IConstruct, IConnectable {
  /** Name that resolves to the lowest brokers of every zone. */
  readonly bootstrapHost: string;
  /** `bootstrapHost` with the client port, as Kafka's `bootstrap.servers`. */
  readonly bootstrapServers: string;
}

/** What `AutoMqCluster.fromAttributes` needs to know of a cluster made elsewhere. */
export interface AutoMqClusterAttributes {
  readonly bootstrapHost: string;
  /** Security group of the brokers. */
  readonly brokerSecurityGroupId: string;
  /** @default 9092 */
  readonly clientPort?: number;
}

/**
 * A whole AutoMQ cluster in one stack, for customers who write CDK themselves. The ready stacks lay out the same parts in
 * stacks of their own.
 *
 * Resources deployed: roles, keys, buckets, passwords and certificate authority; a private VPC if asked for; controllers and brokers.
 *
 * Security considerations: data, keys and volumes stay when the stack is deleted; clients reach the brokers by TLS and SASL
 * only, from the networks in `clients` and what `connections` allows.
 */
export class AutoMqCluster extends Construct implements IAutoMqCluster {
  /** A cluster made elsewhere, to connect clients to. */
  static fromAttributes(scope: Construct, id: string, attributes: AutoMqClusterAttributes): IAutoMqCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  readonly plan: Plan;
  readonly identity: ClusterIdentity;
  readonly data: ClusterData;
  readonly network: NetworkRefs;
  readonly nodes: ClusterNodes;
  /** Set when the props name seasons. */
  readonly seasons?: ClusterSeasons;
  readonly bootstrapHost: string;
  readonly bootstrapServers: string;
  /** Traffic to the brokers; the default port is the client listener's. */
  readonly connections: Connections;

  constructor(scope: Construct, id: string, props: AutoMqClusterProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.plan = plan(deploymentFromProps(stack, props), props.asOf ?? today(), {
      allowDataLoss: this.node.tryGetContext('allowDataLoss') as string | undefined,
    });
    this.identity = new ClusterIdentity(this, 'Identity', { plan: this.plan, clusterStackName: stack.stackName });
    this.data = new ClusterData(this, 'Data', { plan: this.plan, roleArns: this.identity.roleArns });
    this.network = this.provideNetwork();
    this.nodes = this.createNodes();
    this.seasons = this.plan.seasons && this.createSeasons();
    this.bootstrapHost = bootstrapHost(this.plan.dns.domain);
    this.bootstrapServers = `${this.bootstrapHost}:${listeners.client.port}`;
    this.connections = this.brokerConnections();
    applyTags(this, this.plan);
  }

  /**
   * Lets a principal of this account read the password of the Kafka user `admin`: by its own policy, and by the key's. With an
   * injected secrets key the key's owner adds the second.
   */
  grantReadAdminSecret(grantee: IGrantable): Grant {
    this.data.keys.addSecretReader(grantee.grantPrincipal.policyFragment.principalJson);
    return Grant.addToPrincipal({
      grantee,
      actions: [...secretReading],
      resourceArns: [this.data.secretArns.admin],
    });
  }

  private provideNetwork(): NetworkRefs {
    if (!this.plan.network.newVpcCidr) return existingNetwork(this.plan);
    return new ClusterNetwork(this, 'Network', {
      plan: this.plan,
      logsKeyArn: this.data.keyArns.logs,
      flowLogsRoleArn: this.identity.roleArns.flowLogs!,
    });
  }

  private createNodes(): ClusterNodes {
    const { plan, identity, data, network } = this;
    return new ClusterNodes(this, 'Nodes', {
      plan,
      network,
      instanceProfileArns: identity.instanceProfileArns,
      snapshotRoleArn: identity.roleArns.snapshots!,
      keyArns: data.keyArns,
      authorityArn: data.authorityArn,
      prerequisites: [identity, data, ...(network instanceof ClusterNetwork ? [network] : [])],
    });
  }

  /** Its policies name the groups, which must be there. */
  private createSeasons(): ClusterSeasons {
    const seasons = new ClusterSeasons(this, 'Seasons', {
      plan: this.plan,
      roleArns: this.identity.roleArns,
      logsKeyArn: this.data.keyArns.logs,
      alarmTopicArn: this.nodes.alarms.topicArn,
    });
    seasons.node.addDependency(this.nodes);
    return seasons;
  }

  private brokerConnections(): Connections {
    const group = this.nodes.securityGroups.groups.broker.attrGroupId;
    return brokerConnections(this, group, listeners.client.port);
  }
}

class ImportedCluster extends Construct implements IAutoMqCluster {
  readonly bootstrapHost: string;
  readonly bootstrapServers: string;
  readonly connections: Connections;

  constructor(scope: Construct, id: string, attributes: AutoMqClusterAttributes) {
    super(scope, id);
    const port = attributes.clientPort ?? listeners.client.port;
    this.bootstrapHost = attributes.bootstrapHost;
    this.bootstrapServers = `${attributes.bootstrapHost}:${port}`;
    this.connections = brokerConnections(this, attributes.brokerSecurityGroupId, port);
  }
}

function brokerConnections(scope: Construct, securityGroupId: string, port: number): Connections {
  const group = SecurityGroup.fromSecurityGroupId(scope, 'BrokerSecurityGroup', securityGroupId);
  return new Connections({ securityGroups: [group], defaultPort: Port.tcp(port) });
}

const today = (): string => new Date().toISOString().slice(0, 10);
