/** Ways to lose data that leave no resource out of the template: conditions, defaults, texts for booleans, rules, tags. */
import { differ, guard, type Differ, type Finding } from '../../lib/guard';
import { bucket, DATA_BUCKET, DATA_KEY, DATA_POLICY, VOLUME } from '../review/faults/fault';
import { filesOf, mutated, resource, statement, type Templates } from '../review/mutate';

const INTERFACE = 'ClusterController0Interface';
const LOGS = 'ClusterNodesLogGroup';

const files = filesOf('inventory');
let diff: Differ;
beforeAll(async () => {
  diff = await differ();
}, 60_000);

type Change = (templates: Templates) => void;

/** Refusals of a change of the real templates, or of templates that were already changed. */
function refusals(change: Change, given: Change = () => undefined): readonly Finding[] {
  const deployed = mutated(files, given);
  return guard({ deployed, proposed: mutated(deployed, change) }, diff).filter(({ level }) => level === 'refuse');
}

/** A parameter that switches the data bucket, as a template of a customer could have. */
const switched: Change = ({ data }) => {
  data.Parameters.Keep = { Type: 'String', Default: 'yes' };
  data.Conditions = { Kept: { 'Fn::Equals': [{ Ref: 'Keep' }, 'yes'] }, Both: { 'Fn::And': [{ Condition: 'Kept' }] } };
  resource(data, DATA_BUCKET).Condition = 'Both';
};

describe('conditions', () => {
  test('a condition on a bucket is refused, even where it is met: from then on a parameter deletes it', () => {
    expect(refusals(switched)).toMatchObject([{ rule: 'condition', property: 'Condition' }]);
  });

  test('a condition that is not met deletes it', () => {
    const found = refusals((t) => {
      switched(t);
      t.data.Parameters.Keep.Default = 'no';
    });
    expect(found.map(({ rule }) => rule)).toContain('removed');
  });

  test.each<[string, Change]>([
    ['another default', ({ data }) => void (data.Parameters.Keep.Default = 'no')],
    ['another value in the condition', ({ data }) => void (data.Conditions.Kept['Fn::Equals'][1] = 'on')],
    [
      'a condition that a condition names',
      ({ data }) => void (data.Conditions.Both = { 'Fn::Not': [{ Condition: 'Kept' }] }),
    ],
  ])('what switches the bucket off is refused: %s', (_, change) => {
    expect(refusals(change, switched).map(({ rule }) => rule)).toContain('removed');
  });

  test('another condition, though it is met today, is refused', () => {
    const change: Change = ({ data }) => {
      data.Parameters.Other = { Type: 'String', Default: 'yes' };
      data.Conditions.Kept = { 'Fn::Equals': [{ Ref: 'Other' }, 'yes'] };
    };
    expect(refusals(change, switched)).toMatchObject([{ rule: 'condition' }]);
  });

  test('a condition that goes, or stays as it is beside a change, loses nothing', () => {
    expect(refusals(({ data }) => void delete resource(data, DATA_BUCKET).Condition, switched)).toEqual([]);
    expect(refusals(({ data }) => void (data.Description = 'other'), switched)).toEqual([]);
  });

  test('a default, a condition or a mapping that gives a bucket another name replaces it', () => {
    const named =
      (name: object): Change =>
      ({ data }) => {
        data.Parameters.Name = { Type: 'String', Default: 'one' };
        data.Conditions = { One: { 'Fn::Equals': [{ Ref: 'Name' }, 'one'] } };
        data.Mappings = { Names: { one: { bucket: 'a' }, two: { bucket: 'b' } } };
        resource(data, DATA_BUCKET).Properties.BucketName = name;
      };
    const other: Change = ({ data }) => void (data.Parameters.Name.Default = 'two');
    const names = [
      { Ref: 'Name' },
      { 'Fn::Sub': 'bucket-${Name}' },
      { 'Fn::If': ['One', 'a', 'b'] },
      { 'Fn::FindInMap': ['Names', { Ref: 'Name' }, 'bucket'] },
    ];
    for (const name of names)
      expect(refusals(other, named(name))).toMatchObject([{ rule: 'replaced', property: 'BucketName' }]);
  });
});

