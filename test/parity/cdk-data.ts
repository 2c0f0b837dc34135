import type { BucketPurpose, KeyPurpose } from '../../lib/core/plan/types';
import { ids } from '../../lib/core/identities';
import type { TemplateResource } from '../synth/templates';
import { BUCKET_PURPOSES, dig, gather, KEY_PURPOSES } from './data-facts';
import type { BucketFacts, DataFacts, KeyFacts, LifecycleFacts } from './data-facts';

/** A resource of the template by its name, with references by name. */
type Find = (name: string) => TemplateResource | undefined;

/** The facts of the data part of a template. */
export const cdkData = (find: Find): DataFacts => ({
  keys: gather(KEY_PURPOSES, (purpose) => keyFacts(find, purpose)),
  buckets: gather(BUCKET_PURPOSES, (purpose) => bucketFacts(find, purpose)),
});

function keyFacts(find: Find, purpose: KeyPurpose): KeyFacts | undefined {
  const key = find(ids.key(purpose));
  if (key === undefined) return undefined;
  const alias = find(ids.keyAlias(purpose))!;
  const of = (...path: (string | number)[]) => dig(key.Properties, ...path);
  return {
    alias: dig(alias.Properties, 'AliasName'),
    policy: of('KeyPolicy'),
    rotates: of('EnableKeyRotation'),
    deletionWindowDays: of('PendingWindowInDays'),
    tags: tags(of('Tags')),
    retained: isRetained(key),
    aliasRetained: isRetained(alias),
  };
}

function bucketFacts(find: Find, purpose: BucketPurpose): BucketFacts {
  const bucket = find(ids.bucket(purpose))!;
  const policy = find(ids.bucketPolicy(purpose))!;
  const of = (...path: (string | number)[]) => dig(bucket.Properties, ...path);
  const encryption = (...path: string[]) => of('BucketEncryption', 'ServerSideEncryptionConfiguration', 0, ...path);
  const blocked = (name: string) => of('PublicAccessBlockConfiguration', name);
  return {
    name: of('BucketName'),
    algorithm: encryption('ServerSideEncryptionByDefault', 'SSEAlgorithm'),
    key: encryption('ServerSideEncryptionByDefault', 'KMSMasterKeyID'),
    bucketKey: encryption('BucketKeyEnabled') === true,
    versioning: of('VersioningConfiguration', 'Status'),
    lifecycle: (of('LifecycleConfiguration', 'Rules') as unknown[]).map(lifecycleFacts),
    publicAccessBlocked: ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
      blocked,
    ),
    ownership: of('OwnershipControls', 'Rules', 0, 'ObjectOwnership'),
    accessLogBucket: of('LoggingConfiguration', 'DestinationBucketName'),
    accessLogPrefix: of('LoggingConfiguration', 'LogFilePrefix'),
    policy: dig(policy.Properties, 'PolicyDocument'),
    tags: tags(of('Tags')),
    retained: isRetained(bucket),
    policyRetained: isRetained(policy),
  };
}

const lifecycleFacts = (rule: unknown): LifecycleFacts => ({
  id: dig(rule, 'Id'),
  status: dig(rule, 'Status'),
  abortUploadsAfterDays: dig(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  expireAfterDays: dig(rule, 'ExpirationInDays'),
  expireOldVersionsAfterDays: dig(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'),
});

const isRetained = ({ DeletionPolicy = '' }: TemplateResource): boolean => DeletionPolicy.startsWith('Retain');

const tags = (list: unknown): Record<string, string> =>
  Object.fromEntries((list as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
