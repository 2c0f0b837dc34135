/**
 * The AWS provider's place: hands every call on to the local AWS, keeps what it made in a file, and writes every call down.
 *
 * What an account would refuse is what the local AWS refuses; names and types of inputs are checked afterwards, against the
 * types that the SDK carries.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import * as messages from '@pulumi/pulumi/proto/provider_pb';
import * as provider from '@pulumi/pulumi/provider';
import { create, remove, sizes, update, zoneName, type Made } from './account';
import { existing, secretArn } from './existing';

type Properties = Record<string, unknown>;
interface Living {
  readonly urn: string;
  /** As the provider would read them back. */
  properties: Properties;
}

const WORLD = process.env.FAKE_AWS_WORLD!;
const CALLS = process.env.FAKE_AWS_CALLS!;

const world = (): Record<string, Living> =>
  existsSync(WORLD) ? (JSON.parse(readFileSync(WORLD, 'utf8')) as Record<string, Living>) : {};
const save = (living: Record<string, Living>): void => writeFileSync(WORLD, JSON.stringify(living, null, 1));
const note = (call: Properties): void => appendFileSync(CALLS, `${JSON.stringify(call)}\n`);

const typeOf = (urn: string): string => urn.split('::')[2]!.split('$').at(-1)!;
const nameOf = (urn: string): string => urn.split('::')[3]!;

/** Changes that AWS does not take on a living resource ("Forces new resource" in the provider's documentation). */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'aws:s3/bucket:Bucket': ['bucket'],
  'aws:ebs/volume:Volume': ['availabilityZone', 'encrypted', 'kmsKeyId'],
  'aws:ec2/networkInterface:NetworkInterface': ['subnetId'],
  'aws:ec2/subnet:Subnet': ['availabilityZoneId', 'cidrBlock', 'vpcId'],
  'aws:ec2/securityGroup:SecurityGroup': ['description', 'name', 'vpcId'],
  'aws:autoscaling/group:Group': ['name', 'initialLifecycleHooks'],
  'aws:ec2/subnetCidrReservation:SubnetCidrReservation': ['cidrBlock', 'description', 'reservationType', 'subnetId'],
  'aws:ec2/flowLog:FlowLog': ['iamRoleArn', 'logDestination', 'trafficType', 'vpcId'],
  'aws:cloudwatch/logGroup:LogGroup': ['name'],
  'aws:iam/role:Role': ['name', 'path'],
  'aws:iam/instanceProfile:InstanceProfile': ['name', 'path'],
  'aws:iam/policy:Policy': ['description', 'name', 'path'],
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ['policyArn', 'role'],
  'aws:route53/record:Record': ['name', 'type', 'zoneId'],
};

/** What AWS fills in: from the local AWS, or made up where it has no such thing. */
function computed(urn: string, { id, attributes }: Made, inputs: Properties): Properties {
  const { Arn, TopicArn, PolicyArn, Certificate, CertificateSigningRequest, AvailabilityZone, LatestVersionNumber } =
    attributes;
  const made = `arn:aws:fake:us-east-1:111122223333:${nameOf(urn)}`;
  // Through JSON, which leaves out what is undefined; the protocol has no such value.
  return JSON.parse(
    JSON.stringify({
      arn: Arn ?? TopicArn ?? PolicyArn ?? (id.startsWith('arn:') ? id : made),
      name: id,
      keyId: id,
      zoneId: id,
      url: id,
      certificate: Certificate,
      certificateSigningRequest: CertificateSigningRequest,
      availabilityZone: inputs.availabilityZone ?? AvailabilityZone,
      ...(LatestVersionNumber !== undefined && { latestVersion: Number(LatestVersionNumber) }),
    }),
  ) as Properties;
}

const outputs = (urn: string, made: Made, inputs: Properties): Properties => ({
  ...computed(urn, made, inputs),
  ...inputs,
  givenInputs: Object.keys(inputs),
});

const isGroup = (urn: string): boolean => typeOf(urn) === 'aws:autoscaling/group:Group';
/** A bucket and its settings have one id. */
const key = (urn: string, id: string): string => `${typeOf(urn)} ${id}`;

/** Only what the program sets is compared, as the real provider does with what AWS fills in. */
function changed(olds: Properties, news: Properties): string[] {
  const gone = (olds.givenInputs as string[]).filter((name) => !(name in news));
  return [...gone, ...Object.keys(news).filter((name) => !isDeepStrictEqual(olds[name], news[name]))];
}

