import { elastic, machine, type Machine } from './machine';

const taken = (address: string): [string, string] => [
  `aws ec2 assign-private-ip-addresses *${address}`,
  `echo "(InvalidParameterValue) [${address}] assigned, but move is not allowed." >&2; exit 254`,
];
const assign = /^aws ec2 assign/;

test('first boot of a broker: takes the lowest address, becomes who it stands for, and says so', () => {
  const vm = machine(elastic);
  expect(vm.run('boot')).toBe(0);
  expect(vm.read('etc/automq-byoc/slot')).toBe('4000 10.0.0.8 b4000.inv.internal\n');
  expect(vm.read('etc/automq-byoc/server.properties')).toBe(`node.id=4000
listeners=CLIENT://10.0.0.8:9092,INTERNAL://10.0.0.8:9094
advertised.listeners=CLIENT://b4000.inv.internal:9092,INTERNAL://b4000.inv.internal:9094
ssl.truststore.type=PEM
autobalancer.client.auth.security.protocol=SASL_SSL
autobalancer.client.auth.sasl.jaas.config=x username="broker" password="pass-of-a" user_broker="pass-of-a" user_standby="rn:broker";
`);
  expect(vm.calls(/^(aws ec2|ip address|systemctl|aws autoscaling)/)).toEqual([
    'aws ec2 assign-private-ip-addresses --no-allow-reassignment --network-interface-id eni-1 --private-ip-addresses 10.0.0.8',
    'ip address replace 10.0.0.8/32 dev ens5',
    'systemctl start automq automq-byoc@drain automq-byoc@watch',
    'aws autoscaling complete-lifecycle-action --auto-scaling-group-name inventory-group --instance-id i-1 --lifecycle-hook-name launch --lifecycle-action-result CONTINUE',
  ]);
  expect(vm.calls(/^aws cloudformation/)).toEqual([
    'aws cloudformation signal-resource --stack-name inventory-cluster --logical-resource-id Group1 --unique-id i-1 --status SUCCESS',
  ]);
  expect(vm.world('format').split('\n')).not.toContain('--add-scram');
});

test('the secret says as whom nodes log in; both users are accepted either way, so that nodes may differ for a while', () => {
  const vm = machine(elastic).on(
    'aws secretsmanager *',
    'echo \'{"username": "standby", "password": "oldOldnewNew"}\'',
  );
  vm.run('boot');
  expect(vm.read('etc/automq-byoc/server.properties')).toContain(
    'username="standby" password="newNew" user_broker="oldOld" user_standby="newNew"',
  );
});

test('the certificate is for the own name and the bootstrap names, and the system trusts its authority', () => {
  const vm = machine(elastic);
  vm.run('boot');
  expect(vm.read('etc/automq-byoc/tls/node.pem')).toMatch(/^-----BEGIN PRIVATE KEY-----[\s\S]*(BEGIN CERT[\s\S]*){2}$/);
  expect(vm.read('etc/automq-byoc/tls/ca.pem').trim()).toBe(vm.world('ca.pem').trim());
  expect(vm.read('etc/pki/ca-trust/source/anchors/ca.pem').trim()).toBe(vm.world('ca.pem').trim());
  expect(vm.calls(/issue-certificate/)).toEqual([
    expect.stringContaining('--template-arn arn:aws:acm-pca:::template/EndEntityCertificate/V1'),
  ]);
});

test('an authority with an RSA key is asked again with the algorithm it knows', () => {
  const vm = machine(elastic);
  vm.on(
    'aws acm-pca issue-certificate *',
    'openssl x509 -req -in csr -CA "$WORLD/ca.pem" -CAkey "$WORLD/ca.key" -days 7 -copy_extensions copy -set_serial 1 -out "$WORLD/issued.pem" && echo arn',
  );
  vm.on('aws acm-pca issue-certificate *SHA256WITHECDSA*', 'exit 254');
  expect(vm.run('boot')).toBe(0);
});

test('boot twice changes nothing: same address, archive, certificate and properties', () => {
  const vm = machine(elastic);
  vm.run('boot');
  const files = ['etc/automq-byoc/slot', 'etc/automq-byoc/server.properties', 'etc/automq-byoc/tls/node.pem'];
  const before = files.map(vm.read);
  vm.world('calls', '');
  expect(vm.run('boot')).toBe(0);
  expect(files.map(vm.read)).toEqual(before);
  expect(vm.calls(/^dnf|assign-private|s3 cp|issue-certificate|update-ca-trust/)).toEqual([]);
});

