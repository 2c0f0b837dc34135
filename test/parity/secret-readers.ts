/** What a role gets that may read the admin password, by each engine: the statement in the key's policy, and its own. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { AutoMqCluster as CdkCluster, type AutoMqClusterProps } from '../../lib/cdk';
import type { Deployment } from '../../lib/core';
import { AutoMqCluster } from '../../lib/pulumi';
import { idOf, recorded } from '../pulumi/recorded';

interface Statement {
  readonly Sid?: string;
  readonly Action: unknown;
  readonly Resource: unknown;
}

/** Of each reader its name, then what it may do; last the statements of the secrets key. */
export type ReaderFacts = readonly unknown[];

export function cdkReaders({ account, region, ...deployment }: Deployment, arns: readonly string[]): ReaderFacts {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack', { env: { account, region } });
  const cluster = new CdkCluster(stack, 'Kafka', { ...deployment, asOf: AS_OF } as AutoMqClusterProps);
  arns.forEach((arn, i) => cluster.grantReadAdminSecret(Role.fromRoleArn(stack, `Reader${i}`, arn)));
  const template = Template.fromStack(stack);
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
  const [admin] = Object.keys(template.findResources('AWS::SecretsManager::Secret', { Properties: { Name: SECRET } }));
  const grants = policies.map(({ Roles, PolicyDocument }) => grantFacts(Roles[0], PolicyDocument, { Ref: admin }));
  const keys = Object.values(template.findResources('AWS::KMS::Key')).map(({ Properties }) => Properties.KeyPolicy);
  return [...grants, ...keys.flatMap(readerStatements)];
}

export async function pulumiReaders(deployment: Deployment, arns: readonly string[]): Promise<ReaderFacts> {
  const adminSecretReaders = Object.fromEntries(arns.map((arn, i) => [`reader${i}`, arn]));
  const resources = await recorded(
    (options) => new AutoMqCluster('kafka', { ...deployment, adminSecretReaders, asOf: AS_OF }, options),
  );
  const of = (type: string) => resources.filter((each) => each.type === type).map(({ inputs }) => inputs);
  const document = (text: unknown) => JSON.parse(text as string) as Document;
  const admin = idOf('kafka-AdminSecret');
  const grants = of('aws:iam/rolePolicy:RolePolicy').map((each) => grantFacts(each.role, document(each.policy), admin));
  return [...grants, ...of('aws:kms/key:Key').flatMap(({ policy }) => readerStatements(document(policy)))];
}

const AS_OF = '2026-11-22';
const SECRET = 'automq/inventory/admin';

interface Document {
  readonly Statement: readonly Statement[];
}

function grantFacts(role: unknown, { Statement: statements }: Document, admin: unknown): unknown {
  return {
    role,
    may: statements.map(({ Action, Resource }) => [
      [Action].flat(),
      same(Resource, admin) ? 'admin password' : Resource,
    ]),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const readerStatements = (policy: Document): readonly Statement[] =>
  policy.Statement.filter(({ Sid }) => Sid?.startsWith('Reader'));