describe('values', () => {
  test.each<[string, string, Change]>([
    ['Encrypted', 'a text for no', ({ cluster }) => void (resource(cluster, VOLUME).Properties.Encrypted = 'false')],
    [
      'EnableKeyRotation',
      'a text for no',
      ({ data }) => void (resource(data, DATA_KEY).Properties.EnableKeyRotation = 'false'),
    ],
    ['Enabled', 'a text for no', ({ data }) => void (resource(data, DATA_KEY).Properties.Enabled = 'false')],
    [
      'PublicAccessBlockConfiguration.BlockPublicPolicy',
      'a parameter that says no',
      (t) => {
        t.data.Parameters.Block = { Type: 'String', Default: 'false' };
        bucket(t).PublicAccessBlockConfiguration.BlockPublicPolicy = { Ref: 'Block' };
      },
    ],
    [
      'PublicAccessBlockConfiguration.BlockPublicPolicy',
      'a parameter that says nothing',
      (t) => {
        t.data.Parameters.Block = { Type: 'String' };
        bucket(t).PublicAccessBlockConfiguration.BlockPublicPolicy = { Ref: 'Block' };
      },
    ],
  ])('%s: %s', (property, _, change) => {
    expect(refusals(change).map((found) => found.property)).toContain(property);
  });

  test('what was on as a text is on, and what was not set has its default', () => {
    const asText: Change = ({ cluster, data }) => {
      resource(cluster, VOLUME).Properties.Encrypted = 'true';
      delete resource(cluster, LOGS).Properties.RetentionInDays;
      delete resource(data, DATA_KEY).Properties.PendingWindowInDays;
    };
    const found = refusals(({ cluster, data }) => {
      resource(cluster, VOLUME).Properties.Encrypted = 'false';
      resource(cluster, LOGS).Properties.RetentionInDays = 400;
      resource(data, DATA_KEY).Properties.PendingWindowInDays = 7;
    }, asText);
    const properties = found.map(({ property }) => property);
    expect(properties).toEqual(expect.arrayContaining(['Encrypted', 'RetentionInDays', 'PendingWindowInDays']));
  });

  test('a default that is written out, or no longer, changes nothing', () => {
    const written: Change = ({ data }) => {
      resource(data, DATA_KEY).Properties.MultiRegion = false;
      resource(data, DATA_KEY).Properties.PendingWindowInDays = 30;
    };
    const bare: Change = ({ data }) => {
      delete resource(data, DATA_KEY).Properties.MultiRegion;
      delete resource(data, DATA_KEY).Properties.PendingWindowInDays;
    };
    expect(refusals(written, bare)).toEqual([]);
    expect(refusals(bare, written)).toEqual([]);
  });
});

describe('lifecycle rules', () => {
  const rule = (more: object) => ({ Id: 'Added', Status: 'Enabled', ...more });
  const add =
    (name: string, more: object): Change =>
    (t) =>
      void bucket(t, name).LifecycleConfiguration.Rules.push(rule(more));

  test.each<[string, string, object]>([
    ['the data bucket', DATA_BUCKET, { ExpirationInDays: 3650 }],
    ['the data bucket, as a text', DATA_BUCKET, { ExpirationInDays: '30' }],
    ['the data bucket, on a day', DATA_BUCKET, { ExpirationDate: '2027-01-01T00:00:00Z' }],
    ['a part of the data bucket', DATA_BUCKET, { Prefix: 'x/', ExpirationInDays: 30 }],
    ['older versions, sooner', 'DataBucketsOpsBucket', { NoncurrentVersionExpiration: { NoncurrentDays: 3 } }],
    ['older versions, as it was once written', 'DataBucketsOpsBucket', { NoncurrentVersionExpirationInDays: 3 }],
    ['a move out of reach', DATA_BUCKET, { Transition: { StorageClass: 'GLACIER', TransitionInDays: 1 } }],
  ])('a rule that ends objects of %s is refused', (_, name, more) => {
    expect(refusals(add(name, more))).toMatchObject([{ rule: 'retention', property: 'LifecycleConfiguration.Rules' }]);
  });

  test('a second rule is refused though another part of the bucket expires already, and sooner', () => {
    const first = add(DATA_BUCKET, { Prefix: 'scratch/', ExpirationInDays: 1 });
    expect(refusals(add(DATA_BUCKET, { ExpirationInDays: 30 }), first)).toHaveLength(1);
  });

  test('a rule that keeps longer, that is off, or that a wider one covers, loses nothing', () => {
    const logs = 'DataBucketsLogsBucket';
    expect(refusals((t) => void (bucket(t, logs).LifecycleConfiguration.Rules[1].ExpirationInDays = 400))).toEqual([]);
    expect(refusals(add(DATA_BUCKET, { Status: 'Disabled', ExpirationInDays: 1 }))).toEqual([]);
    expect(refusals(add(logs, { Prefix: 'data/', ExpirationInDays: 90 }))).toEqual([]);
  });
});

describe('tags', () => {
  const tags = ({ cluster }: Templates, id: string) => resource(cluster, id).Properties.Tags as { Value: string }[];

  test.each([
    ['the cluster of a volume', VOLUME, 0],
    ['what snapshots look for', VOLUME, 1],
    ['the role of a volume', VOLUME, 2],
    ['the cluster of an address', INTERFACE, 0],
    ['the role of an address', INTERFACE, 1],
  ])('%s: no node finds it without, so it must neither change nor go', (_, id, index) => {
    const [changed] = refusals((t) => void (tags(t, id)[index]!.Value = 'other'));
    expect(changed).toMatchObject({ rule: 'tag', property: expect.stringMatching(/^Tags\.automq:/) });
    expect(refusals((t) => void tags(t, id).splice(index, 1))).toMatchObject([{ rule: 'tag' }]);
  });

  test("a customer's own tags may change, and the order of tags says nothing", () => {
    expect(refusals((t) => void (tags(t, VOLUME).at(-1)!.Value = 'other'))).toEqual([]);
    expect(refusals((t) => void tags(t, VOLUME).reverse())).toEqual([]);
  });
});

