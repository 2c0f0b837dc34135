/** Instance refreshes: what 100/101 comes to, that an end waits for the drain, that an alarm stops one. */
import type { Plan } from '../../core';
import { isRunning } from '../aws/instance-refresh';
import { type Account, type Activity, type Refresh, until } from './account';
import { activityText, at, type Check, elasticGroups, fail, judged, notRun, pass, stackOf } from './check';

/** For a group of a few machines: each boots, warms up and drains. */
const LIMIT_SECONDS = 90 * 60;

/** The newest refresh that came to its end, with what Auto Scaling did meanwhile, oldest first. */
interface Played {
  readonly group: string;
  readonly refresh: Refresh;
  readonly activities: readonly Activity[];
}

async function played(plan: Plan, account: Account): Promise<Played | undefined> {
  for (const { name } of elasticGroups(plan)) {
    const refresh = (await account.refreshes(name)).find(({ status }) => status === 'Successful');
    if (!refresh) continue;
    const within = ({ started }: Activity): boolean =>
      started >= refresh.started && started <= (refresh.ended ?? account.now());
    const activities = (await account.activities(name)).filter(within).sort((a, b) => a.started - b.started);
    if (activities.length > 0) return { group: name, refresh, activities };
  }
  return undefined;
}

const NONE = "no refresh of a broker group is on record; '--destructive' starts one, and so does any upgrade";

const replaced: Check = {
  id: 'refresh-replaces',
  shows: 'a refresh replaces every broker of a group and ends well',
  changes: 'replaces every broker of the first group, one after the other',
  run: async (plan, account) => {
    const group = elasticGroups(plan)[0]?.name;
    if (group === undefined) return notRun('pinned brokers are groups of one');
    const old = await machinesOf(account, group);
    if (old.length === 0) return fail(`${group} has no machine to replace`);
    const id = await account.refresh(group, { ...plan.machines.broker.refresh, alarms: [] });
    const state = await ended(account, group, id);
    if (state?.status !== 'Successful') return fail(refreshText(group, id, state));
    const after = await machinesOf(account, group);
    const faults = [
      ...old.filter((machine) => after.includes(machine)).map((machine) => `${machine} was not replaced`),
      ...(after.length < old.length ? [`${group} has ${after.length} machines, and had ${old.length}`] : []),
    ];
    return judged(faults, [refreshText(group, id, state), `${old.join(', ')} gave way to ${after.join(', ')}`]);
  },
};

const machinesOf = async (account: Account, group: string): Promise<readonly string[]> =>
  ((await account.group(group))?.machines ?? []).map(({ id }) => id);

const refreshText = (group: string, id: string, state: Refresh | undefined): string =>
  state
    ? `${group}: refresh ${id} from ${at(state.started)} to ${state.ended === undefined ? 'now' : at(state.ended)}: ${state.status} ${state.reason}`.trim()
    : `${group}: refresh ${id} is not on record`;

const rounding: Check = {
  id: 'refresh-rounding',
  shows: 'at 100/101 a group launches one machine, then ends one, and never has fewer than before',
  run: async (plan, account) => {
    const found = await played(plan, account);
    if (!found) return notRun(NONE);
    const { least, most } = extremes(found.activities);
    const ends = found.activities.filter(({ kind }) => kind === 'end').length;
    const what = `${found.group}: between ${least} and +${most} machines around its size during ${found.refresh.id}`;
    const seen = [what, ...found.activities.map(activityText)];
    return least === 0 && most === 1 && ends > 0 ? pass(...seen) : fail(...seen);
  },
};

/** How far the number of serving machines went below and above where it was. A machine counts from the end of its launch to the start of its end. */
export function extremes(activities: readonly Activity[]): { readonly least: number; readonly most: number } {
  const steps = activities.map(({ kind, started, ended = started }) =>
    kind === 'launch' ? { time: ended, by: 1 } : { time: started, by: -1 },
  );
  let [now, least, most] = [0, 0, 0];
  for (const { by } of steps.sort((a, b) => a.time - b.time || b.by - a.by)) {
    now += by;
    [least, most] = [Math.min(least, now), Math.max(most, now)];
  }
  return { least, most };
}

