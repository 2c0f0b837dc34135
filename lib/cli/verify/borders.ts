/** Borders: that no other cluster takes an address, and that nothing of ours is refused. */
import { allGroups, type Check, judged, notRun, stackOf } from './check';
import { ids } from '../../core/identities';
import type { Plan } from '../../core';
import type { RolePurpose } from '../../core/plan/types';
import type { Account, TrailCall } from './account';

const TAKE = 'ec2:AssignPrivateIpAddresses';

const addressByRole: Check = {
  id: 'address-by-role',
  shows: "a broker's role may take an address for interfaces of its own cluster, and for no other cluster's",
  run: async (plan, account) => {
    const role = await roleArn(plan, account, 'broker');
    const { region, account: number, partition, prefix } = plan.cluster;
    const resource = `arn:${partition}:ec2:${region}:${number}:network-interface/eni-00000000000000000`;
    const tags = (cluster: string) => ({ 'automq:cluster': cluster, 'automq:role': 'broker' });
    const [own, other] = await Promise.all([
      account.allows(role, TAKE, resource, tags(prefix)),
      account.allows(role, TAKE, resource, tags(`${prefix}-other`)),
    ]);
    const faults = [
      ...(own ? [] : [`${role} may not take an address for its own interface`]),
      ...(other ? [`${role} may take an address for another cluster's interface`] : []),
    ];
    return judged(faults, [`${role}: allowed with the tag ${prefix}, refused with another`]);
  },
};

async function roleArn(plan: Plan, account: Account, purpose: RolePurpose): Promise<string> {
  const { existingArn } = plan.roles[purpose];
  if (existingArn !== undefined) return existingArn;
  const made = await account.resources(stackOf(plan, 'identity'));
  const name = Object.entries(made).find(([id]) => new RegExp(`${ids.role(purpose)}[0-9A-F]{8}$`).test(id))?.[1];
  if (name === undefined) throw new Error(`${stackOf(plan, 'identity')} holds no role ${purpose}`);
  const { rolePath } = plan.access;
  return `arn:${plan.cluster.partition}:iam::${plan.cluster.account}:role${rolePath}${name}`;
}

const addressOnce: Check = {
  id: 'address-once',
  shows: 'EC2 gives nobody an address that a node holds',
  changes: 'asks EC2 for an interface with an address in use; where that is given, it is given back',
  run: async (plan, account) => {
    const held = await account.addresses();
    const slots =
      plan.brokers.kind === 'elastic' ? plan.brokers.groups.flatMap(({ slots: all }) => all) : plan.brokers.nodes;
    const slot = [...slots, ...plan.controllers].find(({ address }) => held[address] !== undefined);
    if (!slot) return notRun('no address of the cluster is in use');
    const { subnet, machine } = held[slot.address]!;
    const refusal = await account.takeAddress(subnet, slot.address);
    const given = refusal === undefined ? [`${slot.address} of ${machine} was given to another interface`] : [];
    return judged(given, [`${slot.address} of ${machine}: ${refusal}`]);
  },
};

const HOUR = 3600_000;

const nothingDenied: Check = {
  id: 'nothing-denied',
  shows:
    "no call of the machines or the floor keeper was refused for lack of permission in the last hour's event history",
  run: async (plan, account) => {
    const [machines, roles] = [await machinesOfTheHour(plan, account), await keeperRoles(plan, account)];
    if (machines.length === 0) return notRun('no machine runs, and none ran in the last hour');
    const questions = [
      ...machines.map((session) => ({ session })),
      ...(roles.length > 0 ? KEEPER_CALLS.map((action) => ({ action })) : []),
    ];
    const calls = (await account.trail(questions)).filter(({ session, role }) => machines.includes(session) || roles.includes(role)); // prettier-ignore
    // The control: a history that shows no call at all would show no refusal either.
    if (calls.length === 0)
      return notRun(`the event history holds no call of ${machines.length} machines, so it would hold no refused one`);
    return judged(calls.filter(({ error }) => REFUSED.test(error)).map(({ session, action, error }) => `${session}: ${action} ${error}`), seenOf(calls, machines, roles)); // prettier-ignore
  },
};

const REFUSED = /AccessDenied|UnauthorizedOperation/;

/** Sessions of Step Functions and of Scheduler have random names: their calls are found by action, and told by role. */
const KEEPER_CALLS = ['DescribeAutoScalingGroups', 'UpdateAutoScalingGroup', 'StartExecution'] as const;

/** Those that run, and those that were launched or ended in the last hour. */
async function machinesOfTheHour(plan: Plan, account: Account): Promise<readonly string[]> {
  const since = account.now() - HOUR;
  const found = await Promise.all(
    allGroups(plan).map(async (name) => {
      const [group, activities] = await Promise.all([account.group(name), account.activities(name)]);
      const recent = activities.filter(({ started, ended = started }) => ended >= since);
      return [...(group?.machines ?? []).map(({ id }) => id), ...recent.map(({ machine }) => machine)];
    }),
  );
  return [...new Set(found.flat())];
}

/** Names of the roles of the floor keeper and of its schedule; none without seasons. */
async function keeperRoles(plan: Plan, account: Account): Promise<readonly string[]> {
  const purposes = (['keeper', 'keeperSchedule'] as const).filter((purpose) => plan.roles[purpose].needed);
  const arns = await Promise.all(purposes.map((purpose) => roleArn(plan, account, purpose)));
  return arns.map((arn) => arn.split('/').at(-1)!);
}

function seenOf(calls: readonly TrailCall[], machines: readonly string[], roles: readonly string[]): string[] {
  const silent = machines.filter((machine) => !calls.some(({ session }) => session === machine));
  const quiet = roles.filter((name) => !calls.some(({ role }) => role === name));
  return [
    `${calls.length} calls of ${machines.length - silent.length} machines and ${roles.length - quiet.length} roles of the floor keeper, none refused`,
    ...(silent.length > 0 ? [`not seen: any call of ${silent.join(', ')}`] : []),
    ...(quiet.length > 0 ? [`not seen: any call of ${quiet.join(', ')}`] : []),
    'not seen: calls for objects of S3 and other data events, which the event history does not hold; the last 15 minutes',
  ];
}

export const borderChecks: readonly Check[] = [addressByRole, addressOnce, nothingDenied];
