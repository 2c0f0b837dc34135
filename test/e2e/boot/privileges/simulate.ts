/** What IAM would say. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Plan, RolePurpose } from '../../../../lib/core/plan/types';
import { permissions, type PolicyDocument } from '../../../../lib/core/render';
import { account, type Decision } from './decisions';

/** A boundary as platform teams write it: services by name, in one region, and nothing that could change who may do what. */
export const boundary: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'WorkloadServices',
      Effect: 'Allow',
      Action: [
        'acm-pca',
        'autoscaling',
        'cloudformation',
        'cloudwatch',
        'ec2',
        'kms',
        'logs',
        's3',
        'secretsmanager',
        'ssm',
        'ssmmessages',
      ].map((service) => `${service}:*`),
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    },
    {
      Sid: 'NoWayOut',
      Effect: 'Deny',
      Action: ['iam:*', 'organizations:*', 's3:PutBucketPolicy', 'kms:PutKeyPolicy'],
      Resource: '*',
    },
  ],
};

/** @param without a statement of the role that is left out */
export async function allowed(plan: Plan, role: RolePurpose, decision: Decision, without?: string): Promise<boolean> {
  const { Version, Statement } = permissions(plan, role);
  const document = { Version, Statement: Statement.filter(({ Sid }) => Sid !== without) };
  return simulated(`arn:aws:sts::${account}:assumed-role/${role}/i-1`, decision, {
    identityPolicies: [{ name: role, policy: document }],
    permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }],
    context: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}` },
  });
}

/** A service of AWS has no policy of its own: bucket or key lets it in. */
export const serviceAllowed = (service: string, decision: Decision): Promise<boolean> =>
  simulated(service, decision, { identityPolicies: [], context: { 'aws:PrincipalIsAWSService': 'true' } });

interface Caller {
  readonly identityPolicies: { name: string; policy: PolicyDocument }[];
  readonly permissionBoundaryPolicies?: { name: string; policy: PolicyDocument }[];
  readonly context: Readonly<Record<string, string>>;
}

/** The simulator knows keys that end in a name of their own only behind a slash: under such a one both sides speak of KMS's encryption context. */
const withEncryptionContext = <T>(value: T): T =>
  value && (JSON.parse(JSON.stringify(value).replaceAll('"kms:EncryptionContext:', '"aws:ResourceTag/kms:')) as T);

async function simulated(principal: string, decision: Decision, { context, ...policies }: Caller): Promise<boolean> {
  const { action, resource, resourcePolicy } = decision;
  const outcome = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: withEncryptionContext({ ...context, ...decision.context }),
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: withEncryptionContext(resourcePolicy),
      ...policies,
    },
    {},
  );
  if (!('overallResult' in outcome)) throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome)}`);
  return outcome.overallResult === 'Allowed';
}
