/** The least that somebody needs to deploy exactly these templates, and what the account must have room for. */
import type { Assembly, Located } from '../assembly';
import { at, list } from '../template';
import { handlers, type HandlerRow, type Scope } from './handlers';
import { quotas, type QuotaRow } from './quotas';

export interface DeployerPolicy {
  /** Of the role that CloudFormation uses (the CDK's execution role): managed policies, each below the limit of IAM. */
  readonly execution: readonly PolicyJson[];
  /** Of whoever runs `cdk deploy`. */
  readonly caller: PolicyJson;
  readonly quotas: readonly QuotaRow[];
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
interface Place {
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
    ...makes(assembly, place, needed),
    ...passRoles(assembly, place),
    ...linkedRoles(place, types),
    readsOf(needed),
  ];
  return {
    execution: split(execution),
    caller: { Version: '2012-10-17', Statement: callerStatements(assembly, place) },
    quotas: quotas(assembly),
    uncovered: [...types].filter((type) => !handlers.some((row) => row.type === type)).sort(),
  };
}

/** Account, region and partition stand in the ARNs of the templates; a star where no ARN does. */
function placeOf({ stacks, resources }: Assembly): Place {
  const text = stacks.map((stack) => stack.text).join('');
  const [, partition = 'aws', region = '*', account = '*'] =
    /arn:(aws[\w-]*):[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):/.exec(text) ?? [];
  const tags = resources.flatMap(({ properties }) => list(properties.Tags));
  const cluster = tags.find((tag) => at(tag, 'Key') === 'automq:cluster');
  return { partition, account, region, cluster: String(at(cluster, 'Value') ?? '*') };
}

type Group = readonly [service: string, scope: Scope];

/** One statement for each service and scope: what it makes and changes, on what. */
function makes(assembly: Assembly, place: Place, rows: readonly HandlerRow[]): StatementJson[] {
  const groups = new Map<string, { group: Group; actions: Set<string>; arns: Set<string> }>();
  for (const row of rows) {
    for (const [names, scope] of [
      [row.make, row.makeScope],
      [row.change, row.changeScope],
    ] as const) {
      for (const action of names) {
        const service = action.slice(0, action.indexOf(':'));
        const key = `${service} ${scope}`;
        const found = groups.get(key) ?? { group: [service, scope], actions: new Set(), arns: new Set() };
        found.actions.add(action);
        arnsOf(assembly, place, row, scope).forEach((arn) => found.arns.add(arn));
        groups.set(key, found);
      }
    }
  }
  return [...groups.values()].map(({ group: [service, scope], actions, arns }) => ({
    Sid: `${TITLES[scope]}${service.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: [...arns].sort(),
    ...condition(place, scope, service),
  }));
}

const TITLES: Readonly<Record<Scope, string>> = { named: 'Named', tagged: 'Tagged', region: 'Make' };

/** Services whose calls go to one place for the whole world: a condition on the region would refuse them. */
const GLOBAL = ['iam', 'route53', 's3'];

function condition(place: Place, scope: Scope, service: string): Pick<StatementJson, 'Condition'> {
  if (scope === 'tagged') return { Condition: { StringEquals: { 'aws:ResourceTag/automq:cluster': place.cluster } } };
  if (scope === 'named' || GLOBAL.includes(service)) return {};
  return { Condition: { StringEquals: { 'aws:RequestedRegion': place.region } } };
}

function arnsOf(assembly: Assembly, place: Place, { type, arn }: HandlerRow, scope: Scope): readonly string[] {
  if (scope === 'region' || arn === '*') return ['*'];
  return assembly.ofType(type).map((row) => {
    const path = String(row.properties.Path ?? '/');
    const filled = arn.replace('{region}', place.region).replace('{account}', place.account).replace('{path}', path);
    return `arn:${place.partition}:${filled.replace('{name}', nameFor(assembly, row))}`;
  });
}

const GIVEN = [
  'BucketName',
  'Bucket',
  'Name',
  'LogGroupName',
  'AutoScalingGroupName',
  'AliasName',
  'RoleName',
  'StateMachineName',
  'QueueName',
  'TopicName',
  'AlarmName',
];

/** The name in the template, otherwise the one CloudFormation makes: stack, logical id, random letters. */
function nameFor(assembly: Assembly, row: Located): string {
  const given = GIVEN.map((key) => row.properties[key]).find((value) => value !== undefined);
  const text = given === undefined ? '' : assembly.text(given, row.stack);
  return /^[^{}$]+$/.test(text) && text !== row.id ? text : `${row.stack}-*`;
}

/** Roles are handed to services by name, each to its own service only. */
function passRoles(assembly: Assembly, place: Place): StatementJson[] {
  const roles = assembly.ofType('AWS::IAM::Role');
  if (roles.length === 0) return [];
  const services = roles.flatMap((role) =>
    list(at(role.properties, 'AssumeRolePolicyDocument.Statement')).flatMap((row) =>
      list(at(row, 'Principal.Service')).map(String),
    ),
  );
  const Resource = [
    ...new Set(
      roles.map(
        ({ stack, properties }) =>
          `arn:${place.partition}:iam::${place.account}:role${String(properties.Path ?? '/')}${stack}-*`,
      ),
    ),
  ];
  const Condition = { StringEquals: { 'iam:PassedToService': [...new Set(services)].sort() } };
  return [{ Sid: 'PassRoles', Effect: 'Allow', Action: ['iam:PassRole'], Resource, Condition }];
}

/** Made by the first group of an account; after that the call changes nothing. */
function linkedRoles({ partition, account }: Place, types: ReadonlySet<string>): StatementJson[] {
  if (!types.has('AWS::AutoScaling::AutoScalingGroup')) return [];
  const Resource = [
    `arn:${partition}:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*`,
  ];
  const Condition = { StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' } };
  return [{ Sid: 'LinkAutoScaling', Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole'], Resource, Condition }];
}

/** Lists and descriptions have no resource that a name or an account could limit. */
function readsOf(rows: readonly HandlerRow[]): StatementJson {
  const Action = [...new Set(rows.flatMap(({ read }) => read))].sort();
  return { Sid: 'Look', Effect: 'Allow', Action, Resource: ['*'] };
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

function callerStatements({ stacks }: Assembly, { partition, account, region }: Place): readonly StatementJson[] {
  const arns = stacks.map(({ stack }) => `arn:${partition}:cloudformation:${region}:${account}:stack/${stack}/*`);
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
