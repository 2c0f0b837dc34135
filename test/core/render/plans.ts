/** One plan for each way a deployment can change what is rendered. */
import { plan } from '../../../lib/core/plan/plan';
import type { ElasticGroup, PinnedNode, Plan } from '../../../lib/core/plan/types';
import type { BootRefs, RoleArns } from '../../../lib/core/render';
import { inExistingVpc, sample, withWalVolumes } from '../../fixtures/deployments';

const today = '2026-11-22';
const key = (id: string): string => `arn:aws:kms:us-east-1:111122223333:key/0000000${id}-0000-0000-0000-000000000000`;

export const plans = {
  sample: plan(sample(), today),
  forty: plan(sample({ brokers: { instanceType: 'm7g.large', perZone: 3, slotsPerZone: 40 } }), today),
  walVolumes: plan(withWalVolumes(), today),
  existingVpc: plan(inExistingVpc(), today),
  injected: plan(
    withWalVolumes({
      keys: { data: key('1'), wal: key('2'), logs: key('3'), secrets: key('4') },
      tls: {
        issuer: 'secret',
        secretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:tls-AbCdEf',
        secretKeyArn: key('5'),
      },
      roles: { breakGlass: 'arn:aws:iam::111122223333:role/break-glass' },
    }),
    today,
  ),
  seasons: plan(
    sample({
      seasons: [
        {
          name: 'black-friday',
          timeZone: 'America/New_York',
          start: '2026-11-26T16:00',
          end: '2026-12-01T03:00',
          brokersPerZone: 3,
        },
      ],
    }),
    today,
  ),
  baked: plan(
    sample({
      automq: { archive: 'baked' },
      image: { id: 'ami-0123456789abcdef0', packages: 'baked' },
      tls: {
        issuer: 'private-ca',
        authorityArn:
          'arn:aws:acm-pca:us-east-1:444455556666:certificate-authority/11111111-2222-3333-4444-555555555555',
      },
    }),
    today,
  ),
} as const satisfies Record<string, Plan>;

export const everyPlan = Object.entries(plans) as [string, Plan][];

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

export const roles: RoleArns = {
  controller: role('controller'),
  broker: role('broker'),
  snapshots: role('snapshots'),
  flowLogs: role('flow-logs'),
};

export const refs: BootRefs = {
  stackName: 'inventory-cluster',
  signalResource: 'ClusterBrokersUse1Az1Group',
  authorityArn: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555',
};

export const controllerRefs: BootRefs = {
  ...refs,
  signalResource: 'ClusterController0Group',
  volumeId: 'vol-0123456789abcdef0',
};

export function firstBroker({ brokers }: Plan): ElasticGroup | PinnedNode {
  const [first] = brokers.kind === 'elastic' ? brokers.groups : brokers.nodes;
  if (first === undefined) throw new Error('no broker');
  return first;
}

export function firstController({ controllers }: Plan): PinnedNode {
  const [first] = controllers;
  if (first === undefined) throw new Error('no controller');
  return first;
}
