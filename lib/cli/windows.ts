/** Spans of days on the command line, both ends included: `2026-11-20/2026-12-01`. */
import { BadInput } from './failures';

const SPAN = /^(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/;

/** The span that a day is in. */
export function within(option: string, spans: readonly string[] = [], day: string): string | undefined {
  const wrong = spans.filter((span) => !SPAN.test(span));
  if (wrong.length > 0)
    throw new BadInput(wrong.map((span) => `${option}: got "${span}"; allowed: FIRST-DAY/LAST-DAY, as YYYY-MM-DD`));
  return spans.find((span) => {
    const [, first = '', last = ''] = SPAN.exec(span) ?? [];
    return first <= day && day <= last;
  });
}
