/** What the nodes need to know of their network, whoever made it. */
export interface NetworkRefs {
  readonly vpcId: string;
  /** Subnet ids by zone id. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /**
   * Security group of the interface endpoints.
   * @default - nodes reach endpoints through `plan.network.endpointNetworks`
   */
  readonly endpointSecurityGroupId?: string;
}