test('an address that another machine holds: the next one', () => {
  const vm = machine(elastic).on(...taken('10.0.0.8'));
  expect(vm.run('boot')).toBe(0);
  expect(vm.read('etc/automq-byoc/slot')).toBe('4001 10.0.0.9 b4001.inv.internal\n');
  expect(vm.calls(/^sleep/)).toEqual([]);
});

test('EC2 throttles the lease: asks again for the same address, not for the next', () => {
  const vm = machine(elastic).on(
    'aws ec2 assign-private-ip-addresses *10.0.0.8',
    'test -e "$WORLD/asked" && echo 10.0.0.8 >>"$WORLD/addresses" && exit; touch "$WORLD/asked"; echo "(RequestLimitExceeded) Request limit exceeded." >&2; exit 254',
  );
  expect(vm.run('boot')).toBe(0);
  expect(vm.read('etc/automq-byoc/slot')).toBe('4000 10.0.0.8 b4000.inv.internal\n');
  expect(vm.calls(assign)).toHaveLength(2);
});

test.each([
  ['IAM refuses', '(UnauthorizedOperation) You are not authorized.'],
  ['EC2 fails', '(InternalError) An internal error has occurred'],
])('%s: that says nothing about a slot, so the same one is asked for, and the line says why', (_, words) => {
  const vm = machine(elastic).on('aws ec2 assign-private-ip-addresses *', `echo "${words}" >&2; exit 254`);
  expect(vm.run('boot')).toBe(9);
  expect(vm.calls(assign).filter((call) => !call.endsWith(' 10.0.0.8'))).toEqual([]);
  expect(vm.failures()).toEqual([`no address, check role and interface: ${words}`]);
});

test.each([
  ['its own word is lost', ''],
  ['it remembers nothing but the hour', '4002 10.0.0.10 b4002.inv.internal\n'],
])('an address of a slot that metadata shows is ours, although %s: no second one is asked for', (_, slot) => {
  const vm = machine(elastic);
  vm.world('addresses', '10.0.0.200\n10.0.0.9\n110.0.0.8\n');
  vm.write('etc/automq-byoc/slot', slot);
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(assign)).toEqual([]);
  expect(vm.read('etc/automq-byoc/slot')).toBe('4001 10.0.0.9 b4001.inv.internal\n');
});

test('that it asks is on the disk before it asks: after a power cut it waits for what metadata does not show yet', () => {
  const vm = machine(elastic).on('aws ec2 assign-private-ip-addresses *', 'kill -KILL "$(cat "$WORLD/boot")"');
  vm.on('sync asked .', 'echo "$PPID" >"$WORLD/boot"');
  vm.run('boot');
  expect(vm.calls(/^sync asked|^aws ec2/)).toEqual(['sync asked .', expect.stringMatching(/ 10\.0\.0\.8$/)]);
  vm.world('calls', '');
  vm.on('sleep 1', 'echo 10.0.0.8 >>"$WORLD/addresses"');
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(assign)).toEqual([]);
  expect(vm.read('etc/automq-byoc/slot')).toContain('4000 10.0.0.8');
});

test('an interface that is not there is no taken slot', () => {
  const words = '(InvalidNetworkInterfaceID.NotFound) The networkInterface ID does not exist';
  const vm = machine(elastic).on('aws ec2 assign-private-ip-addresses *', `echo "${words}" >&2; exit 254`);
  expect(vm.run('boot')).toBe(9);
  expect(vm.failures()).toEqual([`no address, check role and interface: ${words}`]);
});

test('a release is taken for whole only once the disk has all of it', () => {
  const vm = machine(elastic).on('sync -f *', 'ls "$last" >"$WORLD/synced"; exit 1');
  const marker = `opt/automq/${vm.checksum}`;
  expect(vm.run('boot')).toBe(0);
  expect(vm.world('synced')).toBe('bin\n');
  expect(vm.has(marker)).toBe(false);
  vm.on('sync -f *', ':');
  vm.run('boot');
  expect(vm.has(marker)).toBe(true);
  expect(vm.calls(/^aws s3 cp/)).toHaveLength(2);
});

test('told to stop in the middle, it reports neither success nor failure: the next boot says how it went', () => {
  const vm = machine(elastic).on('systemctl start automq *', 'kill -TERM "$(cat "$WORLD/boot")"');
  vm.on('chronyc *', 'echo "$PPID" >"$WORLD/boot"');
  vm.run('boot');
  expect(vm.calls(/^systemctl start automq/)).toHaveLength(1);
  expect(vm.calls(/--status|--lifecycle-action-result|BootFailed/)).toEqual([]);
});

