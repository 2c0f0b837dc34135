import { runInNewContext } from 'node:vm';
import { booted, controller, elastic, replication, type Kind, type Machine } from './machine';

const step = /heartbeat|systemctl stop|complete-lifecycle-action/;
const short = (call: string): string => /heartbeat|systemctl stop automq|CONTINUE/.exec(call)![0];

describe('drain', () => {
  test('waits for its end, then stops the broker while it renews the heartbeat, then lets Auto Scaling go on', () => {
    const vm = booted(elastic)
      .on('sleep 1', 'echo Terminated >"$WORLD/lifecycle"')
      .on('systemctl stop automq', 'while [ "$(grep -c heartbeat "$WORLD/calls")" -lt 3 ]; do /bin/sleep 0.01; done');
    expect(vm.run('drain')).toBe(0);
    const steps = vm.calls(step).map(short);
    expect(steps.filter((name) => name === 'heartbeat').length).toBeGreaterThanOrEqual(3);
    expect(steps.filter((name) => name !== 'heartbeat')).toEqual(['systemctl stop automq', 'CONTINUE']);
    expect(vm.calls(/^sleep 1$/)).toHaveLength(1);
  });

  test('a spot notice ends the broker too', () => {
    const vm = booted(elastic).on('curl *spot/instance-action', 'echo "{\\"action\\": \\"terminate\\"}"');
    expect(vm.run('drain')).toBe(0);
    expect(vm.calls(/systemctl stop automq/)).toHaveLength(1);
  });

  test('a heartbeat that fails does not stop the next', () => {
    const vm = booted(elastic)
      .on('aws autoscaling record-lifecycle-action-heartbeat *', 'exit 254')
      .on('systemctl stop automq', 'while [ "$(grep -c heartbeat "$WORLD/calls")" -lt 2 ]; do /bin/sleep 0.01; done');
    vm.world('lifecycle', 'Terminated\n');
    expect(vm.run('drain')).toBe(0);
  });

  const leaving = (behind: number): Machine => {
    const vm = booted(controller);
    vm.world('lifecycle', 'Terminated\n');
    replication(vm, [
      [0, 0, 'Leader'],
      [1, 0, 'Follower'],
      [2, behind, 'Follower'],
    ]);
    return vm;
  };

  test('a controller leaves at once while the other two are caught up', () => {
    const vm = leaving(0);
    expect(vm.run('drain')).toBe(0);
    expect(vm.calls(/^kafka-metadata-quorum/)).toHaveLength(1);
  });

  test('a controller holds its end until the quorum is whole again', () => {
    const vm = leaving(60);
    vm.on(
      'sleep 1',
      'sed -i "s/^2\\t.*/2\\tA\\t9\\t0\\t99999999999999\\t99999999999999\\tFollower/" "$WORLD/replication"',
    );
    vm.on('systemctl stop automq', 'cp "$WORLD/replication" "$WORLD/at-stop"');
    expect(vm.run('drain')).toBe(0);
    expect(vm.world('at-stop')).toMatch(/^2\tA/m);
  });

  test('a quorum that does not even answer holds it too, with the heartbeat, and lets go once it does', () => {
    const vm = leaving(0).on(
      'kafka-metadata-quorum.sh *',
      'test "$(grep -c heartbeat "$WORLD/calls")" -ge 3 || exit 1; cat "$WORLD/replication"',
    );
    vm.on('sleep 30', 'exec /bin/sleep 0.05'); // the hour that a drain waits is counted by the sleeps of one loop, not of both
    expect(vm.run('drain')).toBe(0);
    expect(vm.calls(/heartbeat/).length).toBeGreaterThanOrEqual(3);
    expect(vm.calls(step).map(short).slice(-2)).toEqual(['systemctl stop automq', 'CONTINUE']);
    expect(vm.read('var/log/automq-byoc/boot.log')).not.toContain('others are behind');
  });

  test('a controller whose whole group goes leaves without asking', () => {
    const vm = leaving(60).on('aws autoscaling describe-auto-scaling-groups *DesiredCapacity*', 'echo 0');
    expect(vm.run('drain')).toBe(0);
    expect(vm.calls(/kafka-metadata-quorum/)).toEqual([]);
  });
});

