/** Controls read what a setting means: templates that keep its presence and lose its meaning are answered no. */
import { review, type Packet } from '../../lib/review';
import { MADE } from './catchers';
import { BROKER_POLICY, CONTROLLER_POLICY, DATA_KEY, DATA_POLICY, TEMPLATE, VOLUME } from './faults/fault';
import { addStatement, bucket, launch } from './faults/fault';
import { filesOf, idOf, mutated, resource, statement, type Templates } from './mutate';
import { answerOf } from './small';

type Change = (templates: Templates) => unknown;

const inventory = filesOf('inventory');
const right = review(inventory, MADE);
const after = (change: Change): Packet =>
  review(
    mutated(inventory, (templates) => void change(templates)),
    MADE,
  );
const own = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const attach = (t: Templates) => statement(t.identity, CONTROLLER_POLICY, 'AttachOwnVolume');
const objects = (t: Templates) => statement(t.identity, BROKER_POLICY, 'UseObjects');
const nodesUse = (t: Templates) => statement(t.data, DATA_KEY, 'NodesUseObjects');
const operatorsUse = (t: Templates) => statement(t.data, DATA_KEY, 'OperatorsUseObjects').Condition;
const tlsOnly = (t: Templates) => statement(t.data, DATA_POLICY, 'TlsOnly');
const ec2 = (t: Templates) => resource(t.network, 'NetworkEc2Endpoint').Properties.PolicyDocument.Statement[0];
const logs = (t: Templates) => bucket(t, 'DataBucketsLogsBucket2');
const trail = (t: Templates) => resource(t.data, 'DataBucketsLogsBucketPolicy').Properties.PolicyDocument;
const name = (kind: string) => `inventory-${kind}-111122223333-us-east-1`;
const expire = { Id: 'Expire', Status: 'Enabled', ExpirationInDays: 30 };
const secret = (t: Templates) => resource(t.data, 'DataSecretsAdminSecret').Properties;
const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/one';

