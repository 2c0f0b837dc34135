/** What fault rows share: the shape of a row, and the places in the templates that they change. */
import { resource, type Templates } from '../mutate';

export interface Fault {
  readonly fault: string;
  readonly change: (templates: Templates) => void;
}

export const PUBLIC = '0.0.0.0/0';
export const CONTROLLER_POLICY = 'IdentityControllerRolePolicy';
export const BROKER_POLICY = 'IdentityBrokerRolePolicy';
export const DATA_BUCKET = 'DataBucketsDataBucket0';
export const DATA_POLICY = 'DataBucketsDataBucketPolicy';
export const DATA_KEY = 'DataKeysDataKeyD';
export const WAL_KEY = 'DataKeysWalKeyC';
export const VOLUME = 'ClusterController0Volume';
export const TEMPLATE = 'ClusterBrokersUse1Az1LaunchTemplate';
export const CONTROLLER_TEMPLATE = 'ClusterController0LaunchTemplate';
export const GROUP = 'ClusterBrokersUse1Az1Group';
export const CONTROLLER_GROUP = 'ClusterController1Group';

export const launch = (templates: Templates, id = TEMPLATE) =>
  resource(templates.cluster, id).Properties.LaunchTemplateData;
export const bucket = (templates: Templates, id = DATA_BUCKET) => resource(templates.data, id).Properties;
export const addStatement = (templates: Templates, statementToAdd: object) =>
  resource(templates.identity, BROKER_POLICY).Properties.PolicyDocument.Statement.push({
    Sid: 'Added',
    Effect: 'Allow',
    ...statementToAdd,
  });

/** Changes one line of the user data of every controller. */
export function userData(templates: Templates, from: RegExp, to: string): void {
  const data = launch(templates, CONTROLLER_TEMPLATE);
  const text = JSON.stringify(data.UserData);
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`user data has no ${String(from)}`);
  data.UserData = JSON.parse(changed);
}
