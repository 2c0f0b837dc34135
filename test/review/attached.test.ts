/** Every statement stands under every role that has it, whichever of role and policy names the other. */
import { review } from '../../lib/review';
import { MADE } from './catchers';
import { answerOf, fileOf, managedPolicy, packetOf, role } from './small';

const KILL = { Sid: 'Kill', Effect: 'Allow', Action: ['ec2:TerminateInstances'], Resource: '*' };
const sidsOf = (packet: ReturnType<typeof packetOf>, resource: string): readonly string[] =>
  packet.identity.roles.find((row) => row.resource === resource)!.statements.map(({ sid }) => sid);
const can = (packet: ReturnType<typeof packetOf>, resource = 'theirs/R'): readonly string[] =>
  packet.identity.roles
    .find((row) => row.resource === resource)!
    .cannot.filter((row) => !row.cannot)
    .map(({ what }) => what);

test.each([
  ['the role refers to it', { R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: managedPolicy([KILL]) }],
  [
    'the role names its ARN',
    {
      R: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/team/kill'] }),
      P: managedPolicy([KILL], { ManagedPolicyName: 'kill', Path: '/team/' }),
    },
  ],
  [
    'the role refers to it under a condition',
    {
      R: role({ ManagedPolicyArns: { 'Fn::If': ['C', [{ Ref: 'P' }], { Ref: 'AWS::NoValue' }] } }),
      P: managedPolicy([KILL]),
    },
  ],
  ['the policy refers to the role', { R: role(), P: managedPolicy([KILL], { Roles: [{ Ref: 'R' }] }) }],
  [
    'the policy refers to the role under a condition',
    { R: role(), P: managedPolicy([KILL], { Roles: [{ 'Fn::If': ['C', { Ref: 'R' }, 'other'] }] }) },
  ],
  [
    'a policy of the role is a resource of its own',
    {
      R: role({ RoleName: 'named' }),
      P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'named', PolicyDocument: { Statement: KILL } } },
    },
  ],
])('%s: its statements are listed and judged', (_, resources) => {
  const packet = packetOf(resources);
  expect(sidsOf(packet, 'theirs/R')).toEqual(['Kill']);
  expect(can(packet)).toContain('end machines');
});

test('one policy on two roles stands under both', () => {
  const packet = packetOf({
    R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }),
    S: role(),
    P: managedPolicy([KILL], { Roles: [{ Ref: 'S' }] }),
  });
  expect([sidsOf(packet, 'theirs/R'), sidsOf(packet, 'theirs/S')]).toEqual([['Kill'], ['Kill']]);
});

test('roles of two stacks with one logical id are two roles', () => {
  const files = [
    fileOf({ R: role(), P: managedPolicy([KILL], { Roles: [{ Ref: 'R' }] }) }, 'one'),
    fileOf({ R: role() }, 'two'),
  ];
  const packet = review(files, MADE);
  expect([sidsOf(packet, 'one/R'), sidsOf(packet, 'two/R')]).toEqual([['Kill'], []]);
});

test('a policy on a role that is not in the templates is shown by itself', () => {
  const packet = packetOf({ P: managedPolicy([KILL], { Roles: ['injected'] }) });
  expect(packet.identity.resourcePolicies).toMatchObject([{ kind: 'identity', subject: 'injected' }]);
});

test.each(['arn:aws:iam::aws:policy/AdministratorAccess', { Ref: 'PolicyArn' }])(
  'a policy whose statements are not in the templates may allow anything: %j',
  (arn) => {
    const packet = packetOf({ R: role({ ManagedPolicyArns: [arn] }) });
    const [{ statements, cannot }] = packet.identity.roles as [(typeof packet.identity.roles)[number]];
    expect(statements).toMatchObject([{ words: expect.stringContaining('its statements are not in these templates') }]);
    expect(cannot.filter((row) => row.cannot)).toEqual([]);
    for (const id of ['named-actions', 'pass-role', 'separate-identities', 'no-decrypt-on-all', 'tagged-mutations'])
      expect([id, answerOf(packet, id).answer]).toEqual([id, 'no']);
  },
);

test('AdministratorAccess counts as full access wherever it is attached', () => {
  const arn = { 'Fn::If': ['C', 'arn:aws:iam::aws:policy/AdministratorAccess', { Ref: 'AWS::NoValue' }] };
  expect(answerOf(packetOf({ R: role({ ManagedPolicyArns: [arn] }) }), 'no-full-access').answer).toBe('no');
});
