import { Lazy, Stack, type CfnElement } from 'aws-cdk-lib';
import type { ElasticGroup, PinnedNode } from '../core/plan/types';
import { renderUserData } from '../core/render';
import { bootFiles } from '../instance/files';
import type { NodeContext } from './node-context';

interface Boot {
  /** The group that boot signals. Asked for late: the launch template is made before its group. */
  readonly signalledGroup: () => CfnElement;
  readonly volumeId?: string;
}

/** User data as plain text, with ids that only exist at deploy time as tokens. */
export function userDataOf(node: ElasticGroup | PinnedNode, context: NodeContext, boot: Boot): string {
  const { issuer } = context.plan.tls;
  const files = 'kind' in node ? bootFiles(node.kind, 'pinned', issuer) : bootFiles('broker', 'address', issuer);
  const refs = {
    // A logical id is no reference, so the template does not depend on the group that depends on it.
    signalResource: Lazy.string({ produce: () => logicalId(boot.signalledGroup()) }),
    stackName: Lazy.string({ produce: () => Stack.of(boot.signalledGroup()).stackName }),
    volumeId: boot.volumeId,
    authorityArn: context.authorityArn,
  };
  return renderUserData(context.plan, node, refs, files);
}

const logicalId = (element: CfnElement): string => Stack.of(element).getLogicalId(element);
