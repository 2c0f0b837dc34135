import type { ListenerPlan, Plan } from '../../plan/types';
import { brokers, controllers, everyNode, tokens } from './rows';
import type { PropertyContext, PropertyGroup } from './rows';

export function listener(plan: Plan, name: ListenerPlan['name']): ListenerPlan {
  const found = plan.listeners.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the plan has no listener ${name}`);
  return found;
}

/** `0@c0.example:9093,…` with ids, `c0.example:9093,…` without. */
export function quorum({ plan }: Pick<PropertyContext, 'plan'>, withIds: boolean): string {
  const { port } = listener(plan, 'CONTROLLER');
  return plan.controllers.map((node) => `${withIds ? `${node.nodeId}@` : ''}${node.host}:${port}`).join(',');
}

const opened = (kind: 'broker' | 'controller', at: string) => (context: PropertyContext) =>
  context.plan.listeners
    .filter((row) => (row.name === 'CONTROLLER') === (kind === 'controller'))
    .map((row) => `${row.name}://${at}:${row.port}`)
    .join(',');

const protocols = ({ plan }: PropertyContext): string =>
  plan.listeners.map((row) => `${row.name}:${row.protocol}`).join(',');

export const identity: PropertyGroup = {
  why: 'Who the node is. The rack is the zone id: clients and the zone router compare it.',
  rows: [
    controllers('process.roles', 'controller'),
    brokers('process.roles', 'broker'),
    everyNode('node.id', tokens.nodeId),
    brokers('broker.rack', ({ zone }) => zone),
  ],
};

export const quorumGroup: PropertyGroup = {
  why: 'The quorum is static and named by DNS, so a replaced controller keeps its id and name.',
  rows: [
    everyNode('controller.quorum.voters', (context) => quorum(context, true)),
    everyNode('controller.quorum.bootstrap.servers', (context) => quorum(context, false)),
    everyNode('controller.listener.names', 'CONTROLLER'),
  ],
};

export const listenersGroup: PropertyGroup = {
  why: "Bound to the node's own address and advertised by its own name: nothing answers on another address.",
  rows: [
    controllers('listeners', opened('controller', tokens.address)),
    controllers('advertised.listeners', opened('controller', tokens.host)),
    brokers('listeners', opened('broker', tokens.address)),
    brokers('advertised.listeners', opened('broker', tokens.host)),
    everyNode('listener.security.protocol.map', protocols),
    everyNode('inter.broker.listener.name', 'INTERNAL'),
  ],
};