function keep(urn: string, id: string, properties: Properties): void {
  save({ ...world(), [key(urn, id)]: { urn, properties } });
}

const inputsOf = (properties: Properties): Properties =>
  Object.fromEntries((properties.givenInputs as string[]).map((name) => [name, properties[name]]));

/** Of something that exists and that this provider has not made: `pulumi import`. */
async function adopt(urn: string, id: string) {
  const inputs = (await existing(typeOf(urn), id)) as Properties;
  const account = process.env.FAKE_AWS_ACCOUNT!;
  const Arn = typeOf(urn) === 'aws:kms/key:Key' ? `arn:aws:kms:us-east-1:${account}:key/${id}` : `arn:aws:s3:::${id}`;
  const props = outputs(urn, { id, attributes: { Arn } }, inputs);
  keep(urn, id, props);
  note({ call: 'import', type: typeOf(urn), name: nameOf(urn), id });
  return { id, props, inputs };
}

const fake: provider.Provider = {
  version: '7.48.0',
  check: (urn, _, inputs: Properties) => {
    note({ call: 'check', type: typeOf(urn), name: nameOf(urn), inputs });
    return Promise.resolve({ inputs });
  },
  diff: (_, urn, olds: Properties, news: Properties) => {
    const names = changed(olds, news);
    const replaces = names.filter((name) => REPLACING[typeOf(urn)]?.includes(name));
    return Promise.resolve({ changes: names.length > 0, replaces });
  },
  create: async (urn, inputs: Properties) => {
    const made = (await create(typeOf(urn), nameOf(urn), inputs)) ?? { id: nameOf(urn), attributes: {} };
    const grown = isGroup(urn) ? { desiredCapacity: (await sizes(made.id)).desiredCapacity } : {};
    const properties = { ...outputs(urn, made, inputs), ...grown };
    keep(urn, made.id, properties);
    note({ call: 'create', type: typeOf(urn), name: nameOf(urn), id: made.id });
    return { id: made.id, outs: properties };
  },
  read: async (id, urn) => {
    const found = world()[key(urn, id)];
    if (!found) return adopt(urn, id);
    const props = { ...found.properties, ...(isGroup(urn) && (await sizes(id))) };
    return { id, props, inputs: inputsOf(props) };
  },
  update: async (id, urn, olds: Properties, news: Properties) => {
    const made = await update(typeOf(urn), nameOf(urn), id, inputsOf(olds), news);
    const kept = Object.fromEntries(
      Object.entries(olds).filter(([name]) => !(olds.givenInputs as string[]).includes(name)),
    );
    const version = made?.attributes.LatestVersionNumber;
    const properties = {
      ...kept,
      ...news,
      givenInputs: Object.keys(news),
      ...(version !== undefined && { latestVersion: Number(version) }),
      ...(isGroup(urn) && { desiredCapacity: (await sizes(id)).desiredCapacity }),
    };
    keep(urn, id, properties);
    note({ call: 'update', type: typeOf(urn), name: nameOf(urn), id, changed: changed(olds, news) });
    return { outs: properties };
  },
  delete: async (id, urn, props: Properties) => {
    await remove(typeOf(urn), nameOf(urn), id, inputsOf(props));
    const { [key(urn, id)]: _, ...rest } = world();
    // Auto Scaling ends a group with its hooks, which nobody deletes one by one.
    const isPart = ({ properties }: Living): boolean => isGroup(urn) && properties.autoscalingGroupName === id;
    save(Object.fromEntries(Object.entries(rest).filter(([, living]) => !isPart(living))));
    note({ call: 'delete', type: typeOf(urn), name: nameOf(urn), id });
  },
  invoke: async (token, inputs: Properties) => {
    note({ call: 'invoke', token, inputs });
    if (token === 'aws:secretsmanager/getSecret:getSecret')
      return { outputs: { ...inputs, arn: await secretArn(String(inputs.name)) } };
    const zoneId = String(inputs.zoneId);
    return { outputs: { ...inputs, id: zoneId, name: await zoneName(zoneId) } };
  },
};

/** An import has no state yet, and the SDK's server (3.248) reads it without looking. */
const { getProperties } = messages.ReadRequest.prototype;
messages.ReadRequest.prototype.getProperties = function () {
  return getProperties.call(this) ?? new Struct();
};

void provider.main(fake, process.argv.slice(2));
