export type * from './deployment';
export { check, checked, type Checked } from './check';
export { jsonSchema, type JsonSchema } from './json-schema';
export { DeploymentError, mistakeText, pathText, type Mistake } from './mistakes';
