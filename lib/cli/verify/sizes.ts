/** Sizes: that a deploy inside a season leaves them alone. */
import { type Account, until } from './account';
import { type Check, elasticGroups, judged, notRun, type Outcome, stackOf } from './check';

/** A launch with its boot, or an end with its drain. */
const LIMIT_SECONDS = 20 * 60;

const seasonSizes: Check = {
  id: 'season-sizes',
  shows: 'a deploy while a floor above the file is stated keeps that floor, the size and every machine',
  changes: 'launches one more broker, deploys a grace period one second longer and back, ends the broker',
  run: async (plan, account) => {
    const group = elasticGroups(plan)[0]?.name;
    if (group === undefined) return notRun('the number of brokers is fixed with WAL volumes');
    const before = await account.group(group);
    if (!before) return notRun(`${group} does not exist`);
    if (before.desired >= before.maxSize) return notRun(`${group} is at its largest size`);
    const size = before.desired + 1;
    try {
      await account.setMinimum(group, size);
      if (!(await until(account, LIMIT_SECONDS, async () => (await serving(account, group)).length >= size)))
        return notRun(`${group} did not reach ${size} machines in ${LIMIT_SECONDS / 60} minutes`);
      return await deployed(stackOf(plan, 'cluster'), group, account);
    } finally {
      await account.setMinimum(group, before.minSize);
      await account.setDesired(group, before.desired);
    }
  },
};

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

const serving = async (account: Account, group: string): Promise<readonly string[]> =>
  ((await account.group(group))?.machines ?? []).filter(({ state }) => state === 'InService').map(({ id }) => id);

export const sizeChecks: readonly Check[] = [seasonSizes];
