/** Sizes: that a deploy inside a season leaves them alone. */
import type { Plan } from '../../core';
import { instantText } from '../../core/seasons/dates';
import type { SeasonsPlan } from '../../core/seasons/types';
import type { ObservedGroup } from '../aws/observe';
import { type Account, until } from './account';
import { type Check, elasticGroups, fail, judged, notRun, type Outcome, stackOf } from './check';

/** A launch with its boot, or an end with its drain. */
const LIMIT_SECONDS = 20 * 60;

const seasonSizes: Check = {
  id: 'season-sizes',
  shows: 'a deploy while a floor above the file is stated keeps that floor, the size and every machine',
  changes:
    'launches one more broker (in each zone, by the first season, where the file names seasons), deploys a grace period one second longer and back, ends the brokers',
  run: async (plan, account) => {
    const group = elasticGroups(plan)[0]?.name;
    if (group === undefined) return notRun('the number of brokers is fixed with WAL volumes');
    const before = await Promise.all(elasticGroups(plan).map(({ name }) => account.group(name)));
    const [first] = before;
    if (!first) return notRun(`${group} does not exist`);
    const size = Math.max(...before.map((row) => row?.desired ?? 0)) + 1;
    if (size > first.maxSize) return notRun(`${group} is at its largest size`);
    const floor = floorBy(plan, account, first);
    try {
      await floor.raise(size);
      if (!(await until(account, LIMIT_SECONDS, async () => (await stated(account, group)) >= size)))
        return fail(`${group} did not reach ${size} machines in ${LIMIT_SECONDS / 60} minutes`);
      return await deployed(stackOf(plan, 'cluster'), group, account);
    } finally {
      await floor.restore();
      for (const row of before) if (row) await account.setDesired(row.name, row.desired);
    }
  },
};

interface RaisedFloor {
  raise(size: number): Promise<void>;
  restore(): Promise<void>;
}

/** Where there are seasons the floor keeper states the minimum again every five minutes: only a season raises it for good. */
function floorBy(plan: Plan, account: Account, { name, minSize }: ObservedGroup): RaisedFloor {
  if (plan.seasons) return seasonFloor(plan, account, plan.seasons);
  return {
    raise: (size) => account.setMinimum(name, size),
    restore: () => account.setMinimum(name, minSize),
  };
}

/** The first season, moved to now by its parameters, which are set back. */
function seasonFloor(plan: Plan, account: Account, { seasons, keeper }: SeasonsPlan): RaisedFloor {
  const stack = stackOf(plan, 'seasons');
  const { id } = seasons[0]!;
  const instant = (minutes: number): string => instantText(account.now() + minutes * 60_000, 0);
  let before: Readonly<Record<string, string>> = {};
  const set = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const status = await account.setParameters(stack, values, LIMIT_SECONDS);
    if (status !== 'UPDATE_COMPLETE') throw new Error(`${stack} ended as ${status}`);
  };
  return {
    raise: async (size) => {
      const values = {
        SeasonOverride: 'file',
        [`${id}On`]: 'on',
        [`${id}Start`]: instant(-1),
        [`${id}End`]: instant(24 * 60),
        [`${id}BrokersPerZone`]: `${size}`,
      };
      const now = await account.parameters(stack);
      before = Object.fromEntries(Object.keys(values).map((name) => [name, now[name] ?? 'file']));
      await set(values);
    },
    restore: async () => {
      if (Object.keys(before).length === 0) return;
      const floors = async () => `${await Promise.all(keeper.groups.map(async (name) => (await account.group(name))?.minSize))}`; // prettier-ignore
      const raised = await floors();
      await set(before);
      // Until the keeper has lowered it, the minimum keeps the size up.
      await until(account, 2 * keeper.everyMinutes * 60, async () => (await floors()) !== raised);
    },
  };
}

async function deployed(stack: string, group: string, account: Account): Promise<Outcome> {
  const [template, before] = [await account.template(stack), await account.group(group)];
  const status = await account.update(stack, withLongerGrace(template, group), LIMIT_SECONDS);
  const after = await account.group(group);
  const restored = await account.update(stack, template, LIMIT_SECONDS);
  const rows = [
    ['status of the deploy', 'UPDATE_COMPLETE', status],
    ['status of the deploy back', 'UPDATE_COMPLETE', restored],
    ['smallest size', before?.minSize, after?.minSize],
    ['wanted size', before?.desired, after?.desired],
    ['machines', `${before?.machines.map(({ id }) => id).sort()}`, `${after?.machines.map(({ id }) => id).sort()}`],
  ] as const;
  const faults = rows.filter(([, wanted, found]) => wanted !== found);
  return judged(
    faults.map(([what, wanted, found]) => `${group}: ${what} is ${found}, not ${wanted}`),
    [
      `${group} kept its floor of ${after?.minSize}, its size of ${after?.desired} and its machines through two deploys`,
    ],
  );
}

interface GroupTemplate {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; Properties: { AutoScalingGroupName?: string; HealthCheckGracePeriod?: number } }
    >
  >;
}

/** A change of the group that replaces nothing: what a deploy inside a season may bring. */
function withLongerGrace(text: string, group: string): string {
  const template = JSON.parse(text) as GroupTemplate;
  const found = Object.values(template.Resources).find(({ Properties }) => Properties?.AutoScalingGroupName === group);
  if (!found) throw new Error(`the deployed template has no group ${group}`);
  found.Properties.HealthCheckGracePeriod = (found.Properties.HealthCheckGracePeriod ?? 0) + 1;
  return JSON.stringify(template);
}

/** What the floor and the machines in service both come to. */
async function stated(account: Account, group: string): Promise<number> {
  const { minSize = 0, machines = [] } = (await account.group(group)) ?? {};
  return Math.min(minSize, machines.filter(({ state }) => state === 'InService').length);
}

export const sizeChecks: readonly Check[] = [seasonSizes];
