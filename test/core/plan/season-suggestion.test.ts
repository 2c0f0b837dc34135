/** What a load asks of the seasons of a file. */
import { plan as decide } from '../../../lib/core';
import type { Season } from '../../../lib/core/deployment/seasons';
import { clusterOf, seasonReport } from '../../../lib/core/plan/season-report';
import { hour, instantOf, minute } from '../../../lib/core/seasons/dates';
import { neededLeadMinutes } from '../../../lib/core/seasons/lead-time';
import type { LoadPoint } from '../../../lib/core/seasons/load';
import { sample } from '../../fixtures/deployments';

const start = instantOf('2026-11-27T00:00:00Z');
const peak: Season = {
  name: 'peak',
  timeZone: 'UTC',
  start: '2026-11-27T00:00',
  end: '2026-11-28T00:00',
  brokersPerZone: 5,
  leadMinutes: 30,
  holdMinutes: 0,
};

const planned = (seasons: readonly Season[], slotsPerZone = 8) =>
  decide(sample({ brokers: { ...sample().brokers, perZone: 2, slotsPerZone }, seasons }), '2026-11-22');

/** Load of a zone that needs so many brokers with one zone lost, from an instant until the next; five minutes a point. */
function report(seasons: readonly Season[], needs: Readonly<Record<number, number>>, slotsPerZone?: number) {
  const plan = planned(seasons, slotsPerZone);
  const { surviving, processorMBps } = clusterOf(plan);
  let brokers = 1;
  const load: LoadPoint[] = Array.from({ length: 39 * 12 }, (_, index) => {
    const at = start - 3 * hour + index * 5 * minute;
    brokers = needs[(at - start) / minute] ?? brokers;
    // Reading costs no network where the processors are the limit: half of it each way.
    const total = (brokers - 0.5) * surviving * processorMBps;
    return { at, inMBps: total / 100, outMBps: (total * 99) / 100 };
  });
  return seasonReport(plan, load);
}

const suggestionOf = (...given: Parameters<typeof report>) => report(...given).suggestion;
const day = 24 * 60;

test('a load that the baseline carries needs no season', () => {
  const { peakSize, sentences } = suggestionOf([peak], { 0: 2, [day]: 1 });
  expect(peakSize).toBe(2);
  expect(sentences[0]).toBe('2 brokers a zone carry this load at its peak with one zone lost: you do not need this.');
});

test('sizes are those of the load: inside the season, and outside', () => {
  expect(suggestionOf([peak], { 0: 4, [day]: 1 })).toMatchObject({ peakSize: 4, floor: 1 });
  const { floor, sentences } = suggestionOf([peak], { 0: 4, [day]: 1, [day + 600]: 3, [day + 700]: 1 });
  expect(floor).toBe(3);
  expect(sentences.join(' ')).toContain('Outside the seasons the load needs 3 brokers a zone, the baseline is 2');
});

test('load that rises before the season asks for a longer lead, not for a larger baseline', () => {
  const { leadMinutes, floor, sentences } = suggestionOf([peak], { [-50]: 4, [day]: 1 });
  expect(floor).toBe(1);
  expect(leadMinutes).toBe(Math.ceil((50 + 2 * neededLeadMinutes) / 5) * 5);
  expect(sentences).toContainEqual(
    `The load needs more than the baseline 50 minutes before its season starts: with what new brokers take, a lead of ${50 + neededLeadMinutes} minutes or an earlier start; peak has 30.`,
  );
});

test('with enough lead nothing is said of it, and without an early rise twice the time of a new broker is enough', () => {
  const long = { ...peak, leadMinutes: 120 };
  expect(suggestionOf([long], { [-50]: 4, [day]: 1 }).sentences.join()).not.toContain('before its season starts');
  expect(suggestionOf([peak], { 0: 4, [day]: 1 }).leadMinutes).toBe(Math.ceil((2 * neededLeadMinutes) / 5) * 5);
});

test('a peak above the slots says so', () =>
  expect(suggestionOf([peak], { 0: 7, [day]: 1 }, 6).sentences.join(' ')).toContain(
    'The peak needs 7 brokers a zone and the slots leave room for 5: raise brokers.slotsPerZone.',
  ));

test('seasons that hold the peak all year save nothing', () => {
  const every: Season = { ...peak, every: 'day', start: '00:00', end: '22:55', brokersPerZone: 6, leadMinutes: 0 };
  expect(suggestionOf([every], { 0: 4, [day]: 1 }).sentences).toContain(
    'Seasons save nothing here: a year at the size of the peak costs no more.',
  );
});

test('three policies are compared: flat is never short and costs more than seasons, the baseline falls short', () => {
  const [seasons, flat, none] = report([peak], { 0: 5, [day]: 1 }).outcomes;
  expect([seasons!.shortfallMinutes, flat!.shortfallMinutes]).toEqual([0, 0]);
  expect(none!.shortfallMinutes).toBeGreaterThan(0);
  expect(seasons!.usd).toBeLessThan(flat!.usd);
});
