import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { BucketPurpose, KeyPurpose, Plan } from '../../lib/core/plan/types';
import { ids } from '../../lib/core/identities';
import type { RoleArns } from '../../lib/core/render/refs';
import { applyTags } from '../../lib/cdk/annotate';
import { ClusterData } from '../../lib/cdk/data';
import { BUCKET_PURPOSES, dig, gather, KEY_PURPOSES } from './data-facts';
import type { BucketFacts, DataFacts, KeyFacts, LifecycleFacts } from './data-facts';

/** A resource of the template with its logical id, less the hash. */
interface Resource {
  readonly id: string;
  readonly Properties: unknown;
  readonly DeletionPolicy?: string;
}

/** The facts of the CDK's data part. */
export function cdkData(plan: Plan, roleArns: RoleArns): DataFacts {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-parity-'));
  const stack = new Stack(new App({ analyticsReporting: false, outdir }), 'Stack');
  new ClusterData(stack, 'Data', { plan, roleArns });
  applyTags(stack, plan);
  const resources = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, Resource>);
  rmSync(outdir, { recursive: true });
  const named = resources.map(([id, resource]) => ({ ...resource, id: id.slice(0, -8) }));
  const find = (id: string) => named.find((resource) => resource.id.endsWith(id));
  return {
    keys: gather(KEY_PURPOSES, (purpose) => keyFacts(find, purpose)),
    buckets: gather(BUCKET_PURPOSES, (purpose) => bucketFacts(find, purpose)),
  };
}

type Find = (id: string) => Resource | undefined;

function keyFacts(find: Find, purpose: KeyPurpose): KeyFacts | undefined {
  const key = find(`Keys${ids.key(purpose)}`);
  if (key === undefined) return undefined;
  const alias = find(`Keys${ids.keyAlias(purpose)}`)!;
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
  const bucket = find(`Buckets${ids.bucket(purpose)}`)!;
  const policy = find(`Buckets${ids.bucketPolicy(purpose)}`)!;
  const of = (...path: (string | number)[]) => dig(bucket.Properties, ...path);
  const encryption = (...path: string[]) => of('BucketEncryption', 'ServerSideEncryptionConfiguration', 0, ...path);
  const blocked = (name: string) => of('PublicAccessBlockConfiguration', name);
  return {
    name: of('BucketName'),
    algorithm: encryption('ServerSideEncryptionByDefault', 'SSEAlgorithm'),
    key: keyOf(encryption('ServerSideEncryptionByDefault', 'KMSMasterKeyID')),
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

function keyOf(value: unknown): unknown {
  const id = dig(value, 'Fn::GetAtt', 0);
  const made = KEY_PURPOSES.find((purpose) => typeof id === 'string' && id.includes(`Keys${ids.key(purpose)}`));
  return made === undefined ? value : `new ${made}`;
}

const isRetained = ({ DeletionPolicy = '' }: Resource): boolean => DeletionPolicy.startsWith('Retain');

const tags = (list: unknown): Record<string, string> =>
  Object.fromEntries((list as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
