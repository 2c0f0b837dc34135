import type { MemoryPlan, Plan } from '../plan/types';
import { groupNameOf, kindOf, type BootTarget } from './nodes';
import { quorum } from './properties/listeners';
import type { BootRefs } from './refs';

/** What the image lacks: Java, and the agent that ships the logs. Names of the Amazon Linux 2023 repository. */
const repositoryPackages = 'java-21-amazon-corretto-headless amazon-cloudwatch-agent';

function heapOptions({ heapMiB, directMiB }: MemoryPlan): string {
  const direct = directMiB === 0 ? '' : ` -XX:MaxDirectMemorySize=${directMiB}m`;
  return `-Xms${heapMiB}m -Xmx${heapMiB}m -XX:MetaspaceSize=96m${direct}`;
}

/** `node.env`: what the boot scripts read, and nothing else: user data is short. Names of secrets, never their values. */
export function renderNodeEnv(plan: Plan, target: BootTarget, refs: BootRefs): string {
  const kind = kindOf(target);
  const machine = plan.machines[kind];
  const values: Readonly<Record<string, string | number | undefined>> = {
    ...clusterValues(plan),
    ZONE: target.zone,
    GROUP: groupNameOf(target),
    STACK: refs.stackName ?? '',
    SIGNAL_RESOURCE: refs.signalResource ?? '',
    VOLUME_ID: refs.volumeId,
    // Only controllers are formatted with the administrator in it, and only they may read that password.
    ADMIN_SECRET: kind === 'controller' ? plan.secrets.admin.name : undefined,
    BROKER_SECRET: plan.secrets.broker.name,
    ...tlsValues(plan, refs),
    KAFKA_HEAP_OPTS: heapOptions(machine.memory),
  };
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : `${name}=${WORDS.includes(name) ? value : `'${value}'`}\n`))
    .join('');
}

/**
 * Words of the plan's own making, which neither the shell nor systemd would split or expand. Any other value has quotes: what is known
 * at deploy time only cannot be looked at.
 */
const WORDS: readonly string[] = [
  ...['CLUSTER', 'CLUSTER_ID', 'REGION', 'QUORUM', 'OPS_BUCKET', 'DATA_BUCKET', 'ARCHIVE_SHA256'],
  ...['ZONE', 'GROUP', 'ADMIN_SECRET', 'BROKER_SECRET', 'CERTIFICATE_DAYS'],
];

function clusterValues(plan: Plan): Record<string, string> {
  const { cluster } = plan;
  const archive = cluster.archive === 'baked' ? undefined : cluster.archive;
  return {
    CLUSTER: cluster.prefix,
    CLUSTER_ID: cluster.id,
    REGION: cluster.region,
    QUORUM: quorum({ plan }, false),
    OPS_BUCKET: plan.buckets.ops.name,
    DATA_BUCKET: plan.buckets.data.name,
    ARCHIVE_URL: archive ? `s3://${archive.bucket}/${archive.key}` : '',
    ARCHIVE_SHA256: archive?.sha256 ?? '',
    PACKAGES: cluster.packages === 'repository' ? repositoryPackages : '',
  };
}

function tlsValues({ tls }: Plan, { authorityArn }: BootRefs): Record<string, string | number | undefined> {
  if (tls.issuer === 'secret') return { TLS_SECRET: tls.secretArn };
  return {
    AUTHORITY_ARN: tls.existingAuthorityArn ?? authorityArn,
    CERTIFICATE_DAYS: tls.validityDays,
  };
}
