import type { Plan } from '../../plan/types';
import { regionalArn } from '../arns';
import { allow, policy, type PolicyDocument } from '../policy';

/** Policy of the alarm topic: alarms of this account publish, and nobody without TLS. */
export function topicPolicy(plan: Plan, topicArn: string): PolicyDocument {
  const alarms = allow('AlarmsPublish', ['sns:Publish'], topicArn, {
    StringEquals: { 'aws:SourceAccount': plan.cluster.account },
    ArnLike: { 'aws:SourceArn': regionalArn(plan, 'cloudwatch', 'alarm:*') },
  });
  return policy(
    { ...alarms, Principal: { Service: 'cloudwatch.amazonaws.com' } },
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: ['sns:Publish'],
      Resource: topicArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  );
}
