import { paths } from '../paths';
import { listener } from './listeners';
import { brokers, controllers, everyNode, tokens } from './rows';
import type { PropertyContext, PropertyGroup } from './rows';

/** What a node says when it opens a connection to another node, and whom it accepts. */
export const plainLogin = `org.apache.kafka.common.security.plain.PlainLoginModule required ${tokens.login};`;

const mechanism =
  (name: 'CLIENT' | 'INTERNAL' | 'CONTROLLER') =>
  ({ plan }: PropertyContext): string =>
    listener(plan, name).mechanism;

export const tls: PropertyGroup = {
  why: 'TLS on every listener. PEM files, because boot and the renewal timer can replace them without a key tool.',
  rows: [
    everyNode('ssl.keystore.type', 'PEM'),
    everyNode('ssl.keystore.location', paths.keyStore),
    everyNode('ssl.truststore.type', 'PEM'),
    everyNode('ssl.truststore.location', paths.trustStore),
  ],
};

export const logins: PropertyGroup = {
  why: 'Between nodes PLAIN over TLS: SCRAM passwords live in metadata that a joining node cannot read yet. Clients use SCRAM.',
  rows: [
    everyNode('sasl.mechanism.controller.protocol', mechanism('CONTROLLER')),
    everyNode('sasl.mechanism.inter.broker.protocol', mechanism('INTERNAL')),
    // Not only for the listeners that a node has: Kafka checks the mechanism of INTERNAL on controllers too.
    everyNode('sasl.enabled.mechanisms', mechanism('INTERNAL')),
    everyNode('listener.name.controller.plain.sasl.jaas.config', plainLogin),
    brokers('listener.name.internal.plain.sasl.jaas.config', plainLogin),
    brokers('listener.name.client.sasl.enabled.mechanisms', mechanism('CLIENT')),
    brokers(
      'listener.name.client.scram-sha-512.sasl.jaas.config',
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    ),
  ],
};

const superUsers = ({ plan }: PropertyContext): string =>
  Object.values(plan.secrets)
    .flatMap(({ users }) => users.map((user) => `User:${user}`))
    .join(';');

export const authorization: PropertyGroup = {
  why: 'No rule means no access. Nodes must be super users: AutoMQ calls between nodes need CLUSTER_ACTION since 1.7.1.',
  rows: [
    everyNode('authorizer.class.name', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'),
    everyNode('super.users', superUsers),
    everyNode('allow.everyone.if.no.acl.found', 'false'),
  ],
};

export const balancer: PropertyGroup = {
  why: 'AutoBalancer logs in like a node. The reporter would connect to the bind address, which no certificate names.',
  rows: [
    controllers('autobalancer.controller.enable', 'true'),
    everyNode('autobalancer.client.listener.name', 'INTERNAL'),
    everyNode('autobalancer.client.auth.security.protocol', ({ plan }) => listener(plan, 'INTERNAL').protocol),
    everyNode('autobalancer.client.auth.sasl.mechanism', mechanism('INTERNAL')),
    everyNode('autobalancer.client.auth.sasl.jaas.config', plainLogin),
    brokers(
      'autobalancer.reporter.bootstrap.servers',
      ({ plan }) => `${tokens.host}:${listener(plan, 'INTERNAL').port}`,
    ),
    brokers('autobalancer.reporter.ssl.truststore.type', 'PEM'),
    brokers('autobalancer.reporter.ssl.truststore.location', paths.trustStore),
  ],
};
