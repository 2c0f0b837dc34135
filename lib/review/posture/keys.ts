/** Controls on keys. */
import type { Located } from '../assembly';
import { allowsUse, grants, isKeyOfAws, keyMeant } from '../keys';
import { isAccount, isBroad, isNamedCaller, isSpelled, limitedTo } from '../limits';
import type { StatementRow } from '../statements';
import { at, isTrue, list } from '../template';
import { each, eachStatement, verdict, type Control, type Seen } from './control';

const keys = ({ assembly }: Seen) => assembly.ofType('AWS::KMS::Key');

export const keyControls: readonly Control[] = [
  {
    id: 'key-rotation',
    control: 'Every key rotates.',
    knownAs: ['Security Hub KMS.4', 'CT.KMS.PR.1', 'AwsSolutions-KMS5'],
    check: (seen) =>
      each(keys(seen), ({ properties }) => (isTrue(properties.EnableKeyRotation) ? undefined : 'rotation is off')),
  },
  {
    id: 'key-policy',
    control: 'Only named roles, through named services, may use a key; the account administers without using.',
    knownAs: [],
    check: (seen) =>
      eachStatement(
        seen.statements.filter((row) => row.kind === 'key' && allowsUse(row)),
        (row) => keyUseFault(seen, row),
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
            (row) => row.kind === 'identity' && row.effect === 'Allow' && decrypts(row) && row.resources.some(isBroad),
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
        if (Number(properties.PendingWindowInDays) !== 30) return 'deletion window is not 30 days';
        return resource.DeletionPolicy?.startsWith('Retain') ? undefined : 'deleted with its stack';
      });
      return kept.answer === 'no' ? kept : verdict(kept.shownBy, sharedKeys(seen));
    },
  },
];

function keyUseFault({ assembly }: Seen, row: StatementRow): string | undefined {
  const { principals, actions, notActions } = row;
  if (actions.includes('kms:*') || actions.includes('*')) return 'every action on the key';
  if (notActions.length > 0) return 'every action but a few on the key';
  if (principals.some((who) => who.startsWith('not '))) return 'everybody but a few may use the key';
  if (principals.some(isAccount)) return 'the whole account may use the key';
  if (principals.includes('*') && !limitedTo(row, CALLER, (text) => isNamedCaller(assembly, text)))
    return 'anyone may use the key, or any role';
  return isThroughService(row) ? undefined : 'not through a named service';
}

const CALLER = /^aws:PrincipalArn$/i;

/** A service-linked role is a named service by itself. */
const isThroughService = (row: StatementRow): boolean =>
  limitedTo(row, /^(kms:ViaService$|kms:EncryptionContext:|aws:SourceArn$)/i, isSpelled) ||
  limitedTo(row, /^kms:GrantIsForAWSResource$/i, (text) => text === 'true') ||
  limitedTo(row, CALLER, (text) => text.includes(':role/aws-service-role/'));

const decrypts = (row: StatementRow): boolean =>
  ['kms:Decrypt', 'kms:ReEncryptFrom'].some((action) => grants(row, action));

/** Kinds of store that must not share a key: records, machines, logs and passwords have readers of their own. */
const PURPOSES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'buckets',
  'AWS::EC2::Volume': 'volumes',
  'AWS::EC2::LaunchTemplate': 'volumes',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::SNS::Topic': 'logs',
  'AWS::SQS::Queue': 'logs',
  'AWS::SecretsManager::Secret': 'passwords',
};

/** Where these types say which key they use. */
const KEYS = [
  'KmsKeyId',
  'KmsMasterKeyId',
  'BucketEncryption.ServerSideEncryptionConfiguration',
  'LaunchTemplateData.BlockDeviceMappings',
];

function sharedKeys({ assembly }: Seen): readonly string[] {
  const uses = new Map<string, Set<string>>();
  for (const row of assembly.ofType(...Object.keys(PURPOSES)))
    for (const value of keysOf(row).filter((given) => !isKeyOfAws(assembly, row, given))) {
      const key = keyMeant(assembly, row, value);
      const name = typeof key === 'string' ? key : key.address;
      uses.set(name, (uses.get(name) ?? new Set()).add(PURPOSES[row.type] ?? row.type));
    }
  return [...uses]
    .filter(([, purposes]) => purposes.size > 1)
    .map(([name, purposes]) => `${name}: one key for ${[...purposes].join(' and ')}`);
}

const keysOf = ({ properties }: Located): readonly unknown[] =>
  KEYS.flatMap((path) => list(at(properties, path)))
    .map(keyIn)
    .filter((value) => value !== undefined);

/** Of a rule or a disk the key that it names; anything else names one itself. */
const keyIn = (value: unknown): unknown => {
  const [encryption, disk] = [at(value, 'ServerSideEncryptionByDefault'), at(value, 'Ebs')];
  if (encryption !== undefined) return at(encryption, 'KMSMasterKeyID');
  return disk === undefined ? value : at(disk, 'KmsKeyId');
};
