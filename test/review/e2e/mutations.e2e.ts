/**
 * A mutation loop: of all the mutants that a rule can make of the templates, a fixed sample; whatever neither review nor guard
 * sees must be of a kind that is known and harmless, and named in docs/review-mutations.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differ, guard } from '../../../lib/guard';
import { changes, failures, review } from '../../../lib/review';
import { MADE } from '../catchers';
import { filesOf } from '../mutate';
import { mutants, type Mutant } from './mutations';
import { isRequired } from './required';

const DOCUMENT = join(__dirname, '../../../docs/review-mutations.md');
/** Every n-th mutant; `MUTATION_STEP=1` makes all of them, in some minutes. */
const STEP = Number(process.env.MUTATION_STEP ?? 23);

interface Survivors {
  readonly why: string;
  readonly is: (mutant: Mutant) => boolean;
}

/** Parts that no schema calls required, as they may come from elsewhere; here they do not. */
const BY_THE_SERVICE =
  /^Properties\.(LaunchTemplate|VPCZoneIdentifier|AvailabilityZoneIds?|AvailabilityZone|CidrBlock|SubnetIds|RouteTableIds|VpcEndpointType|LogGroupName|DeliverLogsPermissionArn|Iops|Size|VPCs|SubnetId|GroupSet|ResourceType|PolicyDetails|LifecycleConfiguration|HostedZoneConfig|Topics|VersioningConfiguration|TrafficType|VolumeType|VpcId|ExecutionRoleArn|Status)\b|LaunchTemplateData\.(ImageId|InstanceType|NetworkInterfaces|IamInstanceProfile|BlockDeviceMappings|MetadataOptions\.HttpEndpoint)|PolicyDetails\./;

const DEFAULTS = /^Properties\.(Path|MapPublicIpOnLaunch|LogDestinationType)$|InstanceMetadataTags$/;

const OPERATIONS =
  /^AWS::(CloudWatch::Alarm|AutoScaling::ScalingPolicy|EC2::CapacityReservation|StepFunctions::StateMachine|Scheduler::\w+|SQS::Queue|Route53::RecordSetGroup|KMS::Alias)$/;

const LISTS_OF_RIGHTS =
  /Statement|PolicyDocument|KeyPolicy|\.Roles$|\.Topics$|\.Queues$|SecurityGroupIngress|SecurityGroupEgress/;

/** Values of which only some exist: another text is refused when the template is validated or the call is made. */
const CHOICES =
  /(Version|Effect|Status|LogDestinationType|Granularity|HealthCheckType|VolumeType|Strategy|VpcEndpointType|IpProtocol|UsageMode|IntervalUnit|TrafficType|InstanceType|SSEAlgorithm|PolicyType|ReservationType|State|Type|Transition|DeviceName|IpAddressType|DefaultResult|HttpEndpoint|InstanceMetadataTags|Path)$|AvailabilityZoneIds|ResourceTypes|TerminationPolicies/;

