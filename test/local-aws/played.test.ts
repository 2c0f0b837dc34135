/** The table of what is played, and the pages of AWS that the engine names, say the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const engine = join(__dirname, 'engine');
const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
const pagesIn = (text: string): string[] => text.match(/https:\/\/docs\.aws\.amazon\.com\/[\w/.-]*\.html/g) ?? [];
const followed = new Set(sources.flatMap((file) => pagesIn(readFileSync(join(engine, file), 'utf8'))));

const readme = readFileSync(join(__dirname, 'README.md'), 'utf8');
const table = /^## What it plays.*\n\n\|.*\n\|.*\n((?:\|.*\n)+)/m.exec(readme)![1]!;
const rows = table.trim().split('\n').map((row) => ({ behaviour: row.split('|')[1]!.trim(), pages: pagesIn(row) })); // prettier-ignore

test.each(rows)('$behaviour: every page of the row is named where the engine plays it', ({ pages }) => {
  expect(pages).not.toEqual([]);
  expect(pages.filter((page) => !followed.has(page))).toEqual([]);
});

test('every page that the engine follows stands in the table', () => {
  const listed = new Set(rows.flatMap(({ pages }) => pages));
  expect([...followed].filter((page) => !listed.has(page))).toEqual([]);
});

test('no source names a page of AWS otherwise than whole', () => {
  for (const file of sources) {
    const text = readFileSync(join(engine, file), 'utf8');
    expect({ file, named: text.match(/https:\/\/docs\.aws/g) ?? [] }).toEqual({ file, named: pagesIn(text).map(() => 'https://docs.aws') }); // prettier-ignore
  }
});
