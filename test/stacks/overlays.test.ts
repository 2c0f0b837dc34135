/** Stage and development extend production's file: their templates differ from its only where their files say so. */
import { stacksOf, type TemplateResource } from '../synth/templates';

/** What an overlay says of its place; with production's in their stead the rest must be production's. */
interface Place {
  readonly account: string;
  readonly clusterId: string;
  /** First bytes of its network. */
  readonly network: string;
  readonly environment: string;
}

const PRODUCTION: Place = { account: '111122223333', clusterId: '3kQx9vTzR2mWb7LdYc5HnA', network: '10.40.', environment: 'production' }; // prettier-ignore
const STAGE: Place = { account: '222233334444', clusterId: 'mT7cUq0eRWy1oPzXnVb6Sg', network: '10.41.', environment: 'stage' }; // prettier-ignore
const DEVELOPMENT: Place = { account: '333344445555', clusterId: 'Zk2pN8sVQfGh5tJwLxEyAw', network: '10.42.', environment: 'development' }; // prettier-ignore

type Resources = Readonly<Record<string, TemplateResource>>;

function resourcesOf(example: string, place: Place): Resources {
  const moved = (text: string): string =>
    (Object.keys(place) as (keyof Place)[]).reduce((rest, key) => rest.replaceAll(place[key], PRODUCTION[key]), text);
  const stacks = stacksOf(example).map(({ text }) => JSON.parse(moved(text)) as { Resources: Resources });
  return Object.assign({}, ...stacks.map(({ Resources }) => Resources)) as Resources;
}

const production = resourcesOf('inventory', PRODUCTION);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `Type part`, for each property or policy that differs. */
function changed(other: Resources): string[] {
  const places = Object.entries(other).flatMap(([id, resource]) => {
    const base = production[id];
    if (base === undefined) return [];
    const parts = (row: TemplateResource): Record<string, unknown> => ({ ...row, Properties: undefined, Metadata: undefined, ...row.Properties }); // prettier-ignore
    const [mine, theirs] = [parts(resource), parts(base)];
    const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    return names.filter((name) => !same(mine[name], theirs[name])).map((name) => `${resource.Type} ${name}`);
  });
  return [...new Set(places)].sort();
}

const missing = (from: Resources, other: Resources): string[] =>
  [...new Set(Object.keys(from).filter((id) => other[id] === undefined).map((id) => from[id]!.Type))].sort(); // prettier-ignore

describe('stage: one broker a zone instead of two, in an account and a network of its own', () => {
  const stage = resourcesOf('inventory-stage', STAGE);

  test('has the same resources', () => {
    expect(Object.keys(stage).sort()).toEqual(Object.keys(production).sort());
  });

  test('differs in what the size decides', () => {
    expect(changed(stage)).toEqual([
      'AWS::AutoScaling::AutoScalingGroup CreationPolicy',
      'AWS::AutoScaling::AutoScalingGroup MinSize',
      'AWS::AutoScaling::AutoScalingGroup Tags',
      'AWS::CloudWatch::Alarm Threshold',
      'AWS::Route53::RecordSetGroup RecordSets',
      'AWS::StepFunctions::StateMachine Definition',
    ]);
  });
});

describe('development: one controller, one smaller broker a zone, a smaller network, no season', () => {
  const development = resourcesOf('inventory-dev', DEVELOPMENT);

  test('has nothing that production has not, and lacks what seasons and two controllers need', () => {
    expect(missing(development, production)).toEqual([]);
    expect(missing(production, development)).toEqual([
      'AWS::AutoScaling::AutoScalingGroup',
      'AWS::AutoScaling::ScalingPolicy',
      'AWS::CloudWatch::Alarm',
      'AWS::EC2::CapacityReservation',
      'AWS::EC2::LaunchTemplate',
      'AWS::EC2::NetworkInterface',
      'AWS::EC2::Volume',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Role',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Scheduler::Schedule',
      'AWS::Scheduler::ScheduleGroup',
      'AWS::StepFunctions::StateMachine',
    ]);
  });

  test('differs in what size, type, network and the missing break-glass role decide', () => {
    expect(changed(development)).toEqual([
      'AWS::AutoScaling::AutoScalingGroup CreationPolicy',
      'AWS::AutoScaling::AutoScalingGroup DependsOn',
      'AWS::AutoScaling::AutoScalingGroup MaxSize',
      'AWS::AutoScaling::AutoScalingGroup MinSize',
      'AWS::AutoScaling::AutoScalingGroup Tags',
      'AWS::AutoScaling::AutoScalingGroup UpdatePolicy',
      'AWS::CloudWatch::Alarm Threshold',
      'AWS::EC2::LaunchTemplate LaunchTemplateData',
      'AWS::EC2::NetworkInterface PrivateIpAddress',
      'AWS::EC2::SecurityGroup SecurityGroupIngress',
      'AWS::EC2::Subnet CidrBlock',
      'AWS::EC2::SubnetCidrReservation Cidr',
      'AWS::EC2::VPC CidrBlock',
      'AWS::IAM::ManagedPolicy PolicyDocument',
      'AWS::KMS::Key KeyPolicy',
      'AWS::Route53::RecordSetGroup RecordSets',
      'AWS::S3::BucketPolicy PolicyDocument',
    ]);
  });
});
