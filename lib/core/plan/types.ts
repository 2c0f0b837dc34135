/**
 * The plan: every decision that can be made before deploy time, as plain frozen data.
 *
 * Engines loop over these rows and decide nothing; render turns them into texts. Rows that become a resource carry
 * `purpose`, the one sentence that the template repeats beside the resource.
 */
import type { Archive } from '../deployment/deployment';
import type { FreezePlan, SeasonsPlan } from '../seasons/types';
import type { CapacityPlan, CostRow } from './estimates';
import type { MachinePlan } from './machine-types';

export type * from '../seasons/types';
export type { CapacityPlan, CostRow } from './estimates';
export type * from './machine-types';

export interface Plan {
  /** The day the plan is made for, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly cluster: ClusterPlan;
  /** Tags of every resource and launched thing, the package's own included. */
  readonly tags: Readonly<Record<string, string>>;
  /** In the order of their zone numbers. */
  readonly zones: readonly ZonePlan[];
  readonly network: NetworkPlan;
  readonly dns: DnsPlan;
  /** In the order they are deployed and refreshed. */
  readonly controllers: readonly PinnedNode[];
  readonly brokers: BrokersPlan;
  /** Machine settings of each kind of node. */
  readonly machines: Readonly<Record<NodeKind, MachinePlan>>;
  readonly wal: WalPlan;
  readonly zoneRouter: boolean;
  readonly tls: TlsPlan;
  readonly listeners: readonly ListenerPlan[];
  readonly ports: readonly PortRow[];
  readonly keys: Readonly<Record<KeyPurpose, KeyPlan>>;
  readonly buckets: Readonly<Record<BucketPurpose, BucketPlan>>;
  readonly secrets: Readonly<Record<SecretPurpose, SecretPlan>>;
  readonly roles: Readonly<Record<RolePurpose, RolePlan>>;
  readonly access: AccessPlan;
  readonly logGroups: Readonly<Record<LogPurpose, LogGroupPlan>>;
  readonly snapshots: SnapshotPlan;
  readonly alarmTopic: AlarmTopicPlan;
  readonly alarms: readonly AlarmRow[];
  readonly parameters: readonly ParameterRow[];
  /** Given when the file names seasons. */
  readonly seasons?: SeasonsPlan;
  readonly freezes: readonly FreezePlan[];
  readonly outputs: readonly OutputRow[];
  readonly stacks: readonly StackPlan[];
  /** True after both halves of the opt-in: stateful resources are deleted with their stack. */
  readonly destroyData: boolean;
  readonly capacity: CapacityPlan;
  /** Fixed monthly cost before any byte. */
  readonly costs: readonly CostRow[];
  /** What the workload of the file adds to it in a month; empty without one. */
  readonly workloadCosts: readonly CostRow[];
  /** What the reader should know before deploying; never a reason to stop. */
  readonly warnings: readonly string[];
}

export interface ClusterPlan {
  readonly name: string;
  /** First part of every generated name. */
  readonly prefix: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Domain of the partition's service endpoints, `amazonaws.com`. */
  readonly dnsSuffix: string;
  readonly release: string;
  readonly edition: 'open-source' | 'enterprise';
  readonly imageId: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly packages: 'repository' | 'baked';
  readonly archive: Archive | 'baked';
}

export interface ZonePlan {
  /** Zone id, `use1-az4`; also the rack. */
  readonly id: string;
  /** The number in the zone id; node ids and subnets are made from it. */
  readonly number: number;
  readonly subnet: SubnetPlan;
  /** Name that resolves to the lowest slots of this zone. */
  readonly bootstrapHost: string;
  /** What a client in this zone sets. */
  readonly clientSettings: Readonly<Record<string, string>>;
}

export interface SubnetPlan {
  /** Given with an existing VPC, otherwise made. */
  readonly existingId?: string;
  readonly cidr: string;
  /** Block that fixed addresses come from; an explicit reservation in a new VPC. */
  readonly nodeRange: string;
}

