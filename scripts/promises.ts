/** npm run promises: writes README's table of promises from `lib/cli/promises.ts`. A test fails where the two differ. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promises } from '../lib/cli/promises';

export const README = join(__dirname, '../README.md');
const PLACE = /(<!-- promises: npm run promises -->\n)[^]*?(<!-- end of promises -->)/;

/** README with the table as the rows say. */
export function withPromises(text: string): string {
  if (!PLACE.test(text)) throw new Error('README.md has no place for the promises');
  return text.replace(PLACE, (_, begin: string, end: string) => `${begin}\n${table().join('\n')}\n\n${end}`);
}

function table(): string[] {
  const head = ['promise', 'proof', 'where, and against what', '`verify` shows it'];
  const rows = promises.map(({ promise, proof, how, checks = [], unchecked }) => [
    promise,
    proof,
    how,
    unchecked === undefined ? checks.map((id) => `\`${id}\``).join(', ') : `no: ${unchecked}`,
  ]);
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column]!)].map((cell) => cell.length))); // prettier-ignore
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

if (require.main === module) writeFileSync(README, withPromises(readFileSync(README, 'utf8')));
