/** Inside a freeze nothing but the values of season parameters may differ; nobody is taken for another stack of the same name. */
import { differ, guard, standing, type Differ } from '../../lib/guard';
import type { TemplateFile } from '../../lib/review';
import { filesOf, drop, mutated, resource, type Templates } from '../review/mutate';

const files = filesOf('inventory');
const freeze = 'peak';
const seasonParameters = ['BlackFridayEnd'];
let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

type Change = (templates: Templates) => void;

describe('freeze', () => {
  const judged = (change: Change, parameters: readonly string[] | undefined = seasonParameters) =>
    guard({ deployed: files, proposed: mutated(files, change), freeze, seasonParameters: parameters }, diff);
  const end =
    (value: string): Change =>
    ({ seasons }) =>
      void (seasons.Parameters.BlackFridayEnd.Default = value);

  test('a season parameter may change; nothing else may', () => {
    expect(judged(end('x'))).toEqual([]);
    const [refused] = judged(({ cluster }) => void (cluster.Parameters.BrokersPerZone.Default = '7'));
    expect(refused).toMatchObject({ rule: 'freeze', level: 'refuse', what: expect.stringContaining('(Parameters)') });
    const retention = judged(
      ({ cluster }) => void (resource(cluster, 'ClusterNodesLogGroup').Properties.RetentionInDays = 400),
    );
    expect(retention).toMatchObject([{ rule: 'freeze', level: 'refuse' }]);
  });

  test('of a season parameter only its value may change, not its bounds, nor that it exists', () => {
    const bounds = judged(({ seasons }) => void (seasons.Parameters.BlackFridayEnd.AllowedPattern = '.*'));
    expect(bounds).toMatchObject([{ rule: 'freeze', level: 'refuse' }]);
    const gone = judged(({ seasons }) => void delete seasons.Parameters.BlackFridayEnd);
    expect(gone.map(({ rule }) => rule)).toContain('freeze');
  });

  test('where nothing says which parameters are of seasons, none may change, and the file is asked for', () => {
    const [refused] = guard({ deployed: files, proposed: mutated(files, end('x')), freeze }, diff);
    expect(refused).toMatchObject({
      rule: 'freeze',
      level: 'refuse',
      wayAround: expect.stringContaining('--deployment FILE'),
    });
  });

  test('a stack more or less is refused', () => {
    const fewer = files.filter(({ stack }) => !stack.endsWith('-seasons'));
    const rules = (deployed: readonly TemplateFile[], proposed: readonly TemplateFile[]) =>
      guard({ deployed, proposed, freeze }, diff).map(({ rule, level }) => `${level} ${rule}`);
    expect(rules(fewer, files)).toEqual(['refuse freeze']);
    expect(rules(files, fewer)).toContain('refuse freeze');
  });

  test('the glass of a freeze can be broken with a reason, which does not let data go', () => {
    const proposed = mutated(files, ({ data }) => drop(data, 'DataBucketsDataBucket0'));
    const found = guard({ deployed: files, proposed, freeze, breakGlass: 'INC-1 asked by J. Doe' }, diff);
    expect(found.filter(({ rule }) => rule === 'freeze')).toMatchObject([
      { level: 'warn', what: expect.stringContaining('INC-1 asked by J. Doe') },
    ]);
    expect(found.filter(({ level }) => level === 'refuse').map(({ rule }) => rule)).toContain('removed');
  });

  test('leave to lose data opens no freeze', () => {
    const found = judged(({ data }) => drop(data, 'DataBucketsDataBucket0'));
    expect(new Set(standing(found, true).map(({ rule }) => rule))).toEqual(new Set(['freeze']));
    expect(standing(found, false).map(({ rule }) => rule)).toContain('removed');
  });
});

describe('environments', () => {
  const inEnvironment = (environment: string | undefined, rows = files): readonly TemplateFile[] =>
    rows.map((file) => ({ ...file, environment }));
  const [east, west] = ['aws://111122223333/us-east-1', 'aws://111122223333/us-west-2'];
  const both = [...inEnvironment(east), ...inEnvironment(west)];
  const withoutBucket = mutated(files, ({ data }) => drop(data, 'DataBucketsDataBucket0'));

  test('a loss in the second of two stacks of one name is found, and the environment is said', () => {
    for (const broken of [east, west]) {
      const proposed = both.map((file) =>
        file.environment === broken
          ? inEnvironment(broken, withoutBucket).find(({ stack }) => stack === file.stack)!
          : file,
      );
      expect(guard({ deployed: both, proposed }, diff)).toEqual(
        expect.arrayContaining([expect.objectContaining({ rule: 'removed', stack: `inventory-data (${broken})` })]),
      );
    }
    expect(guard({ deployed: both, proposed: both }, diff)).toEqual([]);
  });

  test('a stack that is made in another environment only is missing in its own', () => {
    const found = guard({ deployed: inEnvironment(east), proposed: inEnvironment(west) }, diff);
    expect(found).toContainEqual(
      expect.objectContaining({ rule: 'stack missing', level: 'refuse', stack: `inventory-data (${east})` }),
    );
  });

  test('protection of the other environment stands in for nothing', () => {
    const off = both.map((file) => ({ ...file, terminationProtection: file.environment === east }));
    const found = guard({ deployed: both, proposed: off }, diff);
    expect(found.map(({ rule, stack }) => `${rule} ${stack}`)).toContain(`protection inventory-data (${west})`);
  });

  test('an environment that one side does not say is no other one', () => {
    for (const environment of [undefined, 'aws://unknown-account/unknown-region', 'aws://111122223333/unknown-region'])
      expect(guard({ deployed: inEnvironment(environment), proposed: inEnvironment(west) }, diff)).toEqual([]);
  });

  test('where it could be either, nobody guesses', () => {
    const found = guard({ deployed: files, proposed: both }, diff);
    expect(new Set(found.map(({ level, rule }) => `${level} ${rule}`))).toEqual(new Set(['refuse ambiguous']));
  });
});
