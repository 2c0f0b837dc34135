/**
 * A mutation loop: of all the mutants that a rule can make of the templates, a fixed sample; whatever neither review nor guard
 * sees must be of a kind that is known and harmless. docs/review-mutations.md reports the survivors.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differ, guard } from '../../../lib/guard';
import { changes, failures, review } from '../../../lib/review';
import { MADE } from '../catchers';
import { filesOf } from '../mutate';
import { mutants, type Mutant } from './mutations';

const DOCUMENT = join(__dirname, '../../../docs/review-mutations.md');
/** Every n-th mutant; `MUTATION_STEP=1` makes all of them, in some minutes. */
const STEP = Number(process.env.MUTATION_STEP ?? 23);

interface Survivors {
  readonly why: string;
  readonly is: (mutant: Mutant) => boolean;
}

const OPERATIONS =
  /^AWS::(CloudWatch::Alarm|AutoScaling::ScalingPolicy|EC2::CapacityReservation|StepFunctions::StateMachine|Scheduler::\w+|SQS::Queue|Route53::RecordSetGroup|KMS::Alias)$/;

/** Kinds of survivor, and why nobody needs to see them; the first that fits counts. */
const KINDS: readonly Survivors[] = [
  {
    why: 'Alarms, scaling, schedules, reserved capacity, records and aliases: they hold no data and grant nothing; plan, alarms and the tests of their own watch them.',
    is: ({ type }) => OPERATIONS.test(type),
  },
  {
    why: 'Takes a permission, a principal or a rule away: less is allowed than was signed (a boot that fails says so).',
    is: ({ path, kind }) =>
      kind === 'removed' &&
      /Statement|PolicyDocument|KeyPolicy|\.Roles$|\.Topics$|\.Queues$|SecurityGroupIngress|SecurityGroupEgress/.test(
        path,
      ),
  },
  {
    why: 'CloudFormation, or the service, refuses the template: a required property is gone, or a value does not exist.',
    is: ({ path, kind }) =>
      kind === 'removed'
        ? /^Properties(\.[A-Za-z]+){0,4}$/.test(path)
        : /Version$|Effect$|Status$|DependsOn|LogDestinationType|Granularity|DeviceIndex|AvailabilityZoneIds|HealthCheckType|VolumeType|Strategy|VpcEndpointType|TransitionToArchive|IpProtocol|UsageMode|ResourceTypes|IntervalUnit|TrafficType|InstanceType|SSEAlgorithm/.test(
            path,
          ),
  },
  {
    why: 'Words, names of rules and tags of things found by something else.',
    is: ({ path }) => /Description|Sid$|\.Id$|Name$|Comment|HostedZoneTags|LogFilePrefix|Times/.test(path),
  },
  {
    why: 'How long and how fast: waits, sizes of disks, throughput, health checks, monitoring, order of creation.',
    is: ({ path }) =>
      /ResourceSignal|Warmup|GracePeriod|HealthCheck|BakeTime|VolumeSize|Iops|Throughput|Size$|Monitoring|ShutdownBehavior|PrivateDnsEnabled|DependsOn|EnableDns|MetricsCollection|TTL|PasswordLength|Interval|Count|Validity|DaysAfterInitiation|NoncurrentDays|ExpirationInDays|DeletionPolicy|UpdateReplacePolicy|State$|CreationPolicy|UpdatePolicy/.test(
        path,
      ),
  },
];

test('what survives is of a kind that is known and harmless', async () => {
  const files = filesOf('inventory');
  const packet = review(files, MADE);
  const diff = await differ();
  const seen = ({ files: changed }: Mutant): boolean => {
    const now = review(changed, MADE);
    if (failures(now).length > 0 || changes(packet, now).some(({ risk }) => risk === 'widened')) return true;
    return guard({ deployed: files, proposed: changed }, diff).length > 0;
  };
  let [made, sampled] = [0, 0];
  const survivors: Mutant[] = [];
  for (const mutant of mutants(files, (index) => (made = index + 1) > 0 && index % STEP === 3 % STEP)) {
    sampled++;
    if (!seen(mutant)) survivors.push(mutant);
  }
  const text = page(made, sampled, survivors);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(DOCUMENT, text);
  expect(
    survivors
      .filter((mutant) => !KINDS.some(({ is }) => is(mutant)))
      .map(({ type, resource, path, kind }) => `${type} ${resource} ${path} ${kind}`),
  ).toEqual([]);
  expect(existsSync(DOCUMENT) && readFileSync(DOCUMENT, 'utf8')).toContain('# Mutants that nobody sees');
});

function page(made: number, sampled: number, survivors: readonly Mutant[]): string {
  const kindOf = (mutant: Mutant) => KINDS.findIndex(({ is }) => is(mutant));
  const sections = KINDS.map(({ why }, i) => {
    const own = survivors.filter((mutant) => kindOf(mutant) === i);
    const types = [
      ...new Set(own.map(({ type, path, kind }) => `${type.replace('AWS::', '')} \`${path}\` ${kind}`)),
    ].sort();
    return `## ${own.length}: ${why}\n\n${
      types.length > 25
        ? `${types
            .slice(0, 25)
            .map((row) => `- ${row}`)
            .join('\n')}\n- and ${types.length - 25} more`
        : types.map((row) => `- ${row}`).join('\n')
    }`;
  });
  return `# Mutants that nobody sees

A rule made ${made} mutants of the templates of \`deployments/inventory.yaml\`: every property, list entry and policy taken out, every boolean turned round, every number halved and
doubled, every text set to \`*\`. Metadata, tags and user data are left out. Of ${sampled} sampled ones, review (\`--fail-on widened\`) or guard saw ${sampled - survivors.length};
${survivors.length} survived. A survivor that fits none of the kinds below fails \`npm run e2e:review\`. \`MUTATION_STEP=1\` tries all of them.

${sections.join('\n\n')}
`;
}