/** Kinds of survivor, and why nobody needs to see them; the first that fits counts. */
const KINDS: readonly Survivors[] = [
  {
    why: 'Alarms, scaling, schedules, reserved capacity, records and aliases: they hold no data and grant nothing; plan, alarms and the tests of their own watch them.',
    is: ({ type }) => OPERATIONS.test(type),
  },
  {
    why: 'Takes a permission, a principal or a rule away: less is allowed than was signed (a boot that fails says so).',
    is: ({ path, kind }) => kind === 'removed' && LISTS_OF_RIGHTS.test(path),
  },
  {
    why: 'CloudFormation refuses the template: what is gone is required by the published schema.',
    is: ({ type, path, kind }) => kind === 'removed' && isRequired(type, path),
  },
  {
    why: 'CloudFormation, or the service, refuses the template: no such value exists, or no such resource.',
    is: ({ path, kind }) => kind !== 'removed' && (CHOICES.test(path) || /DependsOn|DeviceIndex/.test(path)),
  },
  {
    why: 'The service refuses the call without it, or what is left of a list or a part that is empty.',
    is: ({ path, kind }) => kind === 'removed' && BY_THE_SERVICE.test(path),
  },
  {
    why: 'What is gone is the default: the path /, no tags in metadata, no public addresses, flow logs to CloudWatch.',
    is: ({ path, kind }) => kind === 'removed' && DEFAULTS.test(path),
  },
  {
    why: 'Words, names of rules and tags of things found by something else.',
    is: ({ path }) => /Description|Sid$|\.Id$|Name$|Comment|HostedZoneTags|LogFilePrefix|Times|CopyTags/.test(path),
  },
  {
    why: 'How long and how fast: waits, sizes of disks, throughput, health checks, monitoring, order of creation.',
    is: ({ path }) =>
      /ResourceSignal|Warmup|GracePeriod|HealthCheck|BakeTime|VolumeSize|Iops|Throughput|Size$|Monitoring|ShutdownBehavior|PrivateDnsEnabled|DependsOn|EnableDns|MetricsCollection|TTL|PasswordLength|Interval|Count|Validity|DaysAfterInitiation|NoncurrentDays|ExpirationInDays|DeletionPolicy|UpdateReplacePolicy|CreationPolicy|UpdatePolicy|RetainRule|CreateRule/.test(
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
  // A survivor that the page does not name is one that a change to review, guard or the templates let through.
  const named = namesOn(readFileSync(DOCUMENT, 'utf8'));
  expect(survivors.map(nameOf).filter((name) => !named.has(name))).toEqual([]);
});

const nameOf = ({ type, path, kind }: Mutant): string =>
  `${type.replace('AWS::', '')} ${path.replace(/^Properties\./, '')} ${kind}`;

/** Every survivor that the page names, as `nameOf` says it. */
function namesOn(document: string): Set<string> {
  const rows = [...document.matchAll(/^- \*\*(.+?)\*\*: (.+)$/gm)];
  return new Set(
    rows.flatMap(([, type, list]) =>
      [...list!.matchAll(/`([^`]+)` (\w+)/g)].map(([, path, kind]) => `${type} ${path} ${kind}`),
    ),
  );
}

/** All survivors of a kind, a line for each type. */
function rowsOf(survivors: readonly Mutant[]): string {
  const byType = new Map<string, Set<string>>();
  for (const { type, path, kind } of survivors) {
    const name = type.replace('AWS::', '');
    byType.set(name, (byType.get(name) ?? new Set()).add(`\`${path.replace(/^Properties\./, '')}\` ${kind}`));
  }
  return [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, paths]) => `- **${type}**: ${[...paths].sort().join(', ')}`)
    .join('\n');
}

function page(made: number, sampled: number, survivors: readonly Mutant[]): string {
  const kindOf = (mutant: Mutant) => KINDS.findIndex(({ is }) => is(mutant));
  const sections = [...KINDS.keys(), -1].flatMap((i) => {
    const own = survivors.filter((mutant) => kindOf(mutant) === i);
    const why = KINDS[i]?.why ?? 'OF NO KNOWN KIND.';
    return own.length === 0 ? [] : [`## ${own.length}: ${why}\n\n${rowsOf(own)}`];
  });
  return `# Mutants that nobody sees

A rule made ${made} mutants of the templates of \`deployments/inventory.yaml\`: every property, list entry and policy taken out, every boolean turned round, every number halved and
doubled, every text set to \`*\`. Metadata, tags and user data are left out. Of ${sampled === made ? `all ${made}` : `${sampled} sampled ones`}, review (\`--fail-on widened\`) or guard saw ${sampled - survivors.length};
${survivors.length} survived (${Math.round((100 * survivors.length) / sampled)} %). A survivor that fits none of the kinds below, or that this page does not name, fails \`npm run e2e:review\`, which tries every 23rd; \`MUTATION_STEP=1\` tries all of them.

${sections.join('\n\n')}
`;
}
