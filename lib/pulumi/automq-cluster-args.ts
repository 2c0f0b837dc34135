import type { Input } from '@pulumi/pulumi';
import type {
  Archive,
  AutoMq,
  ClientNetwork,
  Deployment,
  Dns,
  ExistingSubnet,
  ExistingVpc,
  NewVpc,
  PrivateCaTls,
  Roles,
} from '../core';

/** Parts of a deployment that decide which resources exist, and must be plain. */
type PlainParts = Omit<
  Deployment,
  'automq' | 'network' | 'tls' | 'dns' | 'clients' | 'keys' | 'roles' | 'alarmTopicArn' | 'terminationProtection'
>;

/**
 * A deployment file as arguments: the same names and the same values. What only flows through to a resource may be an
 * `Input`; what decides how many resources exist is plain, and an `Output` there is refused by its name.
 */
export interface AutoMqClusterArgs extends PlainParts {
  /** Which AutoMQ runs, and where its archive is. */
  readonly automq: ClusterAutoMq;
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
   * Who may connect to the brokers.
   * @default - nobody outside the cluster
   */
  readonly clients?: ClusterClients;
  /**
   * ARNs of customer-managed keys to use instead of new ones. Their policies must already allow the nodes.
   * @default - one new key for each purpose
   */
  readonly keys?: ClusterKeyOptions;
  /** ARNs of roles to use instead of new ones, and rules for new ones. `deployers` must name the role that Pulumi runs as. */
  readonly roles?: ClusterRoles;
  /**
   * ARN of the topic that receives alarms.
   * @default - a new topic, encrypted with the logs key
   */
  readonly alarmTopicArn?: Input<string>;
  /**
   * Brokers in each zone instead of the deployment's `brokers.perZone`; `file` takes that. A change replaces no machine.
   * @default file
   */
  readonly brokersPerZone?: 'file' | number;
  /**
   * Season parameters by their names (`BlackFridayStart`, `SeasonOverride`, …) instead of the file's values.
   * @default - the values of the deployment file
   */
  readonly seasonOverrides?: Readonly<Record<string, string | number>>;
  /**
   * Second half of the double opt-in to destroy data: the cluster's name.
   * @default - data stays
   */
  readonly destroyDataOf?: string;
  /**
   * ARNs of roles of this account that may read the password of the Kafka user `admin`, each by a name of your own: by a policy
   * of the role, and by the key's. With an injected secrets key the key's owner adds the second.
   * @default - nobody but the cluster's own roles and operators
   */
  readonly adminSecretReaders?: Readonly<Record<string, Input<string>>>;
  /**
   * Uses the passwords that an earlier deployment left in Secrets Manager, of the CDK or of a destroyed stack.
   * @default false
   */
  readonly adoptSecrets?: boolean;
  /**
   * Day the plan is made for, `YYYY-MM-DD`.
   * @default - today
   */
  readonly asOf?: string;
}

/** `automq` of the file. */
export interface ClusterAutoMq extends Omit<AutoMq, 'archive'> {
  readonly archive: ClusterArchive | 'baked';
}

/** `automq.archive` of the file. */
export interface ClusterArchive extends Omit<Archive, 'bucket'> {
  readonly bucket: Input<string>;
}

/** Exactly one of the two. */
export interface ClusterNetworkOptions {
  readonly newVpc?: NewVpc;
  readonly existingVpc?: ClusterVpc;
}

/** `network.existingVpc` of the file. */
export interface ClusterVpc extends Omit<ExistingVpc, 'vpcId' | 'subnets' | 's3PrefixListId'> {
  readonly vpcId: Input<string>;
  /** One subnet for each zone of the deployment. */
  readonly subnets: readonly ClusterSubnet[];
  /**
   * Id of the region's managed prefix list for S3.
   * @default - from the package's table of regions
   */
  readonly s3PrefixListId?: Input<string>;
}

export interface ClusterSubnet extends Omit<ExistingSubnet, 'subnetId'> {
  readonly subnetId: Input<string>;
}

/** `tls` of the file. */
export type ClusterTls =
  | (Omit<PrivateCaTls, 'authorityArn'> & {
      /**
       * Certificate authority to use; it must carry the tag `automq:cluster`.
       * @default - a new one
       */
      readonly authorityArn?: Input<string>;
    })
  | { readonly issuer: 'secret'; readonly secretArn: Input<string>; readonly secretKeyArn?: Input<string> };

/** `dns` of the file. Whether there is a zone must be plain: `new` and `none` are never outputs. */
export interface ClusterDns extends Omit<Dns, 'hostedZone'> {
  /**
   * `none` makes no record; an id uses an existing private zone.
   * @default new
   */
  readonly hostedZone?: Input<string>;
}

/** `clients` of the file. How many there are must be plain. */
export interface ClusterClients {
  readonly networks?: readonly ClientNetwork[];
  readonly prefixLists?: readonly Input<string>[];
  readonly securityGroups?: readonly Input<string>[];
}

/** `keys` of the file. */
export interface ClusterKeyOptions {
  /** Objects in the data and the ops bucket. */
  readonly data?: Input<string>;
  /** WAL, metadata and root volumes and their snapshots. */
  readonly wal?: Input<string>;
  /** Log groups and the alarm topic. */
  readonly logs?: Input<string>;
  /** Passwords in Secrets Manager. */
  readonly secrets?: Input<string>;
}

/** `roles` of the file. */
export interface ClusterRoles extends Pick<Roles, 'path' | 'deployers'> {
  readonly controller?: Input<string>;
  readonly controllerInstanceProfile?: Input<string>;
  readonly broker?: Input<string>;
  readonly brokerInstanceProfile?: Input<string>;
  /** Takes the snapshots for Data Lifecycle Manager. */
  readonly snapshots?: Input<string>;
  /** Delivers VPC flow logs. */
  readonly flowLogs?: Input<string>;
  readonly permissionsBoundary?: Input<string>;
  /** May do what deployers and nodes may, in an emergency. */
  readonly breakGlass?: Input<string>;
}
