import { BadInput } from '../failures';

/** A day of the calendar: 2026-02-30 would silently become March. */
export function day(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parsed.valueOf());
  if (real && parsed.toISOString().startsWith(text)) return text;
  throw new BadInput([`--as-of: is no day of the calendar, got "${text}"; allowed: YYYY-MM-DD`]);
}
