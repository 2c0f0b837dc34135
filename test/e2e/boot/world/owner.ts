/** What the owner of the account finds out by asking AWS, beside what our own books say. */
import {
  AssignPrivateIpAddressesCommand,
  EC2Client,
  EC2ServiceException,
  UnassignPrivateIpAddressesCommand,
} from '@aws-sdk/client-ec2';
import type { World } from './world';

/** Whether EC2 gives the address to somebody who asks for it now; it is given back at once. */
export async function isFree({ services, account }: World, address: string): Promise<boolean> {
  const ec2 = new EC2Client({
    endpoint: services.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'owner', secretAccessKey: 'played' },
  });
  const wanted = { NetworkInterfaceId: account.spare.id, PrivateIpAddresses: [address] };
  try {
    await ec2.send(new AssignPrivateIpAddressesCommand({ ...wanted, AllowReassignment: false }));
    await ec2.send(new UnassignPrivateIpAddressesCommand(wanted));
    return true;
  } catch (error) {
    if (error instanceof EC2ServiceException && error.message.includes('assigned, but move is not allowed'))
      return false;
    throw error;
  }
}