describe('watch', () => {
  /** Each loop ends after one round. */
  const round = 'test -e "$WORLD/slept.$PPID" && kill -TERM $PPID; touch "$WORLD/slept.$PPID"; exec /bin/sleep 0.1';

  test.each<[string, Kind, string]>([
    ['a controller whose metric is refused', controller, 'aws cloudwatch *QuorumLost*'],
    ['a controller whose certificate is refused', controller, 'aws acm-pca *'],
    ['a broker whose certificate is refused', elastic, 'aws acm-pca *'],
  ])('%s still does all else that is due each minute', (_, kind, refused) => {
    const vm = booted(kind).on('sleep *50', round).on(refused, 'exit 254');
    vm.write('etc/automq-byoc/tls/node.pem', ''); // no certificate any more
    vm.age('etc/automq-byoc/tls', 56);
    vm.run('watch');
    expect(vm.calls(/issue-certificate/)).not.toEqual([]);
    expect(vm.calls(/^pgrep/)).toHaveLength(1);
  });

  test('a controller that waits for its turn to restart says each minute whether there is a quorum', () => {
    const vm = booted(controller);
    vm.on('sleep *50', 'test "$(grep -c QuorumLost "$WORLD/calls")" -ge 4 && kill -TERM $PPID; exec /bin/sleep 0.1');
    vm.on('date +%-M', 'grep -c QuorumLost "$WORLD/calls" >>"$WORLD/waiting"; /bin/sleep 0.1; echo 0');
    vm.write('etc/automq-byoc/tls/node.pem', '');
    vm.age('etc/automq-byoc/tls', 56);
    vm.run('watch');
    const metricsWhileWaiting = vm.world('waiting').trim().split('\n').map(Number);
    expect(Math.max(...metricsWhileWaiting)).toBeGreaterThanOrEqual(3);
  });

  test('what hangs is ended inside the minute that the alarm of the quorum counts', () => {
    const vm = booted(controller).on('sleep *50', round);
    vm.run('watch');
    expect(vm.calls(/^timeout \d+ \S+node.sh/).map((call) => call.replace(/ \S+node.sh/, ''))).toContain(
      'timeout 45 quorum',
    );
  });
});

describe('sick', () => {
  const open = '10.0.0.8/9092\nc0.inv.internal/9093\nc1.inv.internal/9093\n';
  const closed = open.replace('10.0.0.8/9092\n', '');
  const unwell = (): Machine => {
    const vm = booted(elastic);
    vm.world('open', closed);
    vm.age('etc/automq-byoc/well', 31);
    return vm;
  };
  const asked = (vm: Machine): number => vm.calls(/set-instance-health .*Unhealthy/).length;

  test('a broker that serves is well', () => {
    const vm = unwell();
    vm.world('open', open);
    expect(vm.run('sick')).toBe(0);
    expect(asked(vm)).toBe(0);
  });

  test('a closed port may be a long recovery: nothing before 30 minutes', () => {
    const vm = unwell();
    vm.age('etc/automq-byoc/well', 29);
    expect(vm.run('sick')).toBe(0);
    expect(asked(vm)).toBe(0);
  });

  test('after 30 minutes it asks for another machine', () => {
    const vm = unwell();
    expect(vm.run('sick')).toBe(0);
    expect(asked(vm)).toBe(1);
  });

  test('a process that starts again and again is not well, although its port opens', () => {
    const vm = unwell().on('pgrep *', 'exit 1');
    vm.world('open', open);
    expect(vm.run('sick')).toBe(0);
    expect(asked(vm)).toBe(1);
  });

  test('controllers are asked all at once: none waits for the silence of another', () => {
    const asksTheNext =
      'for i in $(seq 20); do grep -q /dev/tcp/c1 "$WORLD/calls" && exit; /bin/sleep 0.1; done; exit 1';
    const vm = unwell().on('timeout 1 bash -c >/dev/tcp/c0*', asksTheNext);
    expect(vm.run('sick')).toBe(0);
    expect(asked(vm)).toBe(1);
  });

  const common: readonly [cause: string, arrange: (vm: Machine) => void][] = [
    [
      'another machine of the group is out of service',
      (vm) => vm.on('aws autoscaling describe-auto-scaling-groups *', 'echo 1'),
    ],
    [
      'the data bucket or its key is refused',
      (vm) => vm.on('aws s3api put-object *--bucket data *', 'echo KMS.DisabledException >&2; exit 254'),
    ],
    ['the group cannot be looked at', (vm) => vm.on('aws autoscaling describe-auto-scaling-groups *', 'exit 254')],
    ['most controllers do not answer', (vm) => vm.world('open', 'c0.inv.internal/9093\n')],
    ['the secret is refused', (vm) => vm.on('aws secretsmanager *', 'exit 254')],
    ['the ops bucket is refused', (vm) => vm.on('aws s3api put-object *--bucket ops *', 'exit 254')],
  ];

  /** How many of these machines the query of `sick` counts; its condition is JavaScript as well as JMESPath. */
  const counted = (vm: Machine, machines: readonly string[]): number => {
    vm.run('sick');
    const [call = ''] = vm.calls(/describe-auto-scaling-groups/);
    const condition = /--query AutoScalingGroups\[0\]\.length\(Instances\[\?(.*)\]\)$/.exec(call)![1]!;
    return machines
      .map((text) => text.split(' '))
      .map(([InstanceId, LifecycleState, HealthStatus]) => ({ InstanceId, LifecycleState, HealthStatus }))
      .filter((one) => runInNewContext(condition, one) === true).length;
  };

  test.each([
    ['in service and healthy', 'i-2 InService Healthy', 1],
    ['in service and found unhealthy already, so that it goes now', 'i-2 InService Unhealthy', 0],
    ['on its way up', 'i-2 Pending:Wait Healthy', 0],
    ['on its way out', 'i-2 Terminating:Wait Healthy', 0],
  ])('another machine of the group is %s', (_, other, replaced) => {
    const vm = unwell();
    vm.on('aws autoscaling describe-auto-scaling-groups *', `echo ${counted(vm, ['i-1 InService Healthy', other])}`);
    vm.world('calls', '');
    vm.run('sick');
    expect(asked(vm)).toBe(replaced);
  });

  test.each(common)('%s: no other machine would do better, so this one stays', (_, arrange) => {
    const vm = unwell();
    arrange(vm);
    expect(vm.run('sick')).toBe(9);
    expect(asked(vm)).toBe(0);
    expect(vm.failures()).toHaveLength(1);
  });
});

