/** How long a bucket keeps what it has, in words that do not flatter. */
import { answerOf, packetOf } from './small';

const packetWith = (LifecycleConfiguration: unknown) =>
  packetOf({ B: { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration } } });
const retention = (rule: object): string =>
  packetWith({ Rules: [{ Status: 'Enabled', ...rule }] }).data.stores[0]!.retention;

const NEVER = 'live objects never expire';

test.each<[string, object, string]>([
  ['days', { ExpirationInDays: 30 }, 'objects expire after 30 days'],
  ['a date', { ExpirationDate: '2027-01-01T00:00:00Z' }, 'objects expire on 2027-01-01T00:00:00Z'],
  [
    'moves',
    { Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 1 }, { StorageClass: 'DEEP_ARCHIVE' }] },
    'objects move to GLACIER after 1 days; objects move to DEEP_ARCHIVE at once',
  ],
  [
    'a move on a date',
    { Transition: { StorageClass: 'GLACIER', TransitionDate: '2027-01-01' } },
    'objects move to GLACIER on 2027-01-01',
  ],
  ['a part of it', { Prefix: 'tmp/', ExpirationInDays: 1 }, 'objects expire after 1 days under tmp/'],
  [
    'tags and sizes',
    { TagFilters: [{ Key: 'a', Value: 'b' }], ObjectSizeGreaterThan: 5, ExpirationInDays: 1 },
    'objects expire after 1 days tagged a = b, over 5 bytes',
  ],
  ['a rule that is off', { Status: 'Disabled', ExpirationInDays: 1 }, 'objects expire after 1 days (off)'],
  [
    'a rule that a parameter turns on',
    { Status: { Ref: 'P' }, ExpirationInDays: 1 },
    'objects expire after 1 days (where the template so decides)',
  ],
  ['a number by parameter', { ExpirationInDays: { Ref: 'Days' } }, 'objects expire after {"Ref":"Days"} days'],
  [
    'older versions',
    {
      NoncurrentVersionExpirationInDays: 3,
      NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 2 }],
    },
    `${NEVER}; old versions expire after 3 days; old versions move to GLACIER after 2 days`,
  ],
  [
    'uploads',
    { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    `${NEVER}; unfinished uploads go after 7 days`,
  ],
])('%s', (_, rule, words) => expect(retention(rule)).toBe(words));

test('both sides of a choice, wherever it stands, as the control sees them', () => {
  const rule = { Status: 'Enabled', ExpirationInDays: 1 };
  const choice = (value: unknown) => ({ 'Fn::If': ['C', value, { Ref: 'AWS::NoValue' }] });
  for (const given of [choice({ Rules: [rule] }), { Rules: choice([rule]) }, { Rules: [choice(rule)] }]) {
    const packet = packetWith(given);
    expect(packet.data.stores[0]!.retention).toBe('objects expire after 1 days (where the template so decides)');
    expect(answerOf(packet, 'live-data').answer).toBe('no');
  }
});

test('without rules nothing expires', () => expect(packetWith(undefined).data.stores[0]!.retention).toBe(NEVER));