const drains: Check = {
  id: 'refresh-drains',
  shows: 'the next machine is replaced only after the one before has drained',
  run: async (plan, account) => {
    const found = await played(plan, account);
    if (!found) return notRun(NONE);
    const ends = found.activities.filter(({ kind }) => kind === 'end');
    if (ends.length < 2) return notRun(`${found.group}: ${found.refresh.id} ended ${ends.length} machines, and it takes two to see one wait for the other`); // prettier-ignore
    return judged(ends.flatMap(hurried), [
      `${found.group}: ${ends.length} ends in ${found.refresh.id}, one after the other, drain included`,
      ...ends.map((end) => `${activityText(end)}, ${Math.round((end.ended! - end.started) / 1000)} seconds`),
    ]);
  },
};

/** Ends oldest first: none may go on, or begin before the end of the one before it. */
function hurried({ machine, started, ended }: Activity, index: number, ends: readonly Activity[]): string[] {
  const before = ends[index - 1];
  return [
    ...(ended === undefined ? [`${machine} has not ended, although the refresh has`] : []),
    ...(before && started < (before.ended ?? Infinity) ? [`${machine} began to end while another still drained`] : []),
  ];
}

const alarmStops: Check = {
  id: 'refresh-alarm',
  shows: 'an alarm that rings stops a refresh',
  changes: 'starts a refresh of the first broker group, sets the alarm BootFailed, and resets it',
  run: async (plan, account) => {
    const group = elasticGroups(plan)[0]?.name;
    if (group === undefined) return notRun('pinned brokers are groups of one');
    const { id } = plan.alarms.find(({ stopsRefresh }) => stopsRefresh)!;
    const made = await account.resources(stackOf(plan, 'cluster'));
    const alarm = Object.entries(made).find(([logicalId]) => logicalId.includes(`${id}Alarm`))?.[1];
    if (alarm === undefined) return notRun(`the account has no alarm ${id} of this cluster`);
    const before = await machinesOf(account, group);
    const refresh = await account.refresh(group, { ...plan.machines.broker.refresh, alarms: [alarm] });
    const { state, rung } = await ring(account, { group, refresh, alarm });
    const after = await machinesOf(account, group);
    const kept = before.filter((machine) => after.includes(machine));
    return judged(stoppedBadly({ state, alarm, kept }), [
      `${refreshText(group, refresh, state)}; ${alarm} was set to ALARM from ${at(rung)} on`,
      `kept: ${kept.join(', ')}`,
    ]);
  },
};

interface Stopped {
  readonly state: Refresh | undefined;
  readonly alarm: string;
  /** Machines that were there before. */
  readonly kept: readonly string[];
}

/** Any other end, and any other reason, shows nothing of the alarm. */
function stoppedBadly({ state, alarm, kept }: Stopped): string[] {
  if (!state) return ['the refresh is not on record'];
  const { status, reason } = state;
  if (isRunning(status) || !/^(Failed|Rollback)/.test(status)) return [`the refresh is ${status} ${reason}`.trim()];
  const named = reason.includes(alarm) || /\balarms?\b/i.test(reason);
  return [
    ...(named ? [] : [`the refresh is ${status}, and its reason names no alarm: ${reason || 'none given'}`]),
    ...(kept.length > 0 ? [] : ['it had replaced every machine before it stopped']),
  ];
}

/** Again at each look: CloudWatch takes a state that was set back at its next evaluation (API reference, SetAlarmState). */
async function ring(
  account: Account,
  { group, refresh, alarm }: { readonly group: string; readonly refresh: string; readonly alarm: string },
): Promise<{ readonly state: Refresh | undefined; readonly rung: number }> {
  const rung = account.now();
  try {
    return { state: await ended(account, group, refresh, () => account.ring(alarm, 'ALARM')), rung };
  } finally {
    await account.ring(alarm, 'OK');
  }
}

async function ended(
  account: Account,
  group: string,
  id: string,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<Refresh | undefined> {
  let state: Refresh | undefined;
  await until(account, LIMIT_SECONDS, async () => {
    await meanwhile();
    state = (await account.refreshes(group)).find((row) => row.id === id);
    return state !== undefined && !isRunning(state.status);
  });
  return state;
}

/** The one that is stopped first: whoever looks afterwards finds a newest refresh that ended well. The reading ones tell of that. */
export const refreshChecks: readonly Check[] = [alarmStops, replaced, rounding, drains];