export interface NetworkPlan {
  /** Given with a new VPC. */
  readonly newVpcCidr?: string;
  readonly existingVpcId?: string;
  /** Networks that interface endpoints answer in; set with an existing VPC. */
  readonly endpointNetworks: readonly string[];
  /** Managed prefix list of S3 in the region. */
  readonly s3PrefixListId: string;
  /** Interface endpoints that the nodes call. Made with a new VPC, asked for with an existing one. */
  readonly endpoints: readonly EndpointRow[];
  /** Client networks that may reach the brokers. */
  readonly clients: {
    readonly networks: readonly { readonly cidr: string; readonly zone?: string }[];
    readonly prefixLists: readonly string[];
    readonly securityGroups: readonly string[];
  };
}

export interface EndpointRow {
  /** Service part of the endpoint's name: `ec2`, `secretsmanager`, `acm-pca`, … */
  readonly service: string;
  /** Which part of the boot code or the machine calls it, and for what. */
  readonly why: string;
  /** Actions that the endpoint's policy allows. */
  readonly actions: readonly string[];
  readonly purpose: string;
}

export interface DnsPlan {
  readonly domain: string;
  readonly kind: 'new' | 'existing' | 'none';
  /** Given when `kind` is `existing`. */
  readonly hostedZoneId?: string;
  /** One set per zone, one for controllers, one for bootstrap names. */
  readonly recordSets: readonly RecordSetPlan[];
}

/** Records that become one resource. */
export interface RecordSetPlan {
  /** Identity: `Controllers`, `Bootstrap`, or the zone's. */
  readonly id: string;
  readonly purpose: string;
  readonly records: readonly RecordRow[];
}

/** An A record. */
export interface RecordRow {
  readonly host: string;
  readonly addresses: readonly string[];
  readonly ttlSeconds: number;
}

export type NodeKind = 'controller' | 'broker';

/** An identity that a broker machine leases: address and id. */
export interface Slot {
  readonly zone: string;
  readonly index: number;
  readonly nodeId: number;
  readonly address: string;
  readonly host: string;
}

/** All machines of one zone; which one holds which slot is decided at boot. */
export interface ElasticGroup {
  readonly zone: string;
  /** Name of the Auto Scaling group. */
  readonly name: string;
  readonly minSize: number;
  readonly maxSize: number;
  /** `maxSize` slots and one spare. */
  readonly slots: readonly Slot[];
}

/** A machine that is always the same node: fixed interface, one volume attached by id, a group of one. */
export interface PinnedNode extends Slot {
  readonly kind: NodeKind;
  /** Name of the Auto Scaling group of one. */
  readonly groupName: string;
  readonly volume: VolumePlan;
}

export interface VolumePlan {
  readonly type: 'gp3';
  readonly sizeGiB: number;
  readonly iops: number;
  readonly throughputMiBps: number;
  /** Given when the file adopts a retained volume. */
  readonly existingId?: string;
  /** Besides the cluster's: role, name, and for metadata volumes the tag that the snapshot policy looks for. */
  readonly tags: Readonly<Record<string, string>>;
  readonly purpose: string;
}

export type BrokersPlan =
  | { readonly kind: 'elastic'; readonly groups: readonly ElasticGroup[] }
  | { readonly kind: 'pinned'; readonly nodes: readonly PinnedNode[] };

export type WalPlan =
  | { readonly type: 's3'; readonly batchIntervalMs: number }
  | { readonly type: 'ebs'; readonly sizeGiB: number; readonly iops: number; readonly throughputMiBps: number };

export type TlsPlan =
  | {
      readonly issuer: 'private-ca';
      readonly existingAuthorityArn?: string;
      readonly validityDays: number;
      readonly commonName: string;
      readonly authority: AuthorityPlan;
      readonly purpose: string;
    }
  | { readonly issuer: 'secret'; readonly secretArn: string; readonly secretKeyArn?: string };

/** The certificate of the authority itself. */
export interface AuthorityPlan {
  readonly keyAlgorithm: string;
  readonly signingAlgorithm: string;
  /** Short-lived: signs for seven days at most, so that nothing ever needs to be revoked. */
  readonly usageMode: 'SHORT_LIVED_CERTIFICATE';
  readonly years: number;
}

export interface ListenerPlan {
  readonly name: 'CLIENT' | 'INTERNAL' | 'CONTROLLER';
  readonly port: number;
  readonly protocol: 'SASL_SSL';
  readonly mechanism: 'SCRAM-SHA-512' | 'PLAIN';
}

/** Who talks: a kind of node, what the network holds, or the customer's clients. */
export type Party = NodeKind | 'clients' | 'endpoints' | 's3';

