/**
 * Aligned tables for a terminal. Columns are as wide as their longest cell; the columns that `wraps` share what is left of
 * the line, so the numbers and names people copy are never broken.
 */
import { type Paint, plain } from './paint';
import { wrap } from './wrap';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Prose: broken over several lines where the table would be wider than the terminal. */
  readonly wraps?: boolean;
}

export interface Look {
  /** Characters of a line. */
  readonly width: number;
  readonly paint: Paint;
}

export const defaultLook: Look = { width: 100, paint: plain };

const gap = 2;
/** Narrower than this, wrapped prose is a ladder of words. */
const narrowest = 20;

/** No rows, no text: a title line alone says nothing. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], look = defaultLook): string {
  if (rows.length === 0) return '';
  const titles = columns.map((column) => column.title);
  const titled = titles.some((title) => title !== '');
  const widths = fit(columns, titled ? [titles, ...rows] : rows, look.width);
  const body = rows.flatMap((row) => lines(columns, row, widths));
  const head = titled ? lines(columns, titles, widths).map(look.paint.faint) : [];
  return [...head, ...body].join('\n');
}

/** Two columns without titles: what it is, and its value. */
export function facts(rows: readonly (readonly [string, string])[], look = defaultLook): string {
  return table([{ title: '' }, { title: '', wraps: true }], rows, look);
}

function fit(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): readonly number[] {
  const natural = columns.map((_, i) => Math.max(0, ...rows.map((row) => cell(row, i).length)));
  const prose = columns.flatMap((column, i) => (column.wraps ? [i] : []));
  let left = width - gap * (columns.length - 1) - sum(natural.filter((_, i) => !prose.includes(i)));
  const widths = [...natural];
  // The narrowest prose first: what it does not need goes to the wider ones.
  [...prose]
    .sort((a, b) => (natural[a] ?? 0) - (natural[b] ?? 0))
    .forEach((column, done) => {
      const share = Math.max(narrowest, Math.floor(left / (prose.length - done)));
      widths[column] = Math.min(natural[column] ?? 0, share);
      left -= widths[column] ?? 0;
    });
  return widths;
}

function lines(columns: readonly Column[], row: readonly string[], widths: readonly number[]): string[] {
  const cells = columns.map((column, i) => (column.wraps ? wrap(cell(row, i), widths[i] ?? 0) : [cell(row, i)]));
  const height = Math.max(...cells.map((part) => part.length));
  return Array.from({ length: height }, (_, y) =>
    cells
      .map((part, i) => pad(part[y] ?? '', widths[i] ?? 0, columns[i]?.align))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

const cell = (row: readonly string[], index: number): string => row[index] ?? '';
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const pad = (text: string, width: number, align: Column['align']): string =>
  align === 'right' ? text.padStart(width) : text.padEnd(width);
