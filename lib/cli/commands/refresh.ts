/**
 * `automq-byoc refresh FILE --wait`: brings every machine to the newest launch template of its group, group after group, and waits.
 *
 * For Pulumi, whose provider would start in all groups at once: several controllers must never be away together.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { plan as decide } from '../../core';
import { ids } from '../../core/identities';
import type { NodeKind, Plan } from '../../core/plan/types';
import { readDeployment } from '../../files';
import { isRunning, refreshesIn, type Refreshes, type RefreshState } from '../aws/instance-refresh';
import { BadInput, Failure } from '../failures';
import { type Io, line } from '../io';

export interface RefreshOptions {
  /** Starts what is to be done and waits for it; otherwise only the state is shown. */
  readonly wait?: boolean;
  /** Seconds between two looks. */
  readonly every: string;
}

interface Group {
  readonly name: string;
  readonly kind: NodeKind;
}

export async function refresh(file: string, options: RefreshOptions, io: Io): Promise<void> {
  const seconds = Number(options.every);
  if (!(seconds > 0)) throw new BadInput([`--every: got "${options.every}"; allowed: seconds, more than 0`]);
  const decided = decide(readDeployment(file).deployment, io.today());
  const refreshes = await refreshesIn(decided.cluster.region);
  try {
    const alarms = options.wait ? await alarmsThatStop(decided, refreshes) : [];
    for (const group of groupsOf(decided)) {
      if (options.wait) await bringUp(group, { plan: decided, refreshes, alarms, seconds, io });
      else line(io.stdout, `${group.name}: ${stateText(await refreshes.state(group.name))}`);
    }
  } finally {
    refreshes.close();
  }
}

/** In the order in which the plan deploys them. */
function groupsOf({ controllers, brokers }: Plan): readonly Group[] {
  const pinned = [...controllers, ...(brokers.kind === 'pinned' ? brokers.nodes : [])];
  const zones = brokers.kind === 'elastic' ? brokers.groups : [];
  return [
    ...pinned.map(({ groupName, kind }) => ({ name: groupName, kind })),
    ...zones.map(({ name }) => ({ name, kind: 'broker' as const })),
  ];
}

/**
 * Pulumi puts seven random digits behind the name of an alarm.
 *
 * @throws Failure where one is not found: nothing would stop the refresh
 */
async function alarmsThatStop({ alarms, cluster }: Plan, refreshes: Refreshes): Promise<readonly string[]> {
  const prefixes = alarms.filter((row) => row.stopsRefresh).map((row) => `${cluster.prefix}-${ids.alarm(row.id)}-`);
  const found = await refreshes.alarms(prefixes);
  const missing = prefixes.filter((prefix) => !found.some((name) => name.startsWith(prefix)));
  if (missing.length === 0) return found;
  throw new Failure(
    `no alarm is named ${missing.map((prefix) => `${prefix}…`).join(', ')}, so nothing would stop a refresh: ` +
      `the component's name must be ${cluster.prefix}, as in stacks/pulumi`,
  );
}

interface Work {
  readonly plan: Plan;
  readonly refreshes: Refreshes;
  readonly alarms: readonly string[];
  readonly seconds: number;
  readonly io: Io;
}

async function bringUp({ name, kind }: Group, { plan, refreshes, alarms, seconds, io }: Work): Promise<void> {
  await ended(name, refreshes, seconds); // one that somebody else has started
  await refreshes.start(name, { ...plan.machines[kind].refresh, alarms });
  const end = await ended(name, refreshes, seconds);
  line(io.stdout, `${name}: ${stateText(end)}`);
  if (end.status !== 'Successful') {
    throw new Failure(`${name}: the refresh did not end well, and the groups after it were left as they are`);
  }
}

async function ended(group: string, refreshes: Refreshes, seconds: number): Promise<RefreshState> {
  for (;;) {
    const state = await refreshes.state(group);
    if (!isRunning(state.status)) return state;
    await pause(seconds * 1000);
  }
}

const stateText = ({ status, percentage, reason }: RefreshState): string =>
  status === 'None' ? 'never refreshed' : `${status}, ${percentage} %${reason ? `: ${reason}` : ''}`;
