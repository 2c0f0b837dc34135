import { regions } from '../facts';
import type { Settings } from './settings';
import type { AccessPlan, RolePlan, RolePurpose } from './types';

const rows: Readonly<Record<RolePurpose, Pick<RolePlan, 'service' | 'purpose'>>> = {
  controller: { service: 'ec2.amazonaws.com', purpose: 'What a controller machine may do' },
  broker: { service: 'ec2.amazonaws.com', purpose: 'What a broker machine may do' },
  snapshots: {
    service: 'dlm.amazonaws.com',
    purpose: 'Lets Data Lifecycle Manager take snapshots of the metadata volumes',
  },
  flowLogs: { service: 'vpc-flow-logs.amazonaws.com', purpose: 'Lets VPC flow logs write to their log group' },
  keeper: { service: 'states.amazonaws.com', purpose: 'Lets the floor keeper set sizes of the broker groups' },
  keeperSchedule: { service: 'scheduler.amazonaws.com', purpose: 'Lets the schedule start the floor keeper' },
};

export function planRoles({ given }: Settings): Readonly<Record<RolePurpose, RolePlan>> {
  const { roles = {}, network, seasons = [] } = given;
  const hasSeasons = seasons.length > 0;
  return {
    controller: {
      needed: true,
      ...injectedNode(roles.controller, roles.controllerInstanceProfile),
      ...rows.controller,
    },
    broker: { needed: true, ...injectedNode(roles.broker, roles.brokerInstanceProfile), ...rows.broker },
    snapshots: { needed: true, ...injected(roles.snapshots), ...rows.snapshots },
    flowLogs: { needed: network.newVpc !== undefined, ...injected(roles.flowLogs), ...rows.flowLogs },
    keeper: { needed: hasSeasons, ...injected(roles.keeper), ...rows.keeper },
    keeperSchedule: { needed: hasSeasons, ...injected(roles.keeperSchedule), ...rows.keeperSchedule },
  };
}

const injected = (existingArn?: string): Pick<RolePlan, 'existingArn'> =>
  existingArn === undefined ? {} : { existingArn };

/** Without a profile of its own the role has the one that the console makes: same path, same name. */
function injectedNode(role?: string, profile?: string): Pick<RolePlan, 'existingArn' | 'existingInstanceProfileArn'> {
  if (role === undefined) return {};
  return { existingArn: role, existingInstanceProfileArn: profile ?? role.replace(':role/', ':instance-profile/') };
}

export function planAccess({ given }: Settings): AccessPlan {
  const { path = '/', permissionsBoundary, deployers, breakGlass } = given.roles ?? {};
  return {
    rolePath: path,
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    deployers: deployers ?? [bootstrapExecutionRole(given)],
    ...(breakGlass !== undefined && { breakGlass }),
  };
}

/** The role that CloudFormation deploys with after `cdk bootstrap`, under its default qualifier. */
function bootstrapExecutionRole({ account, region }: Settings['given']): string {
  const partition = regions[region]?.partition ?? 'aws';
  return `arn:${partition}:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
}
