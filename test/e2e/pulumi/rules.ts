/** Rules of the nodes' security groups as lines, of an account and of a plan: `broker in tcp 9094-9094 10.0.0.0/8 WHY`. */
import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import type { Plan } from '../../../lib/core';
import type { PortRow } from '../../../lib/core/plan/types';

const isNode = (party: string): boolean => party === 'controller' || party === 'broker';
/** moto forgets what is said of a prefix list. */
const UNSAID = 'a prefix list';

export function rulesOf(groups: readonly SecurityGroup[]): string[] {
  const partyOf = (id = ''): string => partyBehind(groups.find(({ GroupId }) => GroupId === id)) ?? id;
  const lines = (start: string, permissions: readonly IpPermission[] = []): string[] =>
    permissions.flatMap(({ IpProtocol, FromPort, ToPort, ...peers }) =>
      peersIn(peers, partyOf).map((peer) => `${start} ${IpProtocol} ${FromPort}-${ToPort} ${peer}`),
    );
  return groups.flatMap(({ GroupId, IpPermissions, IpPermissionsEgress }) => {
    const kind = partyOf(GroupId);
    return isNode(kind) ? [...lines(`${kind} in`, IpPermissions), ...lines(`${kind} out`, IpPermissionsEgress)] : [];
  });
}

function partyBehind({ Description = '' }: SecurityGroup = {}): string | undefined {
  const [, kind] = /^Traffic of the (controller|broker)s of /.exec(Description) ?? [];
  return kind ?? (Description.endsWith('to the interface endpoints.') ? 'endpoints' : undefined);
}

function peersIn(
  { UserIdGroupPairs = [], IpRanges = [], PrefixListIds = [] }: IpPermission,
  partyOf: (id?: string) => string,
): string[] {
  return [
    ...UserIdGroupPairs.map(({ GroupId, Description }) => `${partyOf(GroupId)} ${Description}`),
    ...IpRanges.map(({ CidrIp, Description }) => `${CidrIp} ${Description}`),
    ...PrefixListIds.map(({ PrefixListId }) => `${PrefixListId} ${UNSAID}`),
  ];
}

export function plannedRules({ ports, network }: Plan): string[] {
  const { networks, prefixLists, securityGroups } = network.clients;
  const peersOf = (party: string): readonly string[] => {
    if (party === 'clients') return [...networks.map(({ cidr }) => cidr), ...prefixLists, ...securityGroups];
    return [party === 's3' ? network.s3PrefixListId : party];
  };
  const lines = (end: string, direction: string, other: string, { port, why }: PortRow): string[] =>
    isNode(end)
      ? peersOf(other).map(
          (peer) => `${end} ${direction} tcp ${port}-${port} ${peer} ${peer.startsWith('pl-') ? UNSAID : why}`,
        )
      : [];
  return ports.flatMap((row) => [...lines(row.from, 'out', row.to, row), ...lines(row.to, 'in', row.from, row)]);
}
