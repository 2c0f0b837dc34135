/** What is deployed: the example files, with the archive that is really there. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Deployment } from '../../../../lib/core/deployment/deployment';
import { plan } from '../../../../lib/core/plan/plan';
import type { Plan } from '../../../../lib/core/plan/types';
import { readDeployment } from '../../../../lib/files';

const root = join(__dirname, '../../../..');
export const cache = join(root, '.cache/boot');

/** `AUTOMQ_ARCHIVE`, a path or an address that `prepare.sh` fetched; or Apache Kafka packed in the same form. */
function findArchive(given = process.env.AUTOMQ_ARCHIVE): string {
  const own = readdirSync(cache).find((name) => /^kafka-\w+\.tgz$/.test(name)) ?? 'kafka.tgz';
  if (given === undefined || given === '') return join(cache, own);
  return existsSync(given) ? resolve(given) : join(cache, `given-${sha256(given).slice(0, 16)}.tgz`);
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

export const archive = findArchive();

/** AutoMQ keeps one copy of a record, in S3; Apache Kafka without its storage needs three. */
export const copies = process.env.AUTOMQ_ARCHIVE ? 1 : 3;

export const authorityArn =
  'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555';

export type Example = 'inventory' | 'minimal' | 'wal-volumes';

const example = (name: Example): Deployment => {
  const { deployment } = readDeployment(join(root, `deployments/${name}.yaml`));
  const { automq } = deployment;
  if (automq.archive === 'baked') throw new Error('the examples fetch their archive');
  return {
    ...deployment,
    automq: { ...automq, archive: { ...automq.archive, sha256: sha256(readFileSync(archive)) } },
  };
};

/** Scaled down: a broker in each zone, and two more addresses to move to. So there is no season to grow for, either. */
const smaller = ({ brokers, ...rest }: Deployment): Deployment => ({
  ...rest,
  brokers: { ...brokers, perZone: 1, slotsPerZone: 3 },
  seasons: undefined,
});

const deployments: Readonly<Record<Example, () => Deployment>> = {
  inventory: () => smaller(example('inventory')),
  minimal: () => example('minimal'),
  'wal-volumes': () => example('wal-volumes'),
};

/** @param baked whether the image holds Java and the release already */
export function deployed(name: Example = 'inventory', baked = false): Plan {
  const deployment = deployments[name]();
  if (!baked) return plan(deployment, '2026-11-22');
  const image = { ...deployment.image, packages: 'baked' as const };
  return plan({ ...deployment, image, automq: { ...deployment.automq, archive: 'baked' } }, '2026-11-22');
}
