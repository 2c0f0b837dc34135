import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { plan, type Deployment, type Plan } from '../../lib/core';
import { sample } from '../fixtures/deployments';

/** Every test plans for one day, so that nothing changes with the calendar. */
export const planFor = (overrides: Partial<Deployment> = {}): Plan => plan(sample(overrides), '2026-11-22');

/** Template of a stack that holds what `build` puts into it; nothing is left on disk. */
export function templateOf(build: (stack: Stack) => void): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-test-'));
  try {
    const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Stack');
    build(stack);
    return Template.fromStack(stack);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Role ARNs as another stack would hand them over. */
export const roleArns = {
  controller: 'arn:aws:iam::111122223333:role/controller',
  broker: 'arn:aws:iam::111122223333:role/broker',
  snapshots: 'arn:aws:iam::111122223333:role/snapshots',
  flowLogs: 'arn:aws:iam::111122223333:role/flow-logs',
};

/** The only resource of a type whose properties contain `part`. */
export function only(template: Template, type: string, part: object = {}) {
  const found = Object.values(template.findResources(type, Object.keys(part).length ? { Properties: part } : {}));
  if (found.length !== 1) throw new Error(`${found.length} resources ${type} like ${JSON.stringify(part)}`);
  return found[0]!;
}
