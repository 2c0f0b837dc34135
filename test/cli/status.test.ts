import type { Observed, ObservedGroup } from '../../lib/cli/aws/observe';
import { statusOf } from '../../lib/cli/status';
import { statusText } from '../../lib/cli/text/status-text';
import { defaultLook } from '../../lib/cli/text/table';
import { plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';
import { asOf } from '../fixtures/golden';

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
const well: Observed = {
  stacks: Object.fromEntries(decided.stacks.map(({ name }) => [name, 'CREATE_COMPLETE'])),
  outputs: { BrokersPerZoneInForce: '1', BrokersPerZoneSetBy: 'file' },
  groups: [group()],
  holders: { [slot!.address]: 'i-1' },
  kept: [],
};
const statusWith = (more: Partial<Observed>) => statusOf(decided, { ...well, ...more });

test('a cluster that is well: slots have holders or are free, nothing blocks', () => {
  const { slots, blocks, inProgress, floor } = statusWith({});
  expect(slots.find(({ address }) => address === slot!.address)).toMatchObject({
    holder: 'i-1',
    state: 'InService',
    nodeId: slot!.nodeId,
  });
  expect(slots.filter(({ state }) => state === 'free')).toHaveLength(slots.length - 1);
  expect({ blocks, inProgress, floor }).toEqual({
    blocks: [],
    inProgress: [],
    floor: { brokersPerZone: '1', setBy: 'file' },
  });
});

// prettier-ignore
const troubles: readonly (readonly [string, Partial<Observed>, RegExp])[] = [
  ['nothing deployed', { stacks: {} }, /^inventory-identity is not deployed/],
  ['a stack that failed', { stacks: { ...well.stacks, 'inventory-cluster': 'UPDATE_ROLLBACK_FAILED' } }, /UPDATE_ROLLBACK_FAILED: look at its events/],
  ['a first deploy that failed', { stacks: { ...well.stacks, 'inventory-cluster': 'ROLLBACK_COMPLETE' } }, /run 'aws cloudformation update-termination-protection --no-enable.* --stack-name inventory-cluster', then deploy again/],
  ['machines that wait', { groups: [group({ machines: [machine('i-1', 'Pending:Wait')] })] }, /0 of at least 1 machines in service/],
  ['a machine that is sick', { groups: [group({ machines: [{ ...machine('i-1'), healthy: false }] })] }, /0 of at least 1/],
  ['a refresh that failed', { groups: [group({ refresh: 'Failed' })] }, /the last instance refresh failed/],
];

test.each(troubles)('%s blocks', (_, seen, said) => {
  expect(statusWith(seen).blocks[0]).toMatch(said);
});

test('what goes on is no trouble', () => {
  const stacks = { ...well.stacks, 'inventory-cluster': 'UPDATE_IN_PROGRESS' };
  const { inProgress, blocks } = statusWith({ stacks, groups: [group({ refresh: 'InProgress' })] });
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
