export function overflow(): { readonly wide: number; readonly hidden: readonly string[] };
export function links(): {
  readonly links: number;
  readonly broken: readonly string[];
  readonly twice: readonly string[];
};
export function paleTexts(least: number): readonly string[];
export function visibleRows(): number;
export function paper(): string;
export function emptySearch(): void;
export function searchSays(): string;
export function missing(): Readonly<Record<'label' | 'language' | 'drawing', boolean>> & { readonly captions: number };
export function controls(): number;
