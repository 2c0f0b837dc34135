/** What the engine refuses, as AWS does: one small template each, through the API. A refusal that is never seen may be gone. */
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { sample } from '../../fixtures/deployments';
import { clientOf } from '../../local-aws/client';
import { startLocalAws, type LocalAws } from '../../local-aws/local-aws';
import { synthesize } from './world';

const { plan } = synthesize(sample());
let local: LocalAws;
let client: CloudFormationClient;
beforeAll(async () => {
  local = await startLocalAws();
  client = clientOf(local, plan, CloudFormationClient, 'cloudformation');
});
afterAll(() => local?.stop());

type Part = Readonly<Record<string, unknown>>;

const topic = { Type: 'AWS::SNS::Topic', Properties: {} };
let stacks = 0;

/** Why a stack of this template does not come to be; `CREATE_COMPLETE` if it does. */
async function create(template: Part, given: Readonly<Record<string, string>> = {}): Promise<string> {
  const StackName = `refused-${stacks++}`;
  const Parameters = Object.entries(given).map(([ParameterKey, ParameterValue]): Parameter => ({ ParameterKey, ParameterValue })); // prettier-ignore
  const TemplateBody = JSON.stringify({ Resources: { Topic: topic }, ...template });
  try {
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters }));
  } catch (error) {
    await expect(client.send(new DescribeStacksCommand({ StackName }))).rejects.toThrow(/does not exist/);
    return (error as Error).message;
  }
  for (;;) {
    const [stack] = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks!;
    if (stack!.StackStatus === 'CREATE_COMPLETE') return stack!.StackStatus;
    if (stack!.StackStatus === 'ROLLBACK_COMPLETE') return stack!.StackStatusReason!;
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

const resource = (Type: string, Properties: Part): Part => ({ Resources: { It: { Type, Properties } } });

test('takes what it knows: the templates below differ from this one where they say', async () => {
  expect(await create({})).toBe('CREATE_COMPLETE');
});

describe('resources', () => {
  test.each([
    ['a type that the schema lacks', 'AWS::SNS::Topik', {}, /AWS::SNS::Topik is not a type of the CloudFormation schema/],
    ['a type without a handler', 'AWS::Lambda::Function', { Code: {}, Role: 'r' }, /the local AWS has no AWS::Lambda::Function/],
    ['a property that the schema lacks', 'AWS::SNS::Topic', { Nmae: 'x' }, /AWS::SNS::Topic has no property Nmae/],
    ['a property that no handler reads', 'AWS::SNS::Topic', { TracingConfig: 'Active' }, /neither makes nor lists as recorded only: AWS::SNS::Topic TracingConfig/],
  ])('%s', async (_, type, properties, reason) => {
    expect(await create(resource(type, properties))).toMatch(reason);
  }); // prettier-ignore
});

describe('a principal that does not exist', () => {
  const nobody = { AWS: 'arn:aws:iam::111122223333:role/nobody' };
  const policy = (Principal: unknown): Part => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: '*', Resource: '*' }],
  });
  const queue = { Type: 'AWS::SQS::Queue', Properties: {} };
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'refusals' } };

  const holders: readonly (readonly [string, (document: Part) => Part])[] = [
    ['key', (KeyPolicy) => resource('AWS::KMS::Key', { KeyPolicy })],
    ['role', (AssumeRolePolicyDocument) => resource('AWS::IAM::Role', { AssumeRolePolicyDocument })],
    ['bucket', (PolicyDocument) => ({ Resources: { Bucket: bucket, It: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } } } })],
    ['topic', (PolicyDocument) => ({ Resources: { Topic: topic, It: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument } } } })],
    ['queue', (PolicyDocument) => ({ Resources: { Queue: queue, It: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument } } } })],
  ]; // prettier-ignore
  test.each(holders)('in the policy of a %s', async (_, holding) => {
    expect(await create(holding(policy(nobody)))).toMatch(
      /invalid principal in policy: \S+role\/nobody does not exist/,
    );
    expect(await create(holding(policy({ AWS: '111122223333' })))).toBe('CREATE_COMPLETE');
  });

  test('and one with a wildcard inside', async () => {
    const [, ofKey] = holders[0]!;
    expect(await create(ofKey(policy({ AWS: 'arn:aws:iam::111122223333:role/*' })))).toMatch(/invalid principal/);
  });
});

