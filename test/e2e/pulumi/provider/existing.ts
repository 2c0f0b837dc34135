/** What `pulumi import` asks for: inputs of a resource that exists, by its id, read from the account. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Inputs } from './properties';

const settings = {
  region: process.env.AWS_REGION!,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const kms = new KMSClient(settings);
const s3 = new S3Client({ ...settings, forcePathStyle: true });
const secretsManager = new SecretsManagerClient(settings);

type Read = (id: string) => Promise<Inputs>;

const tagMap = (rows: readonly { Key?: string; Value?: string; TagKey?: string; TagValue?: string }[] = []): Inputs =>
  Object.fromEntries(rows.map(({ Key, Value, TagKey, TagValue }) => [Key ?? TagKey!, Value ?? TagValue!]));

async function key(KeyId: string): Promise<Inputs> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  return {
    description: KeyMetadata!.Description,
    policy: JSON.stringify(JSON.parse(Policy!)),
    enableKeyRotation: KeyRotationEnabled,
    tags: tagMap(Tags),
  };
}

const BUCKET: Readonly<Record<string, Read>> = {
  Bucket: async (Bucket) => {
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return { bucket: Bucket, forceDestroy: false, tags: tagMap(TagSet) };
  },
  BucketServerSideEncryptionConfiguration: async (Bucket) => {
    const { ServerSideEncryptionConfiguration: found } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const rules = found!.Rules!.map(({ BucketKeyEnabled, ApplyServerSideEncryptionByDefault: by }) => ({
      ...(BucketKeyEnabled && { bucketKeyEnabled: true }),
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: by!.SSEAlgorithm,
        ...(by!.KMSMasterKeyID !== undefined && { kmsMasterKeyId: by!.KMSMasterKeyID }),
      },
    }));
    return { bucket: Bucket, rules };
  },
  BucketPublicAccessBlock: async (Bucket) => {
    const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    return {
      bucket: Bucket,
      blockPublicAcls: block!.BlockPublicAcls,
      blockPublicPolicy: block!.BlockPublicPolicy,
      ignorePublicAcls: block!.IgnorePublicAcls,
      restrictPublicBuckets: block!.RestrictPublicBuckets,
    };
  },
  BucketOwnershipControls: async (Bucket) => {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    return { bucket: Bucket, rule: { objectOwnership: OwnershipControls!.Rules![0]!.ObjectOwnership } };
  },
  BucketLifecycleConfiguration: async (Bucket) => {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const rules = Rules!.map(
      ({ ID, Status, AbortIncompleteMultipartUpload, Expiration, NoncurrentVersionExpiration }) => ({
        status: Status,
        filter: {},
        id: ID,
        ...(AbortIncompleteMultipartUpload && {
          abortIncompleteMultipartUpload: { daysAfterInitiation: AbortIncompleteMultipartUpload.DaysAfterInitiation },
        }),
        ...(NoncurrentVersionExpiration && {
          noncurrentVersionExpiration: { noncurrentDays: NoncurrentVersionExpiration.NoncurrentDays },
        }),
        ...(Expiration && { expiration: { days: Expiration.Days } }),
      }),
    );
    return { bucket: Bucket, rules };
  },
  BucketVersioning: async (Bucket) => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return { bucket: Bucket, versioningConfiguration: { status: Status } };
  },
  BucketLogging: async (Bucket) => {
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    return { bucket: Bucket, targetBucket: LoggingEnabled!.TargetBucket, targetPrefix: LoggingEnabled!.TargetPrefix };
  },
  BucketPolicy: async (Bucket) => {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    return { bucket: Bucket, policy: JSON.stringify(JSON.parse(Policy!)) };
  },
};

/** @throws where the account has no such resource, or nobody can import the type */
export function existing(type: string, id: string): Promise<Inputs> {
  const read = type === 'aws:kms/key:Key' ? key : BUCKET[type.split(':').at(-1)!];
  if (!read) throw new Error(`${type}: nothing reads one that is not in the state`);
  return read(id);
}

export async function secretArn(name: string): Promise<string> {
  return (await secretsManager.send(new DescribeSecretCommand({ SecretId: name }))).ARN!;
}
