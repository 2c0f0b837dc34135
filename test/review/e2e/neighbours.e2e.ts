/** The guard between neighbouring configurations: what people change every day never loses data, what would is refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { templatesIn } from '../../../lib/cli/templates';
import { DeploymentError, plan, type Deployment } from '../../../lib/core';
import { differ, guard, sentence, type Differ } from '../../../lib/guard';
import type { TemplateFile } from '../../../lib/review';
import { addStacks } from '../../../stacks';
import { everyDeployment } from '../../fixtures/arbitrary-options';
import { AS_OF } from '../../synth/synthesize';

const RUNS = Number(process.env.NEIGHBOURS ?? 12);

let diff: Differ;
beforeAll(async () => {
  diff = await differ();
});

function templates(deployment: Deployment): readonly TemplateFile[] {
  const outdir = mkdtempSync(join(tmpdir(), 'automq-byoc-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    addStacks(app, plan(deployment, AS_OF));
    return templatesIn(app.synth().directory);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Refusals on the way from one deployment to its neighbour; undefined where the neighbour is no valid deployment. */
function refusals(deployed: readonly TemplateFile[], neighbour: Deployment): readonly string[] | undefined {
  try {
    const found = guard({ deployed, proposed: templates(neighbour) }, diff);
    return found.filter(({ level }) => level === 'refuse').map(sentence);
  } catch (error) {
    if (error instanceof DeploymentError) return undefined;
    throw error;
  }
}

type Step = (deployment: Deployment) => Deployment;

/** What is changed every day. */
const everyday: Readonly<Record<string, Step>> = {
  'more brokers': (d) => ({
    ...d,
    brokers: {
      ...d.brokers,
      perZone: d.brokers.perZone + 1,
      ...(d.brokers.slotsPerZone && { slotsPerZone: d.brokers.slotsPerZone + 2 }),
    },
  }),
  'another instance type': (d) => ({ ...d, brokers: { ...d.brokers, instanceType: 'm7g.2xlarge' } }),
  'another image': (d) => ({ ...d, image: { ...d.image, id: 'ami-0fedcba9876543210' } }),
  'another tag': (d) => ({ ...d, tags: { ...d.tags, project: 'x' } }),
  'logs kept longer': (d) => ({ ...d, logRetentionDays: 731 }),
  'other clients': (d) => ({ ...d, clients: { networks: [{ cidr: '10.99.0.0/24' }] } }),
  'an alarm topic': (d) => ({ ...d, alarmTopicArn: `arn:aws:sns:us-east-1:${d.account}:other` }),
  'a boundary': (d) => ({
    ...d,
    roles: { ...d.roles, permissionsBoundary: `arn:aws:iam::${d.account}:policy/boundary` },
  }),
  'a break-glass role': (d) => ({ ...d, roles: { ...d.roles, breakGlass: `arn:aws:iam::${d.account}:role/other` } }),
};

/** What would lose data or identity. */
const losing: Readonly<Record<string, Step>> = {
  'another name': (d) => ({ ...d, name: `${d.name}2` }),
  'another account': (d) => ({ ...d, account: '222233334444' }),
};

const rows = (steps: Readonly<Record<string, Step>>) => Object.entries(steps).map(([what, step]) => ({ what, step }));

test('everyday changes lose nothing, whatever the deployment', () => {
  let judged = 0;
  fc.assert(
    fc.property(
      everyDeployment,
      fc.constantFrom(...rows(everyday)),
      fc.constantFrom(...rows(everyday)),
      (deployment, first, second) => {
        const deployed = templates(deployment);
        const found = refusals(deployed, second.step(first.step(deployment)));
        if (found === undefined) return;
        judged++;
        expect({ what: `${first.what}, ${second.what}`, found }).toEqual({
          what: `${first.what}, ${second.what}`,
          found: [],
        });
      },
    ),
    { numRuns: RUNS, seed: 7 },
  );
  expect(judged).toBeGreaterThan(RUNS / 2);
});

test.each(rows(losing))('$what is refused, whatever the deployment', ({ step }) => {
  fc.assert(
    fc.property(everyDeployment, (deployment) => {
      const found = refusals(templates(deployment), step(deployment));
      expect(found === undefined || found.length > 0).toBe(true);
    }),
    { numRuns: 3, seed: 11 },
  );
});
