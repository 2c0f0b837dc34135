/** IAM documents as plain JSON. Both engines embed them unchanged; values may be deploy-time strings. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  /** Letters and digits: what the statement is for. */
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  /** Absent in trust policies only, where the resource is the role. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export function policy(...statements: readonly (Statement | undefined)[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements.filter((s): s is Statement => s !== undefined) };
}

export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Condition,
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}
