/** What holds for any deployment that the checks accept. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { plan, type Deployment, type Plan } from '../../lib/core';
import { addStacks } from '../../stacks';
import { everyDeployment } from '../fixtures/arbitrary-options';
import { sample } from '../fixtures/deployments';
import { AS_OF } from '../synth/synthesize';
import type { TemplateJson, TemplateResource } from '../synth/templates';

interface Synthesized {
  readonly plan: Plan;
  readonly resources: readonly [string, TemplateResource][];
  readonly templates: readonly TemplateJson[];
}

function synthesize(deployment: Deployment): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-'));
  const app = new App({ outdir, analyticsReporting: false });
  const decided = plan(deployment, AS_OF);
  addStacks(app, decided);
  const stacks = app.synth().stacks;
  const templates = stacks.map((stack) => JSON.parse(readFileSync(stack.templateFullPath, 'utf8')) as TemplateJson);
  rmSync(outdir, { recursive: true });
  return { plan: decided, templates, resources: templates.flatMap(({ Resources }) => Object.entries(Resources)) };
}

const ofType = ({ resources }: Synthesized, type: string) => resources.filter(([, { Type }]) => Type === type);
const textOf = (value: unknown): string => JSON.stringify(value ?? null);

/** Where each type says what encrypts it, and which of the plan's keys that must be. */
const ENCRYPTED: readonly { type: string; key: string; purpose: 'data' | 'wal' | 'logs' | 'secrets' }[] = [
  { type: 'AWS::EC2::Volume', key: 'KmsKeyId', purpose: 'wal' },
  { type: 'AWS::Logs::LogGroup', key: 'KmsKeyId', purpose: 'logs' },
  { type: 'AWS::SNS::Topic', key: 'KmsMasterKeyId', purpose: 'logs' },
  { type: 'AWS::SecretsManager::Secret', key: 'KmsKeyId', purpose: 'secrets' },
];

function expectRightKeys(synthesized: Synthesized): void {
  for (const { type, key, purpose } of ENCRYPTED) {
    const injected = synthesized.plan.keys[purpose].existingArn;
    const expected = injected ?? `${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}Key`;
    for (const [id, { Properties }] of ofType(synthesized, type)) {
      expect({ id, key: textOf(Properties?.[key]) }).toEqual({ id, key: expect.stringContaining(expected) });
    }
  }
  for (const [id, { Properties }] of ofType(synthesized, 'AWS::S3::Bucket')) {
    expect({ id, encryption: textOf(Properties?.BucketEncryption) }).toEqual({
      id,
      encryption: expect.stringMatching(id.includes('LogsBucket') ? /"AES256"/ : /"aws:kms".*|KMSMasterKeyID/),
    });
  }
}

function expectNothingPublic({ resources }: Synthesized): void {
  const text = textOf(resources);
  expect(text).not.toMatch(
    /"AssociatePublicIpAddress":true|"MapPublicIpOnLaunch":true|0\.0\.0\.0\/0|InternetGateway|::NatGateway/,
  );
}

function expectSmallUserData(synthesized: Synthesized): void {
  for (const [, { Properties }] of ofType(synthesized, 'AWS::EC2::LaunchTemplate')) {
    expect(userDataBytes(Properties)).toBeLessThan(14 * 1024); // docs/decisions/0007
  }
}

/** Literal parts, and for each value known at deploy time the most it could be: `vol-` and 17 characters, or an ARN of ours. */
function userDataBytes(properties: Record<string, unknown> | undefined): number {
  const { UserData } = properties?.LaunchTemplateData as {
    UserData: { 'Fn::Base64': string | { 'Fn::Join': [string, unknown[]] } };
  };
  const body = UserData['Fn::Base64'];
  if (typeof body === 'string') return Buffer.byteLength(body);
  const bytes = (part: unknown): number => {
    if (typeof part === 'string') return Buffer.byteLength(part);
    return /Volume/.test((part as { Ref?: string }).Ref ?? '') ? 21 : 120;
  };
  return body['Fn::Join'][1].reduce<number>((sum, part) => sum + bytes(part), 0);
}

function expectSizesOutOfLaunchTemplates(synthesized: Synthesized): void {
  const changing = synthesized.templates.flatMap(({ Parameters = {}, Conditions = {} }) => [
    ...Object.keys(Parameters).filter((id) => id !== 'BootstrapVersion'),
    ...Object.keys(Conditions),
  ]);
  for (const [, resource] of ofType(synthesized, 'AWS::EC2::LaunchTemplate')) {
    for (const id of changing) expect(textOf(resource)).not.toContain(`"${id}"`);
  }
}

test('any accepted deployment becomes templates that keep every promise', () => {
  fc.assert(
    fc.property(everyDeployment, (deployment) => {
      const synthesized = synthesize(deployment);
      expectRightKeys(synthesized);
      expectNothingPublic(synthesized);
      expectSmallUserData(synthesized);
      expectSizesOutOfLaunchTemplates(synthesized);
    }),
    { numRuns: 15, seed: 20261122 },
  );
});

describe('stable ids', () => {
  const idsOf = (deployment: Deployment) => new Set(synthesize(deployment).resources.map(([id]) => id));
  const everyId = (smaller: Set<string>, larger: Set<string>) => [...smaller].filter((id) => !larger.has(id));

  test('adding a zone keeps every resource that was there', () => {
    const one = sample({ zones: ['use1-az4'], controllers: { count: 1 } });
    const three = sample({ zones: ['use1-az1', 'use1-az4', 'use1-az6'], controllers: { count: 1 } });
    expect(everyId(idsOf(one), idsOf(three))).toEqual([]);
  });

  test('adding slots adds no resource at all', () => {
    const brokers = { instanceType: 'm7g.large', perZone: 1 };
    const few = idsOf(sample({ brokers: { ...brokers, slotsPerZone: 2 } }));
    expect(idsOf(sample({ brokers: { ...brokers, slotsPerZone: 40 } }))).toEqual(few);
  });
});

test('three zones of forty slots stay below 60 % of the limits of CloudFormation', () => {
  const { templates } = synthesize(sample({ brokers: { instanceType: 'm7g.large', perZone: 20, slotsPerZone: 40 } }));
  for (const template of templates) {
    expect(Object.keys(template.Resources).length).toBeLessThan(300);
    expect(textOf(template).length).toBeLessThan(600_000);
  }
});
