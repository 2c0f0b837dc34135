import { regions, zoneIdsOf, type Region } from '../../facts';
import type { Draft } from '../draft';
import { mistake, type Mistake } from '../mistakes';
import { nearestName } from '../shape-mistakes';
import { listed, repeated, type Rule } from './rule';

const regionOf = (draft: Draft): Region | undefined => regions[draft.region ?? ''];

function unknownRegion({ region }: Draft): readonly Mistake[] {
  if (region === undefined || regions[region]) return [];
  const names = Object.keys(regions);
  const nearest = nearestName(region, names);
  const hint = "another region needs its zone ids and the id of its S3 prefix list in the package's table of regions";
  return [mistake('region', `is not in the package's table (${hint})`, region, nearest ?? names.join(', '))];
}

function zoneMistake(zone: string, region: Region, index: number): readonly Mistake[] {
  const allowed = zoneIdsOf(region);
  if (allowed.includes(zone)) return [];
  const home = Object.values(regions).find((other) => zoneIdsOf(other).includes(zone));
  const problem = home ? `is a zone of ${home.name}, not of ${region.name}` : `is no zone of ${region.name}`;
  return [mistake(`zones[${index}]`, problem, zone, listed(allowed))];
}

function foreignZones(draft: Draft): readonly Mistake[] {
  const region = regionOf(draft);
  if (!region) return [];
  return (draft.zones ?? []).flatMap((zone, index) => (zone === undefined ? [] : zoneMistake(zone, region, index)));
}

function zoneCount({ zones }: Draft): readonly Mistake[] {
  if (zones === undefined || zones.length === 1 || zones.length === 3) return [];
  const why =
    zones.length === 2 ? ': when one of two is lost, the other may not hold a majority of the controllers' : '';
  return [mistake('zones', `has ${zones.length} zones${why}`, undefined, 'one zone or three')];
}

const isGiven = (zone: string | undefined): zone is string => zone !== undefined;

function controllerZones({ zones = [], controllers }: Draft): readonly Mistake[] {
  const places = controllers?.zones;
  if (places === undefined) return [];
  const count = controllers?.count ?? 3;
  const strangers = places.flatMap((zone, index) =>
    zone === undefined || zones.includes(zone)
      ? []
      : [mistake(`controllers.zones[${index}]`, 'is no zone of this deployment', zone, listed(zones.filter(isGiven)))],
  );
  if (places.length === count) return strangers;
  return [...strangers, mistake('controllers.zones', 'has not one zone for each controller', places, `${count} zones`)];
}

export const zoneRules: readonly Rule[] = [
  { holds: 'The region is one the package has facts about.', mistakes: unknownRegion },
  { holds: 'Every zone is one of the region.', mistakes: foreignZones },
  { holds: 'There is one zone or three.', mistakes: zoneCount },
  { holds: 'Every controller has a zone of the deployment.', mistakes: controllerZones },
  {
    holds: 'No zone is named twice.',
    mistakes: ({ zones = [] }) =>
      repeated(zones).map(({ value, index }) => mistake(`zones[${index}]`, 'is named twice', value, 'each zone once')),
  },
];
