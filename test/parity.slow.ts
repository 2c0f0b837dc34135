/** Two engines, one design: what a reviewer can see is the same in both, but for a few differences with a reason. */
import fc from 'fast-check';
import type { Deployment } from '../lib/core/deployment/deployment';
import { plan } from '../lib/core/plan/plan';
import { readDeployment } from '../lib/files';
import { everyDeployment } from './fixtures/arbitrary-options';
import { inExistingVpc, sample, withWalVolumes } from './fixtures/deployments';
import { cdkFacts } from './parity/cdk-cluster';
import { cdkData } from './parity/cdk-data';
import { KNOWN_DIFFERENCES } from './parity/differences';
import { differences, type Difference } from './parity/facts';
import { pulumiFacts } from './parity/pulumi-cluster';
import { pulumiData } from './parity/pulumi-data';
import { AS_OF, DEPLOYMENTS, examples } from './synth/synthesize';

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

describe('the whole cluster', () => {
  const met = new Set<string>();

  async function found(deployment: Deployment): Promise<readonly Difference[]> {
    const named = { ...deployment, roles: { ...deployment.roles, deployers: roles.deployers } };
    const pulumi = await pulumiFacts(named, AS_OF);
    const all = differences(cdkFacts(pulumi.plan), pulumi.facts);
    all.forEach(({ path }) => met.add(path));
    return all.filter(({ path }) => !KNOWN_DIFFERENCES.some((row) => row.path.test(path)));
  }

  test.each(examples)('of %s is the same in both engines', async (example) => {
    expect(await found(readDeployment(`${DEPLOYMENTS}/${example}.yaml`).deployment)).toEqual([]);
  });

  test('of any accepted deployment is the same in both engines', async () => {
    const numRuns = Number(process.env.PARITY_RUNS ?? 3);
    const property = fc.asyncProperty(everyDeployment, async (deployment) => {
      expect(await found(deployment)).toEqual([]);
    });
    await fc.assert(property, { numRuns, seed: 20261122 });
  }, 600_000);

  test('differs nowhere without need: each reason names a difference that is there', () => {
    const idle = KNOWN_DIFFERENCES.filter((row) => ![...met].some((path) => row.path.test(path)));
    expect(idle).toEqual([]);
  });

  test('is compared down to the byte: a changed script, rule or policy is seen', async () => {
    const { facts } = await pulumiFacts(sample({ roles }), AS_OF);
    const text = JSON.stringify(facts);
    for (const [from, to] of [
      ['set -euo pipefail', 'set -eu pipefail'],
      ['"<BrokerSecurityGroup> in tcp 9094', '"<BrokerSecurityGroup> in tcp 9095'],
      ['TakeSlotAddress', 'TakeAnyAddress'],
      ['"retained":true', '"retained":false'],
    ] as const) {
      expect(differences(JSON.parse(text.replace(from, to)), facts)).not.toEqual([]);
    }
  });
});
