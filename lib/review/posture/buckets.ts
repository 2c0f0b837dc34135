/** Controls on buckets. */
import type { Located } from '../assembly';
import { matches } from '../decide';
import { grants, isCustomerKey } from '../keys';
import { endsLive } from '../lifecycle';
import { isBroad, isOwn, limitedTo } from '../limits';
import type { StatementRow } from '../statements';
import { at, isObject, isTrue, list, type Properties } from '../template';
import { filledIn } from '../undecided';
import { each, eachStatement, verdict, type Control, type Seen } from './control';

const buckets = ({ assembly }: Seen) => assembly.ofType('AWS::S3::Bucket');
const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

const encryptionRule = ({ properties }: Located): unknown =>
  list(at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration'))[0];
const algorithm = (bucket: Located): unknown =>
  at(encryptionRule(bucket), 'ServerSideEncryptionByDefault.SSEAlgorithm');
const usesKey = ({ assembly }: Seen, bucket: Located): boolean =>
  isCustomerKey(assembly, bucket, at(encryptionRule(bucket), 'ServerSideEncryptionByDefault.KMSMasterKeyID')) &&
  isTrue(at(encryptionRule(bucket), 'BucketKeyEnabled'));

const logTarget = ({ assembly }: Seen, { properties, stack }: Located): Located | undefined =>
  assembly.target(at(properties, 'LoggingConfiguration.DestinationBucketName'), stack);

/** Buckets that others deliver their access logs to, and no role writes to: where one does, the data is live, whatever else is there. */
const logBuckets = (seen: Seen): ReadonlySet<Located> =>
  new Set(
    buckets(seen)
      .map((bucket) => [bucket, logTarget(seen, bucket)] as const)
      .flatMap(([bucket, target]) => (target && target !== bucket && !hasWriter(seen, target) ? [target] : [])),
  );

const hasWriter = (seen: Seen, bucket: Located): boolean =>
  seen.statements.some(
    (row) =>
      row.kind === 'identity' &&
      row.effect === 'Allow' &&
      !row.unread &&
      grants(row, 's3:PutObject') &&
      covers(row, `${seen.assembly.nameOf(bucket)}/any`),
  );

/** Whether the resources of a statement have this bucket, or this object of one, among them. */
const covers = ({ resources }: StatementRow, name: string): boolean =>
  resources.some((pattern) => matches(filledIn(pattern).replace(/^arn:[^:]*:s3:::/, ''), name));

const ofBucket = ({ statements, assembly }: Seen, bucket: Located): readonly StatementRow[] =>
  statements.filter(({ kind, subjects }) => kind === 'bucket' && subjects.includes(assembly.nameOf(bucket)));

export const bucketControls: readonly Control[] = [
  {
    id: 'public-access',
    control: 'Public access to every bucket is blocked in all four ways.',
    knownAs: ['Security Hub S3.8', 'CT.S3.PR.1', 'AwsSolutions-S2'],
    check: (seen) =>
      each(buckets(seen), ({ properties }) => {
        const open = PUBLIC_ACCESS.filter((name) => !isTrue(at(properties, `PublicAccessBlockConfiguration.${name}`)));
        return open.length > 0 ? `${open.join(', ')} not set` : undefined;
      }),
  },
  {
    id: 'tls-only',
    control: 'Every bucket refuses calls without TLS.',
    knownAs: ['Security Hub S3.5', 'CT.S3.PR.8', 'AwsSolutions-S10'],
    check: (seen) =>
      each(buckets(seen), (bucket) => {
        const name = seen.assembly.nameOf(bucket);
        return ofBucket(seen, bucket).some((row) => refusesPlain(row, name))
          ? undefined
          : 'no statement denies calls without TLS';
      }),
  },
  {
    id: 'bucket-keys',
    control:
      'Every bucket is encrypted with a customer key and a bucket key; a bucket for access logs, where S3 takes none, with SSE-S3.',
    knownAs: ['Security Hub S3.17', 'CT.S3.PR.10'],
    check: (seen) => {
      const targets = logBuckets(seen);
      return each(buckets(seen), (bucket) => {
        if (usesKey(seen, bucket)) return undefined;
        return targets.has(bucket) && algorithm(bucket) === 'AES256' ? undefined : 'no customer key with bucket key';
      });
    },
  },
  {
    id: 'access-logging',
    control: 'Access to every bucket is logged, and the bucket of the logs is encrypted.',
    knownAs: ['Security Hub S3.9', 'CT.S3.PR.2', 'AwsSolutions-S1'],
    check: (seen) => {
      const targets = logBuckets(seen);
      return each(buckets(seen), (bucket) => {
        if (encryptionRule(bucket) === undefined) return 'not encrypted';
        return targets.has(bucket) ? undefined : notLogged(seen, bucket);
      });
    },
  },
  {
    id: 'object-events',
    control:
      'Object-level events are audited in CloudTrail (an option until the governance stack exists; the organisation may have a trail).',
    knownAs: ['Security Hub S3.22', 'Security Hub S3.23'],
    check: (seen) =>
      each(seen.assembly.ofType('AWS::CloudTrail::Trail'), (trail) =>
        recordsObjects(trail) ? undefined : 'records no object-level events of S3',
      ),
  },
  {
    id: 'live-data',
    control: 'No lifecycle rule ends live data: only old versions, unfinished uploads and access logs expire.',
    knownAs: [],
    check: (seen) => {
      const targets = logBuckets(seen);
      return each(buckets(seen), (bucket) => {
        return endsLive(bucket) && !targets.has(bucket) ? 'a rule expires or moves live objects' : undefined;
      });
    },
  },
  {
    id: 'ownership',
    control: 'The bucket owner owns every object, and roles reach buckets of this account only.',
    knownAs: ['Security Hub S3.12', 'CT.S3.PR.5'],
    check: (seen) => {
      const owned = each(buckets(seen), ({ properties }) =>
        list(at(properties, 'OwnershipControls.Rules')).some(
          (rule) => at(rule, 'ObjectOwnership') === 'BucketOwnerEnforced',
        )
          ? undefined
          : 'ownership is not enforced',
      );
      const limited = eachStatement(
        seen.statements.filter(
          (row) => row.kind === 'identity' && row.effect === 'Allow' && reachesS3(row) && row.resources.some(isBroad),
        ),
        (row) => {
          const own = (text: string) => isOwn(text, seen.assembly.accountOf(row.owner.stack));
          return limitedTo(row, /^(aws|s3):ResourceAccount$/i, own) ? undefined : 'not limited to the account';
        },
      );
      const faults = [owned, limited].filter(({ answer }) => answer === 'no').flatMap(({ shownBy }) => shownBy);
      return verdict(owned.shownBy, faults);
    },
  },
];

/** Both ways in which a trail selects data events; events of one bucket count, as these buckets may have a trail of their own. */
const recordsObjects = ({ properties }: Located): boolean =>
  JSON.stringify([properties.EventSelectors, properties.AdvancedEventSelectors]).includes('AWS::S3::Object');

/** A pattern counts where it may match an action of S3. */
const reachesS3 = ({ actions, notActions }: StatementRow): boolean =>
  notActions.length > 0 || actions.some((action) => /^(s3:|s?[*?])/i.test(action));

/** A statement that nobody escapes: every action, the bucket and all its objects, whenever the call is not over TLS. */
const refusesPlain = (row: StatementRow, name: string): boolean =>
  row.effect === 'Deny' &&
  !row.perhaps &&
  row.principals.includes('*') &&
  row.actions.some((action) => ['s3:*', '*'].includes(action)) &&
  [name, `${name}/any`].every((what) => covers(row, what)) &&
  row.conditions.length === 1 &&
  row.conditions.every(
    ({ operator, key, values }) =>
      /^Bool(IfExists)?$/.test(operator) && key.toLowerCase() === 'aws:securetransport' && values.includes('false'),
  );

/**
 * Why no log of a bucket arrives. S3 delivers to another bucket only where its policy lets the logging service write, and takes no
 * KMS key there: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
function notLogged(seen: Seen, bucket: Located): string | undefined {
  const { DestinationBucketName: given, LogFilePrefix: prefix } = loggingOf(bucket);
  if (given === undefined) return 'its access is not logged';
  const target = logTarget(seen, bucket);
  if (target === undefined) return undefined;
  if (target === bucket) return 'its access is logged into itself';
  if (algorithm(target) !== 'AES256') return 'S3 delivers no log to a bucket with a key';
  const place = `${seen.assembly.nameOf(target)}/${prefix === undefined ? '' : String(prefix)}any`;
  const taken = ofBucket(seen, target).some((row) => takesLogs(row, place) && isAbout(seen, row, bucket));
  return taken ? undefined : `${target.address} takes no log of it`;
}

const loggingOf = ({ properties }: Located): Properties => {
  const { LoggingConfiguration: given } = properties;
  return isObject(given) ? given : {};
};

const takesLogs = (row: StatementRow, place: string): boolean =>
  row.effect === 'Allow' &&
  row.principals.includes('logging.s3.amazonaws.com') &&
  grants(row, 's3:PutObject') &&
  covers(row, place);

/** Conditions of a delivery that this bucket meets. */
function isAbout({ assembly }: Seen, { conditions, owner }: StatementRow, bucket: Located): boolean {
  return conditions.every(({ key, values }) => {
    if (/^aws:SourceAccount$/i.test(key)) return values.some((text) => isOwn(text, assembly.accountOf(owner.stack)));
    if (!/^aws:SourceArn$/i.test(key)) return false;
    return values.some((arn) => matches(arn.replace(/^arn:[^:]*:s3:::/, ''), assembly.nameOf(bucket)));
  });
}
