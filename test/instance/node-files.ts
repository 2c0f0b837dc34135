import type { NodeKind } from '../../lib/core/plan/types';

/** What user data writes for a sample node, without the plan behind it. */
export const sampleEnv = (checksum: string): Record<string, string> => ({
  CLUSTER: 'inventory',
  CLUSTER_ID: 'hT3xM0bWQ7iJ4kLmNoPqRg',
  REGION: 'us-east-1',
  ZONE: 'use1-az4',
  GROUP: 'inventory-group',
  STACK: 'inventory-cluster',
  SIGNAL_RESOURCE: 'Group1',
  VOLUME_ID: 'vol-1',
  ARCHIVE_URL: 's3://artifacts/automq.tgz',
  ARCHIVE_SHA256: checksum,
  PACKAGES: 'java-21 agent',
  OPS_BUCKET: 'ops',
  DATA_BUCKET: 'data',
  QUORUM: 'c0.inv.internal:9093,c1.inv.internal:9093,c2.inv.internal:9093',
  ADMIN_SECRET: 'arn:admin',
  BROKER_SECRET: 'arn:broker',
  AUTHORITY_ARN: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1',
  TLS_SECRET: 'arn:tls',
  CERTIFICATE_DAYS: '7',
  KAFKA_HEAP_OPTS: '-Xmx1g',
});

export const slots: Readonly<Record<NodeKind, string>> = {
  broker: [0, 1, 2].map((index) => `400${index} 10.0.0.${8 + index} b400${index}.inv.internal\n`).join(''),
  controller: '1 10.0.0.5 c1.inv.internal\n',
};

/** Ports that open when the node is started. */
export const opens: Readonly<Record<NodeKind, string>> = {
  broker: [8, 9, 10].map((last) => `10.0.0.${last}/9092\n`).join(''),
  controller: '10.0.0.5/9093\n',
};

export const template = `node.id=@NODE_ID@
listeners=CLIENT://@ADDRESS@:9092,INTERNAL://@ADDRESS@:9094
advertised.listeners=CLIENT://@HOST@:9092,INTERNAL://@HOST@:9094
ssl.truststore.type=PEM
autobalancer.client.auth.security.protocol=SASL_SSL
autobalancer.client.auth.sasl.jaas.config=x @LOGIN@;
`;
