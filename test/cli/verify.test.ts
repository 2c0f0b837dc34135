/** What each check of `verify` makes of an account: played here as plain rows, well and in trouble. */
import type { Account, Activity, Refresh } from '../../lib/cli/verify/account';
import { checks } from '../../lib/cli/verify/checks';
import type { CheckId } from '../../lib/cli/verify/check-ids';
import { extremes } from '../../lib/cli/verify/refreshes';
import { verify } from '../../lib/cli/verify/verify';
import { verifyText } from '../../lib/cli/text/verify-text';
import { defaultLook } from '../../lib/cli/text/table';
import { plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';
import { asOf } from '../fixtures/golden';

const decided = plan(sample(), asOf);
if (decided.brokers.kind !== 'elastic' || decided.cluster.archive === 'baked')
  throw new Error('the sample has changed');
const { sha256 } = decided.cluster.archive;
const [zone] = decided.brokers.groups;
const GROUP = zone!.name;
const SLOT = zone!.slots[0]!.address;

const launch = (machine: string, started: number, ended: number): Activity => ({ kind: 'launch', machine, started, ended }); // prettier-ignore
const end = (machine: string, started: number, ended: number): Activity => ({ kind: 'end', machine, started, ended });
const refreshed: Refresh = { id: 'r-1', status: 'Successful', reason: '', started: 0, ended: 100 };
const disk = { id: 'vol-1', machine: 'i-1', encrypted: true, keyArn: 'arn:aws:kms:::key/wal-key' };

/** All is well; two brokers were replaced by a refresh. */
function played(more: Partial<Account> = {}): Account {
  let machines = ['i-1'];
  let minSize = 1;
  let serial = 1;
  return {
    stack: async () => ({ created: 1000, status: 'CREATE_COMPLETE' }),
    events: async () => [
      { time: 20, logicalId: 'Group', type: '', status: 'CREATE_COMPLETE', reason: '' },
      {
        time: 10,
        logicalId: 'Group',
        type: '',
        status: 'CREATE_IN_PROGRESS',
        reason: 'Received SUCCESS signal with UniqueId i-1',
      },
    ],
    resources: async () => ({ Group: GROUP, KeysWalKeyA0B1C2D3: 'wal-key', BrokerRoleA0B1C2D3: 'r', XBootFailedAlarmA0B1C2D3: 'alarm' }), // prettier-ignore
    template: async () => JSON.stringify({ Resources: { Group: { Type: 'G', Properties: { AutoScalingGroupName: GROUP, HealthCheckGracePeriod: 300, sha256 } } } }), // prettier-ignore
    group: async (name) => ({ name, minSize, maxSize: 3, desired: machines.length, machines: machines.map((id) => ({ id, state: 'InService', healthy: true })) }), // prettier-ignore
    activities: async () => [launch('i-3', 1, 5), end('i-1', 6, 10), launch('i-4', 11, 15), end('i-2', 16, 20)],
    refreshes: async () => [refreshed],
    disks: async () => [disk],
    roleMade: async () => 2000,
    allows: async (_, __, ___, tags) => tags['automq:cluster'] === decided.cluster.prefix,
    denials: async () => [],
    addresses: async () => ({ [SLOT]: { machine: 'i-1', subnet: 'subnet-1', id: 'eni-1' } }),
    update: async (_, template) => (template.includes(sha256) ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE'),
    setMinimum: async (_, size) => {
      minSize = size;
      while (machines.length < size) machines.push(`i-new-${++serial}`);
    },
    setDesired: async (_, size) => {
      machines = machines.slice(0, size);
    },
    refresh: async () => {
      machines = machines.map(() => `i-fresh-${++serial}`);
      return 'r-1';
    },
    ring: async () => undefined,
    takeAddress: async () => 'InvalidIPAddress.InUse: taken',
    now: () => 0,
    pause: async () => undefined,
    ...more,
  };
}

const results = async (account: Account, destructive: boolean) =>
  Object.fromEntries((await verify(decided, account, checks, destructive)).map(({ id, result }) => [id, result]));

test('reads only unless it is told otherwise: what changes something is not run and says why', async () => {
  const touched = jest.fn();
  const changing = Object.fromEntries(
    ['update', 'setMinimum', 'setDesired', 'refresh', 'ring', 'takeAddress'].map((name) => [name, touched]),
  );
  const rows = await verify(decided, played(changing as Partial<Account>), checks, false);
  expect(touched).not.toHaveBeenCalled();
  for (const { result, evidence, changes } of rows) {
    expect(evidence.join()).not.toBe('');
    expect(result).toBe(changes === undefined ? 'pass' : 'not run');
    if (changes !== undefined) expect(evidence[0]).toMatch(/needs --destructive/);
  }
});

test('all pass in an account where all is well, except the alarm that stops nothing', async () => {
  const { 'refresh-alarm': alarm, ...others } = await results(played(), true);
  expect(new Set(Object.values(others))).toEqual(new Set(['pass']));
  expect(alarm).toBe('fail'); // the played refresh succeeds in spite of it
});

// prettier-ignore
const troubles: readonly (readonly [CheckId, Partial<Account>, RegExp])[] = [
  ['keys-used', { disks: async () => [{ ...disk, encrypted: false, keyArn: '' }] }, /encrypted with nothing/],
  ['keys-used', { disks: async () => [{ ...disk, keyArn: 'arn:aws:kms:::key/other' }] }, /not with wal-key/],
  ['address-by-role', { allows: async () => true }, /may take an address for another cluster/],
  ['address-by-role', { allows: async () => false }, /may not take an address for its own/],
  ['address-once', { takeAddress: async () => undefined }, /was given to another interface/],
  ['nothing-denied', { denials: async () => [{ machine: 'i-1', action: 'GetObject', error: 'AccessDenied' }] }, /i-1: GetObject AccessDenied/],
  ['waits-for-serving', { events: async () => [{ time: 20, logicalId: 'Group', type: '', status: 'CREATE_COMPLETE', reason: '' }] }, /complete before any/],
  ['broken-archive', { update: async () => 'UPDATE_COMPLETE' }, /ended as UPDATE_COMPLETE/],
  ['season-sizes', { update: async () => 'UPDATE_ROLLBACK_COMPLETE' }, /status of the deploy is UPDATE_ROLLBACK_COMPLETE/],
  ['refresh-replaces', { refresh: async () => 'r-1' }, /i-1 was not replaced/],
  ['refresh-rounding', { activities: async () => [end('i-1', 1, 5), launch('i-3', 6, 9)] }, /between -1 and \+0/],
  ['refresh-drains', { activities: async () => [end('i-1', 1, 9), end('i-2', 5, 9)] }, /i-2 began to end while another still drained/],
];

test.each(troubles)('%s fails, and says what it saw', async (id, trouble, said) => {
  const [row] = await verify(decided, played(trouble), checks.filter((check) => check.id === id), true); // prettier-ignore
  expect(row).toMatchObject({ result: 'fail' });
  expect(row!.evidence.join()).toMatch(said);
});

// prettier-ignore
const unseen: readonly (readonly [CheckId, Partial<Account>, RegExp])[] = [
  ['keys-used', { disks: async () => [] }, /no machine/],
  ['fresh-account', { roleMade: async () => 500 }, /older than the keys/],
  ['fresh-account', { roleMade: async () => undefined }, /does not exist yet/],
  ['waits-for-serving', { events: async () => [] }, /no event/],
  ['broken-archive', { template: async () => '{}' }, /another archive/],
  ['season-sizes', { group: async (name) => ({ name, minSize: 1, maxSize: 1, desired: 1, machines: [] }) }, /largest size/],
  ['refresh-rounding', { refreshes: async () => [] }, /no refresh/],
  ['nothing-denied', { denials: () => Promise.reject(new Error('not for you')) }, /not for you/],
];

test.each(unseen)('%s is not run where nothing can be seen', async (id, lack, said) => {
  const [row] = await verify(decided, played(lack), checks.filter((check) => check.id === id), true); // prettier-ignore
  expect(row).toMatchObject({ result: 'not run' });
  expect(row!.evidence.join()).toMatch(said);
});

test('a check that launched a machine gives it back, also when the deploy fails', async () => {
  const account = played({ update: () => Promise.reject(new Error('throttled')) });
  await verify(decided, account, checks.filter(({ id }) => id === 'season-sizes'), true); // prettier-ignore
  expect(await account.group(GROUP)).toMatchObject({ minSize: 1, desired: 1 });
});

test('a machine counts from the end of its launch to the start of its end', () => {
  expect(extremes([launch('a', 0, 10), end('b', 10, 20)])).toEqual({ least: 0, most: 1 });
  expect(extremes([launch('a', 0, 10), end('b', 9, 20)])).toEqual({ least: -1, most: 0 });
  expect(extremes([launch('a', 0, 5), launch('c', 1, 6), end('b', 7, 8)])).toEqual({ least: 0, most: 2 });
});

test('the page counts what passed, failed and was not run', async () => {
  const text = verifyText(await verify(decided, played(), checks, false), defaultLook);
  expect(text).toMatch(/^pass keys-used: machines that/m);
  expect(text).toMatch(/7 passed, 0 failed, 5 not run$/);
});
