/** Forms of the table of handlers. */

/** What a statement may be limited to. */
export type Scope =
  /** Names that the templates give, or that CloudFormation makes from the stack's name. */
  | 'named'
  /** Ids are made at deploy time: things that carry the tag of this cluster. */
  | 'tagged'
  /** Puts that tag on what has none of its kind yet. */
  | 'marked'
  /** Records of the names in the templates. */
  | 'records'
  /** Neither a name nor a tag exists when the call is made: anything of this region. */
  | 'region'
  /** Lists and descriptions, which no resource limits. */
  | 'look';

export type Calls = Readonly<Partial<Record<Scope, string>>>;

export interface HandlerRow {
  readonly type: string;
  /** ARN of what is called, after `arn:<partition>:`; `{name}` stands for its name or the stack's prefix, `{zone}` for a given hosted zone. */
  readonly arn: string;
  /** IAM actions by what limits them. */
  readonly actions: Readonly<Partial<Record<Scope, readonly string[]>>>;
  /** Page that says so, where it is not the registry schema of the type. */
  readonly source?: string;
}

/** `calls` are names without the service, apart by blanks. */
export function row(type: string, service: string, arn: string, calls: Calls, source?: string): HandlerRow {
  const actions = Object.entries(calls).map(([scope, names]) => [
    scope,
    names.split(' ').map((name) => `${service}:${name}`),
  ]);
  return { type: `AWS::${type}`, arn, actions: Object.fromEntries(actions), ...(source !== undefined && { source }) };
}

/** EC2 makes first and knows by tag later. */
export function ec2(type: string, arn: string, calls: Calls): HandlerRow {
  const changes = calls.tagged === undefined ? '' : `${calls.tagged} `;
  return row(`EC2::${type}`, 'ec2', `ec2:{region}:{account}:${arn}`, {
    ...calls,
    tagged: `${changes}CreateTags DeleteTags`,
    marked: 'CreateTags',
  });
}
