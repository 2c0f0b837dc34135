#!/usr/bin/env node
/**
 * The CDK app: one deployment file in, its stacks out.
 *
 *   npx cdk deploy --all -c deployment=deployments/inventory.yaml
 *
 * Context: `deployment` (file), `asOf` (day to plan for, today by default), `allowDataLoss` (second half of the opt-in to destroy
 * data, the cluster's name), `bootstrap=none` (templates for accounts without the CDK bootstrap), `baseline` (folder with the
 * templates of the last deploy; where it is there, the guard ends a synth that would lose data, or that changes anything inside a
 * freeze of the file), `breakGlass` (why a freeze is overruled).
 */
import { App, BootstraplessSynthesizer } from 'aws-cdk-lib';
import { baselineOf, passesBaseline } from '../lib/cli/baseline';
import { calendarAt } from '../lib/cli/calendar';
import { DeploymentError, plan } from '../lib/core';
import { readDeployment } from '../lib/files';
import { addStacks } from '../stacks';

async function main(): Promise<void> {
  const app = new App();
  const context = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
  const file = context('deployment') ?? 'deployments/inventory.yaml';
  const asOf = context('asOf') ?? new Date().toISOString().slice(0, 10);
  const decided = plan(readDeployment(file).deployment, asOf, { allowDataLoss: context('allowDataLoss') });
  console.error(`${file}, planned for ${decided.asOf}`);
  decided.warnings.forEach((warning) => console.error(`warning: ${warning}`));
  addStacks(app, decided, context('bootstrap') === 'none' ? { synthesizer: () => new BootstraplessSynthesizer() } : {});
  const baseline = context('baseline') ?? baselineOf(file, decided.cluster.prefix);
  const { directory: outdir } = app.synth();
  const say = (text: string): void => console.error(text);
  const calendar = calendarAt(decided, Date.now());
  const rules = { allowDataLoss: decided.destroyData, breakGlass: context('breakGlass'), calendar };
  if (!(await passesBaseline({ baseline, outdir, say, ...rules }))) process.exitCode = 1;
}

main().catch((error: unknown) => {
  if (!(error instanceof DeploymentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