const lost: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  'tagged-mutations': {
    'the tag may be anything': (t) =>
      Object.assign(attach(t), own('StringLike', 'aws:ResourceTag/automq:cluster', '*')),
    'the tag must be another': (t) =>
      Object.assign(attach(t), own('StringNotEquals', 'aws:ResourceTag/automq:cluster', 'inventory')),
    'the tag may be absent': (t) =>
      Object.assign(attach(t), own('StringEqualsIfExists', 'aws:ResourceTag/automq:cluster', 'inventory')),
    'the tag is of another cluster': (t) =>
      Object.assign(attach(t), own('StringEquals', 'aws:ResourceTag/automq:cluster', 'orders')),
    'the tag names no cluster': (t) =>
      Object.assign(attach(t), own('StringEquals', 'aws:ResourceTag/automq:role', 'controller')),
    'a pattern of actions': (t) => addStatement(t, { Action: 'e*:*', Resource: '*' }),
    'everything but what is named': (t) =>
      addStatement(t, { Action: 'ec2:AttachVolume', NotResource: 'arn:aws:ec2:*:*:x' }),
  },
  'no-decrypt-on-all': {
    'all actions but some': (t) => addStatement(t, { NotAction: 'iam:*', Resource: '*' }),
    'all keys but one': (t) => addStatement(t, { Action: 'kms:Decrypt', NotResource: keyArn }),
    're-encryption': (t) => addStatement(t, { Action: 'kms:ReEncrypt*', Resource: '*' }),
    'a key that a parameter names': (t) => addStatement(t, { Action: 'kms:Decrypt', Resource: { Ref: 'Key' } }),
  },
  'key-policy': {
    'through any service but one': (t) =>
      Object.assign(nodesUse(t), own('StringNotEquals', 'kms:ViaService', 's3.us-east-1.amazonaws.com')),
    'through any service': (t) => Object.assign(nodesUse(t), own('StringLike', 'kms:ViaService', '*')),
    'through a service, if any': (t) =>
      Object.assign(nodesUse(t), own('StringEqualsIfExists', 'kms:ViaService', 's3.us-east-1.amazonaws.com')),
    'anyone but one role': (t) => {
      const condition = operatorsUse(t);
      condition.ArnNotLike = condition.ArnLike;
      delete condition.ArnLike;
    },
    'the account by its number': (t) => (nodesUse(t).Principal = { AWS: '111122223333' }),
    'the account by its root, filled in by the deploy': (t) =>
      (nodesUse(t).Principal = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }),
    'everybody but one': (t) => {
      const row = nodesUse(t);
      row.NotPrincipal = row.Principal;
      delete row.Principal;
    },
    'any role of any account': (t) => (operatorsUse(t).ArnLike['aws:PrincipalArn'] = 'arn:aws:iam::*:role/*'),
    'all actions but some': (t) => {
      const row = nodesUse(t);
      row.NotAction = 'kms:PutKeyPolicy';
      delete row.Action;
    },
  },
  ownership: {
    'buckets of any account': (t) =>
      Object.assign(objects(t), { Resource: '*' }, own('StringLike', 'aws:ResourceAccount', '*')),
    'buckets of every other account': (t) =>
      Object.assign(objects(t), own('StringNotEquals', 'aws:ResourceAccount', '111122223333')),
    'buckets of one other account': (t) =>
      Object.assign(objects(t), own('StringEquals', 'aws:ResourceAccount', '999999999999')),
    'all actions but some': (t) => addStatement(t, { NotAction: 'iam:*', Resource: '*' }),
    'all buckets but one': (t) => addStatement(t, { Action: 's3:GetObject', NotResource: 'arn:aws:s3:::x/*' }),
  },
  'tls-only': {
    'the bucket but not its objects': (t) => (tlsOnly(t).Resource = [`arn:aws:s3:::${name('data')}`]),
    'another bucket': (t) => (tlsOnly(t).Resource = [`arn:aws:s3:::${name('ops')}`, `arn:aws:s3:::${name('ops')}/*`]),
    'calls with TLS are refused': (t) =>
      (tlsOnly(t).Condition = { StringNotEquals: { 'aws:SecureTransport': 'false' } }),
    'all but what is named': (t) => {
      const row = tlsOnly(t);
      row.NotResource = row.Resource;
      delete row.Resource;
    },
    'under a condition of the template': (t) => {
      const { PolicyDocument } = resource(t.data, DATA_POLICY).Properties;
      PolicyDocument.Statement[0] = { 'Fn::If': ['C', PolicyDocument.Statement[0], { Ref: 'AWS::NoValue' }] };
    },
  },
  endpoints: {
    'any account': (t) => Object.assign(ec2(t), own('StringLike', 'aws:PrincipalAccount', '*')),
    'another account': (t) => Object.assign(ec2(t), own('StringEquals', 'aws:PrincipalAccount', '999999999999')),
    'a condition that limits nobody': (t) => Object.assign(ec2(t), own('Bool', 'aws:SecureTransport', 'true')),
    'all actions but some': (t) => {
      ec2(t).NotAction = 'ec2:TerminateInstances';
      delete ec2(t).Action;
    },
    'all resources but some': (t) => {
      delete ec2(t).Resource;
      delete ec2(t).Condition;
      ec2(t).NotResource = 'arn:aws:ec2:::x';
    },
  },
  'live-data': {
    'the bucket is called one of logs': (t) => {
      bucket(t).LoggingConfiguration.DestinationBucketName = name('data');
      bucket(t).LifecycleConfiguration.Rules.push(expire);
    },
    'logs of another bucket go where the data is': (t) => {
      logs(t).LoggingConfiguration = { DestinationBucketName: name('data') };
      bucket(t).LifecycleConfiguration.Rules.push(expire);
    },
    'the older spelling': (t) =>
      bucket(t).LifecycleConfiguration.Rules.push({
        Id: 'Move',
        Status: 'Enabled',
        Transition: { StorageClass: 'GLACIER', TransitionInDays: 1 },
      }),
    'under a condition of the template': (t) =>
      bucket(t).LifecycleConfiguration.Rules.push({ 'Fn::If': ['C', expire, { Ref: 'AWS::NoValue' }] }),
  },
  'access-logging': {
    'to itself': (t) => (bucket(t).LoggingConfiguration.DestinationBucketName = name('data')),
    'to a bucket that takes no logs': (t) =>
      (trail(t).Statement = trail(t).Statement.filter(({ Sid }: { Sid: string }) => Sid !== 'AccessLogDelivery')),
    'to a bucket that takes those of others only': (t) =>
      (statement(t.data, 'DataBucketsLogsBucketPolicy', 'AccessLogDelivery').Condition.ArnEquals['aws:SourceArn'] =
        `arn:aws:s3:::${name('ops')}`),
    'under a prefix that is refused': (t) => (bucket(t).LoggingConfiguration.LogFilePrefix = 'other/'),
    'to a bucket with a key that S3 cannot deliver to': (t) => (logs(t).BucketEncryption = bucket(t).BucketEncryption),
  },
  'one-key-per-purpose': {
    'one key by its ARN': (t) => {
      launch(t).BlockDeviceMappings[0].Ebs.KmsKeyId = keyArn;
      secret(t).KmsKeyId = keyArn;
    },
    'root volumes and passwords': (t) =>
      (secret(t).KmsKeyId = { 'Fn::GetAtt': [idOf(t.data, 'DataKeysWalKeyC'), 'Arn'] }),
    'one key by its alias': (t) => {
      const alias = Object.keys(t.data.Resources).find((id) => /DataKeysWalKeyAlias/.test(id));
      secret(t).KmsKeyId = { Ref: alias };
    },
  },
  'pass-role': {
    'to any service': (t) =>
      addStatement(t, {
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::111122223333:role/r',
        ...own('StringLike', 'iam:PassedToService', '*'),
      }),
    'any role but one': (t) =>
      addStatement(t, {
        Action: 'iam:PassRole',
        NotResource: 'arn:aws:iam::111122223333:role/r',
        ...own('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com'),
      }),
  },
  'volumes-encrypted': {
    'with the key of AWS': (t) => (resource(t.cluster, VOLUME).Properties.KmsKeyId = 'alias/aws/ebs'),
    'a root volume with the key of AWS': (t) =>
      (launch(t, TEMPLATE).BlockDeviceMappings[0].Ebs.KmsKeyId = {
        'Fn::Sub': 'arn:${AWS::Partition}:kms:us-east-1:111122223333:alias/aws/ebs',
      }),
  },
  'bucket-keys': {
    'with the key of AWS': (t) =>
      (bucket(t).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID =
        'arn:aws:kms:us-east-1:111122223333:alias/aws/s3'),
  },
  'data-flow': {
    'an account by its number': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push(read('999999999999')),
    anybody: (t) => resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push(read('*')),
    'anybody over TLS': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({
        ...read('*'),
        ...own('Bool', 'aws:SecureTransport', 'true'),
      }),
    'anybody of an organisation': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({
        ...read('*'),
        ...own('StringEquals', 'aws:PrincipalOrgID', 'o-1'),
      }),
    'anybody but one account': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({
        ...read('*'),
        ...own('StringNotEquals', 'aws:PrincipalAccount', '111122223333'),
      }),
    'anybody, said plainly': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({ ...read('*'), Principal: '*' }),
    'everybody but one': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({
        ...read('*'),
        Principal: undefined,
        NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/r' },
      }),
    'an account that a parameter names': (t) =>
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push(read({ Ref: 'Account' })),
    'another account, also where it is called the own one': (t) => {
      resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push(read('arn:aws:iam::999999999999:root'));
      Object.assign(objects(t), own('StringEquals', 'aws:ResourceAccount', ['111122223333', '999999999999']));
    },
  },
  'no-public-ip': {
    'said as a text': (t) => (resource(t.network, 'NetworkSubnetUse1Az1').Properties.MapPublicIpOnLaunch = 'true'),
    'under a condition of the template': (t) =>
      (resource(t.network, 'NetworkSubnetUse1Az1').Properties.MapPublicIpOnLaunch = { 'Fn::If': ['C', true, false] }),
  },
  'no-open-ingress': {
    'half of all addresses': (t) => (clients(t).CidrIp = '0.0.0.0/1'),
    'a public range shorter than /8': (t) => (clients(t).CidrIp = '52.0.0.0/7'),
    'half of all IPv6 addresses': (t) => Object.assign(clients(t), { CidrIp: undefined, CidrIpv6: '8000::/1' }),
    'a range that a parameter names': (t) => (clients(t).CidrIp = { Ref: 'Clients' }),
    'one side of a choice': (t) => (clients(t).CidrIp = { 'Fn::If': ['C', '10.0.0.0/8', '0.0.0.0/0'] }),
    'a prefix list with all addresses': (t) => {
      t.cluster.Resources.List = {
        Type: 'AWS::EC2::PrefixList',
        Properties: { PrefixListName: 'all', Entries: [{ Cidr: '0.0.0.0/0' }] },
      };
      Object.assign(clients(t), { CidrIp: undefined, SourcePrefixListId: { Ref: 'List' } });
    },
    'every port by its numbers': (t) => Object.assign(clients(t), { FromPort: '0', ToPort: 65535 }),
  },
  'egress-limited': {
    'half of all addresses': (t) =>
      (resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupEgress[0].CidrIp = '128.0.0.0/1'),
  },
};

