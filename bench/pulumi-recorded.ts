/** What a Pulumi program registers under mocks, kept so that the same resources can be made without the program. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Sdk from '@pulumi/pulumi';

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** What `record` leaves for the runs of `classes`. */
const RECORDED = join(__dirname, 'recorded.json');
export const recordedBefore = () => JSON.parse(readFileSync(RECORDED, 'utf8')) as Registered[];

/** Mocks that answer at once, and keep what was registered. */
export async function mocked(sdk: typeof Sdk, more: Record<string, unknown> = {}): Promise<Registered[]> {
  const registered: Registered[] = [];
  await sdk.runtime.setMocks({
    newResource: ({ type, name, inputs, custom }) => {
      if (custom) registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      return { id: `${name}-id`, state: { ...more, ...inputs, arn: `arn:aws:mock:::${name}`, name, latestVersion: 1 } };
    },
    call: ({ inputs }) => inputs,
  });
  return registered;
}

/** Keeps them for later runs. */
export const keepRecorded = (resources: readonly Registered[]): void =>
  writeFileSync(RECORDED, JSON.stringify(resources));

/** Until every resource of a program has its URN. */
export async function settled(
  sdk: typeof Sdk,
  program: (options: Sdk.ComponentResourceOptions) => void,
): Promise<void> {
  const made: Sdk.Resource[] = [];
  const see: Sdk.ResourceTransformation = ({ resource }) => void made.push(resource);
  program({ transformations: [see] });
  await new Promise((done) => sdk.all(made.map(({ urn }) => urn)).apply(done));
}

type Class = new (name: string, inputs: object, options: Sdk.CustomResourceOptions) => Sdk.CustomResource;
type Classes = (type: string) => Class;

/** The provider's classes of these resources; each loads when it is first asked for. `aws:ec2/vpc:Vpc` is `ec2.Vpc`. */
export async function classesOf(resources: readonly Registered[]): Promise<Classes> {
  const partsOf = (type: string): string[] => type.split(/[:/]/);
  const names = [...new Set(resources.map(({ type }) => partsOf(type)[1]!))];
  const loaded = names.map(async (name) => [name, (await import(`@pulumi/aws/${name}`)) as object] as const);
  const modules = Object.fromEntries(await Promise.all(loaded)) as Record<string, Record<string, Class>>;
  return (type) => modules[partsOf(type)[1]!]![partsOf(type)[3]!]!;
}

export async function loadClasses(resources: readonly Registered[]): Promise<Classes> {
  const classes = await classesOf(resources);
  for (const { type } of resources) void classes(type);
  return classes;
}
