/**
 * Every identity the package hands out: construct ids, Pulumi names, node ids, exports.
 *
 * They are a contract: changing one replaces the resource behind it. All are made from a zone id, a slot index or a
 * purpose, never from a position in a list, so adding or removing a zone renames nobody. `identities.test.ts` lists them.
 */

/** `use1-az4` -> `Use1Az4`; `flowLogs` -> `FlowLogs`; `acm-pca` -> `AcmPca`. */
export function pascal(text: string): string {
  return text
    .split(/[-_]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** The number at the end of a zone id: `use1-az4` -> 4. */
export function zoneNumber(zoneId: string): number {
  return Number(/-az(\d+)$/.exec(zoneId)?.[1]);
}

/** Controllers are 0, 1, 2; AutoMQ takes every id up to 999 for a controller. */
export const controllerNodeId = (index: number): number => index;

/** Brokers say where they live: `use1-az4`, slot 1 -> 4001. */
export const brokerNodeId = (zoneId: string, index: number): number => 1000 * zoneNumber(zoneId) + index;

export const controllerHost = (nodeId: number, domain: string): string => `c${nodeId}.${domain}`;
export const brokerHost = (nodeId: number, domain: string): string => `b${nodeId}.${domain}`;
export const bootstrapHost = (domain: string): string => `bootstrap.${domain}`;
export const zoneBootstrapHost = (zoneId: string, domain: string): string => `bootstrap-${zoneId}.${domain}`;

/** Construct ids (CDK) and name parts (Pulumi) of resources that exist once per zone, node or purpose. */
export const ids = {
  key: (purpose: string) => `${pascal(purpose)}Key`,
  keyAlias: (purpose: string) => `${pascal(purpose)}KeyAlias`,
  bucket: (purpose: string) => `${pascal(purpose)}Bucket`,
  bucketPolicy: (purpose: string) => `${pascal(purpose)}BucketPolicy`,
  secret: (purpose: string) => `${pascal(purpose)}Secret`,
  role: (purpose: string) => `${pascal(purpose)}Role`,
  rolePolicy: (purpose: string) => `${pascal(purpose)}RolePolicy`,
  instanceProfile: (kind: string) => `${pascal(kind)}InstanceProfile`,
  authority: 'CertificateAuthority',
  authorityCertificate: 'CertificateAuthorityCertificate',
  authorityActivation: 'CertificateAuthorityActivation',
  vpc: 'Vpc',
  subnet: (zoneId: string) => `Subnet${pascal(zoneId)}`,
  reservation: (zoneId: string) => `NodeRange${pascal(zoneId)}`,
  routeTable: (zoneId: string) => `RouteTable${pascal(zoneId)}`,
  routeTableAssociation: (zoneId: string) => `RouteTableAssociation${pascal(zoneId)}`,
  gatewayEndpoint: 'S3GatewayEndpoint',
  interfaceEndpoint: (service: string) => `${pascal(service)}Endpoint`,
  endpointSecurityGroup: 'EndpointSecurityGroup',
  flowLog: 'FlowLog',
  logGroup: (purpose: string) => `${pascal(purpose)}LogGroup`,
  securityGroup: (kind: string) => `${pascal(kind)}SecurityGroup`,
  portRule: (from: string, to: string, port: number | string) => `${pascal(from)}To${pascal(to)}${port}`,
  hostedZone: 'HostedZone',
  recordSet: (id: string) => `${pascal(id)}Records`,
  pinnedNode: (kind: string, nodeId: number) => `${pascal(kind)}${nodeId}`,
  elasticBrokers: (zoneId: string) => `Brokers${pascal(zoneId)}`,
  /** Parts of a pinned node or of a zone's brokers; they follow the id of their owner. */
  interface: 'Interface',
  volume: 'Volume',
  launchTemplate: 'LaunchTemplate',
  group: 'Group',
  hook: (name: string) => `${pascal(name)}Hook`,
  snapshotPolicy: 'MetadataSnapshots',
  alarmTopic: 'AlarmTopic',
  alarmTopicPolicy: 'AlarmTopicPolicy',
  alarm: (id: string) => `${id}Alarm`,
  /** Pulumi only; the CDK names what a grant makes. */
  adminSecretReader: (name: string) => `AdminSecretReader-${name}`,
  /** By the year it ends in: EC2 changes no reservation that has ended, so next year's is another one. */
  capacityReservation: (season: string, end: string, zoneId: string) =>
    `${pascal(season)}Reservation${end.slice(0, 4)}${pascal(zoneId)}`,
} as const;

/** Names that are unique in an account and region, made from the deployment's prefix. */
export const names = {
  stack: (prefix: string, kind: string) => `${prefix}-${kind}`,
  bucket: (prefix: string, purpose: string, account: string, region: string) =>
    `${prefix}-${purpose}-${account}-${region}`,
  keyAlias: (prefix: string, purpose: string) => `alias/${prefix}/${purpose}`,
  secret: (prefix: string, purpose: string) => `automq/${prefix}/${purpose}`,
  logGroup: (prefix: string, purpose: string) => `/automq/${prefix}/${purpose}`,
  /** Log deliveries to groups of this prefix need no entry in the account's one resource policy, which is short. */
  vendedLogGroup: (prefix: string, purpose: string) => `/aws/vendedlogs/automq/${prefix}/${purpose}`,
  elasticGroup: (prefix: string, zoneId: string) => `${prefix}-brokers-${zoneId}`,
  pinnedGroup: (prefix: string, kind: string, nodeId: number) => `${prefix}-${kind}-${nodeId}`,
  /** State machine, schedule, its group and its dead-letter queue. */
  keeper: (prefix: string) => `${prefix}-floor-keeper`,
} as const;

/** Outputs of the network stack; those of the cluster stack are rows of the plan. */
export const networkOutputs = {
  vpc: 'VpcId',
  routeTable: (zoneId: string) => `RouteTableId${pascal(zoneId)}`,
} as const;
