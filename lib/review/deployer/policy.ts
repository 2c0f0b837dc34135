/** The least that somebody needs to deploy exactly these templates, and what the account must have room for. */
import type { Assembly } from '../assembly';
import { at, list } from '../template';
import { handlers } from './handlers';
import { quotas, type QuotaRow } from './quotas';
import { withinBoundary } from './boundary';
import { handOvers } from './hand-over';
import { residuals } from './residuals';
import { handlerStatements } from './statements';

export interface DeployerPolicy {
  /** Of the role that CloudFormation uses (the CDK's execution role): managed policies, each below the limit of IAM. */
  readonly execution: readonly PolicyJson[];
  /** Of whoever runs `cdk deploy`. */
  readonly caller: PolicyJson;
  /** Besides, of whoever may run `cdk destroy`, or delete a stack whose first deploy failed. */
  readonly destroyer: PolicyJson;
  readonly quotas: readonly QuotaRow[];
  /** What the policy allows beyond these templates, and what it withholds though CloudFormation may ask for it. */
  readonly residual: readonly string[];
  /** Types that no row covers: the policies are incomplete for them. */
  readonly uncovered: readonly string[];
}

export interface PolicyJson {
  readonly Version: '2012-10-17';
  readonly Statement: readonly StatementJson[];
}

export interface StatementJson {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Where the templates will be deployed, as far as they say it. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Value of the tag `automq:cluster`. */
  readonly cluster: string;
}

export function deployerPolicy(assembly: Assembly): DeployerPolicy {
  const place = placeOf(assembly);
  const types = new Set(assembly.resources.map(({ type }) => type));
  const needed = handlers.filter(({ type }) => types.has(type));
  const execution = [
    ...withinBoundary(assembly, handlerStatements(assembly, place, needed)),
    ...handOvers(assembly, place),
  ];
  return {
    execution: split(execution),
    caller: { Version: '2012-10-17', Statement: callerStatements(assembly, place) },
    destroyer: { Version: '2012-10-17', Statement: [destroys(assembly, place)] },
    quotas: quotas(assembly),
    residual: residuals(types),
    uncovered: [...types].filter((type) => !handlers.some((row) => row.type === type)).sort(),
  };
}

/** From the manifest; without one, what most ARNs of the templates say: a key may be of another account. A star where none does. */
function placeOf({ stacks, resources }: Assembly): Place {
  const text = stacks.map((stack) => stack.text).join('');
  const [, partition = 'aws'] = /arn:(aws[\w-]*):/.exec(text) ?? [];
  const [, account, region] = /^aws:\/\/(\d{12})\/(.+)$/.exec(stacks[0]?.environment ?? '') ?? [];
  const cluster = resources
    .flatMap(({ properties }) => list(properties.Tags))
    .find((tag) => at(tag, 'Key') === 'automq:cluster');
  return {
    partition,
    account: account ?? mostOften(text, /arn:[^:"]+:iam::(\d{12}):/g),
    region: region ?? mostOften(text, /arn:[^:"]+:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:/g),
    cluster: String(at(cluster, 'Value') ?? '*'),
  };
}

function mostOften(text: string, pattern: RegExp): string {
  const counts = new Map<string, number>();
  for (const [, found = ''] of text.matchAll(pattern)) counts.set(found, (counts.get(found) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '*';
}

/** Characters of a managed policy, white space not counted. Source: IAM and STS quotas. */
const MOST = 6144;

function split(statements: readonly StatementJson[]): readonly PolicyJson[] {
  const parts: StatementJson[][] = [[]];
  for (const statement of statements.flatMap(halves)) {
    const last = parts.at(-1) ?? [];
    if (size([...last, statement]) > MOST) parts.push([statement]);
    else last.push(statement);
  }
  return parts.map((Statement) => ({ Version: '2012-10-17', Statement }));
}

const size = (Statement: readonly StatementJson[]): number =>
  JSON.stringify({ Version: '2012-10-17', Statement }).length;

/** A statement that alone is too long, by its actions. */
function halves(statement: StatementJson): readonly StatementJson[] {
  if (size([statement]) <= MOST || statement.Action.length < 2) return [statement];
  const middle = Math.ceil(statement.Action.length / 2);
  const part = (Sid: string, Action: readonly string[]): StatementJson => ({ ...statement, Sid, Action });
  return [
    ...halves(part(`${statement.Sid}A`, statement.Action.slice(0, middle))),
    ...halves(part(`${statement.Sid}B`, statement.Action.slice(middle))),
  ];
}

const DEPLOY = [
  'CreateChangeSet',
  'DeleteChangeSet',
  'DescribeChangeSet',
  'DescribeEvents',
  'DescribeStackEvents',
  'DescribeStacks',
  'ExecuteChangeSet',
  'GetTemplate',
  'UpdateTerminationProtection',
];

const stackArns = ({ stacks }: Assembly, { partition, account, region }: Place): readonly string[] =>
  stacks.map(({ stack }) => `arn:${partition}:cloudformation:${region}:${account}:stack/${stack}/*`);

const destroys = (assembly: Assembly, place: Place): StatementJson => ({
  Sid: 'DeleteTheseStacks',
  Effect: 'Allow',
  Action: ['cloudformation:DeleteStack'],
  Resource: stackArns(assembly, place),
});

function callerStatements(assembly: Assembly, place: Place): readonly StatementJson[] {
  const { partition, account, region } = place;
  const arns = stackArns(assembly, place);
  const role = (name: string) => `arn:${partition}:iam::${account}:role/cdk-*-${name}-role-${account}-${region}`;
  return [
    {
      Sid: 'DeployTheseStacks',
      Effect: 'Allow',
      Action: DEPLOY.map((name) => `cloudformation:${name}`),
      Resource: arns,
    },
    {
      Sid: 'AssumeTheRolesOfTheCdk',
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Resource: [role('deploy'), role('file-publishing')],
    },
    {
      Sid: 'HandOverTheExecutionRole',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [role('cfn-exec')],
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    },
  ];
}