const read = (AWS: unknown) => {
  return {
    Sid: 'R',
    Effect: 'Allow',
    Principal: { AWS },
    Action: ['s3:GetObject'],
    Resource: `arn:aws:s3:::${name('data')}/*`,
  };
};
const clients = (t: Templates) =>
  resource(t.cluster, 'ClusterPortsBrokerSecurityGroup').Properties.SecurityGroupIngress[0];

describe.each(Object.entries(lost))('%s', (id, changes) => {
  test('is kept by the right templates', () => expect(answerOf(right, id).answer).toBe('yes'));

  test.each(Object.entries(changes))('%s', (_, change) => {
    expect(answerOf(after(change), id).answer).toBe('no');
  });
});

test('settings written as texts mean what CloudFormation takes them for', () => {
  const texts = after((t) => {
    resource(t.cluster, VOLUME).Properties.Encrypted = 'true';
    resource(t.data, DATA_KEY).Properties.EnableKeyRotation = 'true';
    resource(t.data, DATA_KEY).Properties.PendingWindowInDays = '30';
    for (const setting of Object.keys(bucket(t).PublicAccessBlockConfiguration))
      bucket(t).PublicAccessBlockConfiguration[setting] = 'true';
    bucket(t).BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled = 'true';
    Object.assign(launch(t).NetworkInterfaces[0], { AssociatePublicIpAddress: 'false' });
    launch(t).MetadataOptions.HttpPutResponseHopLimit = '1';
    launch(t).BlockDeviceMappings[0].Ebs.Encrypted = 'true';
  });
  expect(texts.posture).toEqual(right.posture);
  expect(texts.data).toEqual(right.data);
});

test.each([['alias/aws/ebs'], [{ 'Fn::Sub': 'arn:${AWS::Partition}:kms:us-east-1:111122223333:alias/aws/ebs' }]])(
  'the key of AWS is no customer key: %j',
  (key) => {
    const { stores } = after((t) => (resource(t.cluster, VOLUME).Properties.KmsKeyId = key)).data;
    expect(stores.find(({ resource: where }) => where.includes(VOLUME))!.encryption).toMatch(
      /^NOT ENCRYPTED with a customer key.*alias\/aws\/ebs/,
    );
  },
);

test('a prefix list that is not in the templates is named as unseen', () => {
  const given = review(filesOf('existing-vpc'), MADE).network;
  expect(given.statement).toContain('pl-0d4d4d4d4d4d4d4d4');
});
