/** Controls on buckets and keys. */
import type { Located } from '../assembly';
import { matches } from '../decide';
import { isWild, type StatementRow } from '../statements';
import { at, isObject, list } from '../template';
import { each, eachStatement, verdict, type Control, type Seen } from './control';

const buckets = ({ assembly }: Seen) => assembly.ofType('AWS::S3::Bucket');
const keys = ({ assembly }: Seen) => assembly.ofType('AWS::KMS::Key');
const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

const encryptionRule = ({ properties }: Located): unknown =>
  list(at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration'))[0];
const usesKey = (bucket: Located): boolean =>
  at(encryptionRule(bucket), 'ServerSideEncryptionByDefault.KMSMasterKeyID') !== undefined &&
  at(encryptionRule(bucket), 'BucketKeyEnabled') === true;

/** Buckets that others deliver their access logs to. */
const logTargets = (seen: Seen): ReadonlySet<Located> => {
  const named = buckets(seen).map((row) =>
    seen.assembly.target(at(row.properties, 'LoggingConfiguration.DestinationBucketName'), row.stack),
  );
  return new Set(named.filter((row) => row !== undefined));
};

/** Actions that turn ciphertext into data, or let others do so. */
const USES = /^kms:(\*|Decrypt|Encrypt|GenerateData|ReEncrypt|CreateGrant)/i;

export const storageControls: readonly Control[] = [
  {
    id: 'public-access',
    control: 'Public access to every bucket is blocked in all four ways.',
    knownAs: ['Security Hub S3.8', 'CT.S3.PR.1', 'AwsSolutions-S2'],
    check: (seen) =>
      each(buckets(seen), ({ properties }) => {
        const open = PUBLIC_ACCESS.filter((name) => at(properties, `PublicAccessBlockConfiguration.${name}`) !== true);
        return open.length > 0 ? `${open.join(', ')} not set` : undefined;
      }),
  },
  {
    id: 'tls-only',
    control: 'Every bucket refuses calls without TLS.',
    knownAs: ['Security Hub S3.5', 'CT.S3.PR.8', 'AwsSolutions-S10'],
    check: (seen) =>
      each(buckets(seen), (bucket) => {
        const own = seen.statements.filter(
          ({ kind, subjects }) => kind === 'bucket' && subjects.includes(seen.assembly.nameOf(bucket)),
        );
        return own.some(refusesPlain) ? undefined : 'no statement denies calls without TLS';
      }),
  },
  {
    id: 'bucket-keys',
    control:
      'Every bucket is encrypted with a customer key and a bucket key; a bucket for access logs, where S3 takes none, with SSE-S3.',
    knownAs: ['Security Hub S3.17', 'CT.S3.PR.10'],
    check: (seen) => {
      const targets = logTargets(seen);
      return each(buckets(seen), (bucket) => {
        if (usesKey(bucket)) return undefined;
        const encrypted = at(encryptionRule(bucket), 'ServerSideEncryptionByDefault.SSEAlgorithm') === 'AES256';
        return targets.has(bucket) && encrypted ? undefined : 'no customer key with bucket key';
      });
    },
  },
  {
    id: 'access-logging',
    control: 'Access to every bucket is logged, and the bucket of the logs is encrypted.',
    knownAs: ['Security Hub S3.9', 'CT.S3.PR.2', 'AwsSolutions-S1'],
    check: (seen) => {
      const targets = logTargets(seen);
      return each(buckets(seen), (bucket) => {
        if (encryptionRule(bucket) === undefined) return 'not encrypted';
        const logged =
          targets.has(bucket) || at(bucket.properties, 'LoggingConfiguration.DestinationBucketName') !== undefined;
        return logged ? undefined : 'its access is not logged';
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
      const targets = logTargets(seen);
      return each(buckets(seen), (bucket) => {
        const rules = list(at(bucket.properties, 'LifecycleConfiguration.Rules')).filter(isObject);
        const ends = rules.some(
          (rule) =>
            rule.ExpirationInDays !== undefined || rule.ExpirationDate !== undefined || rule.Transitions !== undefined,
        );
        return ends && !targets.has(bucket) ? 'a rule expires or moves live objects' : undefined;
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
          ({ kind, effect, actions, resources }) =>
            kind === 'identity' &&
            effect === 'Allow' &&
            actions.some((action) => /^(s3:|\*)/.test(action)) &&
            resources.some(isWild),
        ),
        ({ conditions }) =>
          conditions.some(({ key }) => key === 'aws:ResourceAccount') ? undefined : 'not limited to the account',
      );
      const faults = [owned, limited].filter(({ answer }) => answer === 'no').flatMap(({ shownBy }) => shownBy);
      return verdict(owned.shownBy, faults);
    },
  },
  {
    id: 'key-rotation',
    control: 'Every key rotates.',
    knownAs: ['Security Hub KMS.4', 'CT.KMS.PR.1', 'AwsSolutions-KMS5'],
    check: (seen) =>
      each(keys(seen), ({ properties }) => (properties.EnableKeyRotation === true ? undefined : 'rotation is off')),
  },
  {
    id: 'key-policy',
    control: 'Only named roles, through named services, may use a key; the account administers without using.',
    knownAs: [],
    check: ({ statements }) =>
      eachStatement(
        statements.filter(
          ({ kind, effect, actions }) =>
            kind === 'key' && effect === 'Allow' && actions.some((action) => USES.test(action) || action === '*'),
        ),
        keyUseFault,
      ),
  },
  {
    id: 'no-decrypt-on-all',
    control: 'No role policy allows decrypting with all keys.',
    knownAs: ['Security Hub KMS.1', 'Security Hub KMS.2'],
    check: ({ statements, assembly }) =>
      verdict(
        assembly.ofType('AWS::IAM::Role').map(({ address }) => address),
        statements
          .filter(
            ({ kind, effect, actions, resources }) =>
              kind === 'identity' && effect === 'Allow' && decrypts(actions) && resources.some((text) => isWild(text)),
          )
          .map(({ owner, sid }) => `${owner.address} ${sid}: decrypts with any key`),
      ),
  },
  {
    id: 'one-key-per-purpose',
    control: 'One key per purpose, with a deletion window of 30 days, kept when its stack goes.',
    knownAs: ['Security Hub KMS.3'],
    check: (seen) => {
      const kept = each(keys(seen), ({ properties, resource }) => {
        if (properties.PendingWindowInDays !== 30) return 'deletion window is not 30 days';
        return resource.DeletionPolicy?.startsWith('Retain') ? undefined : 'deleted with its stack';
      });
      return kept.answer === 'no' ? kept : verdict(kept.shownBy, sharedKeys(seen));
    },
  },
];

/** Both ways in which a trail selects data events; events of one bucket count, as these buckets may have a trail of their own. */
const recordsObjects = ({ properties }: Located): boolean =>
  JSON.stringify([properties.EventSelectors, properties.AdvancedEventSelectors]).includes('AWS::S3::Object');

const refusesPlain = ({ effect, principals, actions, conditions }: StatementRow): boolean =>
  effect === 'Deny' &&
  principals.includes('*') &&
  actions.includes('s3:*') &&
  conditions.length === 1 &&
  conditions.some(({ key, values }) => key === 'aws:SecureTransport' && values.includes('false'));

function keyUseFault({ principals, conditions, actions }: StatementRow): string | undefined {
  const bound = (...names: string[]) =>
    conditions.some(({ key }) => names.some((name) => key === name || key.startsWith(`${name}:`)));
  if (actions.includes('kms:*') || actions.includes('*')) return 'every action on the key';
  if (principals.some((who) => /^arn:[^:]+:iam::\d+:root$/.test(who))) return 'the whole account may use the key';
  if (principals.includes('*') && !bound('aws:PrincipalArn')) return 'anyone may use the key';
  if (
    conditions.some(
      ({ key, values }) =>
        key === 'aws:PrincipalArn' &&
        values.some((value) => /^(\*|arn:aws:iam::[\d*]*:\*|arn:aws:iam::[\d*]*:role\/\*)$/.test(value)),
    )
  )
    return 'any role may use the key';
  if (
    !bound('kms:ViaService', 'kms:EncryptionContext', 'aws:SourceArn', 'kms:GrantIsForAWSResource') &&
    !serviceRole(conditions)
  )
    return 'not through a named service';
  return undefined;
}

/** A service-linked role is a named service by itself. */
const serviceRole = (conditions: StatementRow['conditions']): boolean =>
  conditions.some(
    ({ key, values }) =>
      key === 'aws:PrincipalArn' && values.every((value) => value.includes(':role/aws-service-role/')),
  );

const decrypts = (actions: readonly string[]): boolean =>
  actions.some((pattern) => matches(pattern, 'kms:Decrypt', true));

/** Kinds of store that must not share a key: records, machines, logs and passwords have readers of their own. */
const PURPOSES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'buckets',
  'AWS::EC2::Volume': 'volumes',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::SNS::Topic': 'logs',
  'AWS::SecretsManager::Secret': 'passwords',
};

function sharedKeys({ assembly }: Seen): readonly string[] {
  const uses = new Map<Located, Set<string>>();
  for (const row of assembly.ofType(...Object.keys(PURPOSES))) {
    const given =
      row.properties.KmsKeyId ??
      row.properties.KmsMasterKeyId ??
      at(encryptionRule(row), 'ServerSideEncryptionByDefault.KMSMasterKeyID');
    const key = given === undefined ? undefined : assembly.target(given, row.stack);
    if (key) uses.set(key, (uses.get(key) ?? new Set()).add(PURPOSES[row.type] ?? row.type));
  }
  return [...uses]
    .filter(([, purposes]) => purposes.size > 1)
    .map(([{ address }, purposes]) => `${address}: one key for ${[...purposes].join(' and ')}`);
}
