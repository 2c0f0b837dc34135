/** Boots: that a stack waits for nodes that serve, and that a broken archive ends a deploy. */
import type { Plan } from '../../core';
import { type Account, type Activity, type StackEvent, until } from './account';
import { activityText, allGroups, at, type Check, fail, judged, notRun, type Outcome, stackOf } from './check';

/** What CloudFormation writes for each signal (CloudFormation user guide, CreationPolicy). */
const SIGNAL = /^Received SUCCESS signal with UniqueId (\S+)/;

const waitsForServing: Check = {
  id: 'waits-for-serving',
  shows: 'the stack was complete only after its machines had said that they serve',
  run: async (plan, account) => {
    const stack = stackOf(plan, 'cluster');
    const [events, made] = await Promise.all([account.events(stack), account.resources(stack)]);
    const groups = Object.entries(made).filter(([, physicalId]) => allGroups(plan).includes(physicalId));
    const created: Created[] = [];
    for (const [logicalId, name] of groups) {
      const found = createdAt(events, logicalId);
      if (found) created.push({ name, ...found, launched: await launchedBy(account, name, found.complete) });
    }
    if (created.length === 0) return notRun(`${stack} has no event of a group that was created (kept for 90 days)`);
    return judged(created.flatMap(early), created.map(served));
  },
};

/** A group whose creation is on record. */
interface Created {
  readonly name: string;
  readonly complete: number;
  /** Machine and moment of each success signal. */
  readonly signals: readonly { readonly machine: string; readonly time: number }[];
  /** Machines that Auto Scaling had launched by then; empty where its activities are too old (kept for six weeks). */
  readonly launched: readonly string[];
}

function createdAt(events: readonly StackEvent[], id: string): Pick<Created, 'complete' | 'signals'> | undefined {
  const own = events.filter(({ logicalId }) => logicalId === id);
  const complete = own.find(({ status, reason }) => status === 'CREATE_COMPLETE' && !SIGNAL.test(reason));
  const signals = own.flatMap(({ reason, time }) => {
    const machine = SIGNAL.exec(reason)?.[1];
    return machine === undefined ? [] : [{ machine, time }];
  });
  return complete && { complete: complete.time, signals };
}

async function launchedBy(account: Account, group: string, time: number): Promise<readonly string[]> {
  const activities = await account.activities(group);
  return activities.filter(({ kind, started }) => kind === 'launch' && started <= time).map(({ machine }) => machine);
}

function early({ name, complete, signals, launched }: Created): string[] {
  const before = signals.filter(({ time }) => time <= complete).map(({ machine }) => machine);
  const silent = launched.filter((machine) => !before.includes(machine));
  return [
    ...(before.length === 0 ? [`${name} was complete before any of its machines had signalled`] : []),
    ...(before.length > 0 && silent.length > 0 ? [`${name} was complete before a signal of ${silent.join(', ')}`] : []),
  ];
}

const served = ({ name, complete, signals }: Created): string =>
  `${name}: complete at ${at(complete)}, after success signals of ${signals.map(({ machine, time }) => `${machine} at ${at(time)}`).join(', ')}`;

/** A broken archive ends the deploy within what a boot may take, and the way back takes as long again. */
const LIMIT_SECONDS = 2 * 20 * 60;

const brokenArchive: Check = {
  id: 'broken-archive',
  shows: 'an archive with a wrong checksum stops at the first machine, and the stack rolls back within its limit',
  changes: 'updates the cluster stack with a wrong checksum; one controller is replaced, twice',
  run: async (plan, account) => {
    const { archive } = plan.cluster;
    const stack = stackOf(plan, 'cluster');
    if (archive === 'baked') return notRun('the archive is part of the image');
    const template = await account.template(stack);
    if (!template.includes(archive.sha256)) return notRun('the deployed stack has another archive than the file');
    const [before, started] = [await machines(plan, account), account.now()];
    const wrong = template.replaceAll(archive.sha256, '0'.repeat(archive.sha256.length));
    const status = await account.update(stack, wrong, LIMIT_SECONDS);
    const minutes = Math.ceil((account.now() - started) / 60_000);
    await until(account, LIMIT_SECONDS, async () => (await machines(plan, account)).flatMap(({ ids }) => ids).length >= total(before)); // prettier-ignore
    const after = await machines(plan, account);
    const touched = after.filter(({ ids }, index) => `${ids}` !== `${before[index]!.ids}`).map(({ name }) => name);
    return brokenOutcome({ plan, stack, status, minutes, touched, ...(await failureSince(plan, account, started)) });
  },
};

interface Broken {
  readonly plan: Plan;
  readonly stack: string;
  readonly status: string;
  readonly minutes: number;
  /** Groups whose machines are others than before. */
  readonly touched: readonly string[];
  /** What the stack says of the first group that failed. */
  readonly failed?: { readonly group: string; readonly reason: string };
  /** What Auto Scaling did in that group. */
  readonly activities: readonly Activity[];
}

/** Time of an event may have lost its milliseconds. */
async function failureSince(
  plan: Plan,
  account: Account,
  started: number,
): Promise<Pick<Broken, 'failed' | 'activities'>> {
  const since = Math.floor(started / 1000) * 1000;
  const stack = stackOf(plan, 'cluster');
  const [events, made] = await Promise.all([account.events(stack), account.resources(stack)]);
  const first = events.filter(({ time, status, logicalId }) => time >= since && status === 'UPDATE_FAILED' && allGroups(plan).includes(made[logicalId] ?? '')).at(-1); // prettier-ignore
  if (!first) return { activities: [] };
  const group = made[first.logicalId]!;
  const activities = (await account.activities(group)).filter((row) => row.started >= since);
  return { failed: { group, reason: first.reason }, activities };
}

function brokenOutcome(broken: Broken): Outcome {
  const { plan, stack, status, minutes, touched, failed, activities } = broken;
  const rolledBack = status === 'UPDATE_ROLLBACK_COMPLETE' ? [] : [`${stack} ended as ${status}`];
  if (!failed) return fail(...rolledBack, `${stack} has no event of a group that failed`);
  return judged(
    [...rolledBack, ...strayed(allGroups(plan)[0]!, failed.group, broken)],
    [
      `${stack} was rolled back after ${minutes} minutes; ${failed.group}: ${failed.reason}`,
      `activities of ${failed.group}: ${activities.map(activityText).join(', ')}`,
      `touched: ${touched.join(', ') || 'no machine'}; ${allGroups(plan).length - touched.length} groups kept every machine`,
    ],
  );
}

function strayed(first: string, failed: string, { activities, touched }: Broken): string[] {
  const others = touched.filter((name) => name !== first);
  return [
    ...(failed === first ? [] : [`${failed} failed, not ${first}, which comes first`]),
    ...(activities.length > 0 ? [] : [`${failed} has no activity: no machine was tried`]),
    ...(others.length > 0 ? [`more than the first group was touched: ${others.join(', ')}`] : []),
  ];
}

interface GroupMachines {
  readonly name: string;
  readonly ids: readonly string[];
}

export const machines = (plan: Plan, account: Account): Promise<readonly GroupMachines[]> =>
  Promise.all(
    allGroups(plan).map(async (name) => ({
      name,
      ids: ((await account.group(name))?.machines ?? []).map(({ id }) => id).sort(),
    })),
  );

const total = (groups: readonly GroupMachines[]): number => groups.flatMap(({ ids }) => ids).length;

export const bootChecks: readonly Check[] = [waitsForServing];
export const breakingChecks: readonly Check[] = [brokenArchive];
