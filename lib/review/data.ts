/** Section "data": where every byte lives, what encrypts it, how long it stays. */
import type { Assembly, Located } from './assembly';
import type { StatementRow } from './statements';
import { allowsUse, isKeyOfAws, keyMeant } from './keys';
import { lifeInWords } from './lifecycle';
import { at, isObject, isTrue, list, type Properties } from './template';
import { inWords } from './words';

export interface StoreReview {
  /** Kind of store, as people say it. */
  readonly kind: string;
  readonly name: string;
  readonly resource: string;
  readonly holds: string;
  readonly encryption: string;
  readonly retention: string;
  readonly onDelete: string;
}

export interface KeyReview {
  readonly key: string;
  readonly resource: string;
  readonly holds: string;
  readonly rotates: boolean;
  /** Names of what it encrypts. */
  readonly encrypts: readonly string[];
  /** Who may use it, one sentence each. */
  readonly users: readonly string[];
  readonly onDelete: string;
}

export interface DataReview {
  readonly stores: readonly StoreReview[];
  /** Keys that these templates make; of any other only the owner can say who uses it. */
  readonly keys: readonly KeyReview[];
}

/** A store, and the key in these templates that encrypts it. */
interface Stored {
  readonly store: StoreReview;
  readonly key?: Located;
}

interface StoreRow {
  readonly type: string;
  readonly kind: string;
  readonly encryption: (assembly: Assembly, store: Located) => Encryption;
  readonly retention: (store: Located) => string;
}

interface Encryption {
  readonly words: string;
  readonly key?: Located;
}

const NONE: Encryption = { words: 'NOT ENCRYPTED with a key in this template' };

const byKeyAt =
  (path: string) =>
  (assembly: Assembly, store: Located): Encryption => {
    const key = at(store.properties, path);
    return key === undefined ? NONE : withKey(assembly, store, key);
  };

function withKey(assembly: Assembly, store: Located, value: unknown): Encryption {
  const name = assembly.text(value, store.stack);
  if (isKeyOfAws(assembly, store, value))
    return { words: `NOT ENCRYPTED with a customer key, but with ${name} of AWS` };
  const key = keyMeant(assembly, store, value);
  return { words: `customer key ${name}`, ...(typeof key === 'object' && { key }) };
}

function bucketEncryption(assembly: Assembly, store: Located): Encryption {
  const [rule] = list(at(store.properties, 'BucketEncryption.ServerSideEncryptionConfiguration'));
  const algorithm = at(rule, 'ServerSideEncryptionByDefault.SSEAlgorithm');
  const key = at(rule, 'ServerSideEncryptionByDefault.KMSMasterKeyID');
  if (algorithm === undefined) return NONE;
  if (key === undefined)
    return { words: algorithm === 'AES256' ? 'keys of S3 (SSE-S3)' : `${String(algorithm)}, key of AWS` };
  const encryption = withKey(assembly, store, key);
  return isTrue(at(rule, 'BucketKeyEnabled'))
    ? { ...encryption, words: `${encryption.words}, bucket key on` }
    : encryption;
}

function volumeEncryption(assembly: Assembly, store: Located): Encryption {
  if (!isTrue(store.properties.Encrypted)) return NONE;
  return byKeyAt('KmsKeyId')(assembly, store);
}

const STORES: readonly StoreRow[] = [
  { type: 'AWS::S3::Bucket', kind: 'bucket', encryption: bucketEncryption, retention: lifeInWords },
  {
    type: 'AWS::EC2::Volume',
    kind: 'volume',
    encryption: volumeEncryption,
    retention: () => 'until somebody deletes the volume',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    kind: 'secret',
    encryption: byKeyAt('KmsKeyId'),
    retention: () => 'until deleted; Secrets Manager then waits up to 30 days',
  },
  {
    type: 'AWS::Logs::LogGroup',
    kind: 'log group',
    encryption: byKeyAt('KmsKeyId'),
    retention: ({ properties }) => days(properties.RetentionInDays),
  },
  {
    type: 'AWS::SNS::Topic',
    kind: 'topic',
    encryption: byKeyAt('KmsMasterKeyId'),
    retention: () => 'delivered, not kept',
  },
  {
    type: 'AWS::SQS::Queue',
    kind: 'queue',
    encryption: queueEncryption,
    retention: ({ properties }) => days(Number(properties.MessageRetentionPeriod ?? SQS_KEEPS) / SECONDS_PER_DAY),
  },
  {
    type: 'AWS::ACMPCA::CertificateAuthority',
    kind: 'certificate authority',
    encryption: () => ({ words: 'its private key never leaves AWS Private CA' }),
    retention: () => 'until deleted; can be restored for 30 days',
  },
];

/** A queue has keys of SQS where it says nothing: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html */
function queueEncryption(assembly: Assembly, queue: Located): Encryption {
  const { KmsMasterKeyId: key, SqsManagedSseEnabled: managed } = queue.properties;
  if (key !== undefined) return withKey(assembly, queue, key);
  return managed === undefined || isTrue(managed) ? { words: 'keys of SQS (SSE-SQS)' } : NONE;
}

