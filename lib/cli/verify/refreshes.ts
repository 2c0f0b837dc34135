/** Instance refreshes: what 100/101 comes to, that an end waits for the drain, that an alarm stops one. */
import type { Plan } from '../../core';
import { isRunning } from '../aws/instance-refresh';
import { type Account, type Activity, type Refresh, until } from './account';
import { type Check, elasticGroups, fail, judged, notRun, type Outcome, pass, stackOf } from './check';

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
    const before = await account.group(group);
    const id = await account.refresh(group, { ...plan.machines.broker.refresh, alarms: [] });
    const state = await ended(account, group, id);
    const after = await account.group(group);
    const stayed = before!.machines.filter(({ id: old }) => after!.machines.some((row) => row.id === old));
    if (state?.status !== 'Successful') return fail(`${group}: ${state?.status ?? 'unknown'} ${state?.reason ?? ''}`);
    return judged(
      stayed.map(({ id: old }) => `${old} was not replaced`),
      [`${group}: ${before!.machines.length} machines were replaced`],
    );
  },
};

const rounding: Check = {
  id: 'refresh-rounding',
  shows: 'at 100/101 a group launches one machine, then ends one, and never has fewer than before',
  run: async (plan, account) => {
    const found = await played(plan, account);
    if (!found) return notRun(NONE);
    const { least, most } = extremes(found.activities);
    const what = `${found.group}: between ${least} and +${most} machines around its size during ${found.refresh.id}`;
    return least === 0 && most === 1 ? pass(what) : fail(what);
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
    const overlaps = ends.filter(({ started }, index) => index > 0 && started < (ends[index - 1]!.ended ?? Infinity));
    const seconds = ends.map(({ started, ended = started }) => Math.round((ended - started) / 1000));
    return judged(
      overlaps.map(({ machine }) => `${machine} began to end while another still drained`),
      [`${found.group}: ${ends.length} ends, one after the other; ${seconds.join(', ')} seconds each, drain included`],
    );
  },
};

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
    const refresh = await account.refresh(group, { ...plan.machines.broker.refresh, alarms: [alarm] });
    return rung(account, group, refresh, alarm);
  },
};

async function rung(account: Account, group: string, refresh: string, alarm: string): Promise<Outcome> {
  try {
    await account.ring(alarm, 'ALARM');
    const state = await ended(account, group, refresh);
    const what = `${group}: ${state?.status ?? 'unknown'} ${state?.reason ?? ''}`.trim();
    return state && !isRunning(state.status) && state.status !== 'Successful' ? pass(what) : fail(what);
  } finally {
    await account.ring(alarm, 'OK');
  }
}

async function ended(account: Account, group: string, id: string): Promise<Refresh | undefined> {
  let state: Refresh | undefined;
  await until(account, LIMIT_SECONDS, async () => {
    state = (await account.refreshes(group)).find((row) => row.id === id);
    return state !== undefined && !isRunning(state.status);
  });
  return state;
}

/** The reading ones last: they tell of what the first has done. */
export const refreshChecks: readonly Check[] = [replaced, alarmStops, rounding, drains];
