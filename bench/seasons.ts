/** `npx tsx bench/seasons.ts`: 5 to 40 seasons over ten years in one file: plan time, definition size, one keeper run's work. */
import { stringify } from 'yaml';
import { plan as decide, type Deployment } from '../lib/core';
import { keeperDefinition } from '../lib/core/render';
import { floorAt } from '../lib/core/seasons/floor';
import { readDeployment } from '../lib/files';

const years = Array.from({ length: 10 }, (_, index) => 2027 + index);
const { deployment } = readDeployment('deployments/inventory.yaml');

const seasons = (count: number): Deployment['seasons'] =>
  Array.from({ length: count }, (_, index) => ({
    name: `season-${index}`,
    timeZone: 'America/New_York',
    brokersPerZone: 5,
    start: '01:00',
    end: '04:00',
    ...(index % 2 === 0
      ? { every: 'day' as const, from: '2027-01-01', until: '2036-12-31' }
      : { on: 'fourth thursday of november', years }),
  }));

const timed = <T>(work: () => T): { readonly ms: number; readonly value: T } => {
  const start = process.hrtime.bigint();
  const value = work();
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, value };
};

decide({ ...deployment, seasons: seasons(1) }, '2026-11-22'); // warm
const rows = [5, 10, 20, 40].map((count) => {
  const { ms, value } = timed(() => decide({ ...deployment, seasons: seasons(count) }, '2026-11-22'));
  const bytes = JSON.stringify(keeperDefinition(value)).length;
  const moment = { seasons: value.seasons?.seasons ?? [], settings: {}, override: 'file', baseline: 2, most: 10 };
  const windows = moment.seasons.reduce((sum, season) => sum + season.windows.length, 0);
  floorAt({ ...moment, at: Date.parse('2030-01-01T00:00:00Z') });
  const floor = timed(() => floorAt({ ...moment, at: Date.parse('2030-06-01T00:00:00Z') }));
  return {
    seasons: count,
    planMs: Math.round(ms),
    definitionBytes: bytes,
    windows,
    floorMs: Number(floor.ms.toFixed(3)),
  };
});
process.stdout.write(stringify(rows));
