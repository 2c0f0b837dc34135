/** Our rules for CloudFormation Guard: none speaks of the examples, and each speaks when its control is broken. */
import { guardFindings, ruleFiles } from '../../scripts/guard';
import { examples } from '../synth/synthesize';
import { stacksOf } from '../synth/templates';

interface Resource {
  Type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the paths are whatever a template has
  Properties: any;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
type Resources = Record<string, Resource>;

const base = stacksOf('inventory').map(({ name, json }) => ({ name, text: JSON.stringify(json) }));
const rules = ruleFiles().flatMap(({ text }) => [...text.matchAll(/^rule (\w+)/gm)].map(([, name]) => name!));

/** Breaks the first resource of a type, or adds one. */
const first =
  (type: string, change: (resource: Resource) => void, fits: (row: Resource) => boolean = () => true) =>
  (resources: Resources): void => {
    const found = Object.values(resources).find((row) => row.Type === type && fits(row));
    if (found) change(found);
  };
const launch = (change: (data: Resource['Properties']) => void) =>
  first('AWS::EC2::LaunchTemplate', ({ Properties }) => change(Properties.LaunchTemplateData));
const key = (change: (statements: Resource['Properties']) => void) =>
  first('AWS::KMS::Key', ({ Properties }) => change(Properties.KeyPolicy.Statement), ({ Properties }) => JSON.stringify(Properties).includes('OperatorsUseObjects')); // prettier-ignore
const of =
  (bucket: string) =>
  ({ Properties }: Resource): boolean =>
    String(Properties.Bucket).includes(`-${bucket}-`);

// prettier-ignore
const broken: Readonly<Record<string, (resources: Resources) => void>> = {
  no_way_to_the_internet: (all) => void (all.Way = { Type: 'AWS::EC2::InternetGateway', Properties: {} }),
  no_public_address_in_subnets: first('AWS::EC2::Subnet', ({ Properties }) => (Properties.MapPublicIpOnLaunch = true)),
  endpoints_have_policies: first('AWS::EC2::VPCEndpoint', ({ Properties }) => delete Properties.PolicyDocument),
  ingress_opens_single_ports: first('AWS::EC2::SecurityGroupIngress', ({ Properties }) => (Properties.ToPort = 65535)),
  egress_opens_single_ports: first('AWS::EC2::SecurityGroupEgress', ({ Properties }) => (Properties.CidrIp = '0.0.0.0/0')),
  groups_let_in_single_ports: first('AWS::EC2::SecurityGroup', ({ Properties }) => Properties.SecurityGroupIngress.push({ IpProtocol: 'tcp', FromPort: 9092, ToPort: 9092, CidrIp: '0.0.0.0/0' })),
  groups_say_what_they_let_out: first('AWS::EC2::SecurityGroup', ({ Properties }) => delete Properties.SecurityGroupEgress),
  groups_let_out_single_ports: first('AWS::EC2::SecurityGroup', ({ Properties }) => Properties.SecurityGroupEgress.push({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' })),
  root_administers_without_using: key((statements) => statements[0].Action.push('kms:Decrypt')),
  anyone_is_narrowed_to_roles_of_the_account: key((statements) => delete statements.find(({ Sid }: { Sid: string }) => Sid === 'OperatorsUseObjects').Condition.ArnLike),
  services_use_keys_on_condition: key((statements) => statements.push({ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: ['kms:Decrypt'], Resource: '*' })),
  keys_rotate: first('AWS::KMS::Key', ({ Properties }) => (Properties.EnableKeyRotation = false)),
  buckets_use_customer_keys: first('AWS::S3::Bucket', ({ Properties }) => (Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault = { SSEAlgorithm: 'AES256' }), ({ Properties }) => /-data-/.test(Properties.BucketName)),
  volumes_use_customer_keys: first('AWS::EC2::Volume', ({ Properties }) => delete Properties.KmsKeyId),
  logs_use_customer_keys: first('AWS::Logs::LogGroup', ({ Properties }) => delete Properties.KmsKeyId),
  secrets_use_customer_keys: first('AWS::SecretsManager::Secret', ({ Properties }) => delete Properties.KmsKeyId),
  topics_use_customer_keys: first('AWS::SNS::Topic', ({ Properties }) => delete Properties.KmsMasterKeyId),
  metadata_version_2_one_hop: launch((data) => (data.MetadataOptions.HttpPutResponseHopLimit = 2)),
  root_is_encrypted: launch((data) => delete data.BlockDeviceMappings[0].Ebs.Encrypted),
  no_key_pair: launch((data) => (data.KeyName = 'mine')),
  no_public_address_on_machines: launch((data) => (data.NetworkInterfaces[0].AssociatePublicIpAddress = true)),
  buckets_are_private: first('AWS::S3::Bucket', ({ Properties }) => (Properties.PublicAccessBlockConfiguration.BlockPublicPolicy = false)),
  buckets_take_tls_only: first('AWS::S3::BucketPolicy', ({ Properties }) => Properties.PolicyDocument.Statement.shift(), of('ops')),
  data_is_written_by_nodes_alone: first('AWS::S3::BucketPolicy', ({ Properties }) => Properties.PolicyDocument.Statement.pop(), of('data')),
  roles_are_assumed_by_services: first('AWS::IAM::Role', ({ Properties }) => (Properties.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' })),
  no_action_on_everything: first('AWS::IAM::ManagedPolicy', ({ Properties }) => Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: ['*'], Resource: 'x' })),
  all_resources_only_on_condition: first('AWS::IAM::ManagedPolicy', ({ Properties }) => Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' })),
  stores_outlive_their_stack: first('AWS::SecretsManager::Secret', (row) => (row.DeletionPolicy = 'Delete')),
};

test('the examples keep every rule', () => {
  const templates = examples.flatMap((name) => stacksOf(name).map(({ name: stack, json }) => ({ name: `${name} ${stack}`, text: JSON.stringify(json) }))); // prettier-ignore
  expect(guardFindings(templates)).toEqual([]);
});

test('every rule is broken here once', () => {
  expect(Object.keys(broken).sort()).toEqual([...rules].sort());
});

test.each(Object.entries(broken))('%s speaks when it is broken, and no other does', (rule, harm) => {
  const harmed = base.map(({ name, text }) => {
    const template = JSON.parse(text) as { Resources: Resources };
    harm(template.Resources);
    return { name, text: JSON.stringify(template) };
  });
  const changed = harmed.filter(({ text }, index) => text !== base[index]!.text);
  expect(changed).not.toEqual([]);
  const said = new Set(guardFindings(changed).map(({ rule: id }) => id.replace(/^.*[.:#/]/, '')));
  expect([...said]).toEqual([rule]);
});
