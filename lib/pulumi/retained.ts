import type { CustomResourceOptions, Resource } from '@pulumi/pulumi';
import type { Plan } from '../core/plan/types';

/**
 * Options of what must outlive the program: `pulumi destroy` refuses to start, and a resource that leaves the program
 * stays in the account. The double opt-in of the deployment file takes both away.
 */
export function retained(parent: Resource, plan: Pick<Plan, 'destroyData'>): CustomResourceOptions {
  return { parent, protect: !plan.destroyData, retainOnDelete: !plan.destroyData };
}
