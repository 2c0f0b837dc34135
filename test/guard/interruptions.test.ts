/** What a deploy would interrupt, by name: endpoints, names, security groups, sizes inside a season. And exports, which it must not lose. */
import { differ, guard, type Differ, type Finding } from '../../lib/guard';
import { CONTROLLER_GROUP, launch, TEMPLATE } from '../review/faults/fault';
import { drop, filesOf, idOf, mutated, rename, resource, type Templates } from '../review/mutate';

const files = filesOf('inventory');
let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

type Change = (templates: Templates) => void;
const found = (change: Change, season?: string): readonly Finding[] =>
  guard({ deployed: files, proposed: mutated(files, change), season }, diff);

const INGRESS = 'ClusterPortsBrokerToBroker9094In';
const CLIENTS = 'ClusterPortsBrokerSecurityGroup';
const NAMES = 'ClusterNames';

const recordSets = ({ cluster }: Templates) => {
  const row = Object.entries(
    cluster.Resources as Record<string, { Type: string; Properties: { RecordSets: object[] } }>,
  );
  return row.find(([id, { Type }]) => id.startsWith(NAMES) && Type === 'AWS::Route53::RecordSetGroup')![1].Properties
    .RecordSets as { Name: string; ResourceRecords: unknown[] }[];
};

describe('interruptions', () => {
  test.each<[string, Change, RegExp]>([
    ['an endpoint goes', ({ network }) => drop(network, 'NetworkEc2Endpoint'), /deleted.*ec2/],
    ['an endpoint is moved', ({ network }) => rename(network, 'NetworkEc2Endpoint'), /deleted.*ec2/],
    [
      'an endpoint is for another service',
      ({ network }) => void (resource(network, 'NetworkEc2Endpoint').Properties.ServiceName = 'other'),
      /replaced.*ec2/,
    ],
    [
      'an endpoint answers to its own name only',
      ({ network }) => void (resource(network, 'NetworkEc2Endpoint').Properties.PrivateDnsEnabled = false),
      /ec2.*private name/,
    ],
    ['a rule between nodes goes', ({ cluster }) => drop(cluster, INGRESS), /deleted/],
    [
      'a rule between nodes is for another port',
      ({ cluster }) => void (resource(cluster, INGRESS).Properties.FromPort = 1),
      /replaced/,
    ],
    [
      'clients are no longer let in',
      ({ cluster }) => void resource(cluster, CLIENTS).Properties.SecurityGroupIngress.pop(),
      /no longer let through/,
    ],
    ['a route table is cut off', ({ network }) => drop(network, 'NetworkRouteTableAssociationUse1Az1'), /deleted/],
  ])('%s', (_, change, what) => {
    const warned = found(change).filter(({ level, rule }) => level === 'warn' && rule === 'interrupted');
    expect(warned.map((row) => row.what).join('\n')).toMatch(what);
  });

  test('a name that goes or answers otherwise is warned of by name', () => {
    let name = '';
    const gone = found((t) => void (name = recordSets(t).pop()!.Name));
    expect(gone).toMatchObject([{ level: 'warn', rule: 'interrupted', what: expect.stringContaining(name) }]);
    const other = found((t) => void (recordSets(t)[0]!.ResourceRecords = ['192.0.2.1']));
    expect(other).toMatchObject([{ level: 'warn', rule: 'interrupted', what: expect.stringContaining('answer') }]);
  });

  test('the chain of controllers is cut: that alone, with no machine changed', () => {
    expect(found(({ cluster }) => void delete resource(cluster, CONTROLLER_GROUP).DependsOn)).toMatchObject([
      { level: 'warn', rule: 'chain cut', property: 'DependsOn' },
    ]);
  });

  test('machines that lose a tag may no longer take their volume or address', () => {
    const lost = found((t) => {
      for (const { Tags } of launch(t, TEMPLATE).TagSpecifications) Tags.splice(0, Tags.length);
    });
    expect(lost.map(({ level, rule }) => `${level} ${rule}`)).toEqual(Array(6).fill('warn tag'));
    expect(lost[0]!.what).toContain('instance automq:cluster');
  });
});

