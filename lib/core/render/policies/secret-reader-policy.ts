import { allow, policy, type PolicyDocument } from '../policy';

/** What a reader of a password needs of Secrets Manager, beside the statement for it in the key's policy. */
export const secretReading = ['secretsmanager:GetSecretValue'] as const;

/** Policy of a role outside the cluster that may read one password. */
export const secretReaderPolicy = (secretArn: string): PolicyDocument =>
  policy(allow('ReadPassword', secretReading, secretArn));
