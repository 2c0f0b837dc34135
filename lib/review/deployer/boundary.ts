/** Where every role of the templates has a boundary, the deployer can make roles with that boundary only, and take none away. */
import type { Assembly } from '../assembly';
import type { StatementJson } from './policy';

const BOUND = ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'];
const LOOSENS = 'iam:DeleteRolePermissionsBoundary';

export function withinBoundary(assembly: Assembly, statements: readonly StatementJson[]): readonly StatementJson[] {
  const boundaries = assembly.ofType('AWS::IAM::Role').map(({ properties, stack }) => ({
    stack,
    boundary: properties.PermissionsBoundary,
  }));
  const given = boundaries.map(({ boundary, stack }) => (boundary === undefined ? '' : assembly.text(boundary, stack)));
  const literal = [...new Set(given)].filter((text) => /^arn:[^$*]+$/.test(text));
  if (literal.length === 0 || given.some((text) => !literal.includes(text))) return statements;
  return statements.flatMap((statement) => {
    if (!statement.Action.includes(LOOSENS)) return [statement];
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': literal.sort() } };
    const free = statement.Action.filter((action) => action !== LOOSENS && !BOUND.includes(action));
    return [
      { ...statement, Action: free },
      { ...statement, Sid: `${statement.Sid}Bounded`, Action: BOUND, Condition },
    ];
  });
}
