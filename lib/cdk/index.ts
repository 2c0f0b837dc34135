/** CDK constructs: `import { AutoMqCluster } from 'automq-byoc/cdk'`. */
export { applyTags } from './annotate';
export { AutoMqCluster, type AutoMqClusterAttributes, type IAutoMqCluster } from './automq-cluster';
export * from './automq-cluster-props';
export { ClusterNodes, type ClusterNodesProps } from './cluster';
export { ClusterData, type ClusterDataProps } from './data';
export { ClusterIdentity, existingIdentity, type ClusterIdentityProps, type IdentityRefs } from './identity';
export { ClusterNetwork, existingNetwork, type ClusterNetworkProps } from './network';
export type { NetworkRefs } from './network-refs';
export { ClusterSeasons, type ClusterSeasonsProps } from './seasons';
