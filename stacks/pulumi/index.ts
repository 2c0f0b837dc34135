/** The Pulumi program: one deployment file in, its cluster out. Settings of a stack: README.md beside this file. */
import { resolve } from 'node:path';
import { Config, RunError } from '@pulumi/pulumi';
import { DeploymentError, type Deployment } from '../../lib/core';
import { readDeployment } from '../../lib/files';
import { AutoMqCluster } from '../../lib/pulumi';

const config = new Config('automq-byoc');

/** The provider's own settings stand in the stack, where `pulumi import` reads them too; they must fit the file. */
function demandPlace({ account, region }: Deployment): void {
  const provider = new Config('aws');
  const accounts = provider.getObject<string[]>('allowedAccountIds') ?? [];
  if (provider.get('region') === region && accounts.includes(account)) return;
  throw new RunError(
    `aws:region and aws:allowedAccountIds must be those of the deployment file: ${region}, ["${account}"]`,
  );
}

function createCluster(): AutoMqCluster {
  const { deployment } = readDeployment(resolve(__dirname, config.require('deployment')));
  demandPlace(deployment);
  const { roles } = deployment;
  const brokersPerZone = config.get('brokersPerZone') ?? 'file';
  return new AutoMqCluster(deployment.stackNamePrefix ?? deployment.name, {
    ...deployment,
    roles: { ...roles, deployers: config.getObject<string[]>('deployers') ?? roles?.deployers },
    brokersPerZone: brokersPerZone === 'file' ? 'file' : Number(brokersPerZone),
    seasonOverrides: config.getObject<Record<string, string>>('seasons'),
    destroyDataOf: config.get('allowDataLoss'),
    asOf: config.get('asOf'),
    adoptSecrets: config.getBoolean('adoptSecrets'),
  });
}

function outputs(): Record<string, unknown> {
  try {
    const cluster = createCluster();
    return { ...cluster.outputs, AdminSecretArn: cluster.adminSecretArn };
  } catch (error) {
    // Every mistake has its path and what is allowed; a stack trace would only hide them.
    throw error instanceof DeploymentError ? new RunError(error.message) : error;
  }
}

export = outputs();
