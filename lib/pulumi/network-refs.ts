import type { Input } from '@pulumi/pulumi';

/** What the nodes need to know of their network, whoever made it. */
export interface NetworkRefs {
  readonly vpcId: Input<string>;
  /** Subnet ids by zone id. */
  readonly subnetIds: Readonly<Record<string, Input<string>>>;
  /** Names of the zones in this account, by zone id: volumes and groups of the provider take no zone id. */
  readonly zoneNames: Readonly<Record<string, Input<string>>>;
  /**
   * Security group of the interface endpoints.
   * @default - nodes reach endpoints through `plan.network.endpointNetworks`
   */
  readonly endpointSecurityGroupId?: Input<string>;
}
