import { names } from '../identities';
import type { Settings } from './settings';
import type { AlarmTopicPlan, BucketPlan, BucketPurpose, KeyPlan, KeyPurpose, LogGroupPlan, LogPurpose } from './types';
import type { SecretPlan, SecretPurpose, SnapshotPlan } from './types';

const keyPurposes: Readonly<Record<KeyPurpose, string>> = {
  data: 'Encrypts the objects of the data and the operations bucket',
  wal: 'Encrypts metadata, WAL and root volumes and the snapshots of them',
  logs: 'Encrypts log groups and the alarm topic',
  secrets: 'Encrypts the passwords in Secrets Manager',
};

/** The longest KMS allows: a mistake has a month to be noticed. Source: KMS, ScheduleKeyDeletion, 7 to 30 days. */
const deletionWindowDays = 30;

export function planKeys({ prefix, given }: Settings): Readonly<Record<KeyPurpose, KeyPlan>> {
  return mapValues(keyPurposes, (purpose, name) => {
    const existingArn = given.keys?.[name];
    const made = { alias: names.keyAlias(prefix, name), rotation: true, deletionWindowDays, purpose };
    return existingArn === undefined ? made : { ...made, existingArn };
  });
}

/** Nothing ends an upload that a dead broker left; a week is longer than any broker takes for one. */
const abortUploadsAfterDays = 7;

export function planBuckets(settings: Settings): Readonly<Record<BucketPurpose, BucketPlan>> {
  const { prefix, given, logRetentionDays } = settings;
  const name = (purpose: BucketPurpose): string => names.bucket(prefix, purpose, given.account, given.region);
  return {
    data: {
      name: name('data'),
      encryption: 'data',
      versioned: false,
      abortUploadsAfterDays,
      accessLogPrefix: 'data/',
      purpose:
        'Every record of the cluster, and the write-ahead log where it is in S3; AutoMQ alone writes and deletes here',
    },
    ops: {
      name: name('ops'),
      encryption: 'data',
      versioned: true,
      abortUploadsAfterDays,
      expireAfterDays: 30,
      accessLogPrefix: 'ops/',
      purpose: 'Metrics and logs that AutoMQ uploads, and the markers that say which controllers were formed',
    },
    logs: {
      name: name('logs'),
      encryption: 's3-managed',
      versioned: false,
      abortUploadsAfterDays,
      expireAfterDays: logRetentionDays,
      purpose: 'Server access logs of the data and the operations bucket',
    },
  };
}

/** Characters of one user's password: letters and digits, 62^32 is about 190 bits. */
const passwordLength = 32;

export function planSecrets({ prefix }: Settings): Readonly<Record<SecretPurpose, SecretPlan>> {
  return {
    admin: {
      name: names.secret(prefix, 'admin'),
      users: ['admin'],
      passwordLength,
      purpose: 'Password of the administrator, made when the controllers are formatted',
    },
    broker: {
      name: names.secret(prefix, 'broker'),
      users: ['broker', 'standby'],
      passwordLength: 2 * passwordLength,
      purpose: 'Passwords that nodes authenticate to each other with: one in use, one to change to',
    },
  };
}

const logPurposes: Readonly<Record<LogPurpose, string>> = {
  nodes: 'Logs of boot, drain and AutoMQ from every node',
  flowLogs: 'Connections accepted and rejected in the VPC',
  keeper: 'Every run of the floor keeper: what it saw, what it set',
};

export function planLogGroups({ prefix, logRetentionDays }: Settings): Readonly<Record<LogPurpose, LogGroupPlan>> {
  return mapValues(logPurposes, (purpose, name) => ({
    name: name === 'keeper' ? names.vendedLogGroup(prefix, name) : names.logGroup(prefix, name),
    retentionDays: logRetentionDays,
    purpose,
  }));
}

/** Tag that the snapshot policy looks for; only metadata volumes carry it. */
export const metadataTag = ({ prefix }: Settings): SnapshotPlan['tag'] => ({
  key: 'automq:metadata-of',
  value: prefix,
});

/** Data Lifecycle Manager allows letters, digits, spaces, dashes and underscores in the sentence. */
export function planSnapshots(settings: Settings): SnapshotPlan {
  const { controllers } = settings;
  return {
    tag: metadataTag(settings),
    everyHours: controllers.snapshotEveryHours,
    kept: controllers.snapshotsKept,
    purpose: 'Snapshots of the metadata volumes for the day all controllers are lost at once',
  };
}

export function planAlarmTopic({ given }: Settings): AlarmTopicPlan {
  const purpose = 'Receives every alarm of the cluster';
  return given.alarmTopicArn === undefined ? { purpose } : { existingArn: given.alarmTopicArn, purpose };
}

function mapValues<K extends string, A, B>(
  record: Readonly<Record<K, A>>,
  change: (value: A, key: K) => B,
): Record<K, B> {
  const entries = Object.entries(record) as [K, A][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<K, B>;
}
