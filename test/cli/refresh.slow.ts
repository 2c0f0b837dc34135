/** The order and the end of instance refreshes, against an Auto Scaling played on loopback. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DEPLOYMENTS, planOf } from '../synth/synthesize';
import { pointAt } from './fake-aws';
import { automqByoc } from './world';

const FILE = join(DEPLOYMENTS, 'inventory.yaml');
const plan = planOf('inventory');
if (plan.brokers.kind !== 'elastic') throw new Error('inventory has elastic brokers');
const CONTROLLERS = plan.controllers.map(({ groupName }) => groupName);
const BROKERS = plan.brokers.groups.map(({ name }) => name);

interface Group {
  /** States that follow each other, one at each look. */
  states: string[];
}

let server: Server;
let groups: Record<string, Group>;
let started: { group: string; request: URLSearchParams; left: string[] }[];
let alarmSuffix: string | undefined;
let undo: () => void;

const xml = (action: string, body: string): string =>
  `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`;

function answer(request: URLSearchParams): string {
  const action = request.get('Action')!;
  if (action === 'DescribeLaunchTemplates') {
    return '<DescribeLaunchTemplatesResponse><launchTemplates><item><latestVersionNumber>7</latestVersionNumber></item></launchTemplates></DescribeLaunchTemplatesResponse>';
  }
  if (action === 'DescribeAutoScalingGroups') {
    const template = '<LaunchTemplate><LaunchTemplateId>lt-1</LaunchTemplateId></LaunchTemplate>';
    return xml(action, `<AutoScalingGroups><member>${template}</member></AutoScalingGroups>`);
  }
  const name = request.get('AutoScalingGroupName')!;
  if (action === 'StartInstanceRefresh') {
    started.push({ group: name, request, left: [...groups[name]!.states] });
    groups[name]!.states = ['InProgress', ...groups[name]!.states];
    return xml(action, '<InstanceRefreshId>1</InstanceRefreshId>');
  }
  const { states } = groups[name]!;
  const status = states.length > 1 ? states.shift()! : states[0];
  const member = `<member><Status>${status}</Status><PercentageComplete>100</PercentageComplete></member>`;
  return xml(action, `<InstanceRefreshes>${status === 'None' ? '' : member}</InstanceRefreshes>`);
}

beforeEach(async () => {
  started = [];
  alarmSuffix = 'a1b2c3d';
  groups = Object.fromEntries([...CONTROLLERS, ...BROKERS].map((name) => [name, { states: ['Successful'] }]));
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      // CloudWatch speaks JSON, Auto Scaling the older query protocol.
      if (request.headers['x-amz-target'] === undefined) return void response.end(answer(new URLSearchParams(body)));
      const { AlarmNamePrefix } = JSON.parse(body) as { AlarmNamePrefix: string };
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      const alarms = alarmSuffix === undefined ? [] : [{ AlarmName: AlarmNamePrefix + alarmSuffix }];
      response.end(JSON.stringify({ MetricAlarms: alarms }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  undo = pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  undo();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const refresh = (...options: string[]) => automqByoc('refresh', FILE, '--every', '0.01', ...options);

test('brings up one group after the other: controllers, then brokers zone by zone', async () => {
  const { code, out, err } = await refresh('--wait');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(started.map(({ group }) => group)).toEqual([...CONTROLLERS, ...BROKERS]);
  expect(out.trim().split('\n')).toEqual([...CONTROLLERS, ...BROKERS].map((name) => `${name}: Successful, 100 %`));
});

test('replaces only machines of an older template, with the percentages of the plan, and heeds the alarms', async () => {
  await refresh('--wait');
  const { request } = started[0]!;
  const preferences = plan.machines.controller.refresh;
  expect(request.get('Preferences.SkipMatching')).toBe('true');
  expect(request.get('Preferences.MinHealthyPercentage')).toBe(String(preferences.minHealthyPercentage));
  expect(request.get('Preferences.MaxHealthyPercentage')).toBe(String(preferences.maxHealthyPercentage));
  expect(request.get('Preferences.AlarmSpecification.Alarms.member.1')).toMatch(/^inventory-\w+Alarm-a1b2c3d$/);
});

test('waits for a refresh that somebody else has started before it starts its own', async () => {
  const states = ['InProgress', 'Baking', 'Successful'];
  groups[BROKERS[0]!]!.states = states;
  expect((await refresh('--wait')).code).toBe(0);
  expect(started.find(({ group }) => group === BROKERS[0])!.left).toEqual(['Successful']);
});

test('names the newest template by its number, so that Auto Scaling can go back', async () => {
  await refresh('--wait');
  for (const { request } of started) {
    expect(request.get('DesiredConfiguration.LaunchTemplate.LaunchTemplateId')).toBe('lt-1');
    expect(request.get('DesiredConfiguration.LaunchTemplate.Version')).toBe('7');
    expect(request.get('Preferences.AutoRollback')).toBe('true');
  }
});

test('starts nothing where an alarm that would stop it has another name', async () => {
  alarmSuffix = undefined;
  const { code, err } = await refresh('--wait');
  expect(code).toBe(1);
  expect(err).toContain('no alarm is named inventory-BootFailedAlarm-…');
  expect(started).toEqual([]);
});

test('stops at a group that did not come up, and leaves those after it as they are', async () => {
  groups[CONTROLLERS[1]!]!.states = ['Successful', 'RollbackSuccessful'];
  const { code, err } = await refresh('--wait');
  expect(code).toBe(1);
  expect(err).toContain(`${CONTROLLERS[1]}: the refresh did not end well`);
  expect(started.map(({ group }) => group)).toEqual(CONTROLLERS.slice(0, 2));
});

test('without --wait only shows', async () => {
  groups[BROKERS[2]!]!.states = ['None'];
  const { code, out } = await refresh();
  expect(code).toBe(0);
  expect(started).toEqual([]);
  expect(out).toContain(`${BROKERS[2]}: never refreshed`);
});

test('refuses an interval that is none', async () => {
  expect((await automqByoc('refresh', FILE, '--every', 'soon')).code).toBe(2);
});
