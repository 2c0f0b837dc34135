/** The local AWS behind the provider: makes, changes and deletes through Cloud Control, and reads sizes and zones back. */
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { wanted, type Inputs, type Places } from './properties';

export interface Made {
  readonly id: string;
  /** Of the resource as CloudFormation has them: `Arn`, `LatestVersionNumber`, … */
  readonly attributes: Inputs;
}

const region = process.env.AWS_REGION!;
const settings = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const iam = new IAMClient(settings);
const ec2 = new EC2Client(settings);
const autoScaling = new AutoScalingClient(settings);

const ATTACHMENT = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';

export async function create(type: string, name: string, inputs: Inputs): Promise<Made | undefined> {
  if (type === ATTACHMENT) {
    await iam.send(new AttachRolePolicyCommand(attachment(inputs)));
    return { id: name, attributes: {} };
  }
  const one = wanted(type, name, inputs, await places());
  if (!one) return undefined;
  if (one.partOf !== undefined) {
    await patch(one.type, one.partOf, {}, one.properties);
    return { id: one.partOf, attributes: {} };
  }
  return cloudControl('CreateResource', {
    TypeName: one.type,
    DesiredState: JSON.stringify(one.properties),
    ClientToken: name,
  });
}

export async function update(
  type: string,
  name: string,
  id: string,
  olds: Inputs,
  news: Inputs,
): Promise<Made | undefined> {
  const [before, after] = [wanted(type, name, olds, await places()), wanted(type, name, news, await places())];
  return before && after && patch(after.type, after.partOf ?? id, before.properties, after.properties);
}

export async function remove(type: string, name: string, id: string, inputs: Inputs): Promise<void> {
  if (type === ATTACHMENT) return void (await iam.send(new DetachRolePolicyCommand(attachment(inputs))));
  const one = wanted(type, name, inputs, await places());
  // A setting goes with its bucket.
  if (one && one.partOf === undefined) await cloudControl('DeleteResource', { TypeName: one.type, Identifier: id });
}

const attachment = ({ role, policyArn }: Inputs) => ({ RoleName: role as string, PolicyArn: policyArn as string });

async function patch(TypeName: string, Identifier: string, before: Inputs, after: Inputs): Promise<Made> {
  const gone = Object.keys(before).filter((name) => !(name in after));
  const rows = [
    ...gone.map((name) => ({ op: 'remove', path: `/${name}` })),
    ...Object.entries(after).map(([name, value]) => ({ op: 'add', path: `/${name}`, value })),
  ];
  return cloudControl('UpdateResource', { TypeName, Identifier, PatchDocument: JSON.stringify(rows) });
}

async function cloudControl(action: string, request: object): Promise<Made> {
  const response = await fetch(process.env.AWS_ENDPOINT_URL_CLOUDFORMATION!, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `CloudApiService.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20270101/${region}/cloudcontrolapi/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action} ${JSON.stringify(request).slice(0, 300)}: ${text}`);
  const { ProgressEvent: event } = JSON.parse(text) as {
    ProgressEvent: { readonly Identifier: string; readonly ResourceModel: string };
  };
  return { id: event.Identifier, attributes: JSON.parse(event.ResourceModel) as Inputs };
}

let known: Promise<ReadonlyMap<string, string>> | undefined;
const zones = () =>
  (known ??= ec2
    .send(new DescribeAvailabilityZonesCommand({}))
    .then(({ AvailabilityZones = [] }) => new Map(AvailabilityZones.map((zone) => [zone.ZoneId!, zone.ZoneName!]))));

export async function zoneName(id: string): Promise<string> {
  const name = (await zones()).get(id);
  if (name === undefined) throw new Error(`zone ${id} does not exist in ${region}`);
  return name;
}

async function places(): Promise<Places> {
  const ids = new Map([...(await zones())].map(([id, name]) => [name, id]));
  return { zoneId: (name) => ids.get(name)! };
}

/** Sizes as they are now, whoever set them. */
export async function sizes(group: string): Promise<Inputs> {
  const { AutoScalingGroups = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }),
  );
  const { MinSize, MaxSize, DesiredCapacity } = AutoScalingGroups[0]!;
  return { minSize: MinSize, maxSize: MaxSize, desiredCapacity: DesiredCapacity };
}
