import * as pulumi from '@pulumi/pulumi';
import { settled } from './settled';

/** A resource that a program registered. Other resources are named as `type name`. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The old one goes before the new one comes. */
  readonly deleteBeforeReplace: boolean;
  readonly parent?: string;
  /** Name of the provider that makes it, where the program has one of its own. */
  readonly provider?: string;
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Outputs that are secret whatever they are made of. */
  readonly secretOutputs: readonly string[];
}

const inputs = new Map<string, Record<string, unknown>>();
const providers = new Map<string, string | undefined>();

void pulumi.runtime.setMocks({
  newResource({ type, name, inputs: given, provider }) {
    const own = given as Record<string, unknown>;
    inputs.set(`${type} ${name}`, own);
    providers.set(`${type} ${name}`, provider);
    return { id: idOf(name), state: { name: idOf(name), ...own, ...computed(name, own) } };
  },
  call: ({ token, inputs: { zoneId, name } }) => {
    if (token === 'aws:secretsmanager/getSecret:getSecret') return { arn: keptArnOf(name as string) };
    if (token === 'aws:index/getAvailabilityZone:getAvailabilityZone') return { zoneId, name: zoneNameOf(zoneId) };
    throw new Error(`the program called ${token}; it must need nothing else from the provider`);
  },
});

/** What the mocked provider gives a resource. */
export const arnOf = (name: string): string => `arn:aws:mock:::${name}`;
export const idOf = (name: string): string => `${name}-id`;
/** Of a password that an earlier deployment left under the name. */
export const keptArnOf = (name: string): string => `arn:aws:mock:::kept-${name}`;
/** Zone names differ between accounts: here the fourth zone id is a name of its own. */
export const zoneNameOf = (zoneId: string): string => `zone-name-of-${zoneId}`;

function computed(name: string, own: Record<string, unknown>) {
  return {
    arn: arnOf(name),
    keyId: idOf(name),
    zoneId: idOf(name),
    latestVersion: 7,
    url: idOf(name),
    certificate: `certificate of ${name}`,
    certificateSigningRequest: `request of ${name}`,
    availabilityZone: own.availabilityZone ?? zoneNameOf(String(own.availabilityZoneId)),
  };
}

/** Runs a program and returns what it registered, in its order. Each component is to take the options given. */
export async function recorded(program: (options: pulumi.ComponentResourceOptions) => void): Promise<Recorded[]> {
  const seen = await settled(program);
  const keys = new Map(seen.map(({ resource, type, name }) => [resource, `${type} ${name}`]));
  return seen.map((args) => recordOf(args, keys));
}

function recordOf({ type, name, opts }: pulumi.ResourceTransformationArgs, keys: Map<unknown, string>): Recorded {
  const {
    protect = false,
    retainOnDelete = false,
    deleteBeforeReplace = false,
    dependsOn,
    ignoreChanges = [],
    additionalSecretOutputs: secretOutputs = [],
  } = opts as pulumi.CustomResourceOptions;
  return {
    type,
    name,
    inputs: inputs.get(`${type} ${name}`) ?? {},
    protect,
    retainOnDelete,
    deleteBeforeReplace,
    ignoreChanges,
    secretOutputs,
    parent: keys.get(opts.parent),
    // `urn::id`, and the name is the last part of the URN.
    provider: providers.get(`${type} ${name}`)?.split('::').at(-2),
    dependsOn: [(dependsOn ?? []) as unknown[]].flat().map((resource) => keys.get(resource)!),
  };
}
