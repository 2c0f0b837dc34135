/** Statements of the execution role: one for each service and limit, over all rows of the table that the templates need. */
import type { Assembly, Located } from '../assembly';
import { at, list } from '../template';
import type { HandlerRow, Scope } from './handler';
import type { Place, StatementJson } from './policy';

const TITLES: Readonly<Record<Scope, string>> = {
  named: 'Named',
  tagged: 'Tagged',
  marked: 'Mark',
  records: 'Records',
  region: 'Make',
  look: 'Look',
};

interface Group {
  readonly scope: Scope;
  readonly service: string;
  readonly actions: Set<string>;
  readonly arns: Set<string>;
}

export function handlerStatements(
  assembly: Assembly,
  place: Place,
  rows: readonly HandlerRow[],
): readonly StatementJson[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    for (const [scope, actions] of Object.entries(row.actions) as [Scope, readonly string[]][]) {
      const service = scope === 'look' ? '' : (actions[0]?.split(':')[0] ?? '');
      const found = groups.get(`${scope} ${service}`) ?? { scope, service, actions: new Set(), arns: new Set() };
      actions.forEach((action) => found.actions.add(action));
      arnsOf(assembly, place, row, scope).forEach((arn) => found.arns.add(arn));
      groups.set(`${scope} ${service}`, found);
    }
  }
  return [...groups.values()].map((group) => ({
    Sid: `${TITLES[group.scope]}${group.service.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
    Effect: 'Allow',
    Action: [...group.actions].sort(),
    Resource: [...group.arns].sort(),
    ...condition(assembly, place, group),
  }));
}

/** Services whose calls go to one place for the whole world: a condition on the region would refuse them. */
const GLOBAL = ['iam', 'route53', 's3'];
const TAG = 'automq:cluster';

type Limited = Pick<StatementJson, 'Condition'>;

function condition(assembly: Assembly, { cluster, region }: Place, { scope, service }: Group): Limited {
  const limits: Readonly<Partial<Record<Scope, NonNullable<StatementJson['Condition']>>>> = {
    tagged: { StringEquals: { [`aws:ResourceTag/${TAG}`]: cluster } },
    // Never what another cluster has marked.
    marked: { StringEquals: { [`aws:RequestTag/${TAG}`]: cluster }, Null: { [`aws:ResourceTag/${TAG}`]: 'true' } },
    records: {
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': recordNames(assembly) },
    },
    ...(!GLOBAL.includes(service) && { region: { StringEquals: { 'aws:RequestedRegion': region } } }),
  };
  const limit = limits[scope];
  return limit === undefined ? {} : { Condition: limit };
}

/** Names of the records, each host replaced by a star: forty slots would fill the policy. */
function recordNames(assembly: Assembly): readonly string[] {
  const sets = assembly
    .ofType('AWS::Route53::RecordSetGroup')
    .flatMap(({ properties }) => list(properties.RecordSets))
    .map((set) => at(set, 'Name'));
  const patterns = sets.map((name) => (typeof name === 'string' ? name.toLowerCase().replace(/^[^.]+\./, '*.') : '*'));
  return [...new Set(patterns)].sort();
}

function arnsOf(assembly: Assembly, place: Place, { type, arn }: HandlerRow, scope: Scope): readonly string[] {
  if (arn === '*' || scope === 'region' || scope === 'look') return ['*'];
  return assembly.ofType(type).map((row) => {
    const path = String(row.properties.Path ?? '/');
    const filled = arn.replace('{region}', place.region).replace('{account}', place.account).replace('{path}', path);
    const zone = typeof row.properties.HostedZoneId === 'string' ? row.properties.HostedZoneId : '*';
    return `arn:${place.partition}:${filled.replace('{zone}', zone).replace('{name}', nameFor(assembly, row))}`;
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
  'Queues',
];

/** The name in the template, otherwise the one CloudFormation makes: stack, logical id, random letters. */
function nameFor(assembly: Assembly, row: Located): string {
  const given = GIVEN.map((key) => list(row.properties[key])[0]).find((value) => value !== undefined);
  const text = given === undefined ? '' : assembly.text(given, row.stack);
  return /^[^{}$]+$/.test(text) && text !== row.id ? text : madeName(row.stack);
}

/** How much of a stack's name is left where the name of a resource must be short, as a role's 64 characters. */
const SHORTENED = 24;

/** Names that CloudFormation makes: stack, logical id, random letters. */
export const madeName = (stack: string): string =>
  stack.length < SHORTENED ? `${stack}-*` : `${stack.slice(0, SHORTENED)}*`;
