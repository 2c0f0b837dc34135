export { readDeployment, readSettings, type DeploymentFile, type Settings } from './read';
export { setValues, withValues, type NewValue } from './edit';
