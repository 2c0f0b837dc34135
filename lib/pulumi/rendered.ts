import type { Input, Output } from '@pulumi/pulumi';
import type { RolePurpose } from '../core/plan/types';
import type { PolicyDocument } from '../core/render/policy';

/** ARNs of the roles that policies name. */
export type RoleArnInputs = Readonly<Partial<Record<RolePurpose, Input<string>>>>;

/** A policy document as text, once the ARNs in it are known. All policies share one value: each would wait for every role. */
export function rendered<Arns>(arns: Output<Arns>, document: (arns: Arns) => PolicyDocument): Output<string> {
  return arns.apply((known) => JSON.stringify(document(known as Arns)));
}
