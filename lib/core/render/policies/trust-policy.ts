import type { Plan, RolePurpose } from '../../plan/types';
import { regionalArn } from '../arns';
import { keeperArns } from '../keeper-arns';
import { policy, type Condition, type PolicyDocument } from '../policy';

/**
 * Against a confused deputy, for the services that say on whose behalf they assume a role. EC2 does not: it assumes an
 * instance's role inside the account of the instance, and a condition on the source account would match nothing.
 */
const conditions: Readonly<Partial<Record<RolePurpose, (plan: Plan) => Condition>>> = {
  snapshots: (plan) => calledFor(plan, regionalArn(plan, 'dlm', 'policy/*')),
  flowLogs: (plan) => calledFor(plan, regionalArn(plan, 'ec2', 'vpc-flow-log/*')),
  keeper: (plan) => calledFor(plan, keeperArns(plan).stateMachine),
  keeperSchedule: (plan) => calledFor(plan, keeperArns(plan).scheduleGroup),
};

const calledFor = (plan: Plan, sourceArn: string): Condition => ({
  StringEquals: { 'aws:SourceAccount': plan.cluster.account },
  ArnLike: { 'aws:SourceArn': sourceArn },
});

/** Who may assume the role: one AWS service, for this account. */
export function trustPolicy(plan: Plan, purpose: RolePurpose): PolicyDocument {
  return policy({
    Sid: 'AssumedByService',
    Effect: 'Allow',
    Principal: { Service: plan.roles[purpose].service },
    Action: ['sts:AssumeRole'],
    Condition: conditions[purpose]?.(plan),
  });
}