const SECONDS_PER_DAY = 86_400;
/** Four days, where a queue says nothing. */
const SQS_KEEPS = 345_600;

const days = (value: unknown): string =>
  value === undefined ? 'FOR EVER: no retention is set' : `${String(value)} days`;

export function reviewData(assembly: Assembly, statements: readonly StatementRow[]): DataReview {
  const stored = [
    ...STORES.flatMap((row) => assembly.ofType(row.type).map((store) => reviewStore(assembly, row, store))),
    ...rootVolumes(assembly),
    ...snapshots(assembly),
  ];
  const keys = assembly.ofType('AWS::KMS::Key').map((key) => reviewKey(assembly, statements, stored, key));
  return { stores: stored.map(({ store }) => store), keys };
}

function reviewStore(assembly: Assembly, row: StoreRow, store: Located): Stored {
  const { words, key } = row.encryption(assembly, store);
  const review = {
    kind: row.kind,
    name: assembly.nameOf(store),
    resource: store.address,
    holds: purposeOf(store),
    encryption: words,
    retention: row.retention(store),
    onDelete: onDelete(assembly, store),
  };
  return { store: review, key };
}

const purposeOf = ({ resource, properties }: Located): string =>
  String(resource.Metadata?.['automq:purpose'] ?? properties.Description ?? 'not said in the template');

function reviewKey(
  assembly: Assembly,
  statements: readonly StatementRow[],
  stored: readonly Stored[],
  key: Located,
): KeyReview {
  const using = statements.filter((row) => row.owner === key && allowsUse(row));
  return {
    key: assembly.nameOf(key),
    resource: key.address,
    holds: purposeOf(key),
    rotates: isTrue(key.properties.EnableKeyRotation),
    encrypts: stored.filter((row) => row.key === key).map(({ store }) => store.name),
    users: using.map(inWords),
    onDelete: onDelete(assembly, key),
  };
}

/** What happens to it when its stack is deleted. */
export function onDelete(assembly: Assembly, { resource, stack }: Located): string {
  const kept = resource.DeletionPolicy?.startsWith('Retain');
  const isProtected = assembly.stacks.some((row) => row.stack === stack && row.terminationProtection === true);
  const fate = kept ? `kept (${resource.DeletionPolicy})` : 'deleted with its stack';
  return isProtected ? `${fate}; the stack has termination protection` : fate;
}

/** Root volumes live and die with their machines; their settings stand in the launch templates. */
function rootVolumes(assembly: Assembly): Stored[] {
  return assembly.ofType('AWS::EC2::LaunchTemplate').flatMap((template) =>
    list(at(template.properties, 'LaunchTemplateData.BlockDeviceMappings'))
      .map((mapping) => at(mapping, 'Ebs'))
      .filter(isObject)
      .map((ebs) => rootVolume(assembly, template, ebs)),
  );
}

function rootVolume(assembly: Assembly, template: Located, ebs: Properties): Stored {
  const encrypted = isTrue(ebs.Encrypted) && ebs.KmsKeyId !== undefined;
  const { words, key }: Encryption = encrypted ? withKey(assembly, template, ebs.KmsKeyId) : NONE;
  const store = {
    kind: 'root volume',
    name: template.id,
    resource: template.address,
    holds: 'What the image and the boot code put there.',
    encryption: words,
    retention: 'as long as the machine',
    onDelete: isTrue(ebs.DeleteOnTermination) ? 'deleted with the machine' : 'LEFT BEHIND when the machine ends',
  };
  return { store, key };
}

/** Volumes are found by tag: another tag would quietly end the snapshots. */
const tags = ({ properties }: Located): string =>
  list(at(properties, 'PolicyDetails.TargetTags'))
    .map((tag) => `volumes tagged ${String(at(tag, 'Key'))} = ${String(at(tag, 'Value'))}`)
    .join(', ');

function snapshots(assembly: Assembly): Stored[] {
  return assembly.ofType('AWS::DLM::LifecyclePolicy').map((policy) => {
    const [schedule] = list(at(policy.properties, 'PolicyDetails.Schedules'));
    const [count, hours] = [at(schedule, 'RetainRule.Count'), at(schedule, 'CreateRule.Interval')];
    const store = {
      kind: 'snapshots',
      name: policy.id,
      resource: policy.address,
      holds: purposeOf(policy),
      encryption: 'the key of the volume they are taken of',
      retention:
        policy.properties.State === 'ENABLED'
          ? `the newest ${String(count)}, one every ${String(hours)} hours, of ${tags(policy)}`
          : 'NONE IS TAKEN: the schedule is off',
      onDelete: 'the schedule goes; snapshots taken stay until somebody deletes them',
    };
    return { store };
  });
}
