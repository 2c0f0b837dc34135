/** Inside a freeze the guard accepts season parameters alone, so the rest of the template must stand still. */
import { plan, type Deployment } from '../../../lib/core';
import { keeperDefinition } from '../../../lib/core/render';
import { sample } from '../../fixtures/deployments';

type Season = NonNullable<Deployment['seasons']>[number];

const common = { timeZone: 'America/New_York', brokersPerZone: 3 };
const seasons: readonly Season[] = [
  { ...common, name: 'first-sale', start: '2026-11-25T16:00', end: '2026-11-26T03:00', reserve: true },
  {
    ...common,
    name: 'yearly-sale',
    on: 'fourth thursday of november',
    years: [2026, 2027],
    start: '20:00',
    end: '+4d 06:00',
    reserve: true,
  },
  { ...common, name: 'nightly', every: 'day', start: '22:00', end: '04:00' },
];
const freezes: Deployment['freezes'] = [
  { name: 'no-change', timeZone: 'America/New_York', start: '2026-11-20T20:00', end: '2027-01-04T06:00' },
];

/** What of the seasons reaches a template. */
const rendered = (asOf: string, frozen: Deployment['freezes']): unknown => {
  const decided = plan(sample({ seasons, ...(frozen && { freezes: frozen }) }), asOf);
  const { parameters, seasons: planned } = decided.seasons!;
  return [keeperDefinition(decided), parameters, planned.map(({ reservation }) => reservation)];
};

/** It begins at one in the morning of the 21st, in UTC. */
const began = '2026-11-21';

test.each(['2026-11-27', '2026-12-20', '2027-01-01', '2027-01-04'])(
  'on %s windows have passed, and the templates are those of the day the freeze began',
  (inside) => {
    expect(rendered(inside, freezes)).toEqual(rendered(began, freezes));
    expect(rendered(inside, undefined)).not.toEqual(rendered(began, undefined));
  },
);

test('after the freeze, and without one, the templates are those of the day', () => {
  expect(rendered('2027-01-05', freezes)).toEqual(rendered('2027-01-05', undefined));
  expect(rendered('2026-11-20', freezes)).toEqual(rendered('2026-11-20', undefined));
});

test('inside a freeze that comes every year', () => {
  const yearly: Deployment['freezes'] = [
    {
      name: 'no-change',
      timeZone: 'America/New_York',
      on: 'fourth thursday of november',
      years: [2025, 2026, 2027],
      start: '-6d 20:00',
      end: '+6d 06:00',
    },
  ];
  expect(rendered('2026-11-27', yearly)).toEqual(rendered('2026-11-21', yearly));
});
