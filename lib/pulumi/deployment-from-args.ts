import { Output } from '@pulumi/pulumi';
import { DeploymentError, type Deployment, type Mistake } from '../core';
import type { AutoMqClusterArgs, ClusterRoles } from './automq-cluster-args';
import { standIn } from './inputs';

/**
 * The deployment that the arguments stand for: a value known only later becomes a stand-in. The plan lets it pass where a
 * value only flows through, and refuses it by its name everywhere else.
 *
 * @throws DeploymentError for a role known only later without the profile that carries it
 */
export function deploymentFromArgs(args: AutoMqClusterArgs): Deployment {
  const {
    brokersPerZone: _,
    destroyDataOf: __,
    asOf: ___,
    adoptSecrets: ____,
    seasonOverrides: _____,
    adminSecretReaders: ______,
    ...shape
  } = args;
  const mistakes = rolesWithoutProfile(args.roles);
  if (mistakes.length > 0) throw new DeploymentError(mistakes);
  return plain(shape) as Deployment;
}

/** Without stand-in values, and an argument that is not set is absent, as in a file. */
function plain(value: unknown): unknown {
  if (isLater(value)) return standIn(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [name, plain(part)]));
}

const isLater = (value: unknown): value is Output<string> | Promise<string> =>
  Output.isInstance(value) || value instanceof Promise;

/** The file's default, a profile with the role's own name, needs the name of the role now. */
function rolesWithoutProfile(roles: ClusterRoles = {}): Mistake[] {
  return (['controller', 'broker'] as const)
    .filter((kind) => isLater(roles[kind]) && roles[`${kind}InstanceProfile`] === undefined)
    .map((kind) => ({
      path: `roles.${kind}InstanceProfile`,
      problem: `is missing, and the name of the role is known only at deploy time`,
      allowed: 'the ARN of the instance profile that carries the role',
    }));
}
