/** What an engine says it has made, read from what its own commands print. */
import { readFileSync } from 'node:fs';
import { ids } from '../../core/identities';
import { BadInput } from '../failures';

/** A resource in the account. */
export interface Made {
  /** Type in a template. */
  readonly type: string;
  /** Ends with the name part from `ids`. */
  readonly name: string;
  readonly physicalId: string;
}

export interface StackResource {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly outputs?: { readonly arns?: Readonly<Record<string, string>> };
}

interface Printed {
  /** Of 'describe-stack-resources', which ends at the hundredth. */
  readonly StackResources?: readonly StackResource[];
  readonly StackResourceSummaries?: readonly StackResource[];
  readonly deployment?: { readonly resources?: readonly StateResource[] };
}

/** The hash that the CDK puts behind every logical id. */
const HASH = /[0-9A-F]{8}$/;

/** Types in a template, by the provider's. */
const TYPES: Readonly<Record<string, string>> = {
  'aws:kms/key:Key': 'AWS::KMS::Key',
  'aws:s3/bucket:Bucket': 'AWS::S3::Bucket',
  'aws:acmpca/certificateAuthority:CertificateAuthority': 'AWS::ACMPCA::CertificateAuthority',
  'aws:ebs/volume:Volume': 'AWS::EC2::Volume',
};

/** Its outputs tell of passwords that the program made and of those it adopted, which are no resources of a state. */
const SECRETS = 'automq-byoc:index:ClusterSecrets';

/** @throws BadInput for a file that neither engine's command has printed */
export function readMade(files: readonly string[]): readonly Made[] {
  return files.flatMap((file) => {
    const { StackResources, StackResourceSummaries, deployment } = parsed(file);
    const stack = StackResources ?? StackResourceSummaries;
    if (stack) return madeByStack(stack);
    if (deployment?.resources) return madeByProgram(deployment.resources);
    throw unknown(file);
  });
}

export const madeByStack = (stack: readonly StackResource[]): readonly Made[] =>
  stack.map(ofStack).filter(({ physicalId }) => physicalId !== '');

const ofStack = ({ LogicalResourceId, ResourceType, PhysicalResourceId = '' }: StackResource): Made => ({
  type: ResourceType,
  name: LogicalResourceId.replace(HASH, ''),
  physicalId: PhysicalResourceId,
});

const madeByProgram = (state: readonly StateResource[]): readonly Made[] => [
  ...state.filter(({ type }) => type in TYPES).map(ofState),
  ...state.filter(({ type }) => type === SECRETS).flatMap(ofSecrets),
];

const ofSecrets = ({ outputs }: StateResource): Made[] =>
  Object.entries(outputs?.arns ?? {}).map(([purpose, physicalId]) => ({
    type: 'AWS::SecretsManager::Secret',
    name: ids.secret(purpose),
    physicalId,
  }));

const ofState = ({ urn, type, id = '' }: StateResource): Made => ({
  type: TYPES[type]!,
  // `inventory-Controller0-Volume` as the CDK writes it.
  name: urn.split('::').at(-1)!.replaceAll('-', ''),
  physicalId: id,
});

function parsed(file: string): Printed {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Printed;
  } catch {
    throw unknown(file);
  }
}

const unknown = (file: string): BadInput =>
  new BadInput([
    `--from: ${file} is not what an engine prints; allowed: JSON of 'aws cloudformation list-stack-resources' or 'pulumi stack export'`,
  ]);
