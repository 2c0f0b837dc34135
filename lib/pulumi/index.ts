/** `automq-byoc/pulumi`: the design as Pulumi components. Needs @pulumi/pulumi and @pulumi/aws; never loads the CDK. */
export { ClusterData, type ClusterDataArgs } from './data';
