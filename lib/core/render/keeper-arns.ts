import type { Plan } from '../plan/types';
import type { KeeperPlan } from '../seasons/types';
import { regionalArn } from './arns';

/** Everything of the floor keeper has a name that the plan computes, so the identity stack refers to no later one. */
export function keeperArns(plan: Plan): Readonly<Record<'stateMachine' | 'scheduleGroup' | 'deadLetterQueue', string>> {
  const keeper = keeperOf(plan);
  return {
    stateMachine: regionalArn(plan, 'states', `stateMachine:${keeper.stateMachineName}`),
    scheduleGroup: regionalArn(plan, 'scheduler', `schedule-group/${keeper.scheduleGroupName}`),
    deadLetterQueue: regionalArn(plan, 'sqs', keeper.deadLetterQueueName),
  };
}

export function keeperOf({ seasons }: Plan): KeeperPlan {
  if (!seasons) throw new Error('the plan has no seasons');
  return seasons.keeper;
}
