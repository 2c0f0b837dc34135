/** The id of the cluster, which every controller's volume holds: machines with another one do not start on it. */
import type { Resource } from '../review';
import type { Finding } from './finding';
import { LAUNCH_TEMPLATE, type StackPair } from './stacks';

export function clusterIdFindings({ stack, changes }: StackPair): Finding[] {
  return changes
    .filter(({ type }) => type === LAUNCH_TEMPLATE)
    .flatMap(({ id, before, after }) => {
      const [was, is] = [idIn(before), idIn(after)];
      if (was === undefined || is === undefined || was === is) return [];
      return [
        {
          level: 'refuse',
          rule: 'cluster id',
          stack,
          resource: id,
          what: `would belong to the cluster ${is}: the volumes and buckets of ${was} are not its own`,
          property: 'UserData',
          wayAround: 'Keep `clusterId` in the file.',
        } as const,
      ];
    });
}

/** As lib/core/render/node-env.ts writes it. */
const idIn = (template: Resource | undefined): string | undefined =>
  /CLUSTER_ID=([\w-]{22})/.exec(JSON.stringify(template?.Properties ?? ''))?.[1];
