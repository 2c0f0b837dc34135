/** What each check of `verify` makes of an account: played here as plain rows, well and in trouble. */
import { join } from 'node:path';
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
import { DEPLOYMENTS, planOf } from '../synth/synthesize';
import { automqByoc } from './world';

const decided = plan(sample(), asOf);
if (decided.brokers.kind !== 'elastic' || decided.cluster.archive === 'baked')
  throw new Error('the sample has changed');
const { sha256 } = decided.cluster.archive;
const [zone] = decided.brokers.groups;
const GROUP = zone!.name;
const SLOT = zone!.slots[0]!.address;

const launch = (machine: string, started: number, ended: number): Activity => ({ id: `launch-${machine}`, kind: 'launch', machine, started, ended }); // prettier-ignore
const end = (machine: string, started: number, ended: number): Activity => ({
  id: `end-${machine}`,
  kind: 'end',
  machine,
  started,
  ended,
});
const refreshed: Refresh = { id: 'r-1', status: 'Successful', reason: '', started: 0, ended: 100 };
const disk = { id: 'vol-1', machine: 'i-1', encrypted: true, keyArn: 'arn:aws:kms:::key/wal-key' };

const ORDER = [...decided.controllers.map(({ groupName }) => groupName), GROUP];
const created = { time: 20, logicalId: 'Group', type: '', status: 'CREATE_COMPLETE', reason: '' };
const signal = {
  ...created,
  time: 10,
  status: 'CREATE_IN_PROGRESS',
  reason: 'Received SUCCESS signal with UniqueId i-3',
};
const broke = { ...created, time: 1000, logicalId: 'First', status: 'UPDATE_FAILED', reason: 'a machine did not boot' };

