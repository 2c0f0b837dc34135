/** What a text in a deployment file may look like. `allowed` ends the sentence "…; allowed: …". */
export interface TextForm {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const form = (pattern: RegExp, allowed: string): TextForm => ({ pattern, allowed });
const arn = (service: string, resource: string): RegExp =>
  new RegExp(`^arn:aws(-us-gov)?:${service}:[a-z0-9-]*:(\\d{12}|aws)?:${resource}$`);

/** Forms by name; the source of each is the AWS reference of the resource, or Kafka's for `clusterId`. */
export const forms = {
  name: form(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/, '3 to 20 lower-case letters, digits and dashes, a letter first'),
  prefix: form(/^[a-z][a-z0-9-]{1,33}[a-z0-9]$/, '3 to 35 lower-case letters, digits and dashes, a letter first'),
  account: form(/^\d{12}$/, 'twelve digits, in quotes'),
  region: form(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of a region, for example us-east-1'),
  clusterId: form(
    /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/,
    '22 characters of URL-safe base64, as `automq-byoc init` makes them',
  ),
  release: form(/^\d+\.\d+\.\d+$/, 'a release tag, for example 1.7.3'),
  bucket: form(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket, 3 to 63 characters'),
  objectKey: form(/^[^/\s][^\s]{0,1023}$/, 'the key of an object'),
  sha256: form(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
  image: form(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the literal id of an image, ami- and 8 or 17 hexadecimal digits'),
  zone: form(
    /^[a-z]{2,5}\d-az\d{1,2}$/,
    'a zone id such as use1-az4; names such as us-east-1a differ between accounts',
  ),
  cidr: form(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'an IPv4 network such as 10.40.0.0/16'),
  vpc: form(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a VPC'),
  subnet: form(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a subnet'),
  securityGroup: form(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a security group'),
  prefixList: form(/^pl-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a prefix list'),
  volume: form(/^vol-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a volume'),
  endpoint: form(/^[a-z][a-z0-9.-]{1,40}$/, 'the name of a service such as secretsmanager'),
  domain: form(
    /^(?=.{4,55}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/,
    'a domain of at most 55 lower-case characters, for example inventory.automq.internal',
  ),
  hostedZone: form(/^(new|none|Z[A-Z0-9]{5,31})$/, 'new, none, or the id of a hosted zone'),
  instanceType: form(/^[a-z][a-z0-9-]*\.[a-z0-9]+$/, 'an EC2 instance type such as m7g.large'),
  rolePath: form(/^\/([\x21-\x2e\x30-\x7e]+\/)*$/, 'an IAM path, beginning and ending with /'),
  day: form(/^\d{4}-\d{2}-\d{2}$/, 'a date, YYYY-MM-DD'),
  edge: form(
    /^(\d{4}-\d{2}-\d{2}T|([+-]\d{1,2}d )?)([01]\d|2[0-3]):[0-5]\d$/,
    'a date and time such as 2026-11-26T20:00, or with on or every a time such as 20:00 or -1d 20:00',
  ),
  seasonName: form(
    /^(?=.{3,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    '3 to 30 lower-case letters and digits, words joined by a dash, such as black-friday',
  ),
  keyArn: form(
    arn('kms', 'key/[A-Za-z0-9-]{1,64}'),
    'the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID (an alias is not a key)',
  ),
  roleArn: form(arn('iam', 'role/[\\w+=,.@/-]{1,512}'), 'the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME'),
  profileArn: form(
    arn('iam', 'instance-profile/[\\w+=,.@/-]{1,640}'),
    'the ARN of an instance profile, arn:aws:iam::ACCOUNT:instance-profile/NAME',
  ),
  rolePattern: form(
    arn('iam', 'role/[\\w+=,.@/*-]{1,512}'),
    'the ARN of a role, or a pattern with *, arn:aws:iam::ACCOUNT:role/NAME',
  ),
  policyArn: form(
    arn('iam', 'policy/[\\w+=,.@/-]{1,512}'),
    'the ARN of a managed policy, arn:aws:iam::ACCOUNT:policy/NAME',
  ),
  topicArn: form(arn('sns', '[\\w-]{1,256}'), 'the ARN of a topic, arn:aws:sns:REGION:ACCOUNT:NAME'),
  authorityArn: form(
    arn('acm-pca', 'certificate-authority/[0-9a-f-]{36}'),
    'the ARN of a certificate authority, arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID',
  ),
  secretArn: form(
    arn('secretsmanager', 'secret:[\\w/+=.@-]{1,519}'),
    'the ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME',
  ),
} as const satisfies Record<string, TextForm>;
