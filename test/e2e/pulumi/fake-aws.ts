/**
 * The AWS provider's place: keeps resources in a file instead of an account, and writes down every call.
 *
 * The file is the world: a test changes it to play what others do between two runs. What AWS would refuse is not known here;
 * names and types of inputs are checked afterwards, against the types that the SDK carries.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as provider from '@pulumi/pulumi/provider';

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
  'aws:autoscaling/group:Group': ['name'],
  'aws:cloudwatch/logGroup:LogGroup': ['name'],
  'aws:iam/role:Role': ['name', 'path'],
  'aws:iam/policy:Policy': ['description', 'name', 'path'],
  'aws:route53/record:Record': ['name', 'type', 'zoneId'],
};

/** What AWS fills in. */
function computed(urn: string, id: string, inputs: Properties, version: number): Properties {
  const name = nameOf(urn);
  return {
    arn: `arn:aws:fake:us-east-1:111122223333:${name}`,
    name: id,
    keyId: id,
    zoneId: id,
    url: `https://sqs.fake/${name}`,
    certificate: `certificate of ${name}`,
    certificateSigningRequest: `request of ${name}`,
    availabilityZone: inputs.availabilityZone ?? 'us-east-1a',
    ...('minSize' in inputs && { desiredCapacity: inputs.minSize }),
    ...(typeOf(urn) === 'aws:ec2/launchTemplate:LaunchTemplate' && { latestVersion: version }),
  };
}

const outputs = (urn: string, id: string, inputs: Properties, version: number): Properties => ({
  ...computed(urn, id, inputs, version),
  ...inputs,
  givenInputs: Object.keys(inputs),
});

/** Only what the program sets is compared, as the real provider does with what AWS fills in. */
function changed(olds: Properties, news: Properties): string[] {
  const gone = (olds.givenInputs as string[]).filter((name) => !(name in news));
  return [...gone, ...Object.keys(news).filter((name) => !isDeepStrictEqual(olds[name], news[name]))];
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
  create: (urn, inputs: Properties) => {
    const living = world();
    const id = `${nameOf(urn)}-${Object.keys(living).length}`;
    const properties = outputs(urn, id, inputs, 1);
    save({ ...living, [id]: { urn, properties } });
    note({ call: 'create', type: typeOf(urn), name: nameOf(urn), id });
    return Promise.resolve({ id, outs: properties });
  },
  read: (id, _, props: Properties) => {
    const found = world()[id];
    if (!found) return Promise.resolve({});
    const given = props.givenInputs as string[];
    const inputs = Object.fromEntries(given.map((name) => [name, found.properties[name]]));
    return Promise.resolve({ id, props: found.properties, inputs });
  },
  update: (id, urn, olds: Properties, news: Properties) => {
    const living = world();
    const properties = {
      ...outputs(urn, id, news, Number(olds.latestVersion ?? 0) + 1),
      ...('minSize' in news && { desiredCapacity: living[id]!.properties.desiredCapacity }),
    };
    save({ ...living, [id]: { urn, properties } });
    note({ call: 'update', type: typeOf(urn), name: nameOf(urn), id, changed: changed(olds, news) });
    return Promise.resolve({ outs: properties });
  },
  delete: (id, urn) => {
    const { [id]: _, ...rest } = world();
    save(rest);
    note({ call: 'delete', type: typeOf(urn), name: nameOf(urn), id });
    return Promise.resolve();
  },
  invoke: (token, inputs: Properties) => {
    note({ call: 'invoke', token, inputs });
    return Promise.resolve({ outputs: { ...inputs, id: String(inputs.zoneId), name: 'us-east-1a' } });
  },
};

void provider.main(fake, process.argv.slice(2));
