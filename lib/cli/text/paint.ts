/** How emphasis looks on the terminal at hand; plain where nobody watches. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly alert: (text: string) => string;
}

const same = (text: string): string => text;
const ansi =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

export const plain: Paint = { strong: same, faint: same, alert: same };
export const coloured: Paint = { strong: ansi(1), faint: ansi(2), alert: ansi(33) };
