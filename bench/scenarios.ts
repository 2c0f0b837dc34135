/** What is measured: each scenario is one synthesis in a process of its own. */
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** Where the CDK writes; a scenario deletes nothing, its parent does. */
export interface Place {
  readonly root: string;
  readonly outdir: string;
}

export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** Synthesizes, and returns the templates' folder. */
  readonly run: (place: Place) => Promise<string>;
}

/** The same day in every run, so that the same work is measured. */
const asOf = '2026-11-22';

// Modules load inside a scenario: what one needs is part of its cost, what others need is not.

interface Shape {
  readonly clusters?: number;
  readonly validator?: boolean;
  readonly packs?: boolean;
  readonly slotsPerZone?: number;
}

async function app(outdir: string, validator = false): Promise<App> {
  const cdk = await import('aws-cdk-lib');
  return new cdk.App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: validator,
    // Findings are counted elsewhere (npm run policy); here they must not end the measurement.
    context: { '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
}

async function empty({ outdir }: Place): Promise<string> {
  return (await app(outdir)).synth().directory;
}

function automq({ clusters = 1, validator, packs, slotsPerZone }: Shape) {
  return async ({ root, outdir }: Place): Promise<string> => {
    const [{ plan }, { readDeployment }, { addStacks }] = await Promise.all([
      import('../lib/core'),
      import('../lib/files'),
      import('../stacks'),
    ]);
    const made = await app(outdir, validator);
    const { deployment } = readDeployment(join(root, 'deployments/inventory.yaml'));
    const brokers = slotsPerZone === undefined ? deployment.brokers : { ...deployment.brokers, slotsPerZone };
    for (let i = 1; i <= clusters; i++) {
      const name = `${deployment.name}-${i}`;
      addStacks(made, plan({ ...deployment, name, stackNamePrefix: name, brokers }, asOf));
    }
    if (packs) await addPacks(made);
    return made.synth().directory;
  };
}

async function addPacks(made: App): Promise<void> {
  const [{ Validations }, nag] = await Promise.all([import('aws-cdk-lib'), import('cdk-nag')]);
  Validations.of(made).addPlugins(
    new nag.AwsSolutionsChecks(made),
    new nag.HIPAASecurityChecks(made),
    new nag.NIST80053R5Checks(made),
    new nag.PCIDSS321Checks(made),
  );
}

/** The nearest thing AWS offers: a VPC, a key, a log group and a cluster of three brokers in three zones. */
function msk({ clusters = 1 }: Shape) {
  return async ({ outdir }: Place): Promise<string> => {
    const addMsk = await mskCluster();
    const made = await app(outdir);
    for (let i = 1; i <= clusters; i++) addMsk(made, `msk-${i}`);
    return made.synth().directory;
  };
}

async function mskCluster(): Promise<(made: App, id: string) => void> {
  const [{ Stack }, ec2, kms, logs, alpha] = await Promise.all([
    import('aws-cdk-lib'),
    import('aws-cdk-lib/aws-ec2'),
    import('aws-cdk-lib/aws-kms'),
    import('aws-cdk-lib/aws-logs'),
    import('@aws-cdk/aws-msk-alpha'),
  ]);
  const availabilityZones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
  return (made, id) => {
    const stack = new Stack(made, id, { env: { account: '111122223333', region: 'us-east-1' } });
    // Zones that are known: a look-up would need an account.
    Object.defineProperty(stack, 'availabilityZones', { value: availabilityZones });
    new alpha.Cluster(stack, 'Cluster', {
      clusterName: id,
      kafkaVersion: alpha.KafkaVersion.V3_9_X_KRAFT,
      vpc: new ec2.Vpc(stack, 'Vpc', { availabilityZones }),
      numberOfBrokerNodes: 1,
      ebsStorageInfo: { volumeSize: 100, encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) },
      logging: { cloudwatchLogGroup: new logs.LogGroup(stack, 'Logs') },
      clientAuthentication: alpha.ClientAuthentication.sasl({ scram: true }),
    });
  };
}

/** How many clusters share an app where growth is measured. */
const more = [5, 20] as const;
export const growth = [1, ...more] as const;

export const scenarios: readonly Scenario[] = [
  { name: 'empty', what: 'an empty CDK app', run: empty },
  { name: 'automq-1', what: 'inventory.yaml, validator off', run: automq({}) },
  { name: 'packs', what: 'inventory.yaml, validator off, four packs', run: automq({ packs: true }) },
  { name: 'validator', what: 'inventory.yaml, CloudFormation validator on', run: automq({ validator: true }) },
  { name: 'slots', what: 'inventory.yaml with 40 slots in each zone', run: automq({ slotsPerZone: 40 }) },
  ...more.map((clusters) => ({
    name: `automq-${clusters}`,
    what: `${clusters} such clusters in one app`,
    run: automq({ clusters }),
  })),
  { name: 'msk-1', what: 'three MSK brokers with VPC, key and logs', run: msk({}) },
  ...more.map((clusters) => ({
    name: `msk-${clusters}`,
    what: `${clusters} such MSK clusters in one app`,
    run: msk({ clusters }),
  })),
];
