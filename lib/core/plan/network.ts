import { regions } from '../facts';
import { endpointRows } from './endpoints';
import type { Settings } from './settings';
import type { NetworkPlan } from './types';

export function planNetwork(settings: Settings): NetworkPlan {
  const { newVpc, existingVpc } = settings.given.network;
  return {
    ...(newVpc && { newVpcCidr: newVpc.cidr }),
    ...(existingVpc && { existingVpcId: existingVpc.vpcId }),
    endpointNetworks: existingVpc?.endpointNetworks ?? [],
    s3PrefixListId: s3PrefixList(settings),
    endpoints: endpointRows(settings),
    clients: clients(settings),
  };
}

function s3PrefixList({ given }: Settings): string {
  const id = given.network.existingVpc?.s3PrefixListId ?? regions[given.region]?.s3PrefixListId;
  if (id === undefined) throw new Error(`region: no managed prefix list of S3 is known for ${given.region}`);
  return id;
}

function clients({ given }: Settings): NetworkPlan['clients'] {
  const { networks = [], prefixLists = [], securityGroups = [] } = given.clients ?? {};
  return {
    networks: networks.map(({ cidr, zone }) => (zone === undefined ? { cidr } : { cidr, zone })),
    prefixLists,
    securityGroups,
  };
}
