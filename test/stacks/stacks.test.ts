/** What holds for every stack of every example. */
import { examples, planOf } from '../synth/synthesize';
import { stacksOf, type SynthesizedStack } from '../synth/templates';

const ORDER = ['identity', 'data', 'network', 'cluster', 'seasons'];
const all = examples.flatMap((example) => stacksOf(example));
const importsOf = (stack: SynthesizedStack): string[] =>
  [...stack.text.matchAll(/"Fn::ImportValue":\s*"([^":]+):/g)].map((match) => match[1]!);

/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_RESOURCES = 500;
const MAX_BYTES = 1_000_000;

describe.each(all)('$example, $kind stack', (stack) => {
  const resources = Object.entries(stack.json.Resources);

  test('takes values from earlier stacks only', () => {
    for (const name of importsOf(stack)) {
      expect(ORDER.indexOf(name.split('-').pop()!)).toBeLessThan(ORDER.indexOf(stack.kind));
    }
  });

  test('makes IAM resources only in the identity stack', () => {
    const iam = resources.filter(([, { Type }]) => Type.startsWith('AWS::IAM::'));
    expect(iam.length > 0).toBe(stack.kind === 'identity');
  });

  test('says of every resource what it is for, which plan row made it, and where', () => {
    for (const [id, { Metadata }] of resources) {
      expect({ id, purpose: Metadata?.['automq:purpose'] }).toEqual({ id, purpose: expect.stringMatching(/\w+ \w+/) });
      expect(Metadata?.['automq:plan']).toEqual(expect.any(String));
      expect(Metadata?.['automq:file']).toMatch(/^lib\/cdk\/.*\.ts$/);
    }
  });

  test('runs no code of ours and needs no asset', () => {
    const types = resources.map(([, { Type }]) => Type);
    expect(types.filter((type) => type.startsWith('Custom::') || type === 'AWS::Lambda::Function')).toEqual([]);
    expect(stack.text).not.toMatch(/cdk-\w+-assets|AssetParameters/);
  });

  test('tags everything that takes tags', () => {
    const wanted = planOf(stack.example).tags;
    for (const [, { Properties = {} }] of resources) {
      if (!Array.isArray(Properties.Tags)) continue;
      const tags = Object.fromEntries(
        (Properties.Tags as { Key: string; Value: string }[]).map((tag) => [tag.Key, tag.Value]),
      );
      expect(tags).toMatchObject(wanted);
    }
  });

  test('stays far below the limits of CloudFormation', () => {
    expect(resources.length).toBeLessThan(MAX_RESOURCES * 0.6);
    expect(JSON.stringify(stack.json).length).toBeLessThan(MAX_BYTES * 0.6);
  });
});

describe('exports', () => {
  /** A contract: an export in use cannot change. */
  test('of the reference deployment are few and known', () => {
    const exported = stacksOf('inventory').flatMap(({ kind, json }) =>
      Object.values(json.Outputs ?? {})
        .filter(({ Export }) => Export)
        .map(({ Export }) => `${kind}: ${String(Export!.Name).replace(/[0-9A-F]{8}/g, '')}`),
    );
    expect(exported.sort()).toMatchSnapshot();
  });
});

describe('deletion', () => {
  /** A bucket's policy stays with its bucket: data that nobody manages any more is still guarded. */
  const STATEFUL = [
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::KMS::Key',
    'AWS::EC2::Volume',
    'AWS::SecretsManager::Secret',
  ];

  test.each(all)('$example, $kind stack: what holds data stays, and only that', ({ json }) => {
    for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(json.Resources)) {
      const kept = STATEFUL.includes(Type) || Type.startsWith('AWS::ACMPCA::');
      const wanted = kept ? ['RetainExceptOnCreate', 'Retain'] : [undefined, undefined];
      expect({ id, policies: [DeletionPolicy, UpdateReplacePolicy] }).toEqual({ id, policies: wanted });
    }
  });
});

describe('an existing VPC', () => {
  test('is not touched: no resource at its level', () => {
    const types = stacksOf('existing-vpc').flatMap(({ json }) => Object.values(json.Resources).map(({ Type }) => Type));
    expect(
      types.filter((type) => /^AWS::EC2::(VPC|Subnet|Route|FlowLog|InternetGateway|NatGateway)/.test(type)),
    ).toEqual([]);
  });
});
