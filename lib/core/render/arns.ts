import type { BucketPurpose, LogPurpose, Plan, SecretPurpose } from '../plan/types';

/** ARNs that are known before deploy time, because the plan computes every name. */
const arn = ({ cluster }: Plan, service: string, resource: string): string =>
  `arn:${cluster.partition}:${service}:${cluster.region}:${cluster.account}:${resource}`;

export const regionalArn = arn;

export const accountRootArn = ({ cluster }: Plan): string => `arn:${cluster.partition}:iam::${cluster.account}:root`;

/** Buckets have neither account nor region in their ARN. */
export const bucketArn = (plan: Plan, purpose: BucketPurpose): string => s3Arn(plan, plan.buckets[purpose].name);
export const s3Arn = ({ cluster }: Plan, path: string): string => `arn:${cluster.partition}:s3:::${path}`;

export const logGroupArn = (plan: Plan, purpose: LogPurpose): string =>
  arn(plan, 'logs', `log-group:${plan.logGroups[purpose].name}`);

/** Secrets Manager appends six random characters to the name. */
export const secretArnPattern = (plan: Plan, purpose: SecretPurpose): string =>
  arn(plan, 'secretsmanager', `secret:${plan.secrets[purpose].name}-??????`);

/** Auto Scaling puts a random id before the name. */
export const groupArnPattern = (plan: Plan, groupName: string): string =>
  arn(plan, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${groupName}`);

/** Stack ARNs end in a random id. */
export const stackArnPattern = (plan: Plan, stackName: string): string =>
  arn(plan, 'cloudformation', `stack/${stackName}/*`);

/** Value of `kms:ViaService` and of endpoint names: `s3.us-east-1.amazonaws.com`. */
export const serviceHost = ({ cluster }: Plan, service: string): string =>
  `${service}.${cluster.region}.${cluster.dnsSuffix}`;