export interface PortRow {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  readonly why: string;
}

export type KeyPurpose = 'data' | 'wal' | 'logs' | 'secrets';

export interface KeyPlan {
  readonly alias: string;
  /** Given when the file injects the key. */
  readonly existingArn?: string;
  readonly rotation: boolean;
  /** Days between the order to delete a key and its end. */
  readonly deletionWindowDays: number;
  readonly purpose: string;
}

export type BucketPurpose = 'data' | 'ops' | 'logs';

export interface BucketPlan {
  readonly name: string;
  /** The key its objects are encrypted with; `s3-managed` for the access-log bucket, which S3 demands. */
  readonly encryption: 'data' | 's3-managed';
  readonly versioned: boolean;
  /** Days until unfinished multipart uploads are dropped. */
  readonly abortUploadsAfterDays: number;
  /** Days after which objects (or old versions, when versioned) expire; never set for live data. */
  readonly expireAfterDays?: number;
  /** Prefix in the access-log bucket; absent for that bucket itself. */
  readonly accessLogPrefix?: string;
  readonly purpose: string;
}

export type SecretPurpose = 'admin' | 'broker';

export interface SecretPlan {
  readonly name: string;
  /** Kafka users whose passwords it holds, one after the other in one text, each as long as the others; the first is in use. */
  readonly users: readonly [inUse: string, ...standby: string[]];
  /** Of all of them together, characters. */
  readonly passwordLength: number;
  readonly purpose: string;
}

/** The last two only with seasons: what the floor keeper may do, and what its schedule. */
export type RolePurpose = 'controller' | 'broker' | 'snapshots' | 'flowLogs' | 'keeper' | 'keeperSchedule';

export interface RolePlan {
  /** False for flow logs without a new VPC, and for the keeper's without seasons. */
  readonly needed: boolean;
  readonly existingArn?: string;
  /** Given for an injected node role: the profile that carries it. */
  readonly existingInstanceProfileArn?: string;
  /** Service principal that assumes the role. */
  readonly service: string;
  readonly purpose: string;
}

export interface AccessPlan {
  readonly rolePath: string;
  readonly permissionsBoundary?: string;
  /** Role ARNs or patterns. */
  readonly deployers: readonly string[];
  readonly breakGlass?: string;
}

export type LogPurpose = 'nodes' | 'flowLogs' | 'keeper';

export interface LogGroupPlan {
  readonly name: string;
  readonly retentionDays: number;
  readonly purpose: string;
}

export interface SnapshotPlan {
  /** Tag of the volumes that are snapshotted: `automq:metadata-of`, with the cluster's prefix as value. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly everyHours: number;
  readonly kept: number;
  readonly purpose: string;
}

export interface AlarmTopicPlan {
  readonly existingArn?: string;
  readonly purpose: string;
}

export interface AlarmRow {
  /** Identity, `BootFailed`, or with a zone or node `InServiceUse1Az4`. */
  readonly id: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum' | 'Average';
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  /** `minSize` compares with the group's minimum in force. */
  readonly threshold: number | 'minSize';
  readonly missingData: 'notBreaching' | 'breaching';
  /** Which file of ours, or which AWS service, publishes the metric. */
  readonly publisher: string;
  /** Whether it stops an instance refresh; only alarms that a normal replacement does not trip. */
  readonly stopsRefresh: boolean;
  /** What to do, for the engineer on call. */
  readonly advice: string;
}

export interface ParameterRow {
  readonly id: string;
  /** Always `file`: the value of the deployment file. */
  readonly default: 'file';
  readonly allowed: readonly string[];
  /** What `file` stands for at this synth. */
  readonly fileValue: string;
  readonly description: string;
}

export interface OutputRow {
  readonly id: string;
  /** Given when known before deploy time. */
  readonly value?: string;
  /** Otherwise what is shown of a parameter: its value in force, or whether `file` or `parameter` set it. */
  readonly inForce?: { readonly parameter: string; readonly show: 'value' | 'source' };
  readonly description: string;
}

export type StackKind = 'identity' | 'data' | 'network' | 'cluster' | 'seasons';

export interface StackPlan {
  readonly kind: StackKind;
  readonly name: string;
  readonly description: string;
  /** Machines or data go with it: `automq-byoc protect` sets protection here. */
  readonly keepsState: boolean;
  readonly terminationProtection: boolean;
}
