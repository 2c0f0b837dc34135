/** The policy check itself: each of its checks must be able to say no. Whether the examples pass is `npm run policy`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge, PLAN_ROW, PURPOSE, SOURCE_FILE, type Acknowledgement } from '../lib/cdk/annotate';
import { checkPacks, REPORT_ONLY } from '../scripts/packs';
import type { TemplateResource } from '../scripts/template';
import { checkTemplate } from '../scripts/template-checks';

const TODAY = '2026-11-22';
const explained = { [PURPOSE]: 'a test', [PLAN_ROW]: 'none', [SOURCE_FILE]: 'test/policy.test.ts' };

async function found(resource: Partial<TemplateResource>): Promise<string[]> {
  const full = { Type: 'AWS::Test::Thing', Metadata: explained, ...resource };
  return (await checkTemplate('stack', { Resources: { Thing: full } })).map(({ check }) => check);
}

const document = (statement: object) => ({ PolicyDocument: { Version: '2012-10-17', Statement: [statement] } });

describe('own checks of a template', () => {
  test('a sound resource passes', async () => {
    const Properties = {
      ...document({ Effect: 'Allow', Action: ['s3:GetObject', 'ec2:Describe*'], Resource: '*' }),
      CidrBlock: '10.0.16.0/20',
      HeartbeatTimeout: 90,
    };
    expect(await found({ Properties })).toEqual([]);
  });

  test.each<[string, string, Partial<TemplateResource>]>([
    ['a resource without a purpose', 'purpose', { Metadata: { ...explained, [PURPOSE]: '' } }],
    [
      'an apostrophe in the description of a security group',
      'descriptions',
      { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: "the brokers' ports" } },
    ],
    ['a misspelt effect', 'iam effects', { Properties: document({ Effect: 'Alow', Action: 's3:GetObject' }) }],
    ['a misspelt action', 'iam actions', { Properties: document({ Effect: 'Allow', Action: ['s3:GetObjekt'] }) }],
    [
      'an unknown service',
      'iam actions',
      { Properties: document({ Effect: 'Allow', Action: ['nosuchservice:Get*'] }) },
    ],
    ['a prefix longer than an address', 'cidrs', { Properties: { CidrBlock: '10.0.0.0/33' } }],
    ['bits behind the prefix', 'cidrs', { Properties: { SecurityGroupIngress: [{ CidrIp: '10.0.0.1/24' }] } }],
    ['a hook that Auto Scaling refuses', 'hook timeouts', { Properties: { Hooks: [{ HeartbeatTimeout: 10 }] } }],
    [
      'a policy that IAM refuses',
      'policy size',
      { Type: 'AWS::IAM::ManagedPolicy', Properties: document({ Sid: 'x'.repeat(6200), Effect: 'Deny', Action: [] }) },
    ],
  ])('%s is refused', async (_, check, resource) => {
    expect(await found(resource)).toEqual([check]);
  });

  test('a template with 500 resources is refused, and one of a million bytes', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`R${i}`, { Type: 'AWS::Test::Thing', Metadata: explained }]),
    );
    const large = { R: { Type: 'AWS::Test::Thing', Metadata: explained, Properties: { Text: 'x'.repeat(1_000_000) } } };
    expect((await checkTemplate('s', { Resources: many })).map(({ what }) => what)).toEqual([
      '500 resources, must be below 500',
    ]);
    expect((await checkTemplate('s', { Resources: large })).map(({ check }) => check)).toEqual(['size']);
  });
});

describe('policy packs', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'policy-test-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  /** A bare bucket has findings in every pack; `rows` says which of them stand. */
  function bareBucket(name: string, rows: readonly Acknowledgement[], onStack: readonly Acknowledgement[] = []) {
    const app = new App({ outdir: join(outdir, name), context: REPORT_ONLY, analyticsReporting: false });
    const stack = new Stack(app, 'Stack');
    const bucket = new CfnBucket(stack, 'Bucket');
    acknowledge(bucket, rows);
    acknowledge(stack as never, onStack);
    const { problems, acknowledged } = checkPacks(app, TODAY);
    return {
      acknowledged,
      texts: problems.map(({ check, where, what }) => `${check} ${where} ${what.split(': ')[0]}`),
    };
  }

  test('a finding without a reason is a problem, in each of the four packs', () => {
    const { texts } = bareBucket('open', []);
    expect(texts).toContain('AwsSolutions Stack/Bucket AwsSolutions-S1');
    for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) {
      expect(texts).toContain(`${pack} Stack/Bucket ${pack}-S3BucketReplicationEnabled`);
    }
  });

  test('an acknowledged finding leaves the problems and keeps reason, owner and review date', () => {
    const { texts, acknowledged } = bareBucket('acknowledged', [
      { id: 'AwsSolutions-S1', reason: 'Logged elsewhere.' },
    ]);
    expect(texts).not.toContain('AwsSolutions Stack/Bucket AwsSolutions-S1');
    expect(acknowledged).toEqual([
      {
        id: 'AwsSolutions::AwsSolutions-S1',
        where: 'Stack/Bucket',
        reason: 'Logged elsewhere. Owner: automq-byoc maintainers. Review by 2027-11-22.',
      },
    ]);
  });

  test('a reason past its review date is a problem', () => {
    const { texts } = bareBucket('expired', [{ id: 'AwsSolutions-S1', reason: 'Once true.', reviewBy: '2026-11-21' }]);
    expect(texts).toContain(
      'acknowledgements Stack/Bucket AwsSolutions::AwsSolutions-S1 was to be reviewed by 2026-11-21',
    );
  });

  test('a reason that answers no finding is a problem, and so is one for a whole stack', () => {
    const { texts } = bareBucket(
      'misplaced',
      [{ id: 'AwsSolutions-EC23', reason: 'Left over.' }],
      [{ id: 'AwsSolutions-S1', reason: 'Everything.' }],
    );
    expect(texts).toContain('acknowledgements Stack/Bucket AwsSolutions::AwsSolutions-EC23 answers no finding');
    expect(texts).toContain('acknowledgements Stack AwsSolutions::AwsSolutions-S1 covers more than a resource');
  });
});
