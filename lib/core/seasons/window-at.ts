/** The window of a calendar row that a moment is in. */
import type { Window, WindowRow } from './calendar';
import { day, instantOf, instantText, minute } from './dates';

/** `lead` and `hold` in minutes widen each window. */
export function windowAt(rows: readonly WindowRow[], at: number, lead = 0, hold = 0): Window | undefined {
  for (const row of rows) {
    const window = { start: instantOf(row.start) - lead * minute, end: instantOf(row.end) + hold * minute };
    const every = (row.everyDays ?? 1) * day;
    const index = Math.floor((at - window.start) / every);
    const shift = Math.min(Math.max(index, 0), (row.times ?? 1) - 1) * every;
    const shifted = { start: window.start + shift, end: window.end + shift };
    if (at >= shifted.start && at < shifted.end) return shifted;
  }
  return undefined;
}

export const textOfWindow = ({ start, end }: Window): { readonly start: string; readonly end: string } => ({
  start: instantText(start, 0),
  end: instantText(end, 0),
});
