import { controller, elastic, machine, replication, type Machine } from './machine';

const disk = 'dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol1';
const others = 'c0.inv.internal/9093\nc1.inv.internal/9093\n';
const formatted = 'var/lib/automq/data/meta.properties';
const formedBefore: [string, string] = ['aws s3api list-objects-v2 *', 'echo cluster/x/controller-1/formed'];

test('the first controller ever: attaches its volume by id, formats it with the administrator in it, waits for nobody', () => {
  const vm = machine(controller);
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(/^(aws ec2|mkfs|mount )/).map((call) => call.replace(/\/\S*\/root/g, ''))).toEqual([
    'aws ec2 attach-volume --volume-id vol-1 --instance-id i-1 --device /dev/sdf',
    `mkfs.xfs -q /${disk}`,
    `mount -t xfs /${disk} /var/lib/automq`,
  ]);
  expect(vm.world('format').split('\n')).toEqual([
    ...['format', '-t', 'hT3xM0bWQ7iJ4kLmNoPqRg', '-c', 'server.properties'],
    ...['--add-scram', 'SCRAM-SHA-512=[name=admin,password=pass-of-arn:admin]', ''],
  ]);
  expect(vm.calls(/kafka-metadata-quorum/)).toEqual([]);
  expect(vm.visible()).not.toContain('pass-of-');
});

test('a replaced controller keeps its disk and is in service once it has caught up with the living quorum', () => {
  const vm = machine(controller);
  vm.write(formatted, '');
  vm.world('open', others);
  replication(vm, [
    [0, 0, 'Leader'],
    [1, 30, 'Follower'],
    [2, 0, 'Follower'],
  ]);
  vm.on(
    'sleep *',
    'sed -i "s/^1\\t.*/1\\tA\\t9\\t0\\t99999999999999\\t99999999999999\\tFollower/" "$WORLD/replication"',
  );
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(/^sleep/)).toHaveLength(1);
  expect(vm.calls(/arn:admin|list-objects/)).toEqual([]);
  expect(vm.calls(/kafka-storage/)).toEqual([]);
});

test('a controller that does not catch up is given up', () => {
  const vm = machine(controller);
  vm.world('open', others);
  replication(vm, [
    [0, 0, 'Leader'],
    [1, 3600, 'Follower'],
    [2, 0, 'Follower'],
  ]);
  expect(vm.run('boot')).toBe(9);
  expect(vm.failures()).toEqual([expect.stringContaining('not in service')]);
});

test('an empty volume of a controller that was formed is never formatted', () => {
  const vm = machine(controller).on(...formedBefore);
  expect(vm.run('boot')).toBe(9);
  expect(vm.failures()).toEqual(['vol-1 is empty but controller 1 was formed: restore its snapshot']);
  expect(vm.calls(/kafka-storage|systemctl start/)).toEqual([]);
});

test('when the marker cannot be looked for, nothing is formatted', () => {
  const vm = machine(controller).on('aws s3api list-objects-v2 *', 'echo AccessDenied >&2; exit 254');
  expect(vm.run('boot')).not.toBe(0);
  expect(vm.calls(/kafka-storage|systemctl start/)).toEqual([]);
});

const notEmpty: readonly [what: string, arrange: (vm: Machine) => void][] = [
  ['blkid knows what is on it', (vm) => vm.on('blkid *', 'echo TYPE=ext4')],
  ['blkid finds two things at once', (vm) => vm.on('blkid *', 'exit 8')],
  ['wipefs sees a signature', (vm) => vm.on('wipefs *', 'echo "0x0 LVM2_member"')],
  ['wipefs cannot read it', (vm) => vm.on('wipefs *', 'exit 1')],
  [
    'a byte of its start is not zero',
    (vm) => vm.on('aws ec2 attach-volume *', `head -c 4194303 /dev/zero >"$ROOT/${disk}"; echo x >>"$ROOT/${disk}"`),
  ],
  ['its start cannot be read', (vm) => vm.on('aws ec2 attach-volume *', `mkdir "$ROOT/${disk}"`)],
];

test.each(notEmpty)('%s: no file system is made', (_, arrange) => {
  const vm = machine(controller).on('mount *', 'echo "wrong fs type" >&2; exit 32');
  arrange(vm);
  expect(vm.run('boot')).toBe(9);
  expect(vm.calls(/^mkfs/)).toEqual([]);
  expect(vm.failures()).toEqual(['vol-1 is neither empty nor ours: look at it']);
});

test('a volume with our file system on it is mounted as it is; after a reboot nothing is attached or mounted again', () => {
  const vm = machine(controller).on('blkid *', 'echo TYPE=xfs');
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(/^(mkfs|mount )/)).toEqual([expect.stringMatching(/^mount/)]);
  vm.world('calls', '');
  expect(vm.run('boot')).toBe(0);
  expect(vm.calls(/^(aws ec2|mkfs|mount |blkid)/)).toEqual([]);
});

test('a volume that the last machine still holds is asked for until it is free, five minutes at most', () => {
  const vm = machine(controller).on('aws ec2 attach-volume *', 'echo VolumeInUse >&2; exit 254');
  const start = vm.now();
  expect(vm.run('boot')).toBe(9);
  expect(vm.now() - start).toBeLessThanOrEqual(300 + 60);
  expect(vm.failures()).toEqual([expect.stringMatching(/^no vol-1: who holds it/)]);
});

test('a broker with a WAL volume uses it raw, under a name that its properties know', () => {
  const vm = machine({ ...elastic, lease: 'pinned' });
  expect(vm.run('boot')).toBe(0);
  expect(vm.has('dev/automq-wal')).toBe(true);
  expect(vm.calls(/^(mkfs|mount |aws ec2 assign)/)).toEqual([]);
});

test('the first quorum is remembered once; without one the alarm hears of it', () => {
  const vm = machine(controller);
  vm.run('boot');
  replication(vm, []);
  vm.run('quorum');
  expect(vm.calls(/put-object/)).toEqual([]);
  replication(vm, [
    [0, 0, 'Leader'],
    [1, 0, 'Follower'],
  ]);
  vm.run('quorum');
  vm.run('quorum');
  expect(vm.calls(/put-object/)).toEqual([
    'aws s3api put-object --bucket ops --key cluster/hT3xM0bWQ7iJ4kLmNoPqRg/controller-1/formed',
  ]);
  expect(vm.calls(/QuorumLost/).map((call) => call.split(' ').at(-1))).toEqual(['1', '0', '0']);
});
