import type { Draft } from '../draft';
import type { Mistake } from '../mistakes';

/** One thing that must hold between values. It says nothing where a value it needs is missing or ill-formed. */
export interface Rule {
  /** What must hold, in a sentence. */
  readonly holds: string;
  readonly mistakes: (draft: Draft) => readonly Mistake[];
}

/** Every value that occurs again later, with its place. */
export function repeated<T>(values: readonly T[]): readonly { readonly value: T; readonly index: number }[] {
  return values
    .map((value, index) => ({ value, index }))
    .filter(({ value, index }) => value !== undefined && values.indexOf(value) < index);
}

/** A list as one reads it: `a, b, c`, or what `none` says. */
export const listed = (values: readonly string[], none = 'none'): string => (values.length ? values.join(', ') : none);
