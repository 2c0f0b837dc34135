import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../lib/core/plan/types';
import {
  metricNamespace,
  renderNodeEnv,
  renderProperties,
  renderSlots,
  renderUserData,
  type BootFile,
  type BootRefs,
  type BootTarget,
} from '../../../lib/core/render';
import { bootFiles } from '../../../lib/instance/files';
import { expectGolden } from './golden';
import { controllerRefs, everyPlan, firstBroker, firstController, plans, refs } from './plans';

const script: BootFile = {
  path: '/opt/automq-byoc/boot.sh',
  mode: '0755',
  text: '#!/bin/bash\necho "$HOME `date` \\$x \'q\'"\n',
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'user-data-'));
  writeFileSync(join(root, 'systemctl'), '#!/bin/sh\necho "$*" >>"$ROOT/calls"\n', { mode: 0o755 });
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function run(plan: Plan, target: BootTarget): void {
  const text = renderUserData(plan, target, 'volume' in target ? controllerRefs : refs, [script]);
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', text], {
    env: { PATH: `${root}:${process.env.PATH}`, ROOT: root },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

const env = (): Record<string, string> => {
  const names = spawnSync('bash', ['--norc', '-c', 'set -a; . "$0"; env -0', join(root, 'etc/automq-byoc/node.env')], {
    env: {},
    encoding: 'utf8',
  });
  return Object.fromEntries(names.stdout.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2)));
};

test('elastic brokers: golden file', () => {
  expectGolden('user-data-brokers.sh', renderUserData(plans.sample, firstBroker(plans.sample), refs, []));
});

test('controller: golden file', () => {
  expectGolden(
    'user-data-controller.sh',
    renderUserData(plans.sample, firstController(plans.sample), controllerRefs, []),
  );
});

test('writes every file below ROOT as it was rendered, and starts boot so that a reboot starts it again', () => {
  const target = firstBroker(plans.forty);
  run(plans.forty, target);
  expect(read('etc/automq-byoc/slots')).toBe(renderSlots(target));
  expect(read('opt/automq-byoc/boot.sh')).toBe(script.text);
  expect(statSync(join(root, script.path)).mode & 0o777).toBe(0o755);
  expect(JSON.parse(read('etc/automq-byoc/agent.json'))).toHaveProperty('logs');
  expect(read('calls')).toBe('enable --now automq-byoc@boot\n');
});

test('the template on the machine is the rendered one without its comments', () => {
  run(plans.sample, firstBroker(plans.sample));
  const rendered = renderProperties(plans.sample, 'broker', firstBroker(plans.sample).zone);
  const settings = rendered.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(read('etc/automq-byoc/server.template').trimEnd().split('\n')).toEqual(settings);
});

test('elastic brokers are told their zone, their group and their stack', () => {
  run(plans.sample, firstBroker(plans.sample));
  expect(env()).toMatchObject({
    ZONE: 'use1-az1',
    GROUP: 'inventory-brokers-use1-az1',
    STACK: 'inventory-cluster',
    SIGNAL_RESOURCE: refs.signalResource,
    CERTIFICATE_DAYS: '7',
    ARCHIVE_URL: 's3://artifacts-111122223333/automq-1.7.3_kafka-3.9.1.tgz',
  });
});

test('a controller is told its volume and, alone, the secret of the administrator', () => {
  run(plans.sample, firstController(plans.sample));
  expect(env()).toMatchObject({
    VOLUME_ID: controllerRefs.volumeId,
    ADMIN_SECRET: plans.sample.secrets.admin.name,
  });
  expect(read('etc/automq-byoc/slots').trimEnd().split('\n')).toHaveLength(1);
  expect(renderUserData(plans.sample, firstBroker(plans.sample), refs, [])).not.toContain(
    plans.sample.secrets.admin.name,
  );
});

test('a baked image is asked to install nothing and to fetch nothing', () => {
  run(plans.baked, firstBroker(plans.baked));
  expect(env()).toMatchObject({ ARCHIVE_URL: '', ARCHIVE_SHA256: '', PACKAGES: '' });
});

test('an authority of the file wins over the one that the data stack would make', () => {
  run(plans.baked, firstBroker(plans.baked));
  expect(env().AUTHORITY_ARN).toContain(':444455556666:');
});

