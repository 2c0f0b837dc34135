/** The list that `pulumi import --file` reads, with the components that the program puts above each resource. */
import type { Plan } from '../../core/plan/types';
import type { Found } from './match';

interface Row {
  readonly type: string;
  /** Unique in the list. */
  readonly name: string;
  readonly logicalName: string;
  readonly id?: string;
  readonly parent?: string;
  readonly component?: true;
}

export function pulumiList(plan: Plan, found: readonly Found[]): { readonly resources: readonly Row[] } {
  const { prefix } = plan.cluster;
  const component = (name: string, parent?: string): Row => ({
    type: `automq-byoc:index:${name}`,
    name,
    logicalName: prefix,
    component: true,
    ...(parent && { parent }),
  });
  const components = [
    ...new Set(found.filter(({ pulumi }) => pulumi.length > 0).map((row) => `Cluster${row.component}`)),
  ];
  return {
    resources: [
      component('AutoMqCluster'),
      component('ClusterData', 'AutoMqCluster'),
      ...components.map((name) => component(name, 'ClusterData')),
      ...found.flatMap((row) => resources(prefix, row)),
    ],
  };
}

const resources = (prefix: string, { id, pulumi, physicalId, component }: Found): Row[] =>
  pulumi.map((type) => ({
    type,
    name: `${id}-${type.split(':')[2]}`,
    logicalName: `${prefix}-${id}`,
    id: physicalId,
    parent: `Cluster${component}`,
  }));
