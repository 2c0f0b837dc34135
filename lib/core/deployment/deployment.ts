import type { Freeze, Season } from './seasons';
import type { Workload } from './workload';

export type { Freeze, Season, When } from './seasons';
export type { Stream, Workload } from './workload';

/**
 * What the user writes: the shape of a deployment file after `extends` is resolved.
 *
 * These interfaces are written by hand because they are the public API: the CDK props and the Pulumi args take their
 * shape from here. `schema.ts` checks a file against the same shape; a type test holds the two together.
 */
export interface Deployment {
  /** Name of the cluster: lower-case letters, digits and dashes, 3 to 20 characters. Part of every resource name. */
  readonly name: string;
  /** Twelve-digit id of the account to deploy into. */
  readonly account: string;
  /** Region to deploy into, for example `us-east-1`. */
  readonly region: string;
  /**
   * First part of every stack name and generated resource name, unique in the account and region.
   * @default - the cluster's name
   */
  readonly stackNamePrefix?: string;
  /**
   * Tags on every resource and on every launched instance, volume and network interface.
   * @default - none besides the package's own `automq:*` tags
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** Kafka cluster id, 22 characters of URL-safe base64. `automq-byoc init` writes it once; it is part of every S3 key. */
  readonly clusterId: string;
  /** Which AutoMQ runs, and where its archive is. */
  readonly automq: AutoMq;
  /** The machine image of every node. */
  readonly image: MachineImage;
  /** Availability zone ids, for example `use1-az4`. One zone or three; ids mean the same place in every account. */
  readonly zones: readonly string[];
  /** The network the cluster lives in: a new private VPC, or an existing one that is never edited. */
  readonly network: Network;
  /**
   * Where the names of the nodes are published.
   * @default - a new private hosted zone `<name>.automq.internal`
   */
  readonly dns?: Dns;
  /** The broker machines. */
  readonly brokers: Brokers;
  /**
   * The controller machines.
   * @default - three controllers, one per zone where there are three
   */
  readonly controllers?: Controllers;
  /**
   * Where a broker keeps the records it has acknowledged but not yet uploaded.
   * @default - `{ type: s3 }`
   */
  readonly wal?: Wal;
  /**
   * Whether producers always talk to a broker of their own zone. Needs the S3 WAL and AutoMQ 1.5.0 or newer.
   * @default - true with more than one zone and the S3 WAL
   */
  readonly zoneRouter?: boolean;
  /** Where the nodes' certificates come from. */
  readonly tls: Tls;
  /**
   * Who may connect to the brokers.
   * @default - nobody outside the cluster
   */
  readonly clients?: Clients;
  /**
   * Customer-managed keys to use instead of new ones, by purpose.
   * @default - one new key for each purpose
   */
  readonly keys?: Keys;
  /** Roles, their path and boundary, and who may change the data bucket. */
  readonly roles?: Roles;
  /**
   * How long CloudWatch keeps the nodes' logs and the VPC flow logs, in days.
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * SNS topic that receives alarms.
   * @default - a new topic, encrypted with the logs key
   */
  readonly alarmTopicArn?: string;
  /**
   * Volumes kept from an earlier deployment, by node id. They are used instead of new ones; nothing is adopted by accident.
   * @default - new volumes
   */
  readonly adoptVolumes?: Readonly<Record<string, string>>;
  /**
   * Whether CloudFormation refuses to delete the stacks that hold state. `automq-byoc protect` sets it after the first deploy: the
   * CDK CLI protects a stack before it makes it, and then cannot delete what a first deploy that failed has left.
   * @default false
   */
  readonly terminationProtection?: boolean;
  /**
   * First half of the double opt-in to destroy data. The second is `-c allowDataLoss=<name>` on the command line.
   * @default false
   */
  readonly allowDataLoss?: boolean;
  /**
   * The load the cluster is built for; `automq-byoc plan` compares it with the capacity.
   * @default - capacity is shown without a comparison
   */
  readonly workload?: Workload;
  /**
   * Windows of higher capacity. Needs the S3 WAL.
   * @default - the size changes by parameter only
   */
  readonly seasons?: readonly Season[];
  /**
   * Windows in which nothing but season parameters may change.
   * @default - none
   */
  readonly freezes?: readonly Freeze[];
}

