/** Keys: that Auto Scaling can use them, and could when its service-linked role was not there yet. */
import type { Plan } from '../../core';
import { ids } from '../../core/identities';
import type { Account } from './account';
import { at, type Check, judged, notRun, pass, stackOf } from './check';

const ROLE = 'AWSServiceRoleForAutoScaling';

const keysUsed: Check = {
  id: 'keys-used',
  shows: "machines that Auto Scaling launched run on volumes encrypted with the cluster's key",
  run: async (plan, account) => {
    const disks = await account.disks();
    if (disks.length === 0) return notRun('no machine of the cluster has a volume');
    const key = await walKey(plan, account);
    const faults = disks
      .filter(({ encrypted, keyArn }) => !encrypted || !keyArn.endsWith(key))
      .map(
        ({ id, machine, keyArn }) => `${id} of ${machine} is encrypted with ${keyArn || 'nothing'}, not with ${key}`,
      );
    const machines = new Set(disks.map(({ machine }) => machine));
    return judged(faults, [`${disks.length} volumes of ${machines.size} machines are encrypted with ${key}`]);
  },
};

async function walKey(plan: Plan, account: Account): Promise<string> {
  const { existingArn } = plan.keys.wal;
  if (existingArn !== undefined) return existingArn;
  const made = await account.resources(stackOf(plan, 'data'));
  const found = Object.entries(made).find(([logicalId]) => new RegExp(`${ids.key('wal')}[0-9A-F]{8}$`).test(logicalId));
  if (!found) throw new Error(`${stackOf(plan, 'data')} holds no key for volumes`);
  return found[1];
}

const freshAccount: Check = {
  id: 'fresh-account',
  shows:
    "the key policies work in an account where Auto Scaling's service-linked role did not exist when they were put",
  run: async (plan, account) => {
    const [role, stack] = await Promise.all([account.roleMade(ROLE), account.stack(stackOf(plan, 'data'))]);
    if (!stack || role === undefined) return notRun(stack ? `${ROLE} does not exist yet` : 'not deployed');
    if (role < stack.created)
      return notRun(`${ROLE} is from ${at(role)}, older than the keys: only an account without it can show this`);
    const machines = new Set((await account.disks()).map(({ machine }) => machine)).size;
    if (machines === 0) return notRun('no machine of the cluster runs');
    return pass(`keys of ${at(stack.created)}, ${ROLE} of ${at(role)}, and ${machines} machines run on their volumes`);
  },
};

export const keyChecks: readonly Check[] = [keysUsed, freshAccount];
