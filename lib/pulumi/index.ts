/** `automq-byoc/pulumi`: the design as Pulumi components. Needs @pulumi/pulumi and @pulumi/aws; never loads the CDK. */
export { ClusterData, type ClusterDataArgs } from './data';
export type { KeyArnOutputs } from './keys';
export type { RoleArnInputs } from './rendered';
