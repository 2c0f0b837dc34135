import type { BucketPurpose, Plan } from '../../plan/types';
import { bucketArn } from '../arns';
import { allow, policy, type PolicyDocument, type Statement } from '../policy';
import type { RoleArns } from '../refs';
import { operators } from './operators';

/** Writing or deleting an object behind AutoMQ's back loses records: there are no old versions to go back to. */
const writing = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:DeleteObjectTagging',
  's3:DeleteObjectVersion',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:PutObjectTagging',
  's3:ReplicateDelete',
  's3:ReplicateObject',
  's3:RestoreObject',
] as const;

/** Any of these can expire, expose, move or lock the records. */
const reconfiguring = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:DeleteBucketWebsite',
  's3:PutAccelerateConfiguration',
  's3:PutBucketAcl',
  's3:PutBucketCORS',
  's3:PutBucketLogging',
  's3:PutBucketNotification',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketRequestPayment',
  's3:PutBucketVersioning',
  's3:PutBucketWebsite',
  's3:PutEncryptionConfiguration',
  's3:PutIntelligentTieringConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
] as const;

export const bucketPolicyWildcardReasons: Readonly<Record<string, string>> = {
  TlsOnly: 'A refusal: every action on the bucket and all of its objects without TLS.',
  OnlyNodesWrite: 'A refusal: objects have no names known beforehand, so it covers all of the bucket.',
  AccessLogDelivery: 'S3 puts date and a random id into the name of every access log.',
};

/** Policy of a bucket. The account's root user can still repair it: no statement can shut that user out for good. */
export function bucketPolicy(plan: Plan, purpose: BucketPurpose, roles: RoleArns): PolicyDocument {
  return policy(tlsOnly(plan, purpose), ...statements[purpose](plan, roles));
}

const statements: Readonly<Record<BucketPurpose, (plan: Plan, roles: RoleArns) => readonly Statement[]>> = {
  data: (plan, roles) => [onlyNodesWrite(plan, roles), onlyDeployersReconfigure(plan)],
  ops: () => [],
  logs: (plan) => [accessLogDelivery(plan)],
};

const everyone = { Effect: 'Deny', Principal: '*' } as const;

const tlsOnly = (plan: Plan, purpose: BucketPurpose): Statement => ({
  ...everyone,
  Sid: 'TlsOnly',
  Action: ['s3:*'],
  Resource: [bucketArn(plan, purpose), `${bucketArn(plan, purpose)}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** S3 itself, for lifecycle rules or log delivery, is not a principal to refuse. */
const except = (arns: readonly string[]): Statement['Condition'] => ({
  ArnNotLike: { 'aws:PrincipalArn': arns },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
});

const onlyNodesWrite = (plan: Plan, { controller, broker }: RoleArns): Statement => ({
  ...everyone,
  Sid: 'OnlyNodesWrite',
  Action: writing,
  Resource: `${bucketArn(plan, 'data')}/*`,
  Condition: except([controller, broker].flatMap((arn) => arn ?? []).concat(operators(plan))),
});

const onlyDeployersReconfigure = (plan: Plan): Statement => ({
  ...everyone,
  Sid: 'OnlyDeployersReconfigure',
  Action: reconfiguring,
  Resource: bucketArn(plan, 'data'),
  Condition: except(operators(plan)),
});

function accessLogDelivery(plan: Plan): Statement {
  const sources = Object.entries(plan.buckets).filter(([, { accessLogPrefix }]) => accessLogPrefix !== undefined);
  const targets = sources.map(([, { accessLogPrefix }]) => `${bucketArn(plan, 'logs')}/${accessLogPrefix}*`);
  const arns = sources.map(([source]) => bucketArn(plan, source as BucketPurpose));
  return {
    ...allow('AccessLogDelivery', ['s3:PutObject'], targets, {
      StringEquals: { 'aws:SourceAccount': plan.cluster.account },
      ArnEquals: { 'aws:SourceArn': arns },
    }),
    Principal: { Service: 'logging.s3.amazonaws.com' },
  };
}
