/** Faults in who may do what: roles and keys. */
import { CONTROLLER_POLICY, BROKER_POLICY, DATA_KEY, WAL_KEY, bucket, addStatement, type Fault } from './fault';
import { drop, idOf, rename, resource, statement } from '../mutate';

export const identity: readonly Fault[] = [
  {
    fault: 'a statement allows every S3 action',
    change: (t) => void (statement(t.identity, BROKER_POLICY, 'UseObjects').Action = ['s3:*']),
  },
  {
    fault: 'a statement reaches every bucket',
    change: (t) => void (statement(t.identity, BROKER_POLICY, 'UseObjects').Resource = 'arn:aws:s3:::*/*'),
  },
  {
    fault: 'the account limit of a bucket statement is gone',
    change: (t) => void delete statement(t.identity, BROKER_POLICY, 'UseObjects').Condition,
  },
  { fault: 'a role may do anything', change: (t) => addStatement(t, { Action: '*', Resource: '*' }) },
  {
    fault: 'a role may do anything but a few things',
    change: (t) => addStatement(t, { NotAction: ['iam:*'], Resource: '*' }),
  },
  { fault: 'a role may create roles', change: (t) => addStatement(t, { Action: ['iam:CreateRole'], Resource: '*' }) },
  { fault: 'a role may pass roles', change: (t) => addStatement(t, { Action: ['iam:PassRole'], Resource: '*' }) },
  {
    fault: 'a role may take on other roles',
    change: (t) => addStatement(t, { Action: ['sts:AssumeRole'], Resource: '*' }),
  },
  {
    fault: 'a role may decrypt with every key',
    change: (t) => addStatement(t, { Action: ['kms:Decrypt'], Resource: '*' }),
  },
  {
    fault: 'a role may read every secret',
    change: (t) => void (statement(t.identity, BROKER_POLICY, 'ReadPasswords').Resource = '*'),
  },
  {
    fault: 'brokers may read the administrator password',
    change: (t) =>
      void statement(t.identity, BROKER_POLICY, 'ReadPasswords').Resource.push(
        'arn:aws:secretsmanager:us-east-1:111122223333:secret:automq/inventory/admin-??????',
      ),
  },
  {
    fault: 'a role may share snapshots',
    change: (t) => addStatement(t, { Action: ['ec2:ModifySnapshotAttribute'], Resource: '*' }),
  },
  {
    fault: 'the refusal to share disks is gone',
    change: (t) => {
      const { PolicyDocument } = resource(t.identity, BROKER_POLICY).Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Sid }: { Sid: string }) => Sid !== 'NeverShareDisks',
      );
    },
  },
  {
    fault: 'the refusal to share disks holds in one region only',
    change: (t) =>
      void (statement(t.identity, BROKER_POLICY, 'NeverShareDisks').Condition = {
        StringEquals: { 'aws:RequestedRegion': 'us-east-1' },
      }),
  },
  {
    fault: 'the tag condition of an address is gone',
    change: (t) => void delete statement(t.identity, BROKER_POLICY, 'TakeSlotAddress').Condition,
  },
  {
    fault: 'the tag condition of a volume is gone',
    change: (t) => void delete statement(t.identity, CONTROLLER_POLICY, 'AttachOwnVolume').Condition,
  },
  {
    fault: 'the tag condition names every cluster',
    change: (t) =>
      void (statement(t.identity, CONTROLLER_POLICY, 'AttachOwnVolume').Condition = {
        StringLike: { 'aws:ResourceTag/automq:cluster': '*' },
      }),
  },
  {
    fault: 'the certificate template is not limited',
    change: (t) =>
      void delete statement(t.identity, BROKER_POLICY, 'IssueOwnCertificate').Condition.StringEquals[
        'acm-pca:TemplateArn'
      ],
  },
  {
    fault: 'another account may take on a role',
    change: (t) =>
      void (resource(t.identity, 'IdentityBrokerRoleF').Properties.AssumeRolePolicyDocument.Statement[0].Principal = {
        AWS: 'arn:aws:iam::999999999999:root',
      }),
  },
  {
    fault: 'a service role is open to the confused deputy',
    change: (t) =>
      void delete resource(t.identity, 'IdentitySnapshotsRole0').Properties.AssumeRolePolicyDocument.Statement[0]
        .Condition,
  },
  {
    fault: 'a FullAccess policy of AWS is attached',
    change: (t) =>
      void (resource(t.identity, 'IdentityBrokerRoleF').Properties.ManagedPolicyArns = [
        'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      ]),
  },
  {
    fault: 'a policy reaches another role as well',
    change: (t) =>
      void resource(t.identity, CONTROLLER_POLICY).Properties.Roles.push({
        Ref: idOf(t.identity, 'IdentityBrokerRoleF'),
      }),
  },
  { fault: 'a role gets another logical id', change: (t) => rename(t.identity, 'IdentityBrokerRoleF') },
];

export const keys: readonly Fault[] = [
  {
    fault: 'the account root may use the data key',
    change: (t) => void statement(t.data, DATA_KEY, 'AccountAdministers').Action.push('kms:Decrypt'),
  },
  {
    fault: 'the account root may do anything with a key',
    change: (t) => void (statement(t.data, DATA_KEY, 'AccountAdministers').Action = 'kms:*'),
  },
  {
    fault: 'a key is not limited to its service',
    change: (t) => void delete statement(t.data, DATA_KEY, 'NodesUseObjects').Condition,
  },
  {
    fault: 'anyone of the account may use a key',
    change: (t) => void delete statement(t.data, DATA_KEY, 'OperatorsUseObjects').Condition.ArnLike,
  },
  {
    fault: 'a key policy names any role',
    change: (t) =>
      void (statement(t.data, DATA_KEY, 'OperatorsUseObjects').Condition.ArnLike['aws:PrincipalArn'] =
        'arn:aws:iam::111122223333:role/*'),
  },
  {
    fault: 'a key policy names another account',
    change: (t) =>
      void (statement(t.data, DATA_KEY, 'NodesUseObjects').Principal = {
        AWS: 'arn:aws:iam::999999999999:role/reader',
      }),
  },
  {
    fault: 'grants are not limited to services of AWS',
    change: (t) => void delete statement(t.data, WAL_KEY, 'AutoScalingGrantsVolumesToEbs').Condition.Bool,
  },
  { fault: 'rotation is off', change: (t) => void (resource(t.data, DATA_KEY).Properties.EnableKeyRotation = false) },
  {
    fault: 'the deletion window is a week',
    change: (t) => void (resource(t.data, DATA_KEY).Properties.PendingWindowInDays = 7),
  },
  {
    fault: 'a key is deleted with its stack',
    change: (t) => void (resource(t.data, DATA_KEY).DeletionPolicy = 'Delete'),
  },
  { fault: 'a key is disabled', change: (t) => void (resource(t.data, DATA_KEY).Properties.Enabled = false) },
  { fault: 'a key is taken out', change: (t) => drop(t.data, WAL_KEY) },
  { fault: 'a key gets another logical id', change: (t) => rename(t.data, DATA_KEY) },
  {
    fault: 'logs and records share a key',
    change: (t) =>
      void (bucket(
        t,
      ).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID[
        'Fn::GetAtt'
      ][0] = idOf(t.data, 'DataKeysSecretsKeyB')),
  },
];
