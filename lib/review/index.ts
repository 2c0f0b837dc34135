/** What a reviewer signs, made from synthesized templates only. */
export { failures, review, sha256, type Made, type Packet, type TemplateStamp } from './packet';
export { changes, type ChangeRow, type Risk } from './change';
export { deployerPolicy, type DeployerPolicy, type PolicyJson } from './deployer/policy';
export { matches } from './decide';
export { html } from './html';
export { markdown } from './markdown';
export type { PackFinding, PackRow } from './packs';
export { sarif } from './sarif';
export {
  at,
  isObject,
  list,
  objectsIn,
  type Output,
  type Template,
  type TemplateFile,
  type Resource,
} from './template';
export { Assembly, type Located } from './assembly';
