import type { Plan, RolePurpose } from '../../plan/types';
import type { PolicyDocument } from '../policy';
import { flowLogPolicy } from './flow-log-policy';
import { keeperPolicy, keeperSchedulePolicy } from './keeper-policy';
import { brokerPolicy, controllerPolicy, type NodePolicyOptions } from './node-policy';
import { snapshotPolicy } from './snapshot-policy';

const documents: Readonly<Record<RolePurpose, (plan: Plan, options: NodePolicyOptions) => PolicyDocument>> = {
  controller: controllerPolicy,
  broker: brokerPolicy,
  snapshots: snapshotPolicy,
  flowLogs: flowLogPolicy,
  keeper: keeperPolicy,
  keeperSchedule: keeperSchedulePolicy,
};

/** What a role may do. The options matter to the roles of nodes. */
export const permissions = (plan: Plan, purpose: RolePurpose, options: NodePolicyOptions = {}): PolicyDocument =>
  documents[purpose](plan, options);
