/** What the packet does not know it names, so that silence is never taken for "nothing there". */
import { changes, markdown, review, type Packet } from '../../lib/review';
import { examples } from '../synth/synthesize';
import { MADE } from './catchers';
import { CONTROLLER_TEMPLATE, TEMPLATE, launch } from './faults/fault';
import { filesOf, idOf, mutated, resource, type Templates } from './mutate';
import { fileOf, packetOf } from './small';

const inventory = review(filesOf('inventory'), MADE);
const after = (change: (templates: Templates) => void): Packet => review(mutated(filesOf('inventory'), change), MADE);
const fn = (memory: number) => {
  return {
    F: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/r', MemorySize: memory } },
  };
};

test.each(examples)('%s: every type is known', (example) => {
  const packet = review(filesOf(example), MADE);
  expect(packet.notJudged).toEqual([]);
  expect(markdown(packet)).toContain('Every resource is of a type that this review knows.');
});

test('a resource of another type is named, and the network says that it may lead out', () => {
  const packet = packetOf(fn(128));
  expect(packet.notJudged).toMatchObject([{ type: 'AWS::Lambda::Function', resource: 'theirs/F' }]);
  expect(packet.network.statement).toContain('not judged');
  expect(markdown(packet)).toMatch(/NOT KNOWN TO THIS REVIEW.*theirs\/F|theirs\/F.*NOT KNOWN TO THIS REVIEW/);
});

test('a macro may change everything, so it is named as well', () => {
  const { stack, file, text } = fileOf({});
  const packet = review(
    [{ stack, file, text: JSON.stringify({ ...JSON.parse(text), Transform: 'AWS::Include' }) }],
    MADE,
  );
  expect(packet.notJudged).toMatchObject([{ type: 'macro AWS::Include', resource: 'theirs' }]);
});

test('one that comes, or becomes another, is for a person to look at', () => {
  expect(changes(packetOf({}), packetOf(fn(128)))).toContainEqual(
    expect.objectContaining({ risk: 'widened', section: 'not judged', resource: 'theirs/F' }),
  );
  expect(changes(packetOf(fn(128)), packetOf(fn(256)))).toMatchObject([{ risk: 'widened', section: 'not judged' }]);
  expect(changes(packetOf(fn(128)), packetOf(fn(128)))).toEqual([]);
});

test('types that are known but not read say why they need no reading', () => {
  const page = markdown(inventory);
  for (const type of ['AWS::StepFunctions::StateMachine', 'AWS::CloudWatch::Alarm']) expect(page).toContain(type);
});

describe('machines', () => {
  const machine = (packet: Packet, start: string) => packet.machines.find(({ resource: at }) => at.includes(start))!;

  test('have the role of their instance profile and the groups of their interfaces, made at launch or before', () => {
    expect(machine(inventory, TEMPLATE)).toMatchObject({
      role: expect.stringMatching(/^IdentityBrokerRole/),
      groups: [expect.stringMatching(/BrokerSecurityGroup/)],
    });
    expect(machine(inventory, CONTROLLER_TEMPLATE).groups).toEqual([expect.stringMatching(/ControllerSecurityGroup/)]);
  });

  test.each<[string, (templates: Templates) => void]>([
    ['another profile', (t) => void (launch(t).IamInstanceProfile = { Name: 'admin' })],
    [
      'another role in the profile',
      ({ identity }) =>
        void (resource(identity, 'IdentityBrokerInstanceProfile').Properties.Roles = [
          { Ref: idOf(identity, 'IdentityControllerRole') },
        ]),
    ],
    ['one group more', (t) => void launch(t).NetworkInterfaces[0].Groups.push('sg-0123456789abcdef0')],
    [
      'one group more at an interface that is there before',
      ({ cluster }) =>
        void resource(cluster, 'ClusterController0Interface').Properties.GroupSet.push('sg-0123456789abcdef0'),
    ],
  ])('%s is seen', (_, change) => {
    const rows = changes(inventory, after(change)).filter(({ section }) => section === 'machines');
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ risk }) => risk))).toEqual(new Set(['widened']));
  });

  test('a packet that was signed before machines had groups and roles is no change', () => {
    const older = {
      ...inventory,
      notJudged: undefined,
      machines: inventory.machines.map(({ role: _, groups: __, ...row }) => row),
    };
    expect(changes(older as unknown as Packet, inventory)).toEqual([]);
  });
});

test('the queue of runs that could not start is a store like any other', () => {
  const queue = ({ data }: Packet) => data.stores.find(({ kind }) => kind === 'queue');
  expect(queue(inventory)).toMatchObject({
    name: 'inventory-floor-keeper',
    encryption: 'keys of SQS (SSE-SQS)',
    retention: '14 days',
  });
  const open = after(
    (t) => void (resource(t.seasons, 'SeasonsKeeperDeadLetterQueue').Properties.SqsManagedSseEnabled = false),
  );
  expect(queue(open)!.encryption).toContain('NOT ENCRYPTED');
});

test('a hosted zone without a VPC is public', () => {
  const open = after((t) => void delete resource(t.cluster, 'ClusterNamesHostedZone').Properties.VPCs);
  expect(open.network.internet).toEqual([expect.stringContaining('public names')]);
});
