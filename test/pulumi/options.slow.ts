/**
 * What the options of a cluster mean for its children: its provider is theirs, and with `aliases` it may get another name or
 * another parent in the program without anything being replaced.
 *
 * The SDK sends the aliases of the cluster only. For a child, the engine looks under the URN that its parent had
 * (`generateAliases` of the engine's step generator), so it depends on the names, types and parents that are sent.
 */
import { Provider } from '@pulumi/aws/provider';
import * as pulumi from '@pulumi/pulumi';
import type { RegisterResourceRequest, RegisterResourceResponse } from '@pulumi/pulumi/proto/resource_pb';
import { AutoMqCluster, type AutoMqClusterArgs } from '../../lib/pulumi';
import { inExistingVpc, sample } from '../fixtures/deployments';
import { settled } from './settled';

const roles = { deployers: ['arn:aws:iam::111122223333:role/pulumi'] };
const base: AutoMqClusterArgs = { ...sample(), roles, asOf: '2026-11-22' };

/** A resource, by URNs without stack and project. */
interface Registered {
  readonly urn: string;
  /** Its URN in the program before. */
  readonly before?: string;
  readonly provider?: string;
  readonly inputs: unknown;
}

/** Inputs by URN, as the program before left them. */
type State = ReadonlyMap<string, unknown>;

let state: State;
let registered: Map<string, Registered>;
/** Providers of the functions that the program called. */
let called: (string | undefined)[];

/** The same for every name of a cluster: an input that differs then comes from the name itself. */
function made(name: string) {
  const own = name.replace(/^\w+/, '');
  const arn = `arn:aws:mock:::${own}`;
  return {
    id: own,
    name: own,
    arn,
    keyId: own,
    zoneId: own,
    latestVersion: 1,
    availabilityZone: own,
    certificate: own,
  };
}

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: made(name).id, state: { ...made(name), ...(inputs as object) } }),
    call: ({ inputs, provider }) => {
      called.push(provider);
      return { ...inputs, name: 'zone' };
    },
  });
  watchRegistrations();
});

type Answer = (error: unknown, response: RegisterResourceResponse) => void;

function watchRegistrations(): void {
  const monitor = pulumi.runtime.getMonitor() as { registerResource(request: unknown, answer: Answer): void };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, answer) =>
    register(request, (error, response) => {
      registered.set(response.getUrn(), described(request));
      answer(error, response);
    });
}

function described(request: RegisterResourceRequest): Registered {
  const parent = registered.get(request.getParent());
  const urn = urnOf(request.getType(), request.getName(), parent?.urn);
  const before = [urn, ...ownAliases(request, parent), ...inherited(request, parent)].find((each) => state.has(each));
  const [, provider] = request.getProvider().split('::').reverse();
  return { urn, before, provider, inputs: request.getObject()!.toJavaScript() };
}

function ownAliases(request: RegisterResourceRequest, parent?: Registered): string[] {
  return request.getAliasesList().map((alias) => {
    const spec = alias.getSpec()!;
    const [type, name] = [spec.getType() || request.getType(), spec.getName() || request.getName()];
    return urnOf(type, name, spec.getNoparent() ? undefined : (parent?.before ?? parent?.urn));
  });
}

/** Below what the parent was; a name that begins with the parent's follows it. */
function inherited(request: RegisterResourceRequest, parent?: Registered): string[] {
  if (!parent?.before) return [];
  const name = request.getName();
  const [now, before] = [parent.urn, parent.before].map((urn) => urn.split('::')[1]!) as [string, string];
  const own = name.startsWith(now) ? before + name.slice(now.length) : name;
  return [urnOf(request.getType(), own, parent.before)];
}

const urnOf = (type: string, name: string, parent?: string): string =>
  `${parent === undefined ? '' : `${parent.split('::')[0]}$`}${type}::${name}`;

/** What a program registers after the one that left this state. */
async function run(
  program: (options: pulumi.ComponentResourceOptions) => void,
  after: State = new Map(),
): Promise<Registered[]> {
  [registered, called, state] = [new Map(), [], after];
  await settled(program);
  return [...registered.values()];
}

const inputsBy = (which: 'urn' | 'before', resources: readonly Registered[]): State =>
  new Map(resources.map((each) => [each[which] ?? `new: ${each.urn}`, each.inputs]));

class Platform extends pulumi.ComponentResource {
  constructor(options: pulumi.ComponentResourceOptions, program: (options: pulumi.ComponentResourceOptions) => void) {
    super('customer:index:Platform', 'platform', {}, options);
    program({ parent: this });
  }
}

describe('with aliases', () => {
  let before: State;
  beforeAll(async () => {
    before = inputsBy('urn', await run((options) => new AutoMqCluster('kafka', base, options)));
    expect(before.size).toBeGreaterThan(100);
  });

  test('another name replaces and changes nothing', async () => {
    const aliases = [{ name: 'kafka' }];
    const after = await run((options) => new AutoMqCluster('streams', base, { ...options, aliases }), before);
    expect(inputsBy('before', after)).toEqual(before);
    expect(after.filter(({ urn }) => before.has(urn))).toEqual([]);
  });

  test('a component of the customer around it replaces and changes nothing', async () => {
    const aliases = [{ parent: pulumi.rootStackResource }];
    const inPlatform = (options: pulumi.ComponentResourceOptions) =>
      new Platform(options, (parent) => new AutoMqCluster('kafka', base, { ...parent, aliases }));
    const [platform, ...after] = await run(inPlatform, before);
    expect(platform).toMatchObject({ urn: 'customer:index:Platform::platform', before: undefined });
    expect(inputsBy('before', after)).toEqual(before);
  });

  test('a name without its alias would be a cluster of its own', async () => {
    const after = await run((options) => new AutoMqCluster('streams', base, options), before);
    expect(after.filter((each) => each.before)).toEqual([]);
  });
});

test.each([
  ['provider', (provider: Provider) => ({ provider })],
  ['a list of providers', (provider: Provider) => ({ providers: [provider] })],
  ['providers by package', (provider: Provider) => ({ providers: { aws: provider } })],
])('%s: makes every resource and answers every function', async (_, given) => {
  const args = { ...base, ...inExistingVpc(), roles, asOf: base.asOf, adoptSecrets: true };
  const all = await run((options) => {
    const provider = new Provider('other', { region: 'us-east-1' });
    new AutoMqCluster('kafka', args, { ...options, ...given(provider) });
  });
  const ofAws = all.filter(({ urn }) => /(^|\$)aws:/.test(urn));
  expect(ofAws.length).toBeGreaterThan(50);
  expect(ofAws.filter(({ provider }) => provider !== 'other').map(({ urn }) => urn)).toEqual([]);
  expect(called.length).toBeGreaterThan(2);
  expect(called.filter((provider) => !provider?.includes('::other::'))).toEqual([]);
});
