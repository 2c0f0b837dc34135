/** What IAM would say. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { NodeKind, Plan } from '../../../../lib/core/plan/types';
import { permissions, type PolicyDocument } from '../../../../lib/core/render';
import { account, roles, type Decision } from './decisions';

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
export async function allowed(plan: Plan, kind: NodeKind, decision: Decision, without?: string): Promise<boolean> {
  const { Version, Statement } = permissions(plan, kind);
  const document = { Version, Statement: Statement.filter(({ Sid }) => Sid !== without) };
  return simulated(`arn:aws:sts::${account}:assumed-role/${kind}/i-1`, decision, {
    identityPolicies: [{ name: kind, policy: document }],
    permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }],
    context: { 'aws:PrincipalArn': roles[kind]! },
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

async function simulated(principal: string, decision: Decision, { context, ...policies }: Caller): Promise<boolean> {
  const { action, resource, resourcePolicy } = decision;
  const outcome = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: { ...context, ...decision.context },
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
      ...policies,
    },
    {},
  );
  if (!('overallResult' in outcome)) throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome)}`);
  return outcome.overallResult === 'Allowed';
}
