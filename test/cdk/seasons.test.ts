import { Match } from 'aws-cdk-lib/assertions';
import { ClusterSeasons } from '../../lib/cdk';
import { only, planFor, roleArns, templateOf } from './template-of';

const plan = planFor({
  brokers: { instanceType: 'm7g.large', perZone: 1, slotsPerZone: 4 },
  seasons: [
    {
      name: 'black-friday',
      timeZone: 'America/New_York',
      start: '2026-11-26T16:00',
      end: '2026-12-01T03:00',
      brokersPerZone: 3,
      reserve: true,
    },
  ],
});
const template = templateOf(
  (stack) =>
    new ClusterSeasons(stack, 'Seasons', {
      plan,
      roleArns: {
        ...roleArns,
        keeper: 'arn:aws:iam::111122223333:role/keeper',
        keeperSchedule: 'arn:aws:iam::111122223333:role/schedule',
      },
      logsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
      alarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:alarms',
    }),
);

test('one schedule starts the keeper every five minutes, and a run it could not start goes to the dead-letter queue', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      DeadLetterConfig: { Arn: Match.stringLikeRegexp('floor-keeper$') },
      RetryPolicy: { MaximumEventAgeInSeconds: 300 },
    },
  });
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  template.resourceCountIs('AWS::Lambda::Function', 0);
});

test('everything a run does is logged, encrypted', () => {
  template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1' });
});

test('every parameter is "file" by default, described, and fits itself', () => {
  const parameters = Object.values(template.toJSON().Parameters as Record<string, Record<string, unknown>>).filter(
    ({ Default }) => Default === 'file',
  );
  expect(parameters).toHaveLength(plan.seasons!.parameters.length);
  for (const { AllowedValues, AllowedPattern, Description } of parameters) {
    expect(Description).toMatch(/"file"/);
    const fits =
      (AllowedValues as string[] | undefined)?.includes('file') ?? new RegExp(String(AllowedPattern)).test('file');
    expect(fits).toBe(true);
  }
});

test.each([
  ['2026-11-26T20:00:00-05:00', true],
  ['2026-11-26T20:00:00Z', true],
  ['2026-11-26T20:00:00', false],
  ['2026-11-31T20:00:00Z', false],
  ['2027-02-29T20:00:00Z', false],
  ['26.11.2026', false],
])('the pattern of a date: %s', (value, fits) => {
  const { pattern = '' } = plan.seasons!.parameters.find(({ sets }) => sets === 'start')!;
  expect(new RegExp(pattern).test(value)).toBe(fits);
});

test('the console shows the parameters in groups, and CloudFormation refuses one edge alone', () => {
  const json = template.toJSON();
  expect(Object.keys(json.Metadata['AWS::CloudFormation::Interface'])).toEqual(['ParameterGroups', 'ParameterLabels']);
  expect(JSON.stringify(json.Rules)).toContain('Set BlackFridayStart and BlackFridayEnd together');
});

test('tracking never scales in, and one policy a zone ends one machine at a time, zones apart', () => {
  const policies = Object.values(template.findResources('AWS::AutoScaling::ScalingPolicy')).map(
    ({ Properties }) => Properties,
  );
  const tracking = policies.filter(({ PolicyType }) => PolicyType === 'TargetTrackingScaling');
  expect(tracking.map((each) => each.TargetTrackingConfiguration.DisableScaleIn)).toEqual(Array(6).fill(true));
  const scaleIn = policies.filter(({ PolicyType }) => PolicyType === 'SimpleScaling');
  expect(scaleIn.map(({ ScalingAdjustment, Cooldown }) => [ScalingAdjustment, Cooldown])).toEqual(
    Array(3).fill([-1, '2700']),
  );
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  const waits = alarms.filter(([id]) => id.includes('LowLoad')).map(([, alarm]) => alarm.Properties.EvaluationPeriods);
  expect(new Set(waits)).toEqual(new Set([30, 45, 60]));
});

test('a reservation stands only while its setting is on, ends by itself, and is another one next year', () => {
  template.resourceCountIs('AWS::EC2::CapacityReservation', 3);
  const { Condition, Properties } = only(template, 'AWS::EC2::CapacityReservation', { AvailabilityZoneId: 'use1-az1' });
  expect(Condition).toContain('BlackFridayReserveIsOn');
  expect(Object.keys(template.findResources('AWS::EC2::CapacityReservation')).join()).toContain(
    'BlackFridayReservation2026Use1Az1',
  );
  expect(Properties).toMatchObject({
    InstanceCount: 3, // the file's: no change of a parameter waits for EC2 to have another machine
    EndDateType: 'limited',
    EndDate: '2026-12-01T09:00:00Z',
    TagSpecifications: [{ Tags: expect.arrayContaining([{ Key: 'automq:cluster', Value: 'inventory' }]) }],
  });
});