describe('parameters', () => {
  const taking = (definition: Part): Part => ({ Parameters: { Size: { Type: 'String', ...definition } } });

  test.each([
    ['one that the template does not declare', { Default: '1' }, { Sise: '2' }, 'Parameters: [Sise] do not exist in the template'],
    ['one without a value', {}, {}, 'Parameters: [Size] must have values'],
    ['a value that is not allowed', { AllowedValues: ['1', '2'] }, { Size: '3' }, "Parameter 'Size' must be one of AllowedValues"],
    ['a part of a value that fits the pattern', { AllowedPattern: '[a-z]+' }, { Size: 'abc1' }, "Parameter 'Size' must match pattern [a-z]+"],
    ['a default against the pattern', { AllowedPattern: '[a-z]+', Default: '1' }, {}, "Parameter 'Size' must match pattern [a-z]+"],
    ['what a constraint describes', { AllowedPattern: '[a-z]+', ConstraintDescription: 'must be small' }, { Size: 'A' }, 'Parameter Size failed to satisfy constraint: must be small'],
    ['one of a list against the pattern', { Type: 'CommaDelimitedList', AllowedPattern: '[a-z]+' }, { Size: 'a,B' }, "Parameter 'Size' must match pattern [a-z]+"],
    ['too short', { MinLength: 2 }, { Size: 'a' }, "Parameter 'Size' must contain at least 2 characters"],
    ['too long', { MaxLength: '2' }, { Size: 'abc' }, "Parameter 'Size' must contain at most 2 characters"],
    ['too small', { Type: 'Number', MinValue: 2 }, { Size: '1' }, "Parameter 'Size' must be a number not less than 2"],
    ['too large', { Type: 'Number', MaxValue: '9' }, { Size: '10' }, "Parameter 'Size' must be a number not greater than 9"],
  ] as [string, Part, Record<string, string>, string][])('%s', async (_, definition, given, reason) => {
    expect(await create(taking(definition), given)).toBe(reason);
  }); // prettier-ignore

  test('any, where a template takes none', async () => {
    expect(await create({}, { Size: '1' })).toBe(
      'Parameter values specified for a template which does not require them.',
    );
  });

  test.each([
    ['pattern', { AllowedPattern: '[a-z]+' }, 'abc'],
    ['pattern of a list', { Type: 'CommaDelimitedList', AllowedPattern: '[a-z]+' }, 'a,b'],
    ['lengths', { MinLength: 1, MaxLength: 3 }, 'abc'],
    ['range', { Type: 'Number', MinValue: 1, MaxValue: 3 }, '3'],
  ] as [string, Part, string][])('takes a value within its %s', async (_, definition, Size) => {
    expect(await create(taking(definition), { Size })).toBe('CREATE_COMPLETE');
  });
});

describe('rules', () => {
  const together: Part = {
    Parameters: { Start: { Type: 'String', Default: 'file' }, Version: { Type: 'String', Default: '6' } },
    Rules: {
      Together: {
        RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Start' }, 'file'] }] },
        Assertions: [
          {
            Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Version' }] }] },
            AssertDescription: 'too old',
          },
        ],
      },
    },
  };

  test('one whose assertion does not hold', async () => {
    expect(await create(together, { Start: 'now', Version: '2' })).toMatch(/too old/);
  });

  test.each<Record<string, string>>([{ Start: 'now' }, { Version: '2' }])(
    'not one that holds, or does not apply: %j',
    async (given) => {
      expect(await create(together, given)).toBe('CREATE_COMPLETE');
    },
  );

  test('a function that is not played', async () => {
    const unknown = { Rules: { All: { Assertions: [{ Assert: { 'Fn::EachMemberIn': [['1'], ['1']] } }] } } };
    expect(await create(unknown)).toMatch(/Fn::EachMemberIn is not played/);
  });
});

describe('Cloud Control', () => {
  const logGroup = 'AWS::Logs::LogGroup';

  test('updates in place what CloudFormation updates in place, and not what it replaces', async () => {
    const made = { LogGroupName: 'first', RetentionInDays: 1 };
    const { Identifier } = await cloudControl('CreateResource', {
      TypeName: logGroup,
      DesiredState: JSON.stringify(made),
    });
    const update = (name: string, value: unknown) =>
      cloudControl('UpdateResource', {
        TypeName: logGroup,
        Identifier,
        PatchDocument: JSON.stringify([{ op: 'add', path: `/${name}`, value }]),
      });
    expect(await update('RetentionInDays', 7)).toMatchObject({ Identifier, OperationStatus: 'SUCCESS' });
    await expect(update('LogGroupName', 'second')).rejects.toThrow(/NotUpdatableException.*LogGroupName/);
  });

  test('refuses what the schema lacks', async () => {
    const made = { TypeName: logGroup, DesiredState: JSON.stringify({ Nmae: 'x', RetentionInDays: 1 }) };
    await expect(cloudControl('CreateResource', made)).rejects.toThrow(/AWS::Logs::LogGroup has no property Nmae/);
  });

  async function cloudControl(action: string, request: object): Promise<Part> {
    const answer = await fetch(local.endpoint('cloudcontrol'), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `CloudApiService.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=local/20270101/us-east-1/cloudcontrolapi/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(request),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { ProgressEvent: Part }).ProgressEvent;
  }
});
