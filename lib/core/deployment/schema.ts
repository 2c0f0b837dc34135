import { z } from 'zod';
import { weekdays } from '../seasons/dates';
import { forms, type TextForm } from './texts';
import { isUnresolved } from './tokens';

/*
 * The shape of `Deployment` as a check. Every message is what is allowed there: `shape-mistakes.ts` adds the path and
 * the value. A type test holds this file and `deployment.ts` together.
 */

const text = ({ pattern, allowed }: TextForm) =>
  z.string({ error: allowed }).regex(pattern, { error: allowed }).describe(allowed);

/** As `text`, for values that flow through to a resource: in CDK props they may be known only at deploy time. */
const reference = ({ pattern, allowed }: TextForm) =>
  z
    .string({ error: allowed })
    .refine((value) => isUnresolved(value) || pattern.test(value), { error: allowed })
    .describe(allowed);

/** Any sentence. */
const words = (allowed: string) =>
  z.string({ error: allowed }).min(1, { error: allowed }).max(400, { error: allowed }).describe(allowed);

function whole(min: number, max: number, unit = '') {
  const error = `a whole number from ${min} to ${max}${unit}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).describe(error);
}

function amount(max: number, unit: string) {
  const error = `a number from 0 to ${max} ${unit}`;
  return z.number({ error }).min(0, { error }).max(max, { error }).describe(error);
}

/** One of a few numbers; the hand-written type says `number`. */
function oneOf(values: readonly number[]) {
  const error = values.join(', ');
  return z
    .number({ error })
    .refine((value) => values.includes(value), { error })
    .describe(error);
}

const choice = <const T extends readonly string[]>(values: T) => z.enum(values, { error: values.join(', ') });

const yesOrNo = z.boolean({ error: 'true, false' });

const list = <T extends z.ZodType>(element: T, min: number, max: number) => {
  const error = `a list of ${min} to ${max}`;
  return z.array(element, { error }).min(min, { error }).max(max, { error });
};

const archive = z.strictObject({
  bucket: reference(forms.bucket),
  key: text(forms.objectKey),
  sha256: text(forms.sha256),
});

const automq = z.strictObject({
  release: text(forms.release).optional(),
  edition: choice(['open-source', 'enterprise']).optional(),
  archive: z.union([archive, z.literal('baked')]),
  acceptKnownFaults: list(words('the name of a known fault'), 0, 20).optional(),
});

const image = z.strictObject({
  id: text(forms.image),
  architecture: choice(['arm64', 'x86_64']).optional(),
  packages: choice(['repository', 'baked']).optional(),
});

const subnet = z.strictObject({
  zone: text(forms.zone),
  subnetId: reference(forms.subnet),
  cidr: text(forms.cidr),
  nodeRange: text(forms.cidr),
});

const network = z.strictObject({
  newVpc: z.strictObject({ cidr: text(forms.cidr) }).optional(),
  existingVpc: z
    .strictObject({
      vpcId: reference(forms.vpc),
      subnets: list(subnet, 1, 3),
      endpoints: list(text(forms.endpoint), 0, 40),
      endpointNetworks: list(text(forms.cidr), 0, 20),
      s3PrefixListId: reference(forms.prefixList).optional(),
    })
    .optional(),
});

const brokers = z.strictObject({
  instanceType: text(forms.instanceType),
  perZone: whole(1, 100),
  slotsPerZone: whole(1, 100).optional(),
  rootVolumeGiB: whole(20, 1000, ' GiB').optional(),
});

const controllers = z.strictObject({
  count: oneOf([1, 3]).optional(),
  zones: z.array(text(forms.zone)).optional(),
  instanceType: text(forms.instanceType).optional(),
  volumeGiB: whole(10, 1000, ' GiB').optional(),
  snapshotEveryHours: oneOf([1, 2, 3, 4, 6, 8, 12, 24]).optional(),
  snapshotsKept: whole(1, 1000).optional(),
});

const wal = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('s3'), batchIntervalMs: whole(50, 5000, ' ms').optional() }),
  z.strictObject({
    type: z.literal('ebs'),
    volumeGiB: whole(10, 1000, ' GiB').optional(),
    iops: whole(3000, 16000).optional(),
    throughputMiBps: whole(125, 1000, ' MiB/s').optional(),
  }),
  z.strictObject({ type: z.literal('file-system') }),
]);

const tls = z.discriminatedUnion('issuer', [
  z.strictObject({
    issuer: z.literal('private-ca'),
    authorityArn: reference(forms.authorityArn).optional(),
    validityDays: whole(1, 7, ' days').optional(),
  }),
  z.strictObject({
    issuer: z.literal('secret'),
    secretArn: reference(forms.secretArn),
    secretKeyArn: reference(forms.keyArn).optional(),
  }),
]);

const clients = z.strictObject({
  networks: list(z.strictObject({ cidr: text(forms.cidr), zone: text(forms.zone).optional() }), 0, 30).optional(),
  prefixLists: list(reference(forms.prefixList), 0, 10).optional(),
  securityGroups: list(reference(forms.securityGroup), 0, 10).optional(),
});

const keys = z.strictObject({
  data: reference(forms.keyArn).optional(),
  wal: reference(forms.keyArn).optional(),
  logs: reference(forms.keyArn).optional(),
  secrets: reference(forms.keyArn).optional(),
});

const roles = z.strictObject({
  controller: reference(forms.roleArn).optional(),
  controllerInstanceProfile: reference(forms.profileArn).optional(),
  broker: reference(forms.roleArn).optional(),
  brokerInstanceProfile: reference(forms.profileArn).optional(),
  snapshots: reference(forms.roleArn).optional(),
  flowLogs: reference(forms.roleArn).optional(),
  keeper: reference(forms.roleArn).optional(),
  keeperSchedule: reference(forms.roleArn).optional(),
  path: text(forms.rolePath).optional(),
  permissionsBoundary: reference(forms.policyArn).optional(),
  deployers: list(text(forms.rolePattern), 1, 10).optional(),
  breakGlass: reference(forms.roleArn).optional(),
});

const workload = z.strictObject({
  description: words('a sentence').optional(),
  consumerGroups: list(words('the name of a consumer group'), 0, 100),
  streams: list(
    z.strictObject({
      name: words('the name of the stream'),
      meanMBps: amount(100_000, 'MB/s'),
      peakMBps: amount(100_000, 'MB/s'),
      hoursPerDay: amount(24, 'hours').optional(),
      readers: whole(0, 100).optional(),
      retentionHours: amount(87_600, 'hours').optional(),
    }),
    0,
    50,
  ),
});

const when = {
  timeZone: words('the IANA name of a time zone such as America/New_York'),
  start: text(forms.edge),
  end: text(forms.edge),
  on: words('a day of the year such as fourth thursday of november, last monday of may or december 24').optional(),
  years: list(whole(2020, 2037), 1, 20).optional(),
  every: z
    .union([z.literal('day'), list(choice(weekdays), 1, 7)], { error: `day, or a list of ${weekdays.join(', ')}` })
    .optional(),
  from: text(forms.day).optional(),
  until: text(forms.day).optional(),
};

const season = z.strictObject({
  name: text(forms.seasonName),
  description: words('a sentence').optional(),
  ...when,
  brokersPerZone: whole(1, 99).optional(),
  expectedMBps: amount(100_000, 'MB/s').optional(),
  leadMinutes: whole(0, 2880, ' minutes').optional(),
  holdMinutes: whole(0, 2880, ' minutes').optional(),
  reserve: yesOrNo.optional(),
  enabled: yesOrNo.optional(),
});

const freeze = z.strictObject({ name: text(forms.seasonName), reason: words('a sentence').optional(), ...when });

/** CloudWatch Logs takes these and no other (PutRetentionPolicy). */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const tagValue = z
  .string({ error: 'a text of at most 256 characters' })
  .max(256, { error: 'a text of at most 256 characters' });

export const schema = z.strictObject({
  name: text(forms.name),
  account: text(forms.account),
  region: text(forms.region),
  stackNamePrefix: text(forms.prefix).optional(),
  tags: z.record(z.string(), tagValue, { error: 'a map of texts' }).optional(),
  clusterId: text(forms.clusterId),
  automq,
  image,
  zones: z.array(text(forms.zone), { error: 'one zone id or three' }),
  network,
  dns: z.strictObject({ domain: text(forms.domain), hostedZone: reference(forms.hostedZone).optional() }).optional(),
  brokers,
  controllers: controllers.optional(),
  wal: wal.optional(),
  zoneRouter: yesOrNo.optional(),
  tls,
  clients: clients.optional(),
  keys: keys.optional(),
  roles: roles.optional(),
  logRetentionDays: oneOf(retentionDays).optional(),
  alarmTopicArn: reference(forms.topicArn).optional(),
  adoptVolumes: z.record(z.string(), text(forms.volume), { error: 'a map from node id to volume id' }).optional(),
  terminationProtection: yesOrNo.optional(),
  allowDataLoss: yesOrNo.optional(),
  workload: workload.optional(),
  seasons: list(season, 0, 40).optional(),
  freezes: list(freeze, 0, 40).optional(),
});
