import { output, type Input, type Output } from '@pulumi/pulumi';
import type { ElasticGroup, PinnedNode } from '../core/plan/types';
import { renderUserData } from '../core/render';
import { bootFiles } from '../instance/files';
import { filled } from './inputs';
import type { NodeContext } from './node-context';

interface Boot {
  readonly volumeId?: Input<string>;
}

/** User data as plain text. No stack of CloudFormation waits for a signal, so it names none. */
export function userDataOf(
  node: ElasticGroup | PinnedNode,
  { plan, authorityArn }: NodeContext,
  { volumeId }: Boot = {},
): Output<string> {
  const { issuer } = plan.tls;
  const files = 'kind' in node ? bootFiles(node.kind, 'pinned', issuer) : bootFiles('broker', 'address', issuer);
  return filled(output({ authorityArn, volumeId }).apply((refs) => renderUserData(plan, node, refs, files)));
}