describe('renew', () => {
  /** A certificate is made for seven days where thirty are asked for, so less than a third is left. */
  const late = (kind: Kind): Machine => {
    const vm = booted(kind);
    vm.age('etc/automq-byoc/tls', 60);
    vm.write('etc/automq-byoc/node.env', `${vm.read('etc/automq-byoc/node.env')}CERTIFICATE_DAYS=30\n`);
    return vm;
  };
  const days = (vm: Machine): number =>
    Number(
      vm
        .calls(/CertificateDaysLeft/)[0]
        ?.split(' ')
        .at(-1),
    );

  test('looks once an hour and says how many days are left', () => {
    const vm = booted(elastic);
    vm.run('renew');
    expect(vm.calls(/CertificateDaysLeft/)).toEqual([]);
    vm.age('etc/automq-byoc/tls', 60);
    vm.run('renew');
    expect(days(vm)).toBeCloseTo(7, 1);
    expect(vm.calls(/issue-certificate|kafka-configs/)).toEqual([]);
  });

  test('a broker gets a new certificate when less than a third is left, and takes it without a restart', () => {
    const vm = late(elastic);
    const before = vm.read('etc/automq-byoc/tls/node.pem');
    expect(vm.run('renew')).toBe(0);
    expect(vm.read('etc/automq-byoc/tls/node.pem')).not.toBe(before);
    expect(vm.calls(/kafka-configs/)).toEqual([
      expect.stringMatching(/--broker 4000 .*listener.name.client.ssl.keystore/),
    ]);
    expect(vm.world('login')).toMatch(/^ssl.truststore.type=PEM\nsecurity.protocol=SASL_SSL\nsasl.jaas.config=/);
    expect(vm.calls(/systemctl/)).toEqual([]);
  });

  test('a broker that could not take it tries again the next time', () => {
    const vm = late(elastic).on('kafka-configs.sh *', 'exit 1');
    expect(vm.run('renew')).not.toBe(0);
    vm.on('kafka-configs.sh *', ':');
    vm.write('etc/automq-byoc/node.env', `${vm.read('etc/automq-byoc/node.env')}CERTIFICATE_DAYS=7\n`);
    vm.age('etc/automq-byoc/tls', 60);
    expect(vm.run('renew')).toBe(0);
    expect(vm.calls(/kafka-configs/)).toHaveLength(2);
    expect(vm.calls(/issue-certificate/)).toHaveLength(1);
  });

  test('a controller restarts for it, only while the other two are caught up', () => {
    const vm = late(controller);
    replication(vm, [
      [0, 0, 'Leader'],
      [2, 60, 'Follower'],
    ]);
    expect(vm.run('renew')).toBe(9);
    expect(vm.calls(/systemctl/)).toEqual([]);
    expect(vm.failures()).toEqual([expect.stringContaining('new certificate waits')]);
    replication(vm, [
      [0, 0, 'Leader'],
      [2, 0, 'Follower'],
    ]);
    vm.age('etc/automq-byoc/tls', 60);
    expect(vm.run('renew')).toBe(0);
    expect(vm.calls(/systemctl/)).toEqual(['systemctl restart automq']);
  });
});