test('a lost reply: looks again and keeps the one address it got', () => {
  const vm = machine(elastic).on(
    'aws ec2 assign-private-ip-addresses *10.0.0.8',
    'echo 10.0.0.8 >>"$WORLD/addresses"; echo "Read timeout" >&2; exit 255',
  );
  expect(vm.run('boot')).toBe(0);
  expect(vm.read('etc/automq-byoc/slot')).toContain('4000 10.0.0.8');
  expect(vm.calls(assign)).toHaveLength(1);
});

test('no address is free: gives up in three minutes, with one line that says what to do', () => {
  const vm = machine(elastic).on(...taken('*'));
  const start = vm.now();
  expect(vm.run('boot')).toBe(9);
  expect(vm.now() - start).toBeLessThanOrEqual(180 + 60);
  expect(vm.failures()).toEqual([expect.stringMatching(/^no free address, raise slotsPerZone: .*not allowed/)]);
  expect(vm.calls(/BootFailed|FAILURE|ABANDON/)).toHaveLength(3);
});

const broken: readonly [what: string, pattern: string, answer: string, says: RegExp][] = [
  ['another zone', 'curl *availability-zone-id', 'echo use1-az1', /^not in use1-az4: correct the subnet/],
  ['packages cannot be had', 'dnf *', 'exit 1', /^no java-21 agent: .*al2023-repos/],
  ['the archive cannot be had', 'aws s3 cp *', 'exit 1', /^no archive: check s3:\/\/artifacts\/automq.tgz/],
  ['another archive', 'aws s3 cp *', 'echo other >"$last"', /^wrong checksum: upload .* again/],
  ['a missing secret', 'aws secretsmanager *', 'exit 254', /^no username password in arn:broker: check/],
  [
    'a secret without password',
    'aws secretsmanager *',
    'echo \'{"x": 1}\'',
    /^no username password in arn:broker: check/,
  ],
  ['the authority refuses', 'aws acm-pca get-certificate *', 'exit 254', /^no certificate: check arn:aws:acm-pca/],
  [
    'a certificate for another host',
    'aws acm-pca get-certificate *',
    'cat "$WORLD/ca.pem"',
    /^bad certificate for b4000/,
  ],
  ['no time', 'chronyc *', 'exit 1', /^clock not in sync: is chronyd up\?/],
  ['the port stays closed', 'systemctl start automq *', ':', /^not in service: read server.log/],
];

test.each(broken)(
  '%s: one line that says what to do, then no service and a failed deploy',
  (_, pattern, answer, says) => {
    const vm = machine(elastic).on(pattern, answer);
    const start = vm.now();
    expect(vm.run('boot')).not.toBe(0);
    expect(vm.failures()).toEqual([expect.stringMatching(says)]);
    expect(vm.now() - start).toBeLessThanOrEqual(600 + 60);
    expect(
      vm
        .calls(/--status|--lifecycle-action-result/)
        .map((call) => call.split(' ').at(-1))
        .sort(),
    ).toEqual(['ABANDON', 'FAILURE']);
    expect(vm.calls(/BootFailed/)).toEqual([expect.stringContaining('--dimensions Cluster=inventory')]);
  },
);

test('outside a launch nobody waits for the signals, and their refusal is no failure', () => {
  const vm = machine(elastic)
    .on('aws cloudformation *', 'echo "cannot be signaled" >&2; exit 254')
    .on('aws autoscaling complete-lifecycle-action *', 'echo "No active Lifecycle Action" >&2; exit 254');
  expect(vm.run('boot')).toBe(0);
});

test('no password, key or token is in a log or in a command line', () => {
  const vm = machine(elastic);
  vm.run('boot');
  vm.run('sick');
  expect(vm.visible()).not.toMatch(/pass-of-|PRIVATE KEY|secret-token/);
});

