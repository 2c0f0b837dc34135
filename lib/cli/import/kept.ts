/** What one engine leaves in the account and the other takes over: the same rows for both directions. */
import { ids } from '../../core/identities';
import type { Plan } from '../../core/plan/types';

export interface Kept {
  /** Name part of both engines, from `ids`. */
  readonly id: string;
  /** Type in a template. */
  readonly type: string;
  /** Property that identifies one for `cdk import`. */
  readonly identifier: string;
  /** Known from the plan; otherwise only the engine that made it knows. */
  readonly physicalId?: string;
  /** Types of the provider that stand for it, each with the same id. */
  readonly pulumi: readonly string[];
  /** Component that holds them. */
  readonly component: 'Keys' | 'Buckets' | 'Secrets';
}

const bucketSettings = [
  'bucket:Bucket',
  'bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'bucketOwnershipControls:BucketOwnershipControls',
  'bucketPolicy:BucketPolicy',
  'bucketPublicAccessBlock:BucketPublicAccessBlock',
  'bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
];

/** Keys, buckets with their settings, and passwords. Volumes and the authority are named in the file instead. */
export function keptResources(plan: Plan): readonly Kept[] {
  return [...keys(plan), ...buckets(plan), ...bucketPolicies(plan), ...secrets(plan)];
}

function keys(plan: Plan): Kept[] {
  return Object.entries(plan.keys)
    .filter(([, { existingArn }]) => existingArn === undefined)
    .map(([purpose]) => ({
      id: ids.key(purpose),
      type: 'AWS::KMS::Key',
      identifier: 'KeyId',
      pulumi: ['aws:kms/key:Key'],
      component: 'Keys',
    }));
}

function buckets(plan: Plan): Kept[] {
  return Object.entries(plan.buckets).map(([purpose, { name, versioned, accessLogPrefix }]) => ({
    id: ids.bucket(purpose),
    type: 'AWS::S3::Bucket',
    identifier: 'BucketName',
    physicalId: name,
    pulumi: [
      ...bucketSettings,
      ...(versioned ? ['bucketVersioning:BucketVersioning'] : []),
      ...(accessLogPrefix === undefined ? [] : ['bucketLogging:BucketLogging']),
    ].map((type) => `aws:s3/${type}`),
    component: 'Buckets',
  }));
}

/** In a template a resource of its own; for Pulumi one of the settings above. */
function bucketPolicies(plan: Plan): Kept[] {
  return Object.entries(plan.buckets).map(([purpose, { name }]) => ({
    id: ids.bucketPolicy(purpose),
    type: 'AWS::S3::BucketPolicy',
    identifier: 'Bucket',
    physicalId: name,
    pulumi: [],
    component: 'Buckets',
  }));
}

/** Cloud Control, through which Pulumi makes them, cannot be imported: its program adopts them by name. */
function secrets(plan: Plan): Kept[] {
  return Object.keys(plan.secrets).map((purpose) => ({
    id: ids.secret(purpose),
    type: 'AWS::SecretsManager::Secret',
    identifier: 'Id',
    pulumi: [],
    component: 'Secrets',
  }));
}
