/** Controls on machines and the network around them. */
import type { Located } from '../assembly';
import { isCustomerKey } from '../keys';
import { isOwnCaller, isSpelled, limitedTo } from '../limits';
import { flowsOf, publicAddresses } from '../network';
import { isOpen } from '../ranges';
import type { StatementRow } from '../statements';
import { at, isObject, isTrue, list, type Properties } from '../template';
import { isUndecided } from '../undecided';
import { dataFlow } from './data-flow';
import { each, verdict, type Control, type Seen } from './control';

const launchTemplates = ({ assembly }: Seen) => assembly.ofType('AWS::EC2::LaunchTemplate');
const SSH = 22;

export const machineControls: readonly Control[] = [
  {
    id: 'imds-v2',
    control: 'Machines answer metadata calls with a session token only, one hop far.',
    knownAs: ['Security Hub EC2.170', 'Security Hub EC2.8', 'CT.EC2.PR.1'],
    check: (seen) =>
      each(launchTemplates(seen), ({ properties }) => {
        const [tokens, hops] = ['HttpTokens', 'HttpPutResponseHopLimit'].map((name) =>
          at(properties, `LaunchTemplateData.MetadataOptions.${name}`),
        );
        if (tokens !== 'required') return 'IMDSv1 is allowed';
        return Number(hops) === 1 ? undefined : `hop limit ${String(hops)}`;
      }),
  },
  {
    id: 'no-public-ip',
    control: 'No machine and no subnet gets a public address.',
    knownAs: ['Security Hub EC2.9', 'Security Hub EC2.25', 'Security Hub EC2.15'],
    check: (seen) => {
      const subjects = [...launchTemplates(seen), ...seen.assembly.ofType('AWS::EC2::Subnet')];
      const open = [
        ...publicAddresses(seen.assembly),
        ...seen.assembly.ofType('AWS::EC2::EIP').map(({ address }) => address),
      ];
      const unsaid = launchTemplates(seen).flatMap((row) =>
        interfaces(row)
          .filter(mayBePublic)
          .map(() => `${row.address}: a public address is not refused`),
      );
      return verdict(
        subjects.map(({ address }) => address),
        [...open, ...unsaid],
      );
    },
  },
  {
    id: 'volumes-encrypted',
    control: 'Every volume is encrypted with a customer key, root volumes included.',
    knownAs: ['Security Hub EC2.3', 'CT.EC2.PR.7', 'AwsSolutions-EC26'],
    check: (seen) => {
      const volumes = each(seen.assembly.ofType('AWS::EC2::Volume'), (row) => encrypted(seen, row, row.properties));
      const roots = each(launchTemplates(seen), (row) => rootFault(seen, row));
      const faults = [volumes, roots].filter(({ answer }) => answer === 'no').flatMap(({ shownBy }) => shownBy);
      return verdict([...volumes.shownBy, ...roots.shownBy], faults);
    },
  },
  {
    id: 'no-open-ingress',
    control: 'Nothing is open to every address, and every rule says why it is there.',
    knownAs: ['Security Hub EC2.18', 'Security Hub EC2.19', 'CT.EC2.PR.3', 'AwsSolutions-EC23'],
    check: ({ assembly }) => {
      const flows = flowsOf(assembly);
      const open = flows.filter(({ direction, from, port }) => direction === 'in' && (isOpen(from) || everyPort(port)));
      return verdict(
        flows.map(({ resource }) => resource),
        [
          ...open.map(({ resource, from, port }) => `${resource}: ${from}, ${port}`),
          ...flows.filter(({ why }) => why === '').map(({ resource }) => `${resource}: no description`),
        ],
      );
    },
  },
  {
    id: 'egress-limited',
    control: 'Machines send to named peers, prefix lists and endpoints only.',
    knownAs: [],
    check: (seen) => {
      const out = flowsOf(seen.assembly).filter(({ direction }) => direction === 'out');
      const open = out.filter(({ to, port }) => isOpen(to) || (everyPort(port) && to !== '127.0.0.1/32'));
      const silent = seen.assembly
        .ofType('AWS::EC2::SecurityGroup')
        .filter(({ properties }) => list(properties.SecurityGroupEgress).length === 0)
        .map(({ address }) => `${address}: states no egress, so EC2 allows all of it`);
      return verdict(
        out.map(({ resource }) => resource),
        [...open.map(({ resource, to }) => `${resource}: ${to}`), ...silent, ...ungrouped(seen)],
      );
    },
  },
  {
    id: 'endpoints',
    control: 'Every endpoint carries a policy that names actions, and S3 is not reached through NAT.',
    knownAs: [],
    check: (seen) => {
      const nat = seen.assembly.ofType('AWS::EC2::NatGateway').map(({ address }) => `${address}: a NAT gateway`);
      const found = each(seen.assembly.ofType('AWS::EC2::VPCEndpoint'), (row) => endpointFault(seen, row));
      return found.answer === 'no' || nat.length > 0
        ? verdict([], [...nat, ...(found.answer === 'no' ? found.shownBy : [])])
        : found;
    },
  },
  {
    id: 'no-ssh',
    control: 'No key pair, and port 22 is closed.',
    knownAs: ['Security Hub EC2.13'],
    check: (seen) => {
      const pairs = each(launchTemplates(seen), ({ properties }) =>
        at(properties, 'LaunchTemplateData.KeyName') === undefined ? undefined : 'has a key pair',
      );
      const open = flowsOf(seen.assembly).filter(({ direction, port }) => direction === 'in' && reaches(port, SSH));
      return open.length > 0
        ? verdict(
            [],
            open.map(({ resource, from }) => `${resource}: SSH from ${from}`),
          )
        : pairs;
    },
  },
  {
    id: 'flow-logs',
    control: 'A new VPC has flow logs, and every log group a retention and a customer key.',
    knownAs: ['Security Hub EC2.6', 'AwsSolutions-VPC7'],
    check: (seen) => {
      const logged = new Set(
        seen.assembly
          .ofType('AWS::EC2::FlowLog')
          .map((row) => seen.assembly.target(row.properties.ResourceId, row.stack)),
      );
      const dark = seen.assembly
        .ofType('AWS::EC2::VPC')
        .filter((vpc) => !logged.has(vpc))
        .map(({ address }) => `${address}: no flow logs`);
      const groups = each(seen.assembly.ofType('AWS::Logs::LogGroup'), (row) => {
        if (row.properties.RetentionInDays === undefined) return 'no retention';
        return isCustomerKey(seen.assembly, row, row.properties.KmsKeyId) ? undefined : 'no customer key';
      });
      return verdict(groups.shownBy, [...dark, ...(groups.answer === 'no' ? groups.shownBy : [])]);
    },
  },
  dataFlow,
];

