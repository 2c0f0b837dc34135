/** The release that real machines run: Apache Kafka from Maven Central, packed like AutoMQ's archive. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shared with the boot tests. */
export const cache = join(__dirname, '../../../.cache/boot');

export interface Archive {
  readonly content: Buffer;
  readonly sha256: string;
}

/** Packs it on first use; another `label` gives the same broker in an archive with another checksum, as the next release has. */
export const archiveFile = (label: string): string =>
  execFileSync(join(__dirname, 'pack.sh'), [label], { encoding: 'utf8' }).trim();

export function packed(label: string): Archive {
  const content = readFileSync(archiveFile(label));
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}