/** The AutoMQ release and its archive. */
export interface AutoMq {
  /**
   * Release tag.
   * @default 1.7.3
   */
  readonly release?: string;
  /**
   * `open-source` (Apache-2.0) or `enterprise` (commercial; rendered, never run by this project).
   * @default open-source
   */
  readonly edition?: 'open-source' | 'enterprise';
  /** The release archive in a bucket of yours, or `baked` when the image already holds it in `/opt/automq`. */
  readonly archive: Archive | 'baked';
  /**
   * Known faults of an older release that you accept, by name (see `automq-byoc plan`).
   * @default - none
   */
  readonly acceptKnownFaults?: readonly string[];
}

/** A release archive, uploaded by `automq-byoc artifact`. AutoMQ publishes no checksum, so the file pins one. */
export interface Archive {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the archive, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The machine image. A literal id: "latest" or an SSM parameter would replace every broker on some later deploy. */
export interface MachineImage {
  /** AMI id of Amazon Linux 2023 or an image built on it. `automq-byoc image` looks it up and writes it. */
  readonly id: string;
  /**
   * Processor architecture of the image; must match the instance types.
   * @default arm64
   */
  readonly architecture?: 'arm64' | 'x86_64';
  /**
   * Where Java and the log agent come from: the regional Amazon Linux repository (through the S3 endpoint), or the image.
   * @default repository
   */
  readonly packages?: 'repository' | 'baked';
}

/** Exactly one of the two. */
export interface Network {
  readonly newVpc?: NewVpc;
  readonly existingVpc?: ExistingVpc;
}

/** A new VPC with one private subnet per zone and no way to the internet. */
export interface NewVpc {
  /** IPv4 block of the VPC, /16 to /22. Each zone gets the sixteenth of it that its zone number names. */
  readonly cidr: string;
}

/** A VPC that others own. Nothing at VPC level is created or changed. */
export interface ExistingVpc {
  readonly vpcId: string;
  /** One subnet for each zone of the deployment. */
  readonly subnets: readonly ExistingSubnet[];
  /** Interface endpoints the owner runs, by service (`ec2`, `autoscaling`, …). `automq-byoc plan --request` lists what is needed. */
  readonly endpoints: readonly string[];
  /** Networks the interface endpoints answer in, as CIDRs; nodes may open HTTPS to them. */
  readonly endpointNetworks: readonly string[];
  /**
   * Id of the region's managed prefix list for S3.
   * @default - from the package's table of regions
   */
  readonly s3PrefixListId?: string;
}

/** A subnet that the network team made. */
export interface ExistingSubnet {
  /** Zone id of the subnet. */
  readonly zone: string;
  readonly subnetId: string;
  /** IPv4 block of the subnet. */
  readonly cidr: string;
  /** Block inside the subnet that nothing else draws addresses from: four reserved, three controllers, one address per slot. */
  readonly nodeRange: string;
}

/** Where node names are published. */
export interface Dns {
  /** Domain of the cluster's names, for example `inventory.automq.internal`. */
  readonly domain: string;
  /**
   * `new` makes a private hosted zone, `none` makes no record (`automq-byoc plan --request` prints them), otherwise the id of
   * an existing private hosted zone.
   * @default new
   */
  readonly hostedZone?: string;
}

/** The brokers. */
export interface Brokers {
  /** EC2 instance type, for example `m7g.large`. */
  readonly instanceType: string;
  /** Brokers in each zone at rest. */
  readonly perZone: number;
  /**
   * Addresses reserved in each zone. With the S3 WAL one of them is the spare that a replacement takes; with WAL volumes
   * it must equal `perZone`.
   * @default - with the S3 WAL twice `perZone` plus one spare; with WAL volumes `perZone`
   */
  readonly slotsPerZone?: number;
  /**
   * Root volume in GiB; it holds the system, the archive and caches that can be rebuilt.
   * @default 30
   */
  readonly rootVolumeGiB?: number;
}

/** The controllers: the only stateful nodes of a cluster with the S3 WAL. */
export interface Controllers {
  /**
   * 3, or 1 where the cluster may stop while its only controller is replaced.
   * @default 3
   */
  readonly count?: number;
  /**
   * Zone of each controller, in the order of their ids. Write it down before `zones` changes: a controller that moves leaves
   * its volume behind.
   * @default - one in each of three zones by their numbers, all in one zone otherwise
   */
  readonly zones?: readonly string[];
  /** @default - `m7g.large` on arm64, `m7i.large` on x86_64 */
  readonly instanceType?: string;
  /**
   * Metadata volume in GiB.
   * @default 20
   */
  readonly volumeGiB?: number;
  /**
   * Hours between snapshots of the metadata volumes: 1, 2, 3, 4, 6, 8, 12 or 24.
   * @default 6
   */
  readonly snapshotEveryHours?: number;
  /**
   * Snapshots kept for each volume.
   * @default 28
   */
  readonly snapshotsKept?: number;
}

/** The write-ahead log. `file-system` is reserved and refused until it works. */
export type Wal = S3Wal | EbsWal | FileSystemWal;

/** Objects in the data bucket: the only WAL of the open-source releases since 1.5.0. */
export interface S3Wal {
  readonly type: 's3';
  /**
   * Milliseconds between uploads of the log: longer costs fewer requests and more waiting before an acknowledgement.
   * @default 250
   */
  readonly batchIntervalMs?: number;
}

/** One gp3 volume for each broker. Needs open source up to 1.4.1, or the enterprise edition. */
export interface EbsWal {
  readonly type: 'ebs';
  /** @default 20 */
  readonly volumeGiB?: number;
  /** @default 3000 */
  readonly iops?: number;
  /**
   * MiB/s of each volume.
   * @default 125
   */
  readonly throughputMiBps?: number;
}

/** A shared file system (enterprise only). */
export interface FileSystemWal {
  readonly type: 'file-system';
}

/** Where certificates come from. There is no setting without TLS. */
export type Tls = PrivateCaTls | SecretTls;

/** AWS Private CA in short-lived mode: each node makes its key on its own disk and asks for a certificate for its own names. */
export interface PrivateCaTls {
  readonly issuer: 'private-ca';
  /**
   * Certificate authority to use.
   * @default - a new one in the data stack
   */
  readonly authorityArn?: string;
  /**
   * Lifetime of a node's certificate in days, 1 to 7; renewed when a third of it is left.
   * @default 7
   */
  readonly validityDays?: number;
}

/** One key and chain in Secrets Manager, as JSON with `privateKey` (PKCS 8), `certificateChain` and `authorities`, all PEM. */
export interface SecretTls {
  readonly issuer: 'secret';
  readonly secretArn: string;
  /** ARN of the key that encrypts the secret, when it is a customer-managed one. */
  readonly secretKeyArn?: string;
}

/** Who may open a connection to the brokers' client listener. */
export interface Clients {
  /** IPv4 networks. A network with a zone also tells the zone router where its clients are. */
  readonly networks?: readonly ClientNetwork[];
  /** Ids of prefix lists. */
  readonly prefixLists?: readonly string[];
  /** Ids of security groups. */
  readonly securityGroups?: readonly string[];
}

export interface ClientNetwork {
  readonly cidr: string;
  /** Zone id all of the network's clients are in. */
  readonly zone?: string;
}

/** ARNs of customer-managed keys. Their owner grants the statements that `automq-byoc plan --request` prints. */
export interface Keys {
  /** Objects in the data and the ops bucket. */
  readonly data?: string;
  /** WAL, metadata and root volumes and their snapshots. */
  readonly wal?: string;
  /** Log groups and the alarm topic. */
  readonly logs?: string;
  /** Passwords in Secrets Manager. */
  readonly secrets?: string;
}

/** Roles to use instead of new ones, and rules for new ones. */
export interface Roles {
  /** ARN of the controllers' role. */
  readonly controller?: string;
  /**
   * ARN of the instance profile that carries the controllers' role.
   * @default - the profile with the role's own path and name, as the console makes it
   */
  readonly controllerInstanceProfile?: string;
  /** ARN of the brokers' role. */
  readonly broker?: string;
  /**
   * ARN of the instance profile that carries the brokers' role.
   * @default - the profile with the role's own path and name, as the console makes it
   */
  readonly brokerInstanceProfile?: string;
  /** ARN of the role that Data Lifecycle Manager takes snapshots with. */
  readonly snapshots?: string;
  /** ARN of the role that delivers VPC flow logs. */
  readonly flowLogs?: string;
  /** ARN of the role that the floor keeper's state machine runs with. */
  readonly keeper?: string;
  /** ARN of the role that the floor keeper's schedule starts it with. */
  readonly keeperSchedule?: string;
  /**
   * IAM path of new roles.
   * @default /
   */
  readonly path?: string;
  /** ARN of the managed policy that bounds every new role. */
  readonly permissionsBoundary?: string;
  /**
   * ARNs (or patterns with `*`) of the roles that deploy: they alone may reconfigure the data bucket.
   * @default - the CloudFormation execution role of the CDK bootstrap
   */
  readonly deployers?: readonly string[];
  /** ARN of the role that may do what deployers and nodes may, in an emergency. */
  readonly breakGlass?: string;
}
