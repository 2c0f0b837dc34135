/**
 * The network of the test: this namespace is the router. As in a VPC, an address leads to the interface that it is
 * assigned to and nowhere else; packets to an address that nobody holds vanish.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html
 */
import { sh } from './shell';

/** Where the metadata service and the local AWS services answer. */
export const metadataAddress = '169.254.169.254';
export const servicesAddress = '169.254.170.1';
const router = '169.254.170.2';

export interface Interface {
  readonly id: string;
  readonly mac: string;
  /** On this side. */
  readonly device: string;
  /** First address, from the subnet. */
  readonly primary: string;
}

export function makeVpc(cidr: string): void {
  sh('ip link set lo up');
  for (const address of [metadataAddress, servicesAddress, router]) sh(`ip address replace ${address}/32 dev lo`);
  sh('sysctl -qw net.ipv4.ip_forward=1');
  if (sh('ip -br link').includes('nowhere')) sh('ip link del nowhere');
  // A dead end: what is sent there is never answered.
  sh('ip link add nowhere type veth peer name nowhere1');
  sh('ip link set nowhere arp off up');
  sh('ip link set nowhere1 up');
  sh(`ip route add ${cidr} dev nowhere src ${router}`);
}

/** Gives a machine its interface. Checking the source of packets is the same as EC2's source/destination check. */
export function plug(pid: number, { device, mac, primary }: Interface): void {
  // Left by the same machine before its reboot: the kernel takes its time to remove it.
  if (sh('ip -br link').includes(`${device}@`)) sh(`ip link del ${device}`);
  sh(`ip link add ${device} type veth peer name eth0 address ${mac} netns ${pid}`);
  sh(`sysctl -qw net.ipv4.conf.${device}.rp_filter=1`);
  sh(`ip link set ${device} up`);
  const inside = (line: string): string => sh(`nsenter -t ${pid} -n ${line}`);
  inside('ip link set lo up');
  inside(`ip address add ${primary}/32 dev eth0`);
  inside('ip link set eth0 up');
  inside(`ip route add ${router} dev eth0`);
  inside(`ip route add default via ${router} src ${primary}`);
  lead(primary, device);
}

export const lead = (address: string, device: string): string =>
  sh(`ip route replace ${address}/32 dev ${device} src ${router}`);
