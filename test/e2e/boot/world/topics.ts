/** What Kafka says of its topics, asked on a broker's own machine with the node's own login. */
import type { Machine } from './machine';

const LOGIN =
  'cd /etc/automq-byoc; read -r ID ADDRESS HOST <slot; sed -n "s/^autobalancer.client.auth.//p;/^ssl.truststore/p" server.properties >/run/login';

export const describeTopics = (machine: Machine, ...options: readonly string[]): ReturnType<Machine['run']> =>
  machine.run(
    `${LOGIN}; /opt/automq/bin/kafka-topics.sh --bootstrap-server "$HOST:9094" --command-config /run/login --describe ${options.join(' ')}`,
  );
