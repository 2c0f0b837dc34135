/** What a deployment file takes as given in its account. */
import type { Plan } from '../../lib/core';
import type { LocalAws } from './local-aws';

export async function prepareAccount(local: LocalAws, plan: Plan): Promise<void> {
  void local;
  void plan;
}
