import { linesOf, type Answer } from '../../scripts/local/answer';

const good: Answer = {
  brokers: [
    { id: 2000, host: 'two', port: 9092, rack: 'use1-az2' },
    { id: 1000, host: 'one', port: 9092, rack: 'use1-az1' },
  ],
  acknowledged: [1, 2, 3],
  missing: [],
  failures: [],
  longestMs: 60,
};

test('a Kafka that answers is shown: its brokers by id, and what became of the records', () => {
  expect(linesOf(good)).toEqual([
    'broker 1000 in use1-az1: one:9092',
    'broker 2000 in use1-az2: two:9092',
    "topic 'tour': 3 records produced and consumed, never longer than 60 ms apart",
  ]);
});

test.each<[string, Partial<Answer>, RegExp]>([
  ['without a broker', { brokers: [] }, /no broker/],
  ['that took nothing', { acknowledged: [] }, /no record was taken/],
  ['that refused a record', { failures: ['NOT_LEADER'] }, /1 records were not taken.*NOT_LEADER/],
  ['that lost a record', { missing: [2] }, /1 of 3 records/],
])('one %s fails the start', (_, seen, reason) => {
  expect(() => linesOf({ ...good, ...seen })).toThrow(reason);
});
