/** Text on a terminal: aligned, within the line, and never at the price of a name that somebody copies. */
import { coloured, plain } from '../../lib/cli/text/paint';
import { bullets, sections } from '../../lib/cli/text/sections';
import { facts, table } from '../../lib/cli/text/table';
import { nearest } from '../../lib/cli/text/nearest';
import { addressSpan, rate, share, span, usd, whole } from '../../lib/cli/text/units';

const look = (width: number, paint = plain) => ({ width, paint });

test('a table aligns its columns, numbers to the right', () => {
  const columns = [{ title: 'stack' }, { title: 'resources', align: 'right' as const }];
  expect(
    table(columns, [
      ['a-data', '7'],
      ['a-cluster', '120'],
    ]),
  ).toBe('stack      resources\na-data             7\na-cluster        120');
});

test('only prose is broken, and every line fits', () => {
  const columns = [{ title: 'id' }, { title: 'why', wraps: true }, { title: 'how', wraps: true }];
  const id = 'a-name-of-thirty-characters-xx';
  const text = table(columns, [[id, 'one two three '.repeat(9), 'four five six '.repeat(9)]], look(80));
  expect(text).toContain(id);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('prose that needs little leaves the rest of the line to prose that needs more', () => {
  const columns = [
    { title: 'a', wraps: true },
    { title: 'b', wraps: true },
  ];
  const long = 'word '.repeat(14).trim();
  expect(table(columns, [['short', long]], look(80)).split('\n')).toEqual(['a      b', `short  ${long}`]);
});

test('colour changes no width', () => {
  const rows = [['x', 'y']];
  const columns = [{ title: 'one' }, { title: 'two' }];
  expect(table(columns, rows, look(80, coloured)).replace(/\u001b\[\d+m/g, '')).toBe(table(columns, rows, look(80)));
});

test('facts have no title line', () => {
  expect(facts([['region', 'us-east-1']])).toBe('region  us-east-1');
});

test('a section without a body disappears with its title', () => {
  const text = sections([
    { title: 'Zones', body: 'one\ntwo' },
    { title: 'Warnings', body: '' },
  ]);
  expect(text).toBe('Zones\n  one\n  two');
});

test('a long bullet continues under its text', () => {
  expect(bullets(['one two three'], look(12))).toBe('- one two\n  three');
});

test.each([
  [whole(1234567.8), '1,234,568'],
  [usd(1234.5), '1,234.50'],
  [usd(0), '0.00'],
  [rate(3.14), '3.1'],
  [rate(26.8), '27'],
  [share(174, 500), '35 %'],
  [span(4000, 4002), '4000..4002'],
  [span(3, 3), '3'],
  [addressSpan('10.40.64.8', '10.40.64.12'), '10.40.64.8..12'],
  [addressSpan('10.40.64.250', '10.40.65.2'), '10.40.64.250..10.40.65.2'],
])('%s', (written, expected) => expect(written).toBe(expected));

test('an unknown name gets the nearest known ones, and nonsense gets none', () => {
  const known = ['DataKey', 'DataBucket', 'LogsKey', 'Controllers0Group'];
  expect(nearest('DataKye', known)[0]).toBe('DataKey');
  expect(nearest('bucket', known)[0]).toBe('DataBucket');
  expect(nearest('zzzzzzzz', known)).toEqual([]);
});
