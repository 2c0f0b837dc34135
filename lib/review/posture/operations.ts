/** Controls on listeners, secrets and what outlives the stacks. */
import type { Located } from '../assembly';
import { onDelete } from '../data';
import { at } from '../template';
import { each, verdict, type Control, type Seen } from './control';

/** Types whose loss is the loss of data or of what opens it. */
export const KEPT = [
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::EC2::Volume',
  'AWS::SecretsManager::Secret',
  'AWS::ACMPCA::CertificateAuthority',
];

/** A password or key as text: long values behind names that mean one, or the head of a private key. */
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|(?:password|secret_?key)["']?\s*[=:]\s*["']?(?!@|["']?\s*$|\\?["']?@)[A-Za-z0-9+/]{8,}/i;

export const operationControls: readonly Control[] = [
  {
    id: 'listeners',
    control: 'Every listener has TLS and authentication; no secret is in a template or in user data.',
    knownAs: [],
    check: (seen) => {
      const texts = nodeTexts(seen);
      const faults = texts.flatMap(({ row, text }) => listenerFaults(text).map((fault) => `${row.address}: ${fault}`));
      const given = seen.assembly
        .ofType('AWS::SecretsManager::Secret')
        .filter(({ properties }) => properties.SecretString !== undefined)
        .map(({ address }) => `${address}: its value is in the template`);
      const spelled = texts
        .filter(({ text }) => SECRET_TEXT.test(text))
        .map(({ row }) => `${row.address}: something like a secret in user data`);
      return verdict(
        texts.map(({ row }) => row.address),
        [...faults, ...given, ...spelled],
      );
    },
  },
  {
    id: 'kept-on-delete',
    control:
      'What holds data or opens it is retained when its stack is deleted or the resource replaced; protection of the stacks and the teardown are stated.',
    knownAs: [],
    check: (seen) => {
      const kept = seen.assembly.ofType(...KEPT);
      const fates = each(kept, ({ resource }) => {
        if (!resource.DeletionPolicy?.startsWith('Retain')) return 'deleted with its stack';
        return resource.UpdateReplacePolicy === 'Retain' ? undefined : 'deleted when replaced';
      });
      return verdict(
        [
          ...kept.map((row) => `${row.address}: ${onDelete(seen.assembly, row)}`),
          ...protection(seen),
          ...(kept.length > 0 ? [TEARDOWN] : []),
        ],
        fates.answer === 'no' ? fates.shownBy : [],
      );
    },
  },
];

/** No template says it: it is how this package lets go of what it keeps. */
const TEARDOWN =
  'teardown: `automq-byoc protect FILE --off` takes the protection away and `cdk destroy` then leaves all of these; they go only after a deploy with both `allowDataLoss: true` in the file and `-c allowDataLoss=<name>` on the command line';

/** Templates do not say it: CloudFormation keeps it beside the stack, and the CDK's manifest says what a deploy will set. */
const protection = ({ assembly }: Seen): readonly string[] =>
  assembly.stacks
    .filter(({ terminationProtection }) => terminationProtection !== undefined)
    .map(
      ({ stack, terminationProtection }) => `${stack}: termination protection ${terminationProtection ? 'on' : 'off'}`,
    );

interface NodeText {
  readonly row: Located;
  readonly text: string;
}

function nodeTexts({ assembly }: Seen): readonly NodeText[] {
  return assembly
    .ofType('AWS::EC2::LaunchTemplate')
    .map((row) => ({ row, text: assembly.text(at(row.properties, 'LaunchTemplateData.UserData'), row.stack) }));
}

const LISTENER_LINES: readonly {
  readonly line: RegExp;
  readonly holds: (value: string) => boolean;
  readonly fault: string;
}[] = [
  {
    line: /^listener\.security\.protocol\.map=(.+)$/m,
    holds: (value) => value.split(',').every((entry) => entry.endsWith(':SASL_SSL')),
    fault: 'a listener without TLS or without authentication',
  },
  {
    line: /^allow\.everyone\.if\.no\.acl\.found=(.+)$/m,
    holds: (value) => value === 'false',
    fault: 'everyone is allowed where there is no ACL',
  },
  { line: /^authorizer\.class\.name=(.+)$/m, holds: (value) => value !== '', fault: 'no authorizer' },
];

function listenerFaults(text: string): readonly string[] {
  return LISTENER_LINES.filter(({ line, holds }) => !holds(line.exec(text)?.[1] ?? '')).map(({ fault }) => fault);
}
