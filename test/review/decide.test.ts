/** "Cannot" must be certain: whatever the templates leave open counts as "may", and the packet says what it was. */
import { markdown, review, type Packet } from '../../lib/review';
import { MADE } from './catchers';
import { filesOf, mutated, statement } from './mutate';
import { CONTROLLER_POLICY } from './faults/fault';
import { answerOf, packetOf, role, roleWith } from './small';

const OTHERS = 'read another bucket';
const told = ({ identity }: Packet, what = OTHERS) => identity.roles[0]!.cannot.find((row) => row.what === what)!;
const reads = (more: object) => roleWith({ Sid: 'S', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });

const may: readonly (readonly [string, object, string])[] = [
  [
    'a condition on a key that the question does not have',
    { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    'aws:SourceVpc',
  ],
  ['an operator that cannot be judged', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, 'aws:SourceIp'],
  [
    'an account that a parameter names',
    { Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'Account' } } } },
    'aws:ResourceAccount',
  ],
  ['a resource that a parameter names', { Resource: { Ref: 'Bucket' } }, '${Bucket}'],
  [
    'a resource with a choice inside',
    { Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', { 'Fn::If': ['C', 'a', '*'] }, '/*']] } },
    'a or *',
  ],
  ['an action that a parameter names', { Action: { Ref: 'Actions' } }, '${Actions}'],
  ['exceptions that a parameter names', { Action: undefined, NotAction: [{ Ref: 'Actions' }] }, '${Actions}'],
  ['a family of buckets', { Resource: 'arn:aws:s3:::prod-*/*' }, 'prod-*'],
  ['a variable of the policy', { Resource: 'arn:aws:s3:::${aws:PrincipalTag/team}/*' }, 'aws:PrincipalTag/team'],
];

test.each(may)('%s: may, and says so', (_, more, why) => {
  const packet = packetOf({ R: reads(more) });
  const row = told(packet);
  expect(row.cannot).toBe(false);
  expect(row.unsure?.join()).toContain(why);
  expect(markdown(packet)).toContain('MAY BE ABLE');
});

test('a family of secrets may have others in it; one secret with its random end has not', () => {
  const secret = (name: string) => {
    const Resource = `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}`;
    const statementOf = { Sid: 'S', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource };
    return told(packetOf({ R: roleWith(statementOf) }), 'read another secret').cannot;
  };
  expect([secret('team/*'), secret('team/one-??????')]).toEqual([false, true]);
});

test.each(['iam:CreateRole', 'iam:PassRole', 'sts:AssumeRole', 'ec2:ExportImage'])(
  '%s on one thing that is named is that action all the same',
  (Action) => {
    const one = { Effect: 'Allow', Action, Resource: 'arn:aws:iam::111122223333:role/one' };
    const { cannot } = packetOf({ R: roleWith(one) }).identity.roles[0]!;
    expect(cannot.find(({ action }) => action === Action)).toMatchObject({ cannot: false });
  },
);

const certainly: readonly (readonly [string, object])[] = [
  ['partition and region as the deploy fills them in', { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*/*' } }],
  ['one side of a choice', { Resource: { 'Fn::If': ['C', 'arn:aws:s3:::mine/*', '*'] } }],
  ['a choice of statements', {}],
];

test.each(certainly)('%s: can', (_, more) => {
  expect(told(packetOf({ R: reads(more) }))).toMatchObject({ cannot: false });
});

test('a statement that stands under a condition counts, and so does one in a document under a condition', () => {
  const one = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const either = roleWith({ 'Fn::If': ['C', one, { Ref: 'AWS::NoValue' }] });
  const document = { 'Fn::If': ['C', { Statement: [one] }, { Statement: [] }] };
  expect(told(packetOf({ R: either })).cannot).toBe(false);
  expect(told(packetOf({ R: role({ Policies: [{ PolicyName: 'p', PolicyDocument: document }] }) })).cannot).toBe(false);
});

test('trust under a condition is trust', () => {
  const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' }] };
  const packet = packetOf({ R: role({ AssumeRolePolicyDocument: { 'Fn::If': ['C', trust, trust] } }) });
  expect(packet.identity.roles[0]!.assumedBy.join()).toContain('999999999999');
  expect(packet.identity.roles[0]!.statements).toEqual([]);
});

describe('a denial counts only where it is certain', () => {
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
  test.each([
    ['always there', deny, true],
    [
      'only when a condition holds that cannot be judged',
      { ...deny, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } },
      false,
    ],
    ['only on what a parameter names', { ...deny, Resource: { Ref: 'P' } }, false],
    ['only under a condition of the template', { 'Fn::If': ['C', deny, { Ref: 'AWS::NoValue' }] }, false],
    ['on one side of a choice', { ...deny, Resource: { 'Fn::If': ['C', '*', 'arn:aws:s3:::x/*'] } }, false],
  ])('%s', (_, statementToDeny, cannot) => {
    expect(told(packetOf({ R: roleWith(allow, statementToDeny) })).cannot).toBe(cannot);
  });

  test('a refusal to share disks that is there under a condition only is none', () => {
    const Action = [
      'ec2:ModifySnapshotAttribute',
      'ec2:ModifyImageAttribute',
      'ec2:ExportImage',
      'ec2:CreateStoreImageTask',
    ];
    const refusal = { Effect: 'Deny', Action, Resource: '*' };
    const shares = (given: object) => answerOf(packetOf({ R: roleWith(given) }), 'deny-sharing').answer;
    expect(shares(refusal)).toBe('yes');
    expect(shares({ 'Fn::If': ['C', refusal, { Ref: 'AWS::NoValue' }] })).toBe('no');
  });

  test('a policy that is made under a condition denies nothing for certain', () => {
    const policy = (Condition?: string) => {
      const Properties = { Roles: [{ Ref: 'R' }], PolicyDocument: { Statement: [deny] } };
      return { Type: 'AWS::IAM::ManagedPolicy', Properties, ...(Condition && { Condition }) };
    };
    expect(told(packetOf({ R: roleWith(allow), P: policy() })).cannot).toBe(true);
    expect(told(packetOf({ R: roleWith(allow), P: policy('C') })).cannot).toBe(false);
  });
});

test('the questions are about the account and region of the templates, whichever these are', () => {
  const elsewhere = mutated(filesOf('inventory'), ({ identity }) => {
    delete statement(identity, CONTROLLER_POLICY, 'AttachOwnVolume').Condition;
  }).map((file) => {
    const text = file.text.replaceAll('111122223333', '444455556666').replaceAll('us-east-1', 'eu-central-1');
    return { ...file, text: text.replaceAll('arn:aws:', 'arn:aws-eusc:') };
  });
  const controller = review(elsewhere, MADE).identity.roles.find(({ role: name }) => name.includes('Controller'))!;
  const open = controller.cannot.filter((row) => !row.cannot).map(({ what }) => what);
  expect(open).toEqual(["attach another cluster's volume"]);
});
