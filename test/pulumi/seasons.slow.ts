import { plan as decide } from '../../lib/core';
import { ClusterSeasons } from '../../lib/pulumi/seasons';
import { sample } from '../fixtures/deployments';
import { recorded, zoneNameOf, type Recorded } from './recorded';

const LOGS_KEY = 'arn:aws:kms:us-east-1:111122223333:key/1';
const plan = decide(
  sample({
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
  }),
  '2026-11-22',
);

const seasons = (overrides?: Record<string, string>): Promise<Recorded[]> => {
  const args = {
    plan,
    overrides,
    roleArns: {
      keeper: 'arn:aws:iam::111122223333:role/keeper',
      keeperSchedule: 'arn:aws:iam::111122223333:role/schedule',
    },
    logsKeyArn: LOGS_KEY,
    alarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:alarms',
    network: { zoneNames: Object.fromEntries(plan.zones.map(({ id }) => [id, zoneNameOf(id)])) },
    after: [],
  };
  return recorded((options) => new ClusterSeasons('inventory', args, options));
};

let resources: Recorded[];
beforeAll(async () => (resources = await seasons()));

const of = (type: string, all: readonly Recorded[] = resources) => all.filter((each) => each.type.endsWith(`:${type}`));

test('one schedule starts the keeper every five minutes, and a run it could not start goes to the dead-letter queue', () => {
  expect(of('Schedule').map(({ inputs }) => inputs)).toEqual([
    expect.objectContaining({
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: expect.objectContaining({
        deadLetterConfig: { arn: expect.stringMatching(/floor-keeper$/) },
        retryPolicy: expect.objectContaining({ maximumEventAgeInSeconds: 300 }),
      }),
    }),
  ]);
  expect(of('StateMachine')).toHaveLength(1);
  expect(resources.filter(({ type }) => type.startsWith('aws:lambda/'))).toEqual([]);
});

test('everything a run does is logged, encrypted', () => {
  const [machine] = of('StateMachine');
  expect(machine!.inputs.loggingConfiguration).toMatchObject({ level: 'ALL', includeExecutionData: true });
  expect(of('LogGroup').map(({ inputs }) => inputs.kmsKeyId)).toEqual([LOGS_KEY]);
});

test('every parameter is "file" unless the stack says otherwise, and stands in the definition then', async () => {
  const definitionOf = (all: readonly Recorded[]) => String(of('StateMachine', all)[0]!.inputs.definition);
  expect(definitionOf(resources)).not.toContain('${');
  expect(JSON.parse(definitionOf(resources)).States.Calendar.Assign.override).toBe('file');
  const set = await seasons({ SeasonOverride: 'black-friday', BlackFridayBrokersPerZone: '2' });
  const { override, seasons: rows } = JSON.parse(definitionOf(set)).States.Calendar.Assign;
  expect([override, rows[0].set.brokersPerZone, rows[0].set.on]).toEqual(['black-friday', '2', 'file']);
});

test.each([
  [{ BlackFridayStart: '2026-11-26T20:00:00' }, 'BlackFridayStart'],
  [{ BlackFridayBrokersPerZone: '9' }, 'BlackFridayBrokersPerZone'],
  [{ BlackFriday: 'on' }, 'BlackFriday'],
])('what the plan does not allow is refused: %j', async (overrides, named) => {
  await expect(seasons(overrides as Record<string, string>)).rejects.toThrow(named);
});

test('tracking never scales in, and one policy a zone ends one machine at a time, zones apart', () => {
  const policies = of('Policy').map(({ inputs }) => inputs as Record<string, unknown>);
  const tracking = policies.filter(({ policyType }) => policyType === 'TargetTrackingScaling');
  expect(
    tracking.map((each) => (each.targetTrackingConfiguration as { disableScaleIn?: boolean }).disableScaleIn),
  ).toEqual(Array(6).fill(true));
  const scaleIn = policies.filter(({ policyType }) => policyType === 'SimpleScaling');
  expect(scaleIn.map(({ scalingAdjustment, cooldown }) => [scalingAdjustment, cooldown])).toEqual(
    Array(3).fill([-1, 2700]),
  );
  const waits = of('MetricAlarm').filter(({ name }) => name.includes('LowLoad'));
  expect(new Set(waits.map(({ inputs }) => inputs.evaluationPeriods))).toEqual(new Set([30, 45, 60]));
});

test('a reservation stands only while its setting is on, ends by itself, and is another one next year', async () => {
  expect(of('CapacityReservation')).toEqual([]);
  const made = of('CapacityReservation', await seasons({ BlackFridayReserve: 'on' }));
  expect(made).toHaveLength(3);
  expect(made.map(({ name }) => name).join()).toContain('2026');
  expect(made[0]!.inputs).toMatchObject({
    availabilityZone: zoneNameOf('use1-az1'),
    instanceCount: 3,
    endDateType: 'limited',
    endDate: '2026-12-01T09:00:00Z', // EC2 reads it back so: with another offset it would differ for ever
  });
});
