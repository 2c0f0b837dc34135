/** Two engines, one design: what a reviewer can see of the data part is the same in both. */
import type { Deployment } from '../lib/core/deployment/deployment';
import { plan } from '../lib/core/plan/plan';
import { inExistingVpc, sample, withWalVolumes } from './fixtures/deployments';
import { cdkData } from './parity/cdk-data';
import { pulumiData } from './parity/pulumi-data';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const ROLE_ARNS = {
  controller: role('controller'),
  broker: role('broker'),
  snapshots: role('snapshots'),
  flowLogs: role('flow-logs'),
};
const roles = { deployers: [role('deployer')], breakGlass: role('break-glass') };
const key = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';

const samples: Readonly<Record<string, Deployment>> = {
  'a new VPC': sample({ roles, tags: { team: 'stores' } }),
  'an existing VPC': inExistingVpc({ roles }),
  'WAL volumes': withWalVolumes({ roles }),
  'injected keys': sample({ roles, keys: { data: key, logs: key } }),
  'other names and days': sample({ roles, stackNamePrefix: 'acme-inventory', logRetentionDays: 30 }),
  'data may be destroyed': sample({ roles, allowDataLoss: true }),
};

test.each(Object.entries(samples))('%s: keys and buckets are the same in both engines', async (_, deployment) => {
  const decided = plan(deployment, '2026-11-22', { allowDataLoss: deployment.name });
  const facts = cdkData(decided, ROLE_ARNS);
  expect(await pulumiData(decided, ROLE_ARNS)).toEqual(facts);
  expect(facts).toMatchObject({
    keys: { wal: { rotates: true, policy: { Version: '2012-10-17' } } },
    buckets: { data: { publicAccessBlocked: [true, true, true, true], ownership: 'BucketOwnerEnforced' } },
  });
});
