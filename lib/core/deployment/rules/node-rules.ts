import { instanceTypes, type InstanceType } from '../../facts';
import { brokerNodeId } from '../../identities';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { nearestName } from '../shape-mistakes';
import { architectureOf, slotsPerZoneOf, walTypeOf } from './choices';
import { listed, repeated, type Rule } from './rule';

/** Smallest memory that AutoMQ publishes settings for (performance tuning for brokers). */
const smallestMemoryGiB = 8;

const typesGiven = (draft: Draft): readonly (readonly [string, string | undefined])[] => [
  ['brokers.instanceType', draft.brokers?.instanceType],
  ['controllers.instanceType', draft.controllers?.instanceType],
];

function badTypes(draft: Draft): readonly Mistake[] {
  return typesGiven(draft).flatMap(([path, type]) =>
    type === undefined ? [] : typeMistakes(path, type, architectureOf(draft)),
  );
}

function typeMistakes(path: string, name: string, architecture: InstanceType['architecture']): readonly Mistake[] {
  const type = Object.hasOwn(instanceTypes, name) ? instanceTypes[name] : undefined;
  const fitting = Object.values(instanceTypes).filter(
    (each) => each.architecture === architecture && each.memoryGiB >= smallestMemoryGiB,
  );
  const names = fitting.map((each) => each.type);
  if (!type)
    return [mistake(path, 'is not a type the package can size', name, nearestName(name, names) ?? listed(names))];
  if (type.architecture !== architecture) {
    return [
      mistake(path, `is a type for ${type.architecture}, and the image is for ${architecture}`, name, listed(names)),
    ];
  }
  if (type.memoryGiB >= smallestMemoryGiB) return [];
  return [mistake(path, `has ${type.memoryGiB} GiB of memory`, name, `at least ${smallestMemoryGiB} GiB`)];
}

function slots(draft: Draft): readonly Mistake[] {
  const { perZone, slotsPerZone } = draft.brokers ?? {};
  if (perZone === undefined || slotsPerZone === undefined) return [];
  if (walTypeOf(draft) === 's3' && slotsPerZone < perZone + 1) {
    const problem = `is too few for ${perZone} brokers and the spare that a replacement takes`;
    return [mistake('brokers.slotsPerZone', problem, slotsPerZone, `${perZone + 1} to 100`)];
  }
  if (walTypeOf(draft) === 'ebs' && slotsPerZone !== perZone) {
    const problem = 'differs from brokers.perZone: a WAL on a volume belongs to one broker, so there is no spare';
    return [mistake('brokers.slotsPerZone', problem, slotsPerZone, String(perZone))];
  }
  return [];
}

/** The default is twice the brokers and a spare, and ids leave room for 100 slots that AWS group limits allow for. */
function tooManyByDefault(draft: Draft): readonly Mistake[] {
  const { perZone, slotsPerZone } = draft.brokers ?? {};
  const byDefault = slotsPerZoneOf(draft);
  if (perZone === undefined || slotsPerZone !== undefined || byDefault === undefined || byDefault <= 100) return [];
  const problem = `is missing, and its default of ${byDefault} is above 100`;
  return [mistake('brokers.slotsPerZone', problem, undefined, `${perZone + 1} to 100`)];
}

/** gp3: 500 IOPS per GiB, a quarter MiB/s per IOPS (EBS user guide, volume types). */
function volumeLimits({ wal }: Draft): readonly Mistake[] {
  if (wal?.type !== 'ebs') return [];
  const { volumeGiB = 20, iops = 3000, throughputMiBps = 125 } = wal;
  return [
    ...(iops > volumeGiB * 500
      ? [mistake('wal.iops', `is too much for ${volumeGiB} GiB`, iops, `at most ${volumeGiB * 500}`)]
      : []),
    ...(throughputMiBps > iops / 4
      ? [
          mistake(
            'wal.throughputMiBps',
            `is too much for ${iops} IOPS`,
            throughputMiBps,
            `at most ${Math.floor(iops / 4)}`,
          ),
        ]
      : []),
  ];
}

/** Nodes that have a volume: the controllers, and with WAL volumes the brokers. */
function pinnedIds(draft: Draft): readonly string[] {
  const controllers = Array.from({ length: draft.controllers?.count ?? 3 }, (_, index) => String(index));
  if (walTypeOf(draft) !== 'ebs') return controllers;
  const zones = (draft.zones ?? []).filter((zone) => zone !== undefined);
  const perZone = Array.from({ length: draft.brokers?.perZone ?? 0 }, (_, index) => index);
  return [...controllers, ...zones.flatMap((zone) => perZone.map((index) => String(brokerNodeId(zone, index))))];
}

function adopted(draft: Draft): readonly Mistake[] {
  const given = Object.entries(draft.adoptVolumes ?? {});
  const ids = pinnedIds(draft);
  const strangers = given.filter(([node]) => !ids.includes(node));
  return [
    ...strangers.map(([node, volume]) =>
      mistake(`adoptVolumes.${node}`, 'is the id of no node with a volume', volume, listed(ids)),
    ),
    ...repeated(given.map(([, volume]) => volume)).map(({ value, index }) =>
      mistake(`adoptVolumes.${given[index]?.[0]}`, 'is the volume of another node', value, 'each volume once'),
    ),
  ];
}

export const nodeRules: readonly Rule[] = [
  { holds: 'Instance types are known, fit the image and have enough memory.', mistakes: badTypes },
  { holds: 'There is a slot for every broker, and one to spare with the S3 WAL.', mistakes: slots },
  { holds: 'There are at most 100 slots in a zone.', mistakes: tooManyByDefault },
  { holds: 'WAL volumes stay inside the limits of gp3.', mistakes: volumeLimits },
  { holds: 'Adopted volumes belong to nodes that have one.', mistakes: adopted },
];