const interfaces = ({ properties }: Located) =>
  list(at(properties, 'LaunchTemplateData.NetworkInterfaces')).filter(isObject);
/** An interface that is made at launch; one that exists already has no public address unless somebody gives it one. */
const mayBePublic = (row: Readonly<Record<string, unknown>>): boolean =>
  row.NetworkInterfaceId === undefined && String(row.AssociatePublicIpAddress) !== 'false';

/** Without a group of its own an interface gets the default one of the VPC, which sends anywhere. */
function ungrouped(seen: Seen): readonly string[] {
  const pinned = seen.assembly
    .ofType('AWS::EC2::NetworkInterface')
    .filter(({ properties }) => list(properties.GroupSet).length === 0);
  const launched = launchTemplates(seen).filter((row) => {
    const own = interfaces(row);
    return (
      own.length === 0 ||
      own.some(({ NetworkInterfaceId, Groups }) => NetworkInterfaceId === undefined && list(Groups).length === 0)
    );
  });
  return [...pinned, ...launched].map(({ address }) => `${address}: no security group of its own`);
}

function encrypted({ assembly }: Seen, row: Located, volume: Properties): string | undefined {
  if (!isTrue(volume.Encrypted)) return 'not encrypted';
  return isCustomerKey(assembly, row, volume.KmsKeyId) ? undefined : 'no customer key';
}

/** Root devices of Amazon Linux and Ubuntu images: settings of any other leave the root volume as the image has it. */
const ROOTS = ['/dev/xvda', '/dev/sda1'];

function rootFault(seen: Seen, row: Located): string | undefined {
  const mappings = list(at(row.properties, 'LaunchTemplateData.BlockDeviceMappings'));
  if (!mappings.some((mapping) => ROOTS.includes(String(at(mapping, 'DeviceName'))))) {
    return 'says nothing about its root volume';
  }
  const disks = mappings.map((mapping) => at(mapping, 'Ebs')).filter(isObject);
  return disks.map((disk) => encrypted(seen, row, disk)).find((fault) => fault !== undefined);
}

function endpointFault({ statements, assembly }: Seen, endpoint: Located): string | undefined {
  const own = statements.filter(({ owner }) => owner === endpoint);
  if (own.length === 0) return 'no policy';
  const limited = (row: StatementRow) =>
    limitedTo(row, PARTIES, (text, key) =>
      key.endsWith('OrgID') ? isSpelled(text) : isOwnCaller(assembly, endpoint, text),
    );
  const wide = own.filter(
    (row) =>
      row.effect === 'Allow' &&
      (row.notActions.length > 0 ||
        row.actions.some((action) => action.includes('*')) ||
        (row.resources.some(isAnything) && !limited(row))),
  );
  return wide.length > 0 ? `${wide.map(({ sid }) => sid).join(', ')} lets too much pass` : undefined;
}

/** Keys that say whose callers or whose resources may pass. */
const PARTIES = /^aws:(?:Principal|Resource)(?:Account|Arn|OrgID)$/i;

const isAnything = (resource: string): boolean =>
  resource === '*' || resource.startsWith('not ') || /:::[*?]/.test(resource) || isUndecided(resource);

const everyPort = (port: string): boolean => port.startsWith('every ');

function reaches(port: string, wanted: number): boolean {
  if (everyPort(port)) return true;
  const [, from, to = from] = /(\d+)(?:-(\d+))?$/.exec(port) ?? [];
  return Number(from) <= wanted && wanted <= Number(to);
}
