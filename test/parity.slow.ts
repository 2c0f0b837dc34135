/** Two engines, one design: what a reviewer can see is the same in both, but for a few differences with a reason. */
import fc from 'fast-check';
import type { Deployment } from '../lib/core/deployment/deployment';
import { readDeployment } from '../lib/files';
import { everyDeployment } from './fixtures/arbitrary-options';
import { overridesOf } from './fixtures/arbitrary-overrides';
import { inExistingVpc, sample, withWalVolumes } from './fixtures/deployments';
import { explained, KNOWN_DIFFERENCES, type KnownDifference } from './parity/differences';
import { engineDifferences } from './parity/engines';
import { differences, type Difference, type Overrides } from './parity/facts';
import { pulumiFacts } from './parity/pulumi-cluster';
import { cdkReaders, pulumiReaders } from './parity/secret-readers';
import { AS_OF, DEPLOYMENTS, examples } from './synth/synthesize';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
/** Another one each time; the name of the test says which, to run it again. */
const SEED = Number(process.env.PARITY_SEED ?? Date.now() % 2 ** 31);
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

test('a role that may read the admin password gets the same from both engines', async () => {
  const readers = [role('orders'), role('apps/returns')];
  const facts = cdkReaders(sample({ roles }), readers);
  expect(await pulumiReaders(sample({ roles }), readers)).toEqual(facts);
  expect(facts.slice(0, 2)).toEqual(
    ['orders', 'returns'].map((name) => ({
      role: name,
      may: [[['secretsmanager:GetSecretValue'], 'admin password']],
    })),
  );
  expect(facts.slice(2)).toMatchObject(readers.map((arn) => ({ Action: ['kms:Decrypt'], Principal: { AWS: [arn] } })));
});

const everyDeploymentAndOverrides = everyDeployment.chain((deployment) =>
  fc.tuple(fc.constant(deployment), overridesOf(deployment, AS_OF)),
);

describe('the whole cluster', () => {
  const used = new Set<KnownDifference>();

  /** Differences without a row in the table; those with one are noted. */
  async function found(deployment: Deployment, overrides?: Overrides): Promise<readonly Difference[]> {
    const all = await engineDifferences(deployment, overrides);
    all.map(explained).forEach((row) => row && used.add(row));
    return all.filter((difference) => explained(difference) === undefined);
  }

  test.each(examples)('of %s is the same in both engines', async (example) => {
    expect(await found(readDeployment(`${DEPLOYMENTS}/${example}.yaml`).deployment)).toEqual([]);
  });

  test.each(Object.entries(samples))('with %s is the same in both engines', async (_, deployment) => {
    expect(await found(deployment)).toEqual([]);
  });

  test(`of any accepted deployment, with any of its parameters, is the same in both engines (PARITY_SEED=${SEED})`, async () => {
    const numRuns = Number(process.env.PARITY_RUNS ?? 25);
    const property = fc.asyncProperty(everyDeploymentAndOverrides, async ([deployment, overrides]) => {
      expect(await found(deployment, overrides)).toEqual([]);
    });
    await fc.assert(property, { numRuns, seed: SEED, endOnFailure: true });
  }, 900_000);

  test('with every parameter set is the same in both engines: sizes, seasons, reservations and what the outputs say', async () => {
    const { deployment } = readDeployment(`${DEPLOYMENTS}/inventory.yaml`);
    const overrides = { BrokersPerZone: '4', BlackFridayBrokersPerZone: '5', BlackFridayReserve: 'on', SeasonOverride: 'black-friday' }; // prettier-ignore
    expect(await found(deployment, overrides)).toEqual([]);
    const plain = { ...deployment, roles: { ...deployment.roles, deployers: roles.deployers } };
    const [set, unset] = [await pulumiFacts(plain, AS_OF, overrides), await pulumiFacts(plain, AS_OF)];
    const changed = differences(set.facts, unset.facts).map(({ path }) => path);
    expect([...new Set(changed)].sort()).toMatchInlineSnapshot(`
     [
       "AWS::AutoScaling::AutoScalingGroup.properties.MinSize",
       "AWS::AutoScaling::AutoScalingGroup.properties.Tags.automq:baseline.Value",
       "AWS::CloudWatch::Alarm.properties.Threshold",
       "AWS::EC2::CapacityReservation",
       "AWS::StepFunctions::StateMachine.properties.Definition.States.Calendar.Assign.override",
       "AWS::StepFunctions::StateMachine.properties.Definition.States.Calendar.Assign.seasons",
       "outputs.BlackFridayInForce",
       "outputs.BrokersPerZoneInForce",
       "outputs.BrokersPerZoneSetBy",
     ]
    `);
  });

  test('differs nowhere without need: each row of the table explains a difference that is there', () => {
    expect(KNOWN_DIFFERENCES.filter((row) => !used.has(row))).toEqual([]);
  });

  test('is compared down to the byte: a changed script, rule or policy is seen', async () => {
    const { facts } = await pulumiFacts(sample({ roles }), AS_OF);
    const text = JSON.stringify(facts);
    for (const [from, to] of [
      ['set -euo pipefail', 'set -eu pipefail'],
      ['"<BrokerSecurityGroup> in tcp 9094', '"<BrokerSecurityGroup> in tcp 9095'],
      ['TakeSlotAddress', 'TakeAnyAddress'],
      ['"retained":true', '"retained":false'],
      ['"EnableKeyRotation":true', '"EnableKeyRotation":false'],
      ['"AbortUnfinishedUploads"', '"AbortSomeUploads"'],
      ['OnlyNodesWrite', 'AnybodyWrites'],
    ] as const) {
      expect(differences(JSON.parse(text.replace(from, to)), facts)).not.toEqual([]);
    }
  });
});
