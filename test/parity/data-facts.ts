import type { BucketPurpose, KeyPurpose } from '../../lib/core/plan/types';

/** What a reader of either engine's output can see of the data part, in one vocabulary. */
export interface DataFacts {
  readonly keys: Readonly<Partial<Record<KeyPurpose, KeyFacts>>>;
  readonly buckets: Readonly<Partial<Record<BucketPurpose, BucketFacts>>>;
}

export interface KeyFacts {
  readonly alias: unknown;
  readonly policy: unknown;
  readonly rotates: unknown;
  readonly deletionWindowDays: unknown;
  readonly tags: unknown;
  readonly retained: boolean;
  readonly aliasRetained: boolean;
}

export interface BucketFacts {
  readonly name: unknown;
  readonly algorithm: unknown;
  /** ARN of a key, or `<DataKey>` for the one made beside the bucket. */
  readonly key: unknown;
  readonly bucketKey: boolean;
  readonly versioning: unknown;
  readonly lifecycle: readonly LifecycleFacts[];
  /** The four switches, in the order of their names. */
  readonly publicAccessBlocked: readonly unknown[];
  readonly ownership: unknown;
  readonly accessLogBucket: unknown;
  readonly accessLogPrefix: unknown;
  readonly policy: unknown;
  readonly tags: unknown;
  readonly retained: boolean;
  readonly policyRetained: boolean;
}

export interface LifecycleFacts {
  readonly id: unknown;
  readonly status: unknown;
  readonly abortUploadsAfterDays: unknown;
  readonly expireAfterDays: unknown;
  readonly expireOldVersionsAfterDays: unknown;
}

export const KEY_PURPOSES: readonly KeyPurpose[] = ['data', 'wal', 'logs', 'secrets'];
export const BUCKET_PURPOSES: readonly BucketPurpose[] = ['data', 'ops', 'logs'];

/** The value at a path of keys, or undefined where the path ends early. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string | number, unknown> | undefined)?.[key], value);
}

/** One entry for each name that has facts. */
export function gather<K extends string, F>(names: readonly K[], factsOf: (name: K) => F | undefined) {
  const entries = names.map((name) => [name, factsOf(name)] as const).filter(([, facts]) => facts !== undefined);
  return Object.fromEntries(entries) as Partial<Record<K, F>>;
}
