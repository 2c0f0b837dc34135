/** Nothing that changed hides behind something else of the same name. */
import { changes } from '../../lib/review';
import { packetOf, roleWith } from './small';

const may = (Action: string, more: object = {}) => {
  return { Sid: 'Same', Effect: 'Allow', Action, Resource: '*', ...more };
};
const between = (before: readonly object[], after: readonly object[]): readonly string[] =>
  changes(packetOf({ R: roleWith(...before) }), packetOf({ R: roleWith(...after) }))
    .filter(({ section, words }) => section === 'identity' && !/can now/.test(words))
    .map(({ risk, words }) => `${risk}: ${words}`);

test('a statement that comes before one of the same Sid is seen', () => {
  expect(between([may('sqs:A')], [may('sqs:B'), may('sqs:A')])).toEqual([
    expect.stringMatching(/^widened: R: permission Same added\. .*sqs:B/),
  ]);
});

test('of two with one Sid the one that changed is named, whichever it is', () => {
  for (const order of [(rows: object[]) => rows, (rows: object[]) => rows.reverse()]) {
    const rows = between(order([may('sqs:A'), may('sqs:B')]), order([may('sqs:A'), may('sqs:C')]));
    expect(rows).toEqual(['widened: R, Same: action added: sqs:C', 'narrowed: R, Same: action removed: sqs:B']);
  }
});

test('one of two equal statements that goes is told, as is a denial', () => {
  const deny = may('sqs:A', { Effect: 'Deny' });
  expect(between([deny, may('sqs:A')], [may('sqs:A')])).toEqual([expect.stringMatching(/^widened: R: Same removed/)]);
  expect(between([may('sqs:A'), may('sqs:A')], [may('sqs:A')])).toEqual([expect.stringMatching(/^narrowed:/)]);
});

test('statements without a Sid are told by what they say, not by their place', () => {
  const nameless = (Action: string) => ({ ...may(Action), Sid: undefined });
  expect(between([nameless('sqs:A')], [nameless('sqs:B'), nameless('sqs:A')])).toEqual([
    expect.stringMatching(/^widened: R: permission .*sqs:B/),
  ]);
});

test('the second disk of a machine does not hide behind the first', () => {
  const machine = (Encrypted: boolean) => {
    const disk = (DeviceName: string, given: boolean) => ({ DeviceName, Ebs: { Encrypted: given, KmsKeyId: 'k' } });
    const BlockDeviceMappings = [disk('/dev/xvda', Encrypted), disk('/dev/xvdb', true)];
    return packetOf({
      L: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { BlockDeviceMappings } } },
    });
  };
  expect(changes(machine(true), machine(false)).filter(({ section }) => section === 'data')).toMatchObject([
    { risk: 'widened', words: expect.stringContaining('NOT ENCRYPTED') },
  ]);
});

test('a port is told with its rule, whatever the group guards', () => {
  const group = (SecurityGroupIngress: readonly object[]) =>
    packetOf({ Doors: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress } } });
  const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16', Description: 'd' };
  expect(changes(group([]), group([rule])).filter(({ section }) => section === 'network')).toMatchObject([
    { risk: 'widened', words: 'port opened: in, tcp 443, from 10.0.0.0/16 to Doors' },
  ]);
});

test('machines that are gone are told, as are those that come', () => {
  const machine = { L: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: {} } } };
  const told = (before: object, after: object) =>
    changes(packetOf({ ...before }), packetOf({ ...after })).filter(({ section }) => section === 'machines');
  expect(told(machine, {})).toMatchObject([{ risk: 'narrowed', words: 'machines L are no longer there' }]);
  expect(told({}, machine)).toMatchObject([{ risk: 'changed', words: 'machines L added' }]);
});
