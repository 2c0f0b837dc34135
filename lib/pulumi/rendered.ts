import type { Input, Output } from '@pulumi/pulumi';
import type { RolePurpose } from '../core/plan/types';
import type { PolicyDocument } from '../core/render/policy';
import type { RoleArns } from '../core/render/refs';

/** ARNs of the roles that policies name. */
export type RoleArnInputs = Readonly<Partial<Record<RolePurpose, Input<string>>>>;

/** A policy document as text, once the role ARNs are known. All policies share one value: each would wait for every role. */
export function rendered(roleArns: Output<RoleArns>, document: (arns: RoleArns) => PolicyDocument): Output<string> {
  return roleArns.apply((arns) => JSON.stringify(document(arns)));
}