describe('a customer who brings the certificate', () => {
  /** The secret holds what an authority gave to another machine. */
  function brought(): { vm: Machine; secret: (over?: Readonly<Record<string, string>>) => void } {
    const own = machine(elastic);
    own.run('boot');
    const pem = own.read('etc/automq-byoc/tls/node.pem');
    const [key, chain] = [pem.slice(0, pem.indexOf('-----BEGIN CERT')), pem.slice(pem.indexOf('-----BEGIN CERT'))];
    const given = { privateKey: key.trim(), certificateChain: chain.trim(), authorities: own.world('ca.pem').trim() };
    const vm = machine({ ...elastic, issuer: 'secret' }).on('aws secretsmanager *arn:tls*', 'cat "$WORLD/tls"');
    const secret = (over = {}): void => void vm.world('tls', JSON.stringify({ ...given, ...over }));
    secret();
    return { vm, secret };
  }
  const tls = (vm: Machine): string[] => ['node', 'ca'].map((name) => vm.read(`etc/automq-byoc/tls/${name}.pem`));

  test('key, chain and authorities come from one secret; read again, they change nothing', () => {
    const { vm } = brought();
    expect(vm.run('boot')).toBe(0);
    const { privateKey, certificateChain, authorities } = JSON.parse(vm.world('tls')) as Record<string, string>;
    expect(tls(vm)).toEqual([`${privateKey}\n${certificateChain}\n`, `${authorities}\n`]);
    expect(vm.visible()).not.toContain('PRIVATE KEY');
    vm.world('calls', '');
    expect(vm.run('boot')).toBe(0);
    expect(vm.calls(/update-ca-trust/)).toEqual([]);
  });

  test('authorities that change alone are taken over, by the node and by its machine', () => {
    const { vm, secret } = brought();
    vm.run('boot');
    const both = `${vm.world('ca.pem').trim()}\n${vm.world('ca.pem').trim()}`;
    secret({ authorities: both });
    vm.world('calls', '');
    vm.age('etc/automq-byoc/tls', 60);
    expect(vm.run('renew')).toBe(0);
    expect(tls(vm)[1]).toBe(`${both}\n`);
    expect(vm.calls(/^(update-ca-trust|kafka-configs)/)).toHaveLength(2);
    expect(vm.visible()).not.toContain('PRIVATE KEY');
  });

  test('one that is over by the time of a reboot: one line, and no node with it', () => {
    const { vm } = brought();
    vm.run('boot');
    vm.world('clock', `${vm.now() + 8 * 86_400}\n`);
    vm.world('calls', '');
    expect(vm.run('boot')).toBe(9);
    expect(vm.failures()).toEqual(['bad certificate for b4000.inv.internal: correct the issuer']);
    expect(vm.calls(/^systemctl/)).toEqual([]);
  });

  test('a secret that is refused: one line', () => {
    const { vm } = brought();
    vm.on('aws secretsmanager *arn:tls*', 'echo AccessDeniedException >&2; exit 254');
    expect(vm.run('boot')).toBe(9);
    expect(vm.failures()).toEqual([expect.stringMatching(/^no privateKey certificateChain in arn:tls: check secret/)]);
  });
});

test('a step that nobody foresaw to fail ends boot with a line as well', () => {
  const vm = machine(elastic);
  vm.on('ip address *', 'echo "Cannot find device" >&2; exit 1');
  expect(vm.run('boot')).not.toBe(0);
  expect(vm.read('var/log/automq-byoc/boot.log')).toMatch(/FAILED: read journalctl/);
});

test('an authority that does not answer at once is asked again', () => {
  const vm = machine(elastic);
  vm.on(
    'aws acm-pca issue-certificate *',
    'test -e "$WORLD/asked" && openssl x509 -req -in csr -CA "$WORLD/ca.pem" -CAkey "$WORLD/ca.key" -days 7 -copy_extensions copy -set_serial 1 -out "$WORLD/issued.pem" && echo arn || { touch "$WORLD/asked"; exit 255; }',
  );
  vm.on('aws acm-pca issue-certificate *SHA256WITHECDSA*', 'exit 255');
  expect(vm.run('boot')).toBe(0);
});

test('what AWS says in several lines is one line in the log', () => {
  const vm = machine(elastic);
  for (const n of [8, 9, 10])
    vm.on(
      `aws ec2 assign-private-ip-addresses *10.0.0.${n}`,
      `printf '\\nAn error occurred (InvalidParameterValue): [10.0.0.${n}] assigned, but move is not allowed.\\n' >&2; exit 254`,
    );
  expect(vm.run('boot')).not.toBe(0);
  expect(vm.read('var/log/automq-byoc/boot.log').trim().split('\n')).toEqual([
    expect.stringContaining('raise slotsPerZone'),
  ]);
});

test('a secret that names another user ends boot, and nothing of it is run', () => {
  const vm = machine(elastic).on(
    'aws secretsmanager *',
    `echo '{"username": "x[$(touch$IFS$WORLD/run)]", "password": "oldOldnewNew"}'`,
  );
  expect(vm.run('boot')).not.toBe(0);
  expect(() => vm.world('run')).toThrow('ENOENT');
});