describe('who owns the objects', () => {
  test.each(['ObjectWriter', 'BucketOwnerPreferred'])(
    '%s is refused where the bucket owned them',
    (ObjectOwnership) => {
      const found = refusals((t) => void (bucket(t).OwnershipControls.Rules = [{ ObjectOwnership }]));
      expect(found).toMatchObject([{ rule: 'protection', property: 'OwnershipControls.Rules' }]);
    },
  );

  test('no rule at all is refused, and none of the controls is told once', () => {
    expect(refusals((t) => void (bucket(t).OwnershipControls.Rules = []))).toHaveLength(1);
    expect(refusals((t) => void delete bucket(t).OwnershipControls)).toHaveLength(1);
  });

  test('a bucket that begins to own them loses nothing', () => {
    const others: Change = (t) => void (bucket(t).OwnershipControls.Rules[0].ObjectOwnership = 'ObjectWriter');
    const own: Change = (t) => void (bucket(t).OwnershipControls.Rules[0].ObjectOwnership = 'BucketOwnerEnforced');
    expect(refusals(own, others)).toEqual([]);
  });
});

describe('denials of a bucket policy', () => {
  const denial = ({ data }: Templates, sid = 'OnlyNodesWrite') => statement(data, DATA_POLICY, sid);
  const exceptions = (t: Templates): unknown[] => denial(t).Condition.ArnNotLike['aws:PrincipalArn'];
  const ROLE = 'arn:aws:iam::111122223333:role/other';

  test.each<[string, Change]>([
    ['no action is left', (t) => void (denial(t).Action = [])],
    ['one action less', (t) => void denial(t).Action.pop()],
    ['all actions but some', (t) => ((denial(t).NotAction = denial(t).Action), void delete denial(t).Action)],
    ['a part of the objects', (t) => void (denial(t).Resource = denial(t).Resource.replace('/*', '/a/*'))],
    ['one principal of all', (t) => void (denial(t).Principal = { AWS: ROLE })],
    ['an exception for all roles', (t) => void exceptions(t).push('arn:aws:iam::111122223333:role/*')],
    ['an exception for everybody', (t) => void exceptions(t).push('*')],
    ['an exception for a user', (t) => void exceptions(t).push('arn:aws:iam::111122223333:user/joe')],
    ['an exception for another account', (t) => void exceptions(t).push('arn:aws:iam::999900001111:role/other')],
    ['an exception by parameter', (t) => void exceptions(t).push({ Ref: 'AWS::StackName' })],
    ['one more condition', (t) => void (denial(t).Condition.StringEquals = { 'aws:RequestedRegion': 'us-east-1' })],
    ['another operator', (t) => void (denial(t, 'TlsOnly').Condition = { StringLike: { 'aws:SecureTransport': 'x' } })],
    ['another value', (t) => void (denial(t, 'TlsOnly').Condition.Bool['aws:SecureTransport'] = 'true')],
    ['an allowance of the same name', (t) => void (denial(t).Effect = 'Allow')],
  ])('what refuses less is refused: %s', (_, change) => {
    expect(refusals(change)).toMatchObject([{ rule: 'protection', property: 'PolicyDocument' }]);
  });

  test.each<[string, Change]>([
    ['one more action', (t) => void denial(t).Action.push('s3:ReplicateTags')],
    ['a pattern over all of its actions', (t) => void (denial(t).Action = ['s3:*'])],
    ['the bucket besides its objects', (t) => void (denial(t).Resource = ['*'])],
    ['everybody in other words', (t) => void (denial(t).Principal = { AWS: '*' })],
    ['one exception less', (t) => void exceptions(t).pop()],
    ['no condition', (t) => void delete denial(t).Condition],
    ['another name', (t) => void (denial(t).Sid = 'NobodyElseWrites')],
  ])('what refuses as much or more is not: %s', (_, change) => {
    expect(refusals(change)).toEqual([]);
  });

  test('one more role by its name is an ordinary day, and said', () => {
    const proposed = mutated(files, (t) => void exceptions(t).push(ROLE));
    expect(guard({ deployed: files, proposed }, diff)).toContainEqual(
      expect.objectContaining({ level: 'warn', rule: 'exception', property: 'PolicyDocument' }),
    );
  });

  test('a key policy is held to the same', () => {
    const key = ({ data }: Templates) => resource(data, DATA_KEY).Properties.KeyPolicy.Statement as object[];
    const deny: Change = (t) => void key(t).push({ Effect: 'Deny', Action: 'kms:*', Principal: '*', Resource: '*' });
    expect(refusals((t) => void key(t).pop(), deny)).toMatchObject([{ rule: 'protection', property: 'KeyPolicy' }]);
  });
});

test('another cluster id is refused at every machine: volumes and buckets would not be its own', () => {
  const found = refusals((t) => {
    const text = JSON.stringify(t.cluster).replace(/(CLUSTER_ID=)[\w-]{22}/g, '$1AAAAAAAAQACAAAAAAAAAAQ');
    t.cluster = JSON.parse(text) as Templates['cluster'];
  });
  expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set(['cluster id']));
  expect(found).toHaveLength(6);
});
