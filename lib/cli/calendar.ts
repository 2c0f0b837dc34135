/** What the calendar of a deployment file says of a moment, for the guard. */
import type { Plan } from '../core';
import { textOfWindow, windowAt } from '../core/seasons/window-at';

export interface CalendarMoment {
  /** Freeze that holds, with its reason and its end. */
  readonly freeze?: string;
  /** Season that holds, lead and hold included, with its end. */
  readonly season?: string;
  /** Parameters that may change inside a freeze. */
  readonly seasonParameters: readonly string[];
}

/** `at` in milliseconds since 1970. */
export function calendarAt({ freezes, seasons }: Plan, at: number): CalendarMoment {
  const frozen = freezes.flatMap(({ name, reason, windows }) => {
    const window = windowAt(windows, at);
    return window ? [`${name} until ${textOfWindow(window).end}${reason === undefined ? '' : ` (${reason})`}`] : [];
  });
  const under = (seasons?.seasons ?? []).flatMap(({ name, enabled, windows, leadMinutes, holdMinutes }) => {
    const window = enabled ? windowAt(windows, at, leadMinutes, holdMinutes) : undefined;
    return window ? [`${name} until ${textOfWindow(window).end}`] : [];
  });
  return {
    ...(frozen.length > 0 && { freeze: frozen.join(', ') }),
    ...(under.length > 0 && { season: under.join(', ') }),
    seasonParameters: (seasons?.parameters ?? []).map(({ id }) => id),
  };
}
