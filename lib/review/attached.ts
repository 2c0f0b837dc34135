/** Which roles have a policy: it may name them, or they it. */
import type { Assembly, Located } from './assembly';
import type { StatementRow } from './statements';
import { choices, dependsOnChoice } from './template';

export interface Attached {
  /** Addresses of roles in these templates, names of any other role, user or group. */
  readonly to: readonly string[];
  /** Whether a condition of the template decides who has it. */
  readonly perhaps: boolean;
}

/** Properties by which a policy names who has it. */
const NAMED = ['Roles', 'RoleName', 'Users', 'UserName', 'Groups', 'GroupName'];

export function attached(assembly: Assembly, policy: Located): Attached {
  if (policy.type === 'AWS::IAM::Role') return { to: [policy.address], perhaps: false };
  const named = NAMED.flatMap((property) => choices(policy.properties[property]));
  const naming = rolesNaming(assembly, policy);
  const to = named.map((value) => whose(assembly, policy.stack, value));
  return {
    to: [...new Set([...to, ...naming.map(({ address }) => address)])],
    perhaps: [policy, ...naming].some(
      ({ properties, resource }) =>
        resource.Condition !== undefined ||
        [...NAMED, 'ManagedPolicyArns'].some((property) => dependsOnChoice(properties[property])),
    ),
  };
}

const whose = (assembly: Assembly, stack: string, value: unknown): string =>
  assembly.target(value, stack)?.address ?? assembly.text(value, stack);

const rolesNaming = (assembly: Assembly, policy: Located): readonly Located[] =>
  assembly
    .ofType('AWS::IAM::Role')
    .filter((role) =>
      choices(role.properties.ManagedPolicyArns).some((arn) => policyOf(assembly, role.stack, arn) === policy),
    );

/** The policy of these templates that an ARN or a reference means. */
function policyOf(assembly: Assembly, stack: string, arn: unknown): Located | undefined {
  const name = /:policy\/(?:.*\/)?([^/]+)$/.exec(assembly.text(arn, stack))?.[1];
  const named = ({ properties }: Located) => name !== undefined && properties.ManagedPolicyName === name;
  return assembly.target(arn, stack) ?? assembly.ofType('AWS::IAM::ManagedPolicy').find(named);
}

/** Policies of AWS and of others, attached by ARN: their statements are not in the templates, so they may allow anything. */
export function unreadPolicies(assembly: Assembly): readonly StatementRow[] {
  return assembly.ofType('AWS::IAM::Role').flatMap((owner) =>
    choices(owner.properties.ManagedPolicyArns)
      .filter((arn) => policyOf(assembly, owner.stack, arn) === undefined)
      .map((arn): StatementRow => {
        const sid = assembly.text(arn, owner.stack);
        const anything = { actions: ['*'], notActions: [], resources: ['*'], conditions: [], principals: [] };
        return { kind: 'identity', owner, subjects: [owner.address], sid, effect: 'Allow', ...anything, unread: true };
      }),
  );
}
