import { output, type Input, type Output } from '@pulumi/pulumi';
import type { RolePurpose } from '../core/plan/types';
import type { PolicyDocument } from '../core/render/policy';
import type { RoleArns } from '../core/render/refs';

/** ARNs of the roles that policies name. */
export type RoleArnInputs = Readonly<Partial<Record<RolePurpose, Input<string>>>>;

/** A policy document as text, once the role ARNs are known. */
export function rendered(roleArns: RoleArnInputs, document: (arns: RoleArns) => PolicyDocument): Output<string> {
  return output(roleArns).apply((arns) => JSON.stringify(document(arns)));
}
