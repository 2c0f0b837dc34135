export function chart(): {
  /** Texts that are cut by the edge of the drawing. */
  readonly outside: string[];
  /** Pairs of texts that cover each other. */
  readonly overlapping: string[];
  readonly legend: string[];
  /** Marks of the two axes. */
  readonly values: number;
  readonly days: number;
  /** Pixels of the smallest letters as they are shown. */
  readonly smallest: number;
  readonly lines: { readonly contrast: number; readonly dashes: string }[];
};
