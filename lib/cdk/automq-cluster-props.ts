import type { ICertificateAuthority } from 'aws-cdk-lib/aws-acmpca';
import type { IPrefixList, ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IInstanceProfile, IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { ClientNetwork, Deployment, ExistingSubnet, ExistingVpc, NewVpc, PrivateCaTls, Roles } from '../core';

/** Parts of a deployment file that hold no id of an AWS resource; the props take them as they are. */
type PlainParts = Pick<
  Deployment,
  | 'name'
  | 'stackNamePrefix'
  | 'tags'
  | 'clusterId'
  | 'automq'
  | 'image'
  | 'zones'
  | 'brokers'
  | 'controllers'
  | 'wal'
  | 'zoneRouter'
  | 'logRetentionDays'
  | 'allowDataLoss'
  | 'adoptVolumes'
  | 'workload'
  | 'seasons'
  | 'freezes'
>;

/**
 * A deployment file as props: the same names, with engine objects where the file has an id.
 *
 * Values that decide how many resources exist (zones, sizes, names, address blocks) must be plain, never tokens.
 * Account and region are those of the stack.
 */
export interface AutoMqClusterProps extends PlainParts {
  /** The network the cluster lives in: a new private VPC, or an existing one that is never edited. */
  readonly network: ClusterNetworkOptions;
  /** Where the nodes' certificates come from. */
  readonly tls: ClusterTls;
  /**
   * Where the names of the nodes are published.
   * @default - a new private hosted zone `<name>.automq.internal`
   */
  readonly dns?: ClusterDns;
  /**
   * Who may connect to the brokers, besides what `connections` allows.
   * @default - nobody outside the cluster
   */
  readonly clients?: ClusterClients;
  /**
   * Customer-managed keys to use instead of new ones. Their policies must already allow the nodes.
   * @default - one new key for each purpose
   */
  readonly keys?: ClusterKeyOptions;
  /** Roles to use instead of new ones, and rules for new ones. */
  readonly roles?: ClusterRoles;
  /**
   * Topic that receives alarms.
   * @default - a new topic, encrypted with the logs key
   */
  readonly alarmTopic?: ITopic;
  /**
   * Day the plan is made for, `YYYY-MM-DD`.
   * @default - the day of the synthesis
   */
  readonly asOf?: string;
}

/** Exactly one of the two. */
export interface ClusterNetworkOptions {
  readonly newVpc?: NewVpc;
  readonly existingVpc?: ClusterVpc;
}

/** `network.existingVpc` of the file, with objects for ids. */
export interface ClusterVpc extends Omit<ExistingVpc, 'vpcId' | 'subnets'> {
  readonly vpc: IVpc;
  /** One subnet for each zone of the deployment. */
  readonly subnets: readonly ClusterSubnet[];
}

export interface ClusterSubnet extends Omit<ExistingSubnet, 'subnetId'> {
  readonly subnet: ISubnet;
}

/** `tls` of the file, with objects for ids. */
export type ClusterTls =
  | (Omit<PrivateCaTls, 'authorityArn'> & {
      /**
       * Certificate authority to use; it must carry the tag `automq:cluster`.
       * @default - a new one
       */
      readonly authority?: ICertificateAuthority;
    })
  | { readonly issuer: 'secret'; readonly secret: ISecret };

/** `dns` of the file, with an object for the id. */
export interface ClusterDns {
  readonly domain: string;
  /**
   * `none` makes no record.
   * @default - a new private hosted zone
   */
  readonly hostedZone?: IHostedZone | 'none';
}

/** `clients` of the file, with objects for ids. */
export interface ClusterClients {
  readonly networks?: readonly ClientNetwork[];
  readonly prefixLists?: readonly IPrefixList[];
  readonly securityGroups?: readonly ISecurityGroup[];
}

/** `keys` of the file, with objects for ARNs. */
export interface ClusterKeyOptions {
  /** Objects in the data and the ops bucket. */
  readonly data?: IKey;
  /** WAL, metadata and root volumes and their snapshots. */
  readonly wal?: IKey;
  /** Log groups and the alarm topic. */
  readonly logs?: IKey;
  /** Passwords in Secrets Manager. */
  readonly secrets?: IKey;
}

/** `roles` of the file, with objects for ARNs. */
export interface ClusterRoles extends Pick<Roles, 'path' | 'deployers'> {
  readonly controller?: NodeRole;
  readonly broker?: NodeRole;
  /** Takes the snapshots for Data Lifecycle Manager. */
  readonly snapshots?: IRole;
  /** Delivers VPC flow logs. */
  readonly flowLogs?: IRole;
  /** Sets the floor of the groups, with seasons. */
  readonly keeper?: IRole;
  /** Starts the keeper, with seasons. */
  readonly keeperSchedule?: IRole;
  readonly permissionsBoundary?: IManagedPolicy;
  /** May do what deployers and nodes may, in an emergency. */
  readonly breakGlass?: IRole;
}

/** A node's role and the instance profile that carries it. */
export interface NodeRole {
  readonly role: IRole;
  readonly instanceProfile: IInstanceProfile;
}
