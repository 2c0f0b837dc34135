/** `automq-byoc init FILE`: gives the cluster its id, once. */
import { randomBytes } from 'node:crypto';
import { setValues } from '../../files';
import { BadInput } from '../failures';
import { readIncomplete } from '../incomplete';
import { type Io, line } from '../io';

export function init(file: string, io: Io): void {
  const { value, origin } = readIncomplete(file, []);
  const existing = value('clusterId');
  if (existing) {
    const where = origin('clusterId') ?? file;
    throw new BadInput([
      `clusterId: is given already in ${where}, got "${String(existing)}"; ` +
        'allowed: one id for the life of a cluster, because every object key in S3 contains it',
    ]);
  }
  const clusterId = newClusterId();
  setValues(file, { clusterId });
  line(io.stdout, `clusterId: ${clusterId} written to ${file}`);
}

/**
 * 16 random bytes as URL-safe base64 without padding: 22 characters, the form of Kafka's ids. One that begins with a dash
 * would be taken for an option by Kafka's tools.
 */
export function newClusterId(random: () => Buffer = () => randomBytes(16)): string {
  const id = random().toString('base64url');
  return id.startsWith('-') ? newClusterId(random) : id;
}
