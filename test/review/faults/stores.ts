/** Faults in buckets, passwords and listeners. */
import { DATA_BUCKET, DATA_POLICY, bucket, userData, type Fault } from './fault';
import { drop, resource, statement, type Templates } from '../mutate';

/** A parameter that decides whether the data bucket is there. */
function switchable({ data }: Templates, value: string): void {
  data.Parameters.Bucket = { Type: 'String', Default: value };
  data.Conditions = { HasBucket: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'on'] } };
  resource(data, DATA_BUCKET).Condition = 'HasBucket';
}

export const buckets: readonly Fault[] = [
  { fault: 'bucket encryption dropped', change: (t) => void delete bucket(t).BucketEncryption },
  {
    fault: 'a bucket falls back to keys of S3',
    change: (t) =>
      void (bucket(t).BucketEncryption.ServerSideEncryptionConfiguration[0] = {
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      }),
  },
  {
    fault: 'the bucket key is off',
    change: (t) => void (bucket(t).BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled = false),
  },
  {
    fault: 'public policies are not blocked',
    change: (t) => void (bucket(t).PublicAccessBlockConfiguration.BlockPublicPolicy = false),
  },
  { fault: 'the public access block is gone', change: (t) => void delete bucket(t).PublicAccessBlockConfiguration },
  {
    fault: 'objects may belong to others',
    change: (t) => void (bucket(t).OwnershipControls.Rules[0].ObjectOwnership = 'ObjectWriter'),
  },
  {
    fault: 'live objects expire',
    change: (t) =>
      void bucket(t).LifecycleConfiguration.Rules.push({ Id: 'Expire', Status: 'Enabled', ExpirationInDays: 30 }),
  },
  {
    fault: 'live objects move to Glacier',
    change: (t) =>
      void bucket(t).LifecycleConfiguration.Rules.push({
        Id: 'Move',
        Status: 'Enabled',
        Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 1 }],
      }),
  },
  { fault: 'access logging is off', change: (t) => void delete bucket(t).LoggingConfiguration },
  {
    fault: 'versions of the ops bucket are suspended',
    change: (t) => void (bucket(t, 'DataBucketsOpsBucket7').VersioningConfiguration.Status = 'Suspended'),
  },
  {
    fault: 'a bucket replicates to another account',
    change: (t) => void (bucket(t).ReplicationConfiguration = { Role: 'arn:aws:iam::111122223333:role/r', Rules: [] }),
  },
  { fault: 'the bucket is called something else', change: (t) => void (bucket(t).BucketName = 'another-name') },
  {
    fault: 'the bucket is deleted with its stack',
    change: (t) => void (resource(t.data, DATA_BUCKET).DeletionPolicy = 'Delete'),
  },
  {
    fault: 'the bucket is lost when replaced',
    change: (t) => void delete resource(t.data, DATA_BUCKET).UpdateReplacePolicy,
  },
  { fault: 'the bucket is taken out', change: (t) => drop(t.data, DATA_BUCKET) },
  {
    fault: 'the TLS condition is missing',
    change: (t) => void delete statement(t.data, DATA_POLICY, 'TlsOnly').Condition,
  },
  {
    fault: 'the TLS statement is gone',
    change: (t) => void resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.shift(),
  },
  {
    fault: 'anyone may write to the data bucket',
    change: (t) => void resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.splice(1, 1),
  },
  {
    fault: 'the whole account may write to the data bucket',
    change: (t) =>
      void statement(t.data, DATA_POLICY, 'OnlyNodesWrite').Condition.ArnNotLike['aws:PrincipalArn'].push(
        'arn:aws:iam::111122223333:role/*',
      ),
  },
  {
    fault: 'a bucket policy lets another account read',
    change: (t) =>
      void resource(t.data, DATA_POLICY).Properties.PolicyDocument.Statement.push({
        Sid: 'Read',
        Effect: 'Allow',
        Principal: { AWS: '999999999999' },
        Action: ['s3:GetObject'],
        Resource: 'arn:aws:s3:::inventory-data-111122223333-us-east-1/*',
      }),
  },
  {
    fault: 'live objects of one prefix expire in ten years',
    change: (t) =>
      void bucket(t).LifecycleConfiguration.Rules.push({
        Id: 'Part',
        Status: 'Enabled',
        Prefix: 'a/',
        ExpirationInDays: 3650,
      }),
  },
  {
    fault: 'old versions of the ops bucket are kept for a day',
    change: (t) =>
      void (bucket(
        t,
        'DataBucketsOpsBucket7',
      ).LifecycleConfiguration.Rules[1].NoncurrentVersionExpiration.NoncurrentDays = 1),
  },
  { fault: 'the bucket hangs on a parameter', change: (t) => switchable(t, 'on') },
  { fault: 'the bucket is switched off', change: (t) => switchable(t, 'off') },
  {
    fault: 'public policies are allowed in a word',
    change: (t) => void (bucket(t).PublicAccessBlockConfiguration.BlockPublicPolicy = 'false'),
  },
  { fault: 'the bucket policy is taken out', change: (t) => drop(t.data, DATA_POLICY) },
];

export const secrets: readonly Fault[] = [
  {
    fault: 'a password is encrypted with the key of AWS',
    change: (t) => void delete resource(t.data, 'DataSecretsAdminSecret').Properties.KmsKeyId,
  },
  {
    fault: 'a password is generated in another way',
    change: (t) =>
      void (resource(t.data, 'DataSecretsAdminSecret').Properties.GenerateSecretString.PasswordLength = 16),
  },
  {
    fault: 'a password stands in the template',
    change: (t) =>
      void (resource(t.data, 'DataSecretsAdminSecret').Properties.SecretString = '{"password":"hunter2hunter2"}'),
  },
  {
    fault: 'a password gets another name',
    change: (t) => void (resource(t.data, 'DataSecretsAdminSecret').Properties.Name = 'automq/other'),
  },
  {
    fault: 'the authority is made anew',
    change: (t) => void (resource(t.data, 'DataAuthorityCertificateAuthorityC').Properties.KeyAlgorithm = 'RSA_2048'),
  },
  { fault: 'a password stands in user data', change: (t) => userData(t, /@LOGIN@/, 'hunter2hunter2') },
  { fault: 'a listener without TLS', change: (t) => userData(t, /INTERNAL:SASL_SSL/, 'INTERNAL:SASL_PLAINTEXT') },
  { fault: 'a listener without authentication', change: (t) => userData(t, /CLIENT:SASL_SSL/, 'CLIENT:SSL') },
  {
    fault: 'everyone is allowed where there is no ACL',
    change: (t) => userData(t, /allow.everyone.if.no.acl.found=false/, 'allow.everyone.if.no.acl.found=true'),
  },
];
