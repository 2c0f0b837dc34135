/** Boot that cannot succeed says so in one line, tells Auto Scaling, and holds nothing once its machine is gone. */
import { readFileSync } from 'node:fs';
import type { Call } from './world/call';
import { json, jsonError } from './world/answers';
import { makeAuthority } from './world/authority';
import type { Machine } from './world/machine';
import type { Fault } from './world/services';
import { archive } from './world/deployment';
import { putArchive } from './world/moto';
import { leaks } from './world/leaks';
import { isFree } from './world/owner';
import { sh, until } from './world/shell';
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
  readonly prepare?: (machine: Machine) => void;
  readonly diskMiB?: number;
  readonly fault?: (node: Node) => Fault;
  readonly says: RegExp;
}

/** The authority gives what another one signed. */
const foreign = (node: Node): Fault => {
  let csr = '';
  return (call) => {
    if (of(node, call, 'IssueCertificate')) csr = csrOf(call);
    if (!of(node, call, 'GetCertificate')) return undefined;
    const folder = `${node.machine.folder}/foreign`;
    sh(`mkdir -p ${folder}`);
    const other = makeAuthority(folder, 'arn:foreign', 'foreign');
    return json({
      Certificate: other.get(other.issue(csr, 7)),
      CertificateChain: world.account.authority.certificate,
    });
  };
};

/** The right authority gives one that is over as soon as it is made. */
const expired = (node: Node): Fault => {
  const { authority } = world.account;
  return (call) =>
    of(node, call, 'IssueCertificate') ? json({ CertificateArn: authority.issue(csrOf(call), 0) }) : undefined;
};

const csrOf = ({ input }: Call): string => Buffer.from(String(input.Csr), 'base64').toString();

const refused =
  (action: string, code: string) =>
  (node: Node): Fault =>
  (call) =>
    of(node, call, action) ? jsonError(code, 'said by the test') : undefined;

const failures: readonly Failure[] = [
  {
    what: 'secret missing',
    fault: refused('GetSecretValue', 'ResourceNotFoundException'),
    says: /no username password in \S+: check secret, key, endpoint .*ResourceNotFound/,
  },
  {
    what: 'certificate of an authority that nobody trusts',
    fault: foreign,
    says: /bad certificate for b\d+\.\S+: correct/,
  },
  { what: 'certificate that has expired', fault: expired, says: /bad certificate for b\d+\.\S+: correct the issuer/ },
  {
    what: 'certificate refused',
    fault: refused('IssueCertificate', 'AccessDeniedException'),
    says: /no certificate: check arn:aws:acm-pca:.*AccessDenied/,
  },
  {
    what: 'clock out of step',
    prepare: (machine) => machine.write('/etc/played/chronyc', 'exit 1'),
    says: /clock not in sync: is chronyd up\?/,
  },
  // Room for the archive, and not for what is in it.
  { what: 'disk full', diskMiB: 90, says: /cannot unpack: disk full\?/ },
];

const lowest = (zone: number): string => group(zone).slots[0]!.address;

/** Ends as the row says, holding an address that nobody else can have; once its machine is gone, everybody can. */
async function fails(zone: number, failure: Failure): Promise<void> {
  const node = await world.launch(group(zone), failure);
  const fault = failure.fault?.(node);
  if (fault !== undefined) world.services.faults.add(fault);
  expect([failure.what, await world.outcome(node, 300)]).toEqual([failure.what, 'ABANDON']);
  expect(bootLog(node)).toMatch(failure.says);
  expect(bootLog(node).match(/FAILED/g)).toHaveLength(1);
  await until('signal', 20, () => world.account.signals.get(node.instance.id) === 'FAILURE');
  const held = leased(world, node) ?? 'none';
  // The machine before this one held the same, and left it.
  expect(held).toBe(lowest(zone));
  expect([held, await isFree(world, held)]).toEqual([held, false]);
  await world.terminate(node);
  expect([held, await isFree(world, held)]).toEqual([held, true]);
}

const waves = [failures.slice(0, 3), failures.slice(3)];

test.each(waves.map((wave) => [wave.map(({ what }) => what).join(', '), wave] as const))(
  '%s: boot ends with one line that says what to do, and no address stays taken',
  async (_, wave) => {
    await Promise.all(wave.map((failure, zone) => fails(zone, failure)));
  },
);

test('archive with another checksum: the same', async () => {
  await putArchive(world.plan, 'not what was signed');
  await fails(0, { what: 'archive', says: /wrong checksum: upload s3:/ });
  await putArchive(world.plan, readFileSync(archive));
});

test('no metadata service: boot says so in bounded time', async () => {
  const node = await world.launch(group(0));
  world.metadata.delete(node.instance.interface.primary);
  await until('line about metadata', 150, () => /no metadata: is it on\?/.test(bootLog(node)));
  expect(leased(world, node)).toBeUndefined();
  await world.terminate(node);
});

test('no password or private key is in a log, the journal or a file that others may read', () => {
  expect(leaks(world)).toEqual([]);
});
