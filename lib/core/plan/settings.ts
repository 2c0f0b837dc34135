import type {
  Brokers,
  Controllers,
  Deployment,
  EbsWal,
  PrivateCaTls,
  S3Wal,
  SecretTls,
} from '../deployment/deployment';
import { architectureOf, editionOf, releaseOf, slotsPerZoneOf } from '../deployment/rules/choices';
import { zoneNumber } from '../identities';

/** The deployment with every default filled in, so that the rest of the plan never asks "was it given?" twice. */
export interface Settings {
  readonly given: Deployment;
  readonly prefix: string;
  /** Sorted by zone number: the order in the file means nothing. */
  readonly zones: readonly string[];
  readonly domain: string;
  readonly brokers: Required<Brokers>;
  readonly controllers: Required<Controllers>;
  readonly wal: Required<S3Wal> | Required<EbsWal>;
  readonly zoneRouter: boolean;
  readonly tls: (PrivateCaTls & { readonly validityDays: number }) | SecretTls;
  readonly architecture: 'arm64' | 'x86_64';
  readonly release: string;
  readonly edition: 'open-source' | 'enterprise';
  readonly logRetentionDays: number;
}

export function settle(given: Deployment): Settings {
  const wal = settleWal(given);
  const zones = [...given.zones].sort((a, b) => zoneNumber(a) - zoneNumber(b));
  const architecture = architectureOf(given);
  return {
    given,
    prefix: given.stackNamePrefix ?? given.name,
    zones,
    domain: given.dns?.domain ?? `${given.name}.automq.internal`,
    brokers: settleBrokers(given),
    controllers: settleControllers(given.controllers, architecture, zones),
    wal,
    zoneRouter: given.zoneRouter ?? (given.zones.length > 1 && wal.type === 's3'),
    tls: given.tls.issuer === 'private-ca' ? withDefaults({ validityDays: 7 }, given.tls) : given.tls,
    architecture,
    release: releaseOf(given),
    edition: editionOf(given),
    logRetentionDays: given.logRetentionDays ?? 90,
  };
}

function settleWal({ wal = { type: 's3' } }: Deployment): Settings['wal'] {
  if (wal.type === 's3') return withDefaults({ batchIntervalMs: 250 }, wal);
  if (wal.type === 'ebs') return withDefaults({ volumeGiB: 20, iops: 3000, throughputMiBps: 125 }, wal);
  throw new Error('wal.type: file-system is not available in this version');
}

function settleBrokers(given: Deployment): Settings['brokers'] {
  const slotsPerZone = slotsPerZoneOf(given);
  if (slotsPerZone === undefined) throw new Error('brokers: a checked deployment says how many there are');
  return withDefaults({ slotsPerZone, rootVolumeGiB: 30 }, given.brokers);
}

function settleControllers(
  given: Controllers = {},
  architecture: Settings['architecture'],
  zones: readonly string[],
): Required<Controllers> {
  const count = given.count ?? 3;
  const defaults = {
    count,
    zones: spread(count, zones),
    instanceType: architecture === 'arm64' ? 'm7g.large' : 'm7i.large',
    volumeGiB: 20,
    snapshotEveryHours: 6,
    snapshotsKept: 28,
  };
  return withDefaults(defaults, given);
}

/** One in each zone where there are as many zones, all in the first zone otherwise. */
function spread(count: number, zones: readonly string[]): readonly string[] {
  const places = zones.length >= count ? zones : zones.slice(0, 1);
  return Array.from({ length: count }, (_, index) => places[index % places.length] as string);
}

/** A property that is present but undefined, as props written in code may have, counts as not given. */
function withDefaults<D extends object, G extends object>(defaults: D, given: G): Settled<D, G> {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) } as Settled<D, G>;
}

type Settled<D, G> = D & { [K in keyof G]: K extends keyof D ? NonNullable<G[K]> : G[K] };
