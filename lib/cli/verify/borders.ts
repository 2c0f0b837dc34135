/** Borders: that no other cluster takes an address, and that nothing of ours is refused. */
import { allGroups, type Check, judged, notRun, stackOf } from './check';
import { ids } from '../../core/identities';
import type { Plan } from '../../core';
import type { Account } from './account';

const TAKE = 'ec2:AssignPrivateIpAddresses';

const addressByRole: Check = {
  id: 'address-by-role',
  shows: "a broker's role may take an address for interfaces of its own cluster, and for no other cluster's",
  run: async (plan, account) => {
    const role = await brokerRole(plan, account);
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

async function brokerRole(plan: Plan, account: Account): Promise<string> {
  const { existingArn } = plan.roles.broker;
  if (existingArn !== undefined) return existingArn;
  const made = await account.resources(stackOf(plan, 'identity'));
  const name = Object.entries(made).find(([id]) => new RegExp(`${ids.role('broker')}[0-9A-F]{8}$`).test(id))?.[1];
  if (name === undefined) throw new Error(`${stackOf(plan, 'identity')} holds no role for brokers`);
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

const nothingDenied: Check = {
  id: 'nothing-denied',
  shows: "no call of the machines was refused for lack of permission in the last hour's trail",
  run: async (plan, account) => {
    const groups = await Promise.all(allGroups(plan).map((name) => account.group(name)));
    const running = groups.flatMap((group) => group?.machines ?? []).map(({ id }) => id);
    if (running.length === 0) return notRun('no machine runs');
    const denials = await account.denials(running);
    return judged(
      denials.map(({ machine, action, error }) => `${machine}: ${action} ${error}`),
      [`${running.length} machines, no refused call; the trail is up to 15 minutes late`],
    );
  },
};

export const borderChecks: readonly Check[] = [addressByRole, addressOnce, nothingDenied];
