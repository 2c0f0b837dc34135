import type { Construct } from 'constructs';
import { existingIdentity, existingNetwork, type IdentityRefs, type NetworkRefs } from '../lib/cdk';
import type { Plan, StackKind } from '../lib/core';
import { ClusterStack } from './cluster-stack';
import { DataStack } from './data-stack';
import { IdentityStack } from './identity-stack';
import { NetworkStack } from './network-stack';
import { SeasonsStack } from './seasons-stack';
import type { SynthesisOptions } from './stack-props';

export { ClusterStack, DataStack, IdentityStack, NetworkStack, SeasonsStack };
export type { SynthesisOptions };

/**
 * All stacks of a deployment, in the order they are deployed: identity, data, network, cluster, seasons. None refers to a later one.
 * Works below an `App` or a `Stage`; where all roles are injected there is no identity stack, in an existing VPC no network stack.
 */
export function addStacks(scope: Construct, plan: Plan, options: SynthesisOptions = {}): ClusterStack {
  const identity = provideIdentity(scope, plan, options);
  const { data } = new DataStack(scope, idOf(plan, 'data'), { plan, roleArns: identity.roleArns, ...options });
  const network = provideNetwork(scope, plan, identity, data.keyArns.logs, options);
  const cluster = new ClusterStack(scope, idOf(plan, 'cluster'), {
    plan,
    network,
    instanceProfileArns: identity.instanceProfileArns,
    snapshotRoleArn: identity.roleArns.snapshots!,
    keyArns: data.keyArns,
    authorityArn: data.authorityArn,
    ...options,
  });
  addSeasons(scope, plan, { identity, cluster, logsKeyArn: data.keyArns.logs, options });
  return cluster;
}

interface Earlier {
  readonly identity: IdentityRefs;
  readonly cluster: ClusterStack;
  readonly logsKeyArn: string;
  readonly options: SynthesisOptions;
}

/** Its policies name the groups, which must be there. */
function addSeasons(scope: Construct, plan: Plan, { identity, cluster, logsKeyArn, options }: Earlier): void {
  if (!has(plan, 'seasons')) return;
  const { roleArns } = identity;
  const { topicArn: alarmTopicArn } = cluster.nodes.alarms;
  const props = { plan, roleArns, logsKeyArn, alarmTopicArn, ...options };
  new SeasonsStack(scope, idOf(plan, 'seasons'), props).node.addDependency(cluster);
}

function provideIdentity(scope: Construct, plan: Plan, options: SynthesisOptions): IdentityRefs {
  if (!has(plan, 'identity')) return existingIdentity(plan);
  return new IdentityStack(scope, idOf(plan, 'identity'), { plan, ...options }).identity;
}

function provideNetwork(
  scope: Construct,
  plan: Plan,
  identity: IdentityRefs,
  logsKeyArn: string,
  options: SynthesisOptions,
): NetworkRefs {
  if (!has(plan, 'network')) return existingNetwork(plan);
  const flowLogsRoleArn = identity.roleArns.flowLogs!;
  return new NetworkStack(scope, idOf(plan, 'network'), { plan, logsKeyArn, flowLogsRoleArn, ...options }).network;
}

const has = (plan: Plan, kind: StackKind): boolean => plan.stacks.some((stack) => stack.kind === kind);

/** The stack's own name, so that `cdk deploy NAME` takes what the console shows. */
const idOf = (plan: Plan, kind: StackKind): string => plan.stacks.find((stack) => stack.kind === kind)!.name;
