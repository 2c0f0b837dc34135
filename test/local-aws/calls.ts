/** The call log of the local AWS, as engine/calls.py writes it. */
import { readFileSync } from 'node:fs';

export interface Call {
  readonly time: string;
  /** `cloudformation` (a handler, see `for`), `state-machine`, `engine`, otherwise a product: `aws-cdk/2.1148.1`. */
  readonly agent: string;
  /** ARN of the role that was taken on, or the access key; the agent's name for calls of the engine. */
  readonly principal: string;
  /** As IAM spells it: `ec2`, `s3`, `acm-pca`, `states`. */
  readonly service: string;
  /** Name of the API operation, which is not always the IAM action: `PutBucketEncryption`. */
  readonly action: string;
  readonly region: string;
  /** As sent; long texts are cut, nested ones of query APIs are flat (`Filter.1.Name`). */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly for?: {
    readonly stack: string;
    readonly logicalId: string;
    readonly type: string;
    readonly verb: 'create' | 'update' | 'delete';
  };
}

export const readCalls = (file: string): readonly Call[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as Call);
