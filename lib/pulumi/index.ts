/** `automq-byoc/pulumi`: the design as Pulumi components. Needs @pulumi/pulumi and @pulumi/aws; never loads the CDK. */
export { AutoMqCluster } from './automq-cluster';
export * from './automq-cluster-args';
export type { Overrides } from './capacity-parameters';
export { ClusterNodes, type ClusterNodesArgs } from './cluster';
export { ClusterData, type ClusterDataArgs } from './data';
export { ClusterIdentity, type ClusterIdentityArgs, type IdentityRefs } from './identity';
export type { KeyArnOutputs } from './keys';
export { ClusterNetwork, existingNetwork, type ClusterNetworkArgs } from './network';
export type { NetworkRefs } from './network-refs';
export type { RoleArnInputs } from './rendered';
export { ClusterSeasons, type ClusterSeasonsArgs } from './seasons';
export type { SecretArnOutputs } from './secrets';
