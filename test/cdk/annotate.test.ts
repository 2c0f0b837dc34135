import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge, describe as explain, inPacks } from '../../lib/cdk/annotate';
import { only, templateOf } from './template-of';

const template = templateOf((stack) => {
  explain(new CfnKey(stack, 'Key', { keyPolicy: {} }), 'Encrypts a test', 'keys.data', 'lib/cdk/keys.ts');
  const alarm = new CfnAlarm(stack, 'Alarm', {
    alarmDescription: 'Look at the test',
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
  });
  explain(alarm, 'Watches a test', 'alarms.Test', 'lib/cdk/alarms.ts');
  const bucket = explain(new CfnBucket(stack, 'Bucket'), 'Holds a test', 'buckets.data', 'lib/cdk/buckets.ts');
  const ids = inPacks('S3BucketReplicationEnabled', 'HIPAA.Security', 'PCI.DSS.321');
  acknowledge(bucket, [
    { id: ids, reason: 'One copy is enough for a test.', owner: 'testers', reviewBy: '2027-01-31' },
  ]);
});

test('a resource says what it is for, which plan row made it and in which file', () => {
  expect(only(template, 'AWS::KMS::Key').Metadata).toEqual({
    'automq:purpose': 'Encrypts a test',
    'automq:plan': 'keys.data',
    'automq:file': 'lib/cdk/keys.ts',
  });
});

test('the purpose is the description where the type has one and the resource has not set it', () => {
  expect(only(template, 'AWS::KMS::Key').Properties.Description).toBe('Encrypts a test');
  expect(only(template, 'AWS::CloudWatch::Alarm').Properties.AlarmDescription).toBe('Look at the test');
  expect(only(template, 'AWS::S3::Bucket')).not.toHaveProperty('Properties');
});

test('a reader of the template sees which findings stand, why, who answers for it and until when', () => {
  expect(only(template, 'AWS::S3::Bucket').Metadata['automq:findings']).toEqual([
    {
      ids: ['HIPAA.Security-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled'],
      reason: 'One copy is enough for a test. Owner: testers. Review by 2027-01-31.',
    },
  ]);
});
