import { compareReleases, type Edition, type WalType } from './releases';

/** The choices that decide whether a fault concerns a deployment. */
export interface Choices {
  readonly release: string;
  readonly edition: Edition;
  readonly walType: WalType;
}

/** A fault of a release that its own project reported. */
export interface KnownFault {
  /** What `automq.acceptKnownFaults` lists. */
  readonly name: string;
  readonly sentence: string;
  /** First release without it. */
  readonly fixedIn?: string;
  readonly walTypes: readonly WalType[];
  readonly source: string;
  /** Given when this package already works around it; such a fault needs no acceptance. */
  readonly workaround?: string;
}

/** Faults of the open-source line. Nothing is known of the enterprise line, and nothing is claimed. */
export const knownFaults: readonly KnownFault[] = [
  {
    name: 's3-slow-down-kills-recovery',
    sentence: 'A 503 SlowDown of S3 while a broker recovers its log ends the broker.',
    fixedIn: '1.6.5',
    walTypes: ['s3'],
    source: 'AutoMQ issue 3177, pull request 3198',
  },
  {
    name: 'no-such-upload-halts-broker',
    sentence: 'A multipart upload that a lifecycle rule ended halts the broker that completes it.',
    fixedIn: '1.7.1',
    walTypes: ['s3', 'ebs'],
    source: 'AutoMQ issue 3206, pull request 3418',
  },
  {
    name: 'duplicate-node-id-never-stops',
    sentence: 'Of two processes with one node id the older one is fenced and then cannot shut down.',
    fixedIn: '1.7.3',
    walTypes: ['s3', 'ebs'],
    source: 'AutoMQ issue 718, pull request 3474',
  },
  {
    name: 'wal-buffer-leak',
    sentence: 'The S3 log writer leaks buffers when preparing an upload fails, until the broker runs out of memory.',
    fixedIn: '1.6.7',
    walTypes: ['s3'],
    source: 'AutoMQ issue 2938, reported of 1.6.0 and closed; no release between was checked',
  },
  {
    name: 'ebs-wal-without-failover',
    sentence: 'Records a dead broker had not yet uploaded stay unreadable until the same node returns with its volume.',
    fixedIn: '1.5.0',
    walTypes: ['ebs'],
    source: 'AutoMQ issue 3037 (the block log was removed in 1.5.0), issue 966',
  },
  {
    name: 'autobalancer-ignores-trust-store',
    sentence: 'The AutoBalancer consumer trusts only the trust store of the Java runtime.',
    walTypes: ['s3', 'ebs'],
    source: 'AutoMQ pull request 3536',
    workaround: 'the start environment names the trust store for the whole Java runtime',
  },
  {
    name: 'metrics-reporter-crashes-controller',
    sentence: 'A controller with the AutoBalancer metrics reporter in its properties crashes.',
    walTypes: ['s3', 'ebs'],
    source: 'AutoMQ issue 3492',
    workaround: 'controllers are rendered without metric.reporters',
  },
  {
    name: 'first-start-never-joins',
    sentence: 'A node that formats itself from cluster.id on its first start never joins.',
    walTypes: ['s3', 'ebs'],
    source: 'AutoMQ issue 2833',
    workaround: 'boot formats storage before the first start',
  },
];

function concerns(fault: KnownFault, choices: Choices): boolean {
  const stillThere = fault.fixedIn === undefined || compareReleases(choices.release, fault.fixedIn) < 0;
  return choices.edition === 'open-source' && stillThere && fault.walTypes.includes(choices.walType);
}

/** Every fault that concerns these choices. */
export const faultsOf = (choices: Choices): readonly KnownFault[] =>
  knownFaults.filter((fault) => concerns(fault, choices));

/** The faults that nobody works around: the deployment file must accept each by name. */
export const fatalFaultsOf = (choices: Choices): readonly KnownFault[] =>
  faultsOf(choices).filter((fault) => fault.workaround === undefined);
