/** What the packet says of how long the objects of a bucket stay. */
import { packetOf } from './small';

const on = { Status: 'Enabled' };
const retention = (...Rules: readonly object[]): string => {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration: { Rules } } };
  return packetOf({ Objects: bucket }).data.stores[0]!.retention;
};

test.each<[string, readonly object[], string]>([
  ['no rule', [], 'live objects never expire'],
  ['days', [{ ...on, ExpirationInDays: 90 }], 'objects expire after 90 days'],
  ['a date', [{ ...on, ExpirationDate: '2027-01-01T00:00:00Z' }], 'objects expire on 2027-01-01T00:00:00Z'],
  [
    'a move',
    [{ ...on, Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }] }],
    'objects move to GLACIER after 30 days',
  ],
  [
    'a part of the bucket',
    [{ ...on, Prefix: 'logs/', ExpirationInDays: 7 }],
    'objects expire after 7 days where Prefix is logs/',
  ],
  [
    'one side of a choice',
    [{ 'Fn::If': ['Short', { ...on, ExpirationInDays: 7 }, { Ref: 'AWS::NoValue' }] }],
    'objects expire after 7 days',
  ],
  [
    'a rule that is off',
    [{ Status: 'Disabled', ExpirationInDays: 7 }],
    'a rule that is off, or that nobody can judge, ends or moves objects',
  ],
  [
    'what is no live object',
    [{ ...on, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } }],
    'live objects never expire; unfinished uploads go after 3 days',
  ],
])('%s', (_, rules, says) => {
  expect(retention(...rules)).toBe(says);
});
