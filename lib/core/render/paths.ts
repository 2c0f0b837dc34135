/** Where things are on the machine. `lib/instance` uses the same paths; `user-data.test.ts` holds the two together. */
export const paths = {
  nodeEnv: '/etc/automq-byoc/node.env',
  slots: '/etc/automq-byoc/slots',
  propertiesTemplate: '/etc/automq-byoc/server.template',
  agent: '/etc/automq-byoc/agent.json',
  /** Private key and certificate chain of the node, PEM. */
  keyStore: '/etc/automq-byoc/tls/node.pem',
  /** Certificates of the authorities that nodes trust, PEM. */
  trustStore: '/etc/automq-byoc/tls/ca.pem',
  bootLog: '/var/log/automq-byoc/boot.log',
  serverLog: '/var/log/automq/server.log',
  logDirs: '/var/lib/automq/data',
  /** Link that boot points at the attached WAL volume; Nitro ignores the device name asked for. */
  walDevice: '/dev/automq-wal',
} as const;
