/**
 * Whatever the packet says a role cannot do, an IAM simulator says as well; and what it must do, it can.
 *
 * Holds the promises `packet` and, in its half about roles, `addresses`.
 */
import { review, type TemplateFile } from '../../../lib/review';
import { Assembly } from '../../../lib/review/assembly';
import { allows, type Question } from '../../../lib/review/decide';
import { QUESTIONS, statementsOfRole } from '../../../lib/review/identity';
import { statementsOf } from '../../../lib/review/statements';
import { at } from '../../../lib/review/template';
import { MADE } from '../catchers';
import { simulate as ask, type Document } from '../deployer/simulate';
import { filesOf } from '../mutate';

const ACCOUNT = '111122223333';
const EXAMPLES = ['inventory', 'minimal', 'wal-volumes'];
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** The template with every reference to a role turned into an ARN, as a deploy would. */
function deployedTemplate(files: readonly TemplateFile[], kind: string): Template {
  const { text } = files.find(({ stack }) => stack.endsWith(`-${kind}`))!;
  const arns = text.replace(
    /\{\s*"Fn::ImportValue":\s*"[^"]*?:ExportsOutputFnGetAtt(Identity\w+?Role[0-9A-F]{8})Arn[0-9A-F]{8}"\s*\}/g,
    (_, id) => JSON.stringify(roleArn(id)),
  );
  return JSON.parse(arns) as Template;
}

const ofType = ({ Resources }: Template, type: string) =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

const policiesOf = (template: Template, role: string): Document[] =>
  ofType(template, 'AWS::IAM::ManagedPolicy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${role}"`))
    .map(([, { Properties }]) => Properties.PolicyDocument as Document);

interface Asked extends Question {
  readonly principal: string;
  readonly identity?: readonly Document[];
  readonly resourcePolicy?: Document;
  readonly owner?: string;
}

const simulate = ({ principal, identity, owner = ACCOUNT, ...question }: Asked): Promise<boolean> =>
  ask(question, { principal, identity, owner });

describe.each(EXAMPLES)('%s', (example) => {
  const files = filesOf(example);
  const assembly = new Assembly(files);
  const statements = statementsOf(assembly);
  const template = deployedTemplate(files, 'identity');
  const roles = review(files, MADE).identity.roles;

  test('there are roles to ask', () => expect(roles.length).toBeGreaterThanOrEqual(3));

  test.each(roles.map(({ role }) => role))('%s has policies, or its denials would prove nothing', (role) => {
    const allowed = policiesOf(template, role).flatMap(({ Statement }) =>
      Statement.filter((row) => at(row, 'Effect') === 'Allow'),
    );
    expect(allowed).not.toEqual([]);
  });

  test.each(QUESTIONS)('$what: the simulator agrees for every role', async ({ what, ...question }) => {
    for (const { role, cannot } of roles) {
      const said = cannot.find((row) => row.what === what)!.cannot;
      const can = await simulate({ ...question, principal: roleArn(role), identity: policiesOf(template, role) });
      expect({ role, cannot: !can }).toEqual({ role, cannot: said });
      expect({ role, cannot: said }).toEqual({ role, cannot: true });
    }
  });

  test('what a node must do it can, so the questions above are not answered by a role that can do nothing', async () => {
    const prefix = /^(.*)-identity$/.exec(files.find(({ stack }) => stack.endsWith('-identity'))!.stack)![1]!;
    const { name: bucket } = review(files, MADE).data.stores.find(
      ({ kind, name }) => kind === 'bucket' && name.includes('-data-'),
    )!;
    const read: Question = {
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${bucket}/x`,
      context: { 'aws:ResourceAccount': ACCOUNT },
    };
    const tags = { 'aws:ResourceTag/automq:cluster': prefix, 'aws:ResourceTag/automq:role': 'controller' };
    const attach: Question = {
      action: 'ec2:AttachVolume',
      resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:volume/vol-0123456789abcdef0`,
      context: tags,
    };
    const controllers = roles.filter((row) => /Controller/.test(row.role));
    expect(controllers).not.toEqual([]);
    for (const { role, resource } of controllers) {
      for (const question of [read, attach]) {
        expect(await simulate({ ...question, principal: roleArn(role), identity: policiesOf(template, role) })).toBe(
          true,
        );
        expect(allows(statementsOfRole(statements, resource), question)).toBe(true);
      }
    }
  });

  describe('keys and buckets', () => {
    const data = deployedTemplate(files, 'data');
    const key = (start: string) =>
      ofType(data, 'AWS::KMS::Key').find(([id]) => id.includes(start))![1].Properties.KeyPolicy as Document;
    const everything: Document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`;
    const viaS3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT };
    const [controller] = roles.filter((row) => /Controller/.test(row.role));

    test('an administrator of the account cannot decrypt, with any permission of their own', async () => {
      const asked = {
        action: 'kms:Decrypt',
        resource: keyArn,
        context: viaS3,
        principal: roleArn('Admin'),
        identity: [everything],
        resourcePolicy: key('DataKey'),
      };
      expect(await simulate(asked)).toBe(false);
    });

    test('a node decrypts through S3 and not by itself', async () => {
      const asked = {
        action: 'kms:Decrypt',
        resource: keyArn,
        principal: roleArn(controller!.role),
        resourcePolicy: key('DataKey'),
      };
      expect(await simulate({ ...asked, context: viaS3 })).toBe(true);
      expect(await simulate({ ...asked, context: { 'kms:CallerAccount': ACCOUNT } })).toBe(false);
    });

    test('nobody else writes to the data bucket, nor anybody without TLS', async () => {
      const [, policy] = ofType(data, 'AWS::S3::BucketPolicy').find(([id]) => id.includes('DataBucketPolicy'))!;
      const bucket = String(policy.Properties.Bucket);
      const asked = {
        action: 's3:PutObject',
        resource: `arn:aws:s3:::${bucket}/x`,
        identity: [everything],
        resourcePolicy: policy.Properties.PolicyDocument as Document,
      };
      const overTls = { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'false' };
      expect(await simulate({ ...asked, principal: roleArn('Admin'), context: overTls })).toBe(false);
      expect(await simulate({ ...asked, principal: roleArn(controller!.role), context: overTls })).toBe(true);
      expect(
        await simulate({
          ...asked,
          principal: roleArn(controller!.role),
          context: { ...overTls, 'aws:SecureTransport': 'false' },
        }),
      ).toBe(false);
    });
  });
});
