/** Boot that cannot succeed says so in one line, tells Auto Scaling, and holds nothing once its machine is gone. */
import { readFileSync } from 'node:fs';
import type { Call } from './world/call';
import { json, jsonError } from './world/answers';
import { makeAuthority } from './world/authority';
import type { Machine } from './world/machine';
import type { Fault } from './world/services';
import { archive } from './world/deployment';
import { putArchive } from './world/moto';
import { holding, sh, until } from './world/shell';
import { bootLog, leased, makeWorld, type Node, type World } from './world/world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const group = (zone: number) => {
  const { brokers } = world.plan;
  if (brokers.kind !== 'elastic') throw new Error('brokers lease addresses here');
  return brokers.groups[zone]!;
};

const of = ({ instance }: Node, call: Call, action: string): boolean =>
  call.keyId === instance.keyId && call.action === action;

/** What goes wrong, on the disk of the machine or in what AWS answers to it, and the line that the operator reads. */
interface Failure {
  readonly what: string;
  /** In the place of the archive. */
  readonly stored?: string;
  readonly prepare?: (machine: Machine) => void;
  readonly fault?: (node: Node) => Fault;
  readonly says: RegExp;
}

const failures: readonly Failure[] = [
  {
    what: 'archive with another checksum',
    stored: 'not what was signed',
    says: /wrong checksum: upload s3:/,
  },
  {
    what: 'secret missing',
    fault: (node) => (call) =>
      of(node, call, 'GetSecretValue') ? jsonError('ResourceNotFoundException', 'no such secret') : undefined,
    says: /no password in \S+: check secret, key, endpoint/,
  },
  {
    what: 'certificate of an authority that nobody trusts',
    fault: (node) => {
      let csr = '';
      return (call) => {
        if (of(node, call, 'IssueCertificate')) csr = Buffer.from(String(call.input.Csr), 'base64').toString();
        if (!of(node, call, 'GetCertificate')) return undefined;
        sh(`mkdir -p ${node.machine.folder}/foreign`);
        const foreign = makeAuthority(`${node.machine.folder}/foreign`, 'arn:foreign', 'foreign');
        return json({
          Certificate: foreign.get(foreign.issue(csr, 7)),
          CertificateChain: world.account.authority.certificate,
        });
      };
    },
    says: /bad certificate for b1\d\d\d\.\S+: correct the issuer/,
  },
  {
    what: 'clock out of step',
    prepare: (machine) => machine.write('/etc/played/chronyc', 'exit 1'),
    says: /clock not in sync: is chronyd up\?/,
  },
];

test('each failure ends boot with a line that says what to do, and leaves no address taken', async () => {
  const seen: string[] = [];
  for (const failure of failures) {
    await putArchive(world.plan, failure.stored ?? readFileSync(archive));
    const node = await world.launch(group(0), failure.prepare);
    const fault = failure.fault?.(node);
    if (fault !== undefined) world.services.faults.add(fault);
    expect([failure.what, await world.outcome(node, 200)]).toEqual([failure.what, 'ABANDON']);
    expect(bootLog(node)).toMatch(failure.says);
    expect(world.account.signals.get(node.instance.id)).toBe('FAILURE');
    seen.push(leased(world, node) ?? 'none');
    await world.terminate(node);
  }
  // Each found the lowest slot free again.
  expect(new Set(seen)).toEqual(new Set([group(0).slots[0]!.address]));
});

test('no metadata service: boot says so in bounded time', async () => {
  const node = await world.launch(group(0));
  world.metadata.delete(node.instance.interface.primary);
  await until('line about metadata', 120, () => /no instance metadata: is it on\?/.test(bootLog(node)));
  expect(leased(world, node)).toBeUndefined();
  await world.terminate(node);
});

test('no password is in any log file or user data', () => {
  const folders = world.nodes.flatMap(({ machine: { folder } }) => [
    `${folder}/disk/var/log`,
    `${folder}/disk/var/lib/cloud`,
  ]);
  const found = Object.values(world.passwords).flatMap((password) =>
    folders.flatMap((folder) => holding(password, folder)),
  );
  expect(found).toEqual([]);
});
