/** Controls on roles and what they may do. */
import { list, objectsIn } from '../template';
import { isWild, type StatementRow } from '../statements';
import { matches } from '../decide';
import { grants } from '../keys';
import { isBroad, limitedTo } from '../limits';
import { each, eachStatement, verdict, type Control, type Seen } from './control';

const identityOf = ({ statements }: Seen) =>
  statements.filter(({ kind, effect }) => kind === 'identity' && effect === 'Allow');
const rolesOf = ({ assembly }: Seen) => assembly.ofType('AWS::IAM::Role');

/** Actions that change what exists, on things that several clusters have in one account. */
const MUTATES_SHARED = /^ec2:(?!Describe|Get)|^acm-pca:/;
/** The only mutations that cannot carry a tag: what they make has none yet. */
const MAKES_UNTAGGED = ['ec2:CreateSnapshot', 'ec2:CreateTags'];
const SHARING = [
  'ec2:ModifySnapshotAttribute',
  'ec2:ModifyImageAttribute',
  'ec2:ExportImage',
  'ec2:CreateStoreImageTask',
];
/** What only those who deploy do. */
const DEPLOYS = [
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'ec2:CreateLaunchTemplate',
  'autoscaling:CreateAutoScalingGroup',
];

export const identityControls: readonly Control[] = [
  {
    id: 'named-actions',
    control: 'Policies name every action; none is a pattern.',
    knownAs: ['Security Hub IAM.21', 'CT.IAM.PR.3', 'AwsSolutions-IAM5'],
    check: (seen) =>
      eachStatement(
        seen.statements.filter(({ effect }) => effect === 'Allow'),
        ({ actions, notActions }) => wideActions([...actions, ...notActions.map(() => '*')]),
      ),
  },
  {
    id: 'no-full-access',
    control: 'No role has a FullAccess or administrator policy of AWS.',
    knownAs: ['Security Hub IAM.1', 'CT.IAM.PR.2', 'AwsSolutions-IAM4'],
    check: (seen) =>
      each(rolesOf(seen), ({ properties, stack }) =>
        seen.assembly
          .texts(properties.ManagedPolicyArns, stack)
          .find((arn) => /FullAccess|Administrator|PowerUser/.test(arn)),
      ),
  },
  {
    id: 'boundary',
    control: 'Every role has a permissions boundary.',
    knownAs: [],
    check: (seen) =>
      each(rolesOf(seen), ({ properties }) =>
        properties.PermissionsBoundary ? undefined : 'no permissions boundary (roles.permissionsBoundary in the file)',
      ),
  },
  {
    id: 'pass-role',
    control: 'PassRole is allowed for named roles and one service only, or for nobody.',
    knownAs: [],
    check: (seen) =>
      verdict(
        rolesOf(seen).map(({ address }) => address),
        identityOf(seen)
          .filter(
            (row) =>
              grants(row, 'iam:PassRole') && (row.resources.some(isBroad) || !limitedTo(row, /^iam:PassedToService$/i)),
          )
          .map(({ owner, sid }) => `${owner.address} ${sid}: PassRole on any role or service`),
      ),
  },
  {
    id: 'no-third-party-trust',
    control: 'Roles are assumed by services of AWS only; no other account is trusted.',
    knownAs: [],
    check: ({ statements }) =>
      eachStatement(
        statements.filter(({ kind, effect }) => kind === 'trust' && effect === 'Allow'),
        ({ principals }) => principals.find((who) => !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(who)),
      ),
  },
  {
    id: 'separate-identities',
    control: 'Those who run cannot deploy: no role here may create roles, groups, launch templates or stacks.',
    knownAs: [],
    check: (seen) =>
      verdict(
        rolesOf(seen).map(({ address }) => address),
        identityOf(seen).flatMap((row) =>
          DEPLOYS.filter((action) => grants(row, action)).map((action) => `${row.owner.address} ${row.sid}: ${action}`),
        ),
      ),
  },
  {
    id: 'deny-sharing',
    control: 'Sharing snapshots and exporting images is denied in so many words, not only not allowed.',
    knownAs: [],
    check: (seen) => {
      const nodes = rolesOf(seen).filter(({ resource }) =>
        JSON.stringify(resource.Properties ?? {}).includes('ec2.amazonaws.com'),
      );
      return each(nodes, (role) => {
        const own = seen.statements.filter(
          (row) => row.subjects.includes(role.address) && row.effect === 'Deny' && !row.perhaps,
        );
        const open = SHARING.filter(
          (action) =>
            !own.some(
              ({ actions, resources, conditions }) =>
                actions.some((pattern) => matches(pattern, action, true)) &&
                resources.includes('*') &&
                conditions.length === 0,
            ),
        );
        return open.length > 0 ? `no denial of ${open.join(', ')}` : undefined;
      });
    },
  },
  {
    id: 'tagged-mutations',
    control: 'Whatever changes machines, volumes, interfaces or certificates is bound to the tag of this cluster.',
    knownAs: [],
    check: (seen) =>
      eachStatement(identityOf(seen).filter(mutatesShared), (row) =>
        boundToTag(row, clusterTags(seen)) || !row.resources.some(isBroad) ? undefined : 'not bound to a tag',
      ),
  },
];

/** A pattern counts where it matches a change, whatever else it matches. */
const mutatesShared = (row: StatementRow): boolean =>
  row.actions.some((action) => MUTATES_SHARED.test(action) && !MAKES_UNTAGGED.includes(action)) ||
  ['ec2:AttachVolume', 'acm-pca:IssueCertificate'].some((action) => grants(row, action));

/** Tags of ours that tell this cluster from any other, as the resources of these templates carry them. */
const clusterTags = ({ assembly }: Seen): ReadonlySet<string> =>
  new Set(
    assembly.resources
      .flatMap(({ properties }) => objectsIn(properties))
      .filter(({ value: { Key } }) => /^automq:(cluster|metadata-of)$/.test(String(Key)))
      .map(({ value: { Key, Value } }) => `${String(Key)}=${String(Value)}`),
  );

const boundToTag = (row: StatementRow, tags: ReadonlySet<string>): boolean =>
  limitedTo(row, /^aws:(Resource|Request)Tag\//, (value, key) => tags.has(`${key.split('/')[1]}=${value}`));

function wideActions(actions: readonly string[]): string | undefined {
  const wide = actions.filter(isWild);
  return list(wide).length > 0 ? `actions ${wide.join(', ')}` : undefined;
}
