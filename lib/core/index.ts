/** What `automq-byoc` exports without an engine: check a deployment, plan it, render its texts. */
export * from './deployment';
export { networkOutputs } from './identities';
export { plan, type PlanOptions } from './plan/plan';
export { request, type RequestOwner, type RequestRow } from './plan/request';
export type * from './plan/types';
export * from './render';
