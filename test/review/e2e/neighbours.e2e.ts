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

const OTHERS_KEY = 'arn:aws:kms:us-east-1:111122223333:key/99999999-2222-4333-8444-555555555555';

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
  'another archive': (d) =>
    d.automq.archive === 'baked'
      ? d
      : { ...d, automq: { ...d.automq, archive: { ...d.automq.archive, key: 'new.tgz' } } },
  'a season': (d) => ({
    ...d,
    seasons: [
      {
        name: 'peak',
        start: '2027-03-01T00:00',
        end: '2027-03-03T00:00',
        timeZone: 'America/New_York',
        brokersPerZone: d.brokers.perZone + 1,
      },
    ],
  }),
  // Where the topic is the cluster's own, the seasons stack imports it: CloudFormation lets it go in a second deploy only.
  'an alarm topic': (d) =>
    d.seasons && !d.alarmTopicArn ? d : { ...d, alarmTopicArn: `arn:aws:sns:us-east-1:${d.account}:other` },
  'a boundary': (d) => ({
    ...d,
    roles: { ...d.roles, permissionsBoundary: `arn:aws:iam::${d.account}:policy/boundary` },
  }),
  'a break-glass role': (d) => ({ ...d, roles: { ...d.roles, breakGlass: `arn:aws:iam::${d.account}:role/other` } }),
};

/** What would lose data or identity; undefined where a deployment has no such part. */
const losing: Readonly<Record<string, (deployment: Deployment) => Deployment | undefined>> = {
  'another name': (d) => ({ ...d, name: `${d.name}2` }),
  'another account': (d) => JSON.parse(JSON.stringify(d).replaceAll(d.account, '222233334444')) as Deployment,
  'another cluster id': (d) => ({ ...d, clusterId: 'AAAAAAAAQACAAAAAAAAAAQ' }),
  'another domain': (d) => (d.dns?.hostedZone ? undefined : { ...d, dns: { domain: 'elsewhere.example.internal' } }),
  'a data key of others': (d) => (d.keys?.data ? undefined : { ...d, keys: { ...d.keys, data: OTHERS_KEY } }),
  'volumes given up': (d) =>
    d.wal?.type === 'ebs' ? { ...d, wal: { type: 's3' }, automq: { archive: d.automq.archive } } : undefined,
};

const rows = <S>(steps: Readonly<Record<string, S>>) => Object.entries(steps).map(([what, step]) => ({ what, step }));

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
  let judged = 0;
  fc.assert(
    fc.property(everyDeployment, (deployment) => {
      const neighbour = step(deployment);
      fc.pre(neighbour !== undefined);
      const found = refusals(templates(deployment), neighbour);
      if (found === undefined) return;
      judged++;
      expect(found).not.toEqual([]);
    }),
    { numRuns: 3, seed: 11 },
  );
  expect(judged).toBeGreaterThan(0);
});
