import { ids } from '../../lib/core/identities';
import type { BucketPurpose, KeyPurpose } from '../../lib/core/plan/types';
import type { Recorded } from '../pulumi/recorded';
import { BUCKET_PURPOSES, dig, gather, KEY_PURPOSES } from './data-facts';
import type { BucketFacts, DataFacts, KeyFacts, LifecycleFacts } from './data-facts';

/** A resource of the program by the provider's name of its type and its own, with references by name. */
type Find = (type: string, name: string) => Recorded | undefined;

/** The facts of the data part of a program. */
export const pulumiData = (find: Find): DataFacts => ({
  keys: gather(KEY_PURPOSES, (purpose) => keyFacts(find, purpose)),
  buckets: gather(BUCKET_PURPOSES, (purpose) => bucketFacts(find, purpose)),
});

function keyFacts(find: Find, purpose: KeyPurpose): KeyFacts | undefined {
  const key = find('Key', ids.key(purpose));
  if (key === undefined) return undefined;
  const alias = find('Alias', ids.keyAlias(purpose))!;
  const { policy, enableKeyRotation, deletionWindowInDays, tags } = key.inputs;
  return {
    alias: alias.inputs.name,
    policy: JSON.parse(policy as string),
    rotates: enableKeyRotation,
    deletionWindowDays: deletionWindowInDays,
    tags,
    retained: key.retainOnDelete,
    aliasRetained: alias.retainOnDelete,
  };
}

function bucketFacts(find: Find, purpose: BucketPurpose): BucketFacts {
  const bucket = find('Bucket', ids.bucket(purpose))!;
  const policy = find('BucketPolicy', ids.bucket(purpose))!;
  const of = (type: string, ...path: (string | number)[]) => dig(find(type, ids.bucket(purpose))?.inputs, ...path);
  const encryption = (...path: string[]) => of('BucketServerSideEncryptionConfiguration', 'rules', 0, ...path);
  const blocked = (name: string) => of('BucketPublicAccessBlock', name);
  return {
    name: bucket.inputs.bucket,
    algorithm: encryption('applyServerSideEncryptionByDefault', 'sseAlgorithm'),
    key: encryption('applyServerSideEncryptionByDefault', 'kmsMasterKeyId'),
    bucketKey: encryption('bucketKeyEnabled') === true,
    versioning: of('BucketVersioning', 'versioningConfiguration', 'status'),
    lifecycle: (of('BucketLifecycleConfiguration', 'rules') as unknown[]).map(lifecycleFacts),
    publicAccessBlocked: ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].map(
      blocked,
    ),
    ownership: of('BucketOwnershipControls', 'rule', 'objectOwnership'),
    accessLogBucket: of('BucketLogging', 'targetBucket'),
    accessLogPrefix: of('BucketLogging', 'targetPrefix'),
    policy: JSON.parse(policy.inputs.policy as string),
    tags: bucket.inputs.tags,
    retained: bucket.retainOnDelete,
    policyRetained: policy.retainOnDelete,
  };
}

const lifecycleFacts = (rule: unknown): LifecycleFacts => ({
  id: dig(rule, 'id'),
  status: dig(rule, 'status'),
  abortUploadsAfterDays: dig(rule, 'abortIncompleteMultipartUpload', 'daysAfterInitiation'),
  expireAfterDays: dig(rule, 'expiration', 'days'),
  expireOldVersionsAfterDays: dig(rule, 'noncurrentVersionExpiration', 'noncurrentDays'),
});
