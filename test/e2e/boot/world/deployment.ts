/** The deployment under test: three zones, three slots each, and the archive that is really there. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from '../../../../lib/core/plan/plan';
import type { Plan } from '../../../../lib/core/plan/types';
import { sample } from '../../../fixtures/deployments';

export const cache = join(__dirname, '../../../../.cache/boot');

/** An AutoMQ archive of the user's, or Apache Kafka packed in the same form. */
export const archive =
  process.env.AUTOMQ_ARCHIVE ??
  join(cache, readdirSync(cache).find((name) => /^kafka-\w+\.tgz$/.test(name)) ?? 'kafka.tgz');

export const authorityArn =
  'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555';

export function deployed(): Plan {
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  return plan(
    sample({
      automq: { archive: { bucket: 'artifacts-111122223333', key: 'automq.tgz', sha256 } },
      brokers: { instanceType: 'm7g.large', perZone: 1, slotsPerZone: 3 },
    }),
    '2026-11-22',
  );
}
