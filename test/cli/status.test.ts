import type { Observed, ObservedGroup } from '../../lib/cli/aws/observe';
import { statusOf } from '../../lib/cli/status';
import { statusText } from '../../lib/cli/text/status-text';
import { defaultLook } from '../../lib/cli/text/table';
import { plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';
import { asOf } from '../fixtures/golden';
import { planOf } from '../synth/synthesize';

const decided = plan(sample(), asOf);
const [slot] = decided.brokers.kind === 'elastic' ? decided.brokers.groups[0]!.slots : [];
const machine = (id: string, state = 'InService') => ({ id, state, healthy: true });
const group = (more: Partial<ObservedGroup> = {}): ObservedGroup => ({
  name: 'inventory-brokers-use1-az1',
  minSize: 1,
  maxSize: 3,
  desired: 1,
  machines: [machine('i-1')],
  ...more,
});
const controllers = decided.controllers.map(({ groupName }, index) =>
  group({ name: groupName, maxSize: 1, machines: [machine(`i-c${index}`)] }),
);
const brokers = (decided.brokers.kind === 'elastic' ? decided.brokers.groups : []).map(({ name }) => group({ name }));
/** All groups are well but the first one of brokers, which is like this. */
const withBrokers = (more: Partial<ObservedGroup>) => [...controllers, group(more), ...brokers.slice(1)];
const well: Observed = {
  stacks: Object.fromEntries(decided.stacks.map(({ name }) => [name, 'CREATE_COMPLETE'])),
  outputs: { BrokersPerZoneInForce: '1', BrokersPerZoneSetBy: 'file' },
  groups: withBrokers({}),
  holders: { [slot!.address]: 'i-1' },
  protectedStacks: ['inventory-data', 'inventory-cluster'],
  parameters: {},
  alarms: [],
  kept: [],
};
const now = Date.parse('2026-11-22T12:00:00Z');
const statusWith = (more: Partial<Observed>) => statusOf(decided, { ...well, ...more }, now);

test('a cluster that is well: slots have holders or are free, nothing blocks', () => {
  const { slots, blocks, inProgress, toDo, floor, quorum } = statusWith({});
  expect(slots.find(({ address }) => address === slot!.address)).toMatchObject({
    holder: 'i-1',
    state: 'InService',
    nodeId: slot!.nodeId,
  });
  expect(slots.filter(({ state }) => state === 'free')).toHaveLength(slots.length - 1);
  expect({ blocks, inProgress, toDo, floor, quorum }).toEqual({
    blocks: [],
    inProgress: [],
    toDo: [],
    floor: { zones: { 'use1-az1': 1, 'use1-az2': 1, 'use1-az4': 1 }, stated: 1, setBy: 'file' },
    quorum: { controllers: 3, serving: 3, majority: 2 },
  });
});

// prettier-ignore
const troubles: readonly (readonly [string, Partial<Observed>, RegExp])[] = [
  ['nothing deployed', { stacks: {} }, /^inventory-identity is not deployed/],
  ['a stack that failed', { stacks: { ...well.stacks, 'inventory-cluster': 'UPDATE_ROLLBACK_FAILED' } }, /UPDATE_ROLLBACK_FAILED: look at its events/],
  ['a first deploy that failed', { stacks: { ...well.stacks, 'inventory-cluster': 'ROLLBACK_COMPLETE' } }, /nothing of it is left; run 'automq-byoc protect FILE --off', then deploy again/],
  ['a first deploy that failed and nobody protected', { protectedStacks: [], stacks: { ...well.stacks, 'inventory-cluster': 'ROLLBACK_COMPLETE' } }, /nothing of it is left; deploy again/],
  ['a change set that nobody has executed', { stacks: { ...well.stacks, 'inventory-cluster': 'REVIEW_IN_PROGRESS' } }, /^inventory-cluster: a change set waits to be executed and nothing is deployed/],
  ['a group that is gone', { groups: [...controllers.slice(1), ...brokers] }, /^inventory-controller-0: there is no such group/],
  ['groups that are all gone', { groups: [] }, /^inventory-controller-0: there is no such group/],
  ['an alarm that rings', { alarms: [{ name: 'inventory-cluster-BootFailed', description: 'read the boot log' }] }, /^alarm inventory-cluster-BootFailed: read the boot log/],
  ['a lost quorum', { groups: [...controllers.map((row, index) => (index === 0 ? row : { ...row, machines: [machine('i-1', 'Pending')] })), ...brokers] }, /^quorum: 1 of 3 controllers serve, 2 are needed/],
  ['machines that wait', { groups: withBrokers({ machines: [machine('i-1', 'Pending:Wait')] }) }, /0 of at least 1 machines in service/],
  ['a machine that is sick', { groups: withBrokers({ machines: [{ ...machine('i-1'), healthy: false }] }) }, /0 of at least 1/],
  ['a refresh that failed', { groups: withBrokers({ refresh: 'Failed' }) }, /the last instance refresh failed/],
  ['a refresh that could not go back', { groups: withBrokers({ refresh: 'RollbackFailed' }) }, /failed and could not go back/],
];

test.each(troubles)('%s blocks', (_, seen, said) => {
  expect(statusWith(seen).blocks).toContainEqual(expect.stringMatching(said));
});

test('a stack under review is nothing that goes on', () => {
  const stacks = { ...well.stacks, 'inventory-cluster': 'REVIEW_IN_PROGRESS' };
  expect(statusWith({ stacks }).inProgress).toEqual([]);
});

test('before the cluster stack is there its groups are not missed', () => {
  const { 'inventory-cluster': _cluster, ...stacks } = well.stacks;
  expect(statusWith({ stacks, groups: [] }).blocks).toEqual(['inventory-cluster is not deployed']);
});

test('a refresh that went back is over', () => {
  const groups = withBrokers({ refresh: 'RollbackSuccessful' });
  expect(statusWith({ groups })).toMatchObject({ inProgress: [], blocks: [] });
});

test('what goes on is no trouble', () => {
  const stacks = { ...well.stacks, 'inventory-cluster': 'UPDATE_IN_PROGRESS' };
  const { inProgress, blocks } = statusWith({ stacks, groups: withBrokers({ refresh: 'InProgress' }) });
  expect(inProgress).toEqual([
    'inventory-cluster: UPDATE_IN_PROGRESS',
    'inventory-brokers-use1-az1: instance refresh InProgress',
  ]);
  expect(blocks).toEqual([]);
});

test('an address held by a machine of no group is named so', () => {
  const { slots } = statusWith({ holders: { [slot!.address]: 'i-stranger' } });
  expect(slots.find(({ holder }) => holder === 'i-stranger')?.state).toBe('in no group');
});

test('the page leads with what blocks and lists what deleted stacks kept', () => {
  const text = statusText(
    statusWith({ stacks: {}, kept: [{ type: 'AWS::S3::Bucket', id: 'inventory-data' }] }),
    defaultLook,
  );
  expect(text).toMatch(/^What blocks\n/);
  expect(text).toMatch(/Kept by deleted stacks\n.*\n +AWS::S3::Bucket +inventory-data/);
});

test('stacks that can be deleted are to be protected, and nothing else changes for that', () => {
  const { toDo, blocks } = statusWith({ protectedStacks: ['inventory-data'] });
  expect(toDo).toEqual(["inventory-cluster: can be deleted; once all is well run 'automq-byoc protect FILE'"]);
  expect(blocks).toEqual([]);
});

describe('the floor with seasons', () => {
  const seasonal = planOf('inventory');
  const [size, calm, night] = [2, '2026-11-10T17:00:00Z', '2026-11-10T07:00:00Z'];
  const seen = (more: Partial<Observed>): Observed => ({ ...well, stacks: Object.fromEntries(seasonal.stacks.map(({ name }) => [name, 'CREATE_COMPLETE'])), outputs: { BrokersPerZoneInForce: `${size}`, BrokersPerZoneSetBy: 'parameter' }, ...more }); // prettier-ignore
  const floorAt = (at: string, more: Partial<Observed> = {}) => statusOf(seasonal, seen(more), Date.parse(at)).floor;
  const nights = seasonal.seasons!.seasons.find(({ name }) => name === 'replenishment')!.brokersPerZone;

  test('outside: who set the baseline, and when the next season begins to count', () => {
    const { stated, setBy, next } = floorAt(calm);
    expect({ stated, setBy }).toEqual({ stated: size, setBy: 'parameter' });
    expect(next).toMatchObject({ brokersPerZone: nights });
  });

  test('inside: the season, and its end', () => {
    expect(floorAt(night)).toMatchObject({
      stated: nights,
      setBy: 'season replenishment',
      next: { brokersPerZone: size },
    });
  });

  test('pinned: the override, and no next change', () => {
    const { stated, setBy, next } = floorAt(calm, { parameters: { SeasonOverride: 'black-friday' } });
    expect({ stated, setBy, next }).toEqual({ stated: 7, setBy: 'override black-friday', next: undefined });
  });

  test('a group with another minimum is named, and blocks nothing: the keeper runs every five minutes', () => {
    const { toDo, blocks } = statusOf(seasonal, seen({ groups: withBrokers({ minSize: 1 }) }), Date.parse(night)); // prettier-ignore
    expect(toDo).toContainEqual(expect.stringMatching(/^use1-az1: the floor is 1, not \d/));
    expect(blocks).toEqual([]);
  });
});