/** All is well; two brokers were replaced by a refresh, and a refresh with an alarm stops. */
function played(more: Partial<Account> = {}): Account {
  let machines = ['i-1', 'i-2'];
  let minSize = 2;
  let serial = 1;
  let stopped: Refresh[] = [];
  let isBroken = false;
  return {
    stack: async () => ({ created: 1000, status: 'CREATE_COMPLETE' }),
    events: async () => [...(isBroken ? [broke] : []), created, signal],
    parameters: async () => ({}),
    resources: async () => ({ First: ORDER[0]!, Group: GROUP, KeysWalKeyA0B1C2D3: 'wal-key', BrokerRoleA0B1C2D3: 'r', XBootFailedAlarmA0B1C2D3: 'alarm' }), // prettier-ignore
    template: async () => JSON.stringify({ Resources: { Group: { Type: 'G', Properties: { AutoScalingGroupName: GROUP, HealthCheckGracePeriod: 300, sha256 } } } }), // prettier-ignore
    group: async (name) => ({ name, minSize, maxSize: 3, desired: machines.length, machines: machines.map((id) => ({ id, state: 'InService', healthy: true })) }), // prettier-ignore
    activities: async (name) =>
      name === GROUP
        ? [launch('i-3', 1, 5), end('i-1', 6, 10), launch('i-4', 30, 35), end('i-2', 36, 40)]
        : [launch('i-c', 1000, 1010)],
    refreshes: async () => [...stopped, refreshed],
    disks: async () => [disk],
    roleMade: async () => 2000,
    allows: async (_, __, ___, tags) => tags['automq:cluster'] === decided.cluster.prefix,
    trail: async () => [{ session: 'i-1', role: 'node', action: 'DescribeInstances', error: '' }],
    addresses: async () => ({ [SLOT]: { machine: 'i-1', subnet: 'subnet-1', id: 'eni-1' } }),
    update: async (_, template) => {
      isBroken = !template.includes(sha256);
      return isBroken ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE';
    },
    setParameters: async () => 'UPDATE_COMPLETE',
    setMinimum: async (_, size) => {
      minSize = size;
      while (machines.length < size) machines.push(`i-new-${++serial}`);
    },
    setDesired: async (_, size) => {
      machines = machines.slice(0, size);
    },
    refresh: async (_, { alarms: [alarm] }) => {
      stopped = alarm === undefined ? [] : [{ ...refreshed, id: 'r-0', status: 'Failed', reason: `Alarm ${alarm} is in the ALARM state` }]; // prettier-ignore
      if (alarm !== undefined) return 'r-0';
      machines = machines.map(() => `i-fresh-${++serial}`);
      return 'r-1';
    },
    ring: async () => undefined,
    takeAddress: async () => 'InvalidIPAddress.InUse: taken',
    now: () => 1000,
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

test('all pass in an account where all is well, and each says when, who and what for', async () => {
  expect(new Set(Object.values(await results(played(), true)))).toEqual(new Set(['pass']));
});

test('what is broken on purpose comes last, and a refresh that is stopped before one that ends well', () => {
  const order = checks.map(({ id }) => id);
  expect(order.at(-1)).toBe('broken-archive');
  expect(order.indexOf('refresh-alarm')).toBeLessThan(order.indexOf('refresh-replaces'));
});

test('the alarm is rung again at each look: CloudWatch takes a state back at its next evaluation', async () => {
  const rung: string[] = [];
  let [looks, time] = [0, 0];
  const account = played({
    refreshes: async () => [
      { ...refreshed, id: 'r-0', status: ++looks < 3 ? 'InProgress' : 'Failed', reason: 'alarm' },
    ],
    ring: async (_, state) => void rung.push(state),
    now: () => (time += 1000),
  });
  await verify(decided, account, checks.filter(({ id }) => id === 'refresh-alarm'), true); // prettier-ignore
  expect(rung).toEqual(['ALARM', 'ALARM', 'ALARM', 'OK']);
});

const evidence = async (id: CheckId, account = played()): Promise<string> =>
  (await verify(decided, account, checks.filter((check) => check.id === id), true))[0]!.evidence.join('\n'); // prettier-ignore

test.each<[CheckId, readonly string[]]>([
  ['waits-for-serving', ['i-3 at 1970-01-01T00:00:00']],
  ['broken-archive', ['a machine did not boot', 'launch-i-c', '1970-01-01T00:00:01']],
  ['refresh-alarm', ['r-0', 'Alarm alarm is in the ALARM state', 'kept: i-1, i-2']],
  ['refresh-replaces', ['r-1', 'i-1, i-2 gave way to i-fresh-2, i-fresh-3']],
  ['refresh-rounding', ['launch-i-3', 'end-i-2']],
  ['refresh-drains', ['end-i-1', 'end-i-2', 'r-1']],
  ['nothing-denied', ['1 calls of 1 machines', 'not seen: any call of i-2', 'not seen: calls for objects of S3']],
])('%s passes with its evidence', async (id, said) => {
  const text = await evidence(id);
  for (const part of said) expect(text).toContain(part);
});

test('machines that have ended in the last hour are asked for, too', async () => {
  const asked: unknown[] = [];
  await evidence('nothing-denied', played({ trail: async (questions) => (asked.push(...questions), []) }));
  expect(asked).toEqual(expect.arrayContaining([{ session: 'i-1' }, { session: 'i-4' }, { session: 'i-c' }]));
});

describe('with seasons', () => {
  const seasonal = planOf('inventory');
  const group = seasonal.brokers.kind === 'elastic' ? seasonal.brokers.groups[0]!.name : '';
  const roles = {
    FloorKeeperKeeperRoleA0B1C2D3: 'keeper-role',
    XKeeperScheduleRoleA0B1C2D3: 'schedule-role',
    First: group,
  };

  test("the floor is raised by the first season's parameters, which are set back; no minimum is touched", async () => {
    const { id } = seasonal.seasons!.seasons[0]!;
    const [set, touched]: [Record<string, string>[], jest.Mock] = [[], jest.fn()];
    let size = 2;
    const account = played({
      now: () => Date.parse('2026-11-22T12:00:00Z'),
      group: async (name) => ({ name, minSize: size, maxSize: 9, desired: size, machines: Array.from({ length: size }, (_, index) => ({ id: `i-${index}`, state: 'InService', healthy: true })) }), // prettier-ignore
      template: async () => JSON.stringify({ Resources: { Group: { Properties: { AutoScalingGroupName: group } } } }),
      update: async () => 'UPDATE_COMPLETE',
      setParameters: async (stack, values) => {
        expect(stack).toBe('inventory-seasons');
        set.push(values);
        size = set.length === 1 ? 3 : 2;
        return 'UPDATE_COMPLETE';
      },
      setMinimum: touched,
      setDesired: async () => undefined,
    });
    const [row] = await verify(seasonal, account, checks.filter((check) => check.id === 'season-sizes'), true); // prettier-ignore
    expect(row).toMatchObject({ result: 'pass' });
    expect(set).toEqual([
      { SeasonOverride: 'file', [`${id}On`]: 'on', [`${id}Start`]: '2026-11-22T11:59:00Z', [`${id}End`]: '2026-11-23T12:00:00Z', [`${id}BrokersPerZone`]: '3' }, // prettier-ignore
      { SeasonOverride: 'file', [`${id}On`]: 'file', [`${id}Start`]: 'file', [`${id}End`]: 'file', [`${id}BrokersPerZone`]: 'file' }, // prettier-ignore
    ]);
    expect(touched).not.toHaveBeenCalled();
  });

  test("a refused call of the floor keeper's role is found, and another role's is not ours", async () => {
    const call = { session: 'x', action: 'UpdateAutoScalingGroup', error: 'AccessDenied' };
    const run = async (role: string) =>
      (await verify(seasonal, played({ resources: async () => roles, trail: async () => [{ ...call, role }, { ...call, role: 'node', session: 'i-1', error: '' }] }), checks.filter((check) => check.id === 'nothing-denied'), false))[0]!; // prettier-ignore
    expect(await run('keeper-role')).toMatchObject({ result: 'fail' });
    expect(await run('somebody')).toMatchObject({ result: 'pass' });
  });
});

// prettier-ignore
const troubles: readonly (readonly [CheckId, Partial<Account>, RegExp])[] = [
  ['keys-used', { disks: async () => [{ ...disk, encrypted: false, keyArn: '' }] }, /encrypted with nothing/],
  ['keys-used', { disks: async () => [{ ...disk, keyArn: 'arn:aws:kms:::key/other' }] }, /not with wal-key/],
  ['address-by-role', { allows: async () => true }, /may take an address for another cluster/],
  ['address-by-role', { allows: async () => false }, /may not take an address for its own/],
  ['address-once', { takeAddress: async () => undefined }, /was given to another interface/],
  ['nothing-denied', { trail: async () => [{ session: 'i-1', role: 'node', action: 'AssignPrivateIpAddresses', error: 'Client.UnauthorizedOperation' }] }, /i-1: AssignPrivateIpAddresses Client.UnauthorizedOperation/],
  ['waits-for-serving', { events: async () => [created] }, /complete before any/],
  ['waits-for-serving', { events: async () => [created, signal], activities: async () => [launch('i-9', 1, 2)] }, /complete before a signal of i-9/],
  ['broken-archive', { update: async () => 'UPDATE_COMPLETE' }, /ended as UPDATE_COMPLETE/],
  ['broken-archive', { update: async () => 'UPDATE_ROLLBACK_COMPLETE' }, /no event of a group that failed/],
  ['broken-archive', { activities: async () => [] }, /no machine was tried/],
  ['broken-archive', { resources: async () => ({ First: ORDER[1]! }) }, /failed, not inventory-controller-0/],
  ['broken-archive', { update: () => Promise.reject(new Error('throttled')) }, /broke off: Error: throttled/],
  ['season-sizes', { update: async () => 'UPDATE_ROLLBACK_COMPLETE' }, /status of the deploy is UPDATE_ROLLBACK_COMPLETE/],
  ['refresh-replaces', { refresh: async () => 'r-1' }, /i-1 was not replaced/],
  ['refresh-replaces', { group: async (name) => ({ name, minSize: 0, maxSize: 3, desired: 0, machines: [] }) }, /no machine to replace/],
  ['refresh-alarm', { refreshes: async () => [{ ...refreshed, id: 'r-0' }] }, /the refresh is Successful/],
  ['refresh-alarm', { refreshes: async () => [{ ...refreshed, id: 'r-0', status: 'Failed', reason: 'a machine did not boot' }] }, /names no alarm: a machine did not boot/],
  ['refresh-alarm', { refreshes: async () => [{ ...refreshed, id: 'r-0', status: 'Cancelled', reason: '' }] }, /the refresh is Cancelled/],
  ['season-sizes', { setMinimum: async () => undefined, now: (() => { let time = 0; return () => (time += 600_000); })() }, /did not reach 3 machines/],
  ['refresh-drains', { activities: async () => [end('i-1', 1, 4), { ...end('i-2', 5, 9), ended: undefined }] }, /i-2 has not ended/],
  ['refresh-rounding', { activities: async () => [launch('i-3', 1, 5)] }, /between 0 and \+1/],
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
  ['nothing-denied', { trail: () => Promise.reject(new Error('not for you')) }, /could not ask: Error: not for you/],
  ['nothing-denied', { trail: async () => [] }, /holds no call of/],
  ['refresh-drains', { activities: async () => [launch('i-3', 1, 5), end('i-1', 6, 10)] }, /ended 1 machines, and it takes two/],
];

test.each(unseen)('%s is not run where nothing can be seen', async (id, lack, said) => {
  const [row] = await verify(decided, played(lack), checks.filter((check) => check.id === id), true); // prettier-ignore
  expect(row).toMatchObject({ result: 'not run' });
  expect(row!.evidence.join()).toMatch(said);
});

test('a check that launched a machine gives it back, also when the deploy fails', async () => {
  const account = played({ update: () => Promise.reject(new Error('throttled')) });
  await verify(decided, account, checks.filter(({ id }) => id === 'season-sizes'), true); // prettier-ignore
  expect(await account.group(GROUP)).toMatchObject({ minSize: 2, desired: 2 });
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

test('ends with 1 where nothing was shown, and says what was not run', async () => {
  const { code, out, err } = await automqByoc('verify', join(DEPLOYMENTS, 'minimal.yaml'), '--only', 'refresh-alarm', 'refresh-replaces'); // prettier-ignore
  expect(code).toBe(1);
  expect(out).toMatch(/0 passed, 0 failed, 2 not run/);
  expect(err).toMatch(/nothing was shown; not run: refresh-alarm, refresh-replaces\n$/);
});
