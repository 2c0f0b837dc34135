/**
 * What this package promises, and how each promise is proven. The one table: README's honesty section is written from it
 * (`npm run promises`), the tests against the local AWS take their titles from it, and `verify` tells which promise a check shows.
 */
import type { CheckId } from './verify/check-ids';

/**
 * `run`: the thing itself ran, or is a file that was compared. `played`: an engine of ours stood in the place of AWS, of a provider
 * or of IAM and behaved as the documentation says, which shows our side only.
 */
export type Proof = 'run' | 'played' | 'not run';

export interface PromiseRow {
  readonly id: string;
  readonly promise: string;
  readonly proof: Proof;
  /** Where it was run and against what, or what stands in its place. */
  readonly how: string;
  /** Files that hold it; end-to-end ones name it by its id, in a title or at their head. */
  readonly tests?: readonly string[];
  /** Checks of `automq-byoc verify` that show it in an account. */
  readonly checks?: readonly CheckId[];
  /** Why `verify` has none: what was not `run` has either. */
  readonly unchecked?: string;
}

const KEPT = 'test/e2e/deploy/kept.deploy.ts';
const DEPLOY = 'test/e2e/deploy/life.deploy.ts';
const OPERATE = 'test/e2e/deploy/operate.deploy.ts';

export const promises: readonly PromiseRow[] = [
  {
    id: 'floor',
    promise: 'the floor of every moment is what the seasons say',
    proof: 'run',
    how: "the reference JSONata, in the version that Step Functions runs (2.0.6), equals the plan's function (property test); a year in `npm run e2e:seasons` on the local AWS; there too an upgrade and an edit of the baseline inside a peak with the real CDK CLI, and every command of the runbook",
    tests: ['test/e2e/seasons/year.seasons.ts', 'test/e2e/seasons/peak.seasons.ts'],
  },
  {
    id: 'scaling',
    promise: "scaling policies, capacity reservations, the keeper's IAM conditions",
    proof: 'not run',
    how: 'follow the service documentation',
    unchecked: 'a reservation costs, and a policy needs a load',
  },
  {
    id: 'same-bytes',
    promise: 'files become the same templates byte for byte',
    proof: 'run',
    how: 'unit and property tests, snapshots',
    tests: ['test/stacks/snapshots.test.ts', 'test/property/synth.slow.ts'],
  },
  {
    id: 'valid-templates',
    promise: 'templates are valid, pass four policy packs and what scanners of users say',
    proof: 'run',
    how: "`npm run policy` (cdk-nag, CloudFormation's validator as bundled with the CDK); `npm run second-opinions` (cfn-lint, checkov, and rules of our own in the evaluator of CloudFormation Guard)",
    tests: ['test/policy.test.ts', 'test/scripts/guard-rules.slow.ts'],
  },
  {
    id: 'engine-parity',
    promise: 'the Pulumi program makes the same cluster as the CDK',
    proof: 'run',
    how: 'a parity test compares every property, rule, policy and byte of user data of both engines, on every example and on random deployments',
    tests: ['test/parity.slow.ts'],
  },
  {
    id: 'pulumi-life',
    promise: 'preview, up, changed up, refresh, destroy with Pulumi',
    proof: 'played',
    how: '`npm run e2e:pulumi`, the real CLI and engine and an earlier release of Pulumi’s Node host (built from the Go module proxy) with a provider of ours that hands every resource to the local AWS, where it is read back; the real AWS provider was not run',
    tests: ['test/e2e/pulumi/life.run.ts'],
    unchecked: 'reads stacks of CloudFormation',
  },
  {
    id: 'moving-engines',
    promise: 'moving from one engine to the other',
    proof: 'played',
    how: "`npm run e2e:pulumi` moves a cluster each way in the local AWS with the real CLIs: the same keys, passwords, volumes and objects; CloudFormation's import and what Pulumi's provider reads are played",
    tests: ['test/e2e/pulumi/moving.run.ts', 'test/e2e/pulumi/moving-back.run.ts'],
    unchecked: 'it would take the deployment apart',
  },
  {
    id: 'boot',
    promise: 'the boot code does what it says',
    proof: 'run',
    how: '`npm run e2e:boot` boots the rendered user data, unchanged, on a real systemd, network and file systems, with a real Kafka, seen by a real client: leases, kills, lost machines, a lost zone, drains, renewals, faults of AWS; not on EC2',
    tests: ['test/e2e/boot/cluster.boot.ts', 'test/e2e/boot/zones.boot.ts', 'test/e2e/boot/quorum.boot.ts'],
    checks: ['waits-for-serving', 'broken-archive', 'nothing-denied'],
  },
  {
    id: 'least-privilege',
    promise: 'node roles allow what machines call, and nothing of another cluster or kind',
    proof: 'played',
    how: 'every call that the machines of `npm run e2e:boot` made, widened by what AWS does for it, in an IAM simulator with bucket and key policies and a boundary; not against an account',
    tests: ['test/e2e/boot/privileges.boot.ts'],
    checks: ['nothing-denied'],
  },
  {
    id: 'wal-volume',
    promise: 'a broker with a WAL volume comes back to its own volume',
    proof: 'run',
    how: '`npm run e2e:boot`, on loop devices; the release that writes a log there was not run',
    tests: ['test/e2e/boot/wal.boot.ts'],
  },
  {
    id: 'no-loss',
    promise: 'no acknowledged record is lost',
    proof: 'not run',
    how: 'asserted in `npm run e2e:boot` on Apache Kafka with three replicas; a claim about AutoMQ only when run with `AUTOMQ_ARCHIVE=`, which was not done',
    unchecked: 'needs a client inside the network',
  },
  {
    id: 'stack-life',
    promise: 'stacks deploy, scale by parameter, keep sizes, roll back, destroy and retain',
    proof: 'played',
    how: "`npm run e2e:deploy`, every example by the real CDK CLI against a local CloudFormation engine and moto's services ([what is played](test/local-aws/README.md)); not on AWS",
    tests: [DEPLOY, KEPT],
    checks: ['season-sizes', 'broken-archive'],
  },
  {
    id: 'upgrade-under-load',
    promise: 'an upgrade goes controllers first, one machine at a time, and clients see no error',
    proof: 'played',
    how: "`npm run e2e:joined`, the real CDK CLI and machines that boot, on Apache Kafka with AutoMQ's moving of partitions played: a new archive, a new image, more brokers by parameter and a bad archive, while Kafka's own client produces and consumes; not on AWS",
    tests: ['test/e2e/joined/upgrade.joined.ts'],
    checks: ['refresh-drains', 'broken-archive'],
  },
  {
    id: 'first-deploy-retry',
    promise: 'a first deploy that failed is tried again by the same command',
    proof: 'played',
    how: '`npm run e2e:deploy`, for a data and a cluster stack that failed; termination protection comes with `automq-byoc protect FILE`, after the first deploy',
    tests: [DEPLOY],
    unchecked: 'a first deploy that fails is none that a sandbox has',
  },
  {
    id: 'adoption',
    promise: 'kept buckets, keys, passwords and volumes are taken back by a second deploy, and never by accident',
    proof: 'played',
    how: "`npm run e2e:deploy`: `cdk import` with the list of `automq-byoc import`, then `cdk deploy --revert-drift`; CloudFormation's import is played",
    tests: [KEPT],
    unchecked: 'it would delete the deployment',
  },
  {
    id: 'refresh',
    promise: 'instance refresh at 100/101 launches one and ends one, waits for the drain, stops on an alarm',
    proof: 'played',
    how: 'by the local engine; follows the Auto Scaling documentation',
    tests: [OPERATE],
    checks: ['refresh-replaces', 'refresh-rounding', 'refresh-drains', 'refresh-alarm'],
  },
  {
    id: 'fresh-account',
    promise: 'keys work for Auto Scaling in a fresh account',
    proof: 'played',
    how: 'key policies are accepted before the service-linked role exists; use of the keys is not run',
    tests: ['test/e2e/deploy/examples.deploy.ts'],
    checks: ['keys-used', 'fresh-account'],
  },
  {
    id: 'addresses',
    promise: 'no other cluster takes an address',
    proof: 'played',
    tests: [OPERATE, 'test/review/e2e/proofs.e2e.ts'],
    how: "the role's permissions are run against an IAM simulator; that EC2 refuses an address in use is played",
    checks: ['address-by-role', 'address-once'],
  },
  {
    id: 'properties',
    promise: 'AutoMQ accepts the rendered properties',
    proof: 'not run',
    how: 'every key is checked against the table of keys by release',
    unchecked: 'a broker that serves has accepted them: `waits-for-serving`',
  },
  {
    id: 'seeded-faults',
    promise: '126 seeded faults are caught by review, guard or the packs',
    proof: 'run',
    how: '`npm run e2e:review`; `docs/review-faults.md` names who catches which',
    tests: ['test/review/e2e/faults.e2e.ts'],
  },
  {
    id: 'packet',
    promise: 'what the packet says a role cannot do',
    proof: 'played',
    how: 'against an IAM simulator (`npm run e2e:review`); not against an account',
    tests: ['test/review/e2e/proofs.e2e.ts'],
    unchecked: 'IAM cannot be asked what a resource policy adds for every role',
  },
  {
    id: 'upgrade',
    promise: 'an upgrade of this package touches no data, but for the broker password of 0.1.0',
    proof: 'run',
    how: 'the guard from the templates of each release to what the code makes now; from 0.1.0 the broker password is made anew, which the guard stops ([CHANGELOG](CHANGELOG.md) says how to go on)',
    tests: ['test/guard/released.slow.ts'],
  },
  {
    id: 'deployer-policy',
    promise: 'the deployer policy is enough, and the least',
    proof: 'played',
    how: "against an IAM simulator: the registry permissions of every resource, what AWS asks on the caller's behalf, and of local deploys (made, tagged anew, destroyed) the CDK CLI's CloudFormation and AssumeRole calls and all that the local CloudFormation made are allowed; no action is idle; other clusters and accounts are denied; not against an account",
    tests: ['test/review/e2e/deployer.e2e.ts', 'test/e2e/deploy/examples.deploy.ts'],
    unchecked: 'deploy with it: what it lacks ends the deploy',
  },
  {
    id: 'enterprise',
    promise: 'the enterprise edition',
    proof: 'not run',
    how: 'rendered only',
    unchecked: 'needs a licence',
  },
];

/** The words of a promise, for the title of a test that holds it. */
export function promise(id: string): string {
  const row = promises.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no promise ${id}`);
  return row.promise;
}

/** Ids of the promises that a check of `verify` shows. */
export const promisesOf = (check: CheckId): readonly string[] =>
  promises.filter(({ checks = [] }) => checks.includes(check)).map(({ id }) => id);