test('heap and direct memory come from the machine', () => {
  const { memory } = plans.sample.machines.broker;
  run(plans.sample, firstBroker(plans.sample));
  expect(env().KAFKA_HEAP_OPTS).toBe(`-Xms${memory.heapMiB}m -Xmx${memory.heapMiB}m -XX:MetaspaceSize=96m`);
});

/** A machine of each kind, with the files that its scripts come in. */
function machines(plan: Plan): readonly { target: BootTarget; bootRefs: BootRefs; files: readonly BootFile[] }[] {
  const pinned = plan.brokers.kind === 'pinned';
  const { issuer } = plan.tls;
  return [
    {
      target: firstBroker(plan),
      bootRefs: pinned ? controllerRefs : refs,
      files: bootFiles('broker', pinned ? 'pinned' : 'address', issuer),
    },
    { target: firstController(plan), bootRefs: controllerRefs, files: bootFiles('controller', 'pinned', issuer) },
  ];
}

test.each(everyPlan)('%s: tells a machine only what its scripts read', (_, plan) => {
  for (const { target, bootRefs, files } of machines(plan)) {
    const scripts = files.map(({ text }) => text).join('');
    // The process itself reads what begins with KAFKA_; systemd hands it over.
    const given = [...renderNodeEnv(plan, target, bootRefs).matchAll(/^(?!KAFKA_)(\w+)=/gm)].map(([, name]) => name!);
    expect(given.filter((name) => !new RegExp(`\\$\\{?${name}\\b`).test(scripts))).toEqual([]);
  }
});

test.each(everyPlan)('%s: what the scripts say themselves is what the plan decided', (_, plan) => {
  for (const { target, files } of machines(plan)) {
    const kind = 'kind' in target ? target.kind : 'broker';
    const scripts = files.map(({ text }) => text).join('');
    const { launchHook, terminateHook } = plan.machines[kind];
    const ready = plan.listeners.find(({ name }) => name === (kind === 'broker' ? 'CLIENT' : 'CONTROLLER'));
    expect(scripts).toContain(`pass ${launchHook.name} `);
    expect(scripts).toContain(`pass ${terminateHook.name} `);
    expect(scripts).toContain(`--namespace ${metricNamespace} `);
    expect(scripts).toContain(`reachable "$ADDRESS:${ready?.port}"`);
  }
});

test.each(everyPlan)('%s: every token that is written is replaced by the scripts', (_, plan) => {
  for (const { target, files } of machines(plan)) {
    const scripts = files.map(({ text }) => text).join('');
    const tokens = renderProperties(plan, 'volume' in target ? target.kind : 'broker', target.zone).match(/@[A-Z_]+@/g);
    expect([...new Set(tokens)].filter((token) => !scripts.includes(token))).toEqual([]);
  }
});

test('paths in the properties are those that the scripts prepare', () => {
  const [broker] = machines(plans.walVolumes);
  const scripts = broker!.files.map(({ text }) => text).join('');
  for (const name of ['automq-wal', 'node.pem', 'ca.pem']) expect(scripts).toContain(name);
});

/** "Limited to 16 KB, in raw form, before it is base64-encoded" (EC2 User Guide, "Run commands when you launch an EC2 instance"). */
test.each(everyPlan)(
  '%s: stays under 14 KiB with all scripts: EC2 takes 16, and ids come at deploy time',
  (_, plan) => {
    const sizes = machines(plan).map(
      ({ target, bootRefs, files }) => renderUserData(plan, target, bootRefs, files).length,
    );
    expect(Math.max(...sizes)).toBeLessThan(14 * 1024);
  },
);

test('no script holds the mark that ends a file in user data', () => {
  const all = everyPlan.flatMap(([, plan]) => machines(plan).flatMap(({ files }) => files));
  expect(all.filter(({ text }) => /^EOF$/m.test(text))).toEqual([]);
});

test.each(everyPlan)('%s: reads nothing that a capacity parameter changes', (_, plan) => {
  const { brokers } = plan;
  if (brokers.kind !== 'elastic') return expect(brokers.nodes).not.toEqual([]);
  const bigger = brokers.groups.map((group) => ({ ...group, minSize: group.minSize + 1, maxSize: group.maxSize + 1 }));
  const texts = [brokers.groups, bigger].map((groups) => groups.map((group) => renderUserData(plan, group, refs, [])));
  expect(texts[1]).toEqual(texts[0]);
});
