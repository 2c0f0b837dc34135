import { bucketPolicyWildcardReasons } from './policies/bucket-policy';
import { endpointPolicyWildcardReasons } from './policies/endpoint-policy';
import { flowLogPolicyWildcardReasons } from './policies/flow-log-policy';
import { keeperPolicyWildcardReasons } from './policies/keeper-policy';
import { keyPolicyWildcardReasons } from './policies/key-policy';
import { nodePolicyWildcardReasons } from './policies/node-policy';
import { snapshotPolicyWildcardReasons } from './policies/snapshot-policy';

export * from './agent';
export * from './keeper';
export * from './keeper-arns';
export * from './node-env';
export type { BootTarget } from './nodes';
export * from './policies/bucket-policy';
export * from './policies/endpoint-policy';
export * from './policies/flow-log-policy';
export * from './policies/keeper-policy';
export * from './policies/key-policy';
export * from './policies/node-policy';
export * from './policies/role-policies';
export * from './policies/secret-reader-policy';
export * from './policies/snapshot-policy';
export * from './policies/topic-policy';
export * from './policies/trust-policy';
export * from './policy';
export * from './properties';
export * from './refs';
export * from './slots';
export * from './user-data';

/** Why a statement may name a resource with a wildcard, by `Sid`. A statement without a row here has none. */
export const wildcardReasons: Readonly<Record<string, string>> = {
  ...nodePolicyWildcardReasons,
  ...snapshotPolicyWildcardReasons,
  ...flowLogPolicyWildcardReasons,
  ...keeperPolicyWildcardReasons,
  ...keyPolicyWildcardReasons,
  ...bucketPolicyWildcardReasons,
  ...endpointPolicyWildcardReasons,
};