describe('exports', () => {
  test('one that goes, changes or hangs on a condition is refused, whoever imports it', () => {
    const [id] = Object.keys(JSON.parse(files.find(({ stack }) => stack.endsWith('-network'))!.text).Outputs).filter(
      (key) => key.startsWith('ExportsOutput'),
    );
    const judged = (change: (output: Record<string, unknown>) => void) =>
      found(({ network }) => change(network.Outputs[id!])).filter(({ rule }) => rule === 'exported');
    expect(judged((output) => void delete output.Export)).toMatchObject([{ level: 'refuse', property: 'Export' }]);
    expect(judged((output) => void (output.Value = 'x'))).toMatchObject([{ level: 'refuse', property: 'Value' }]);
    expect(judged((output) => void (output.Condition = 'No'))).toMatchObject([{ property: 'Condition' }]);
    expect(judged((output) => void (output.Description = 'x'))).toEqual([]);
  });

  test('one that nobody imports is refused as well: who imports it is not in these templates', () => {
    const extra = mutated(files, (t) => void (t.data.Outputs.X = { Value: '1', Export: { Name: 'x' } }));
    expect(guard({ deployed: extra, proposed: files }, diff)).toMatchObject([{ level: 'refuse', rule: 'exported' }]);
  });

  test('an output without export that goes is a warning', () => {
    expect(found(({ cluster }) => void delete cluster.Outputs.BootstrapServers)).toMatchObject([
      { level: 'warn', rule: 'output', resource: 'BootstrapServers' },
    ]);
  });
});

describe('inside a season', () => {
  const sizes = (change: Change) => found(change, 'peak').filter(({ rule }) => rule === 'size in season');
  const calendar = ({ seasons }: Templates) =>
    resource(seasons, 'SeasonsKeeperStateMachine').Properties.Definition.States.Calendar.Assign;

  test.each<[string, Change, RegExp]>([
    ['its size in the file', (t) => void (calendar(t).seasons[1].brokersPerZone = 3), /black-friday\.brokersPerZone/],
    ['that it takes place', (t) => void (calendar(t).seasons[1].enabled = false), /black-friday\.enabled/],
    ['its dates', (t) => void calendar(t).seasons[1].windows.pop(), /black-friday\.windows/],
    ['that it exists', (t) => void calendar(t).seasons.pop(), /black-friday/],
    ['the size without a season', (t) => void (calendar(t).baseline = 1), /baseline/],
    [
      "the default of a season's size",
      ({ seasons }) => void (seasons.Parameters.BlackFridayBrokersPerZone.Default = '3'),
      /BlackFridayBrokersPerZone/,
    ],
    [
      'the default of the size without a season',
      ({ cluster }) => void (cluster.Parameters.BrokersPerZone.Default = '3'),
      /MinSize/,
    ],
    ['the override', ({ seasons }) => void (seasons.Parameters.SeasonOverride.Default = 'baseline'), /SeasonOverride/],
    ['the keeper itself', ({ seasons }) => drop(seasons, 'SeasonsKeeperSchedule81'), /ScheduleExpression/],
  ])('a change of %s is warned of', (_, change, property) => {
    expect(sizes(change).map((row) => row.property)).toContainEqual(expect.stringMatching(property));
    expect(found(change).filter(({ rule }) => rule === 'size in season')).toEqual([]);
  });

  test('a reworded comment changes no size', () => {
    expect(
      sizes(({ seasons }) => {
        resource(seasons, 'SeasonsKeeperStateMachine').Properties.Definition.Comment = 'other';
      }),
    ).toEqual([]);
  });

  test('the sizes are read', () => {
    mutated(files, (t) => {
      expect(calendar(t).seasons).toHaveLength(2);
      expect(idOf(t.seasons, 'SeasonsKeeperSchedule81')).toBeDefined();
    });
  });
});
