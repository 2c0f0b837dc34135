import { metricNamespace } from '../../lib/core/render';
import { bootFiles, nodeParts } from '../../lib/instance/files';
import { plans } from '../core/render/plans';
import { kinds } from './kinds';

const script = (...kind: (typeof kinds)[number]): string => bootFiles(...kind)[0]!.text;

/** EC2 takes 16 KiB of user data; 14 are allowed, and the data files of 40 slots need the rest. */
const budgets: readonly [kind: (typeof kinds)[number], bytes: number][] = kinds.map((kind) => [
  kind,
  kind[0] === 'broker' ? 8_900 : 9_600,
]);

test.each(budgets)('%s: all files together stay inside their part of user data', (kind, budget) => {
  const bytes = bootFiles(...kind).reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThanOrEqual(budget);
});

test.each(kinds)(
  '%s %s %s: comments and blank lines stay in the package, the first line goes to the machine',
  (...kind) => {
    const text = script(...kind);
    expect(text).toMatch(/^#!\/bin\/bash\nset -euo pipefail\n/);
    expect(text.slice(2)).not.toMatch(/^\s*(#.*)?$\n/m);
  },
);

test('a node carries only what its kind needs', () => {
  expect(nodeParts('broker', 'address', 'private-ca')).not.toContain('volume.sh');
  expect(nodeParts('controller', 'pinned', 'private-ca')).not.toContain('lease.sh');
  expect(nodeParts('broker', 'pinned', 'secret')).toEqual(expect.arrayContaining(['wal-volume.sh', 'secret.sh']));
});

test('no path leaves ROOT: every absolute path in the scripts follows it', () => {
  const texts = kinds.map((kind) => script(...kind)).join('');
  const outside = [...texts.matchAll(/(?<![\w}$R.*])\/(etc|var|opt|run|dev)\/[\w/-]+/g)].map(([path]) => path);
  expect(new Set(outside)).toEqual(new Set(['/dev/null', '/dev/stdin', '/dev/zero', '/dev/sdf', '/dev/tcp/']));
});

test.each(['broker', 'controller'] as const)('%s: the hooks and the namespace are those of the plan', (kind) => {
  const { launchHook, terminateHook } = plans.sample.machines[kind];
  const text = script(kind, kind === 'broker' ? 'address' : 'pinned', 'private-ca');
  expect(text).toContain(`pass ${launchHook.name} `);
  expect(text).toContain(`pass ${terminateHook.name} `);
  expect(text).toContain(`--namespace ${metricNamespace} `);
});

test('nodes accept the users that the plan names, and log in as one of them', () => {
  const text = script('broker', 'address', 'private-ca');
  const accepted = [...text.matchAll(/user_(\w+)=/g)].map(([, user]) => user);
  expect(accepted).toEqual(plans.sample.secrets.broker.users);
});

test.each(['broker', 'controller'] as const)('%s: looks at the port of its own listener', (kind) => {
  const text = script(kind, kind === 'broker' ? 'address' : 'pinned', 'private-ca');
  const name = kind === 'broker' ? 'CLIENT' : 'CONTROLLER';
  const { port } = plans.sample.listeners.find((listener) => listener.name === name)!;
  expect(text).toContain(`in_place() { reachable "$ADDRESS:${port}"`);
});

test('the broker runs as its own user, always again, with time to hand over', () => {
  const unit = bootFiles('broker', 'address', 'private-ca').find(({ path }) => path.endsWith('/automq.service'))!.text;
  for (const line of ['User=automq', 'Restart=always', 'TimeoutStopSec=330', 'LimitNOFILE=1000000']) {
    expect(unit.split('\n')).toContain(line);
  }
  // At a shutdown it goes before its network and its disk.
  expect(unit).toContain('[Unit]\nAfter=network.target\nRequiresMountsFor=/var/lib/automq\n');
  // Setting KAFKA_OPTS replaces AutoMQ's own defaults.
  expect(unit).toMatch(
    /"KAFKA_OPTS=-XX:\+ExitOnOutOfMemoryError -Dio.netty.allocator.maxOrder=11 -Djavax.net.ssl.trustStore=/,
  );
});
