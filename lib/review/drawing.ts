/** The flows as a drawing: parties in columns, one line for each pair, its ports beside it. */
import type { Flow } from './network';

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly string[];
}

/** Each rule is written twice, at both ends; a drawing shows it once. */
export function linesOf(flows: readonly Flow[]): readonly Line[] {
  const lines = new Map<string, { from: string; to: string; ports: Set<string> }>();
  for (const { from, to, port } of flows) {
    if (to === '127.0.0.1/32') continue;
    const key = `${from}\n${to}`;
    const line = lines.get(key) ?? { from, to, ports: new Set() };
    lines.set(key, { ...line, ports: line.ports.add(port) });
  }
  return [...lines.values()].map(({ from, to, ports }) => ({ from, to, ports: [...ports].sort() }));
}

const partiesOf = (lines: readonly Line[]): readonly string[] => [
  ...new Set(lines.flatMap(({ from, to }) => [from, to])),
];

/** Logical ids carry the path and a hash; the end of the path is what people read. */
export const shortName = (party: string): string =>
  party
    .replace(/^[A-Z]\w*?Ports(?=[A-Z])/, '')
    .replace(/^Network(?=Endpoint)/, '')
    .replace(/[0-9A-F]{8}$/, '');

export function mermaid(flows: readonly Flow[]): string {
  const lines = linesOf(flows);
  const parties = partiesOf(lines);
  const id = (party: string) => `p${parties.indexOf(party)}`;
  return [
    'flowchart LR',
    ...parties.map((party) => `  ${id(party)}["${shortName(party).replace(/["`\s]+/g, ' ')}"]`),
    ...lines.map(({ from, to, ports }) => `  ${id(from)} -->|"${ports.join(', ')}"| ${id(to)}`),
  ].join('\n');
}

const BOX = { width: 210, height: 44, gapX: 230, gapY: 30, margin: 12 } as const;

/** An SVG without script, style sheet or outside reference. */
export function svg(flows: readonly Flow[]): string {
  const lines = linesOf(flows);
  const parties = partiesOf(lines);
  const boxes = place(parties, lines);
  const at = (party: string): Box => boxes.get(party) ?? { x: 0, y: 0 };
  const width = 3 * BOX.width + 2 * BOX.gapX + 2 * BOX.margin;
  const height = Math.max(0, ...[...boxes.values()].map(({ y }) => y)) + BOX.height + BOX.margin;
  const between = lines.filter(({ from, to }) => from !== to);
  const drawn = [
    ...between.map((line, i) => arrow(at(line.from), at(line.to), line, i)),
    ...parties.map((party) => box(at(party), party, among(lines, party))),
  ];
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Allowed flows" xmlns="http://www.w3.org/2000/svg"><defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" style="fill:var(--faint)"/></marker></defs>${drawn.join('')}</svg>`;
}

const among = (lines: readonly Line[], party: string): Line | undefined =>
  lines.find(({ from, to }) => from === party && to === party);

function place(parties: readonly string[], lines: readonly Line[]): ReadonlyMap<string, Box> {
  const columns: string[][] = [[], [], []];
  for (const party of parties) columns[columnOf(party, lines)]?.push(party);
  return new Map(columns.flatMap((column, x) => column.map((party, y) => [party, boxAt(x, y)] as const)));
}

/** Only sending: left. Only receiving: right. Both: the middle. */
function columnOf(party: string, lines: readonly Line[]): number {
  const others = lines.filter(({ from, to }) => from !== to);
  const [sends, receives] = [others.some(({ from }) => from === party), others.some(({ to }) => to === party)];
  return sends && receives ? 1 : sends ? 0 : receives ? 2 : 1;
}

interface Box {
  readonly x: number;
  readonly y: number;
}

const boxAt = (column: number, row: number): Box => ({
  x: BOX.margin + column * (BOX.width + BOX.gapX),
  y: BOX.margin + BOX.gapY / 2 + row * (BOX.height + BOX.gapY),
});

function box({ x, y }: Box, party: string, own?: Line): string {
  const inner = own
    ? `<text x="${x + BOX.width / 2}" y="${y + 35}" font-size="11" text-anchor="middle" style="fill:var(--faint)">among themselves: ${escapeXml(own.ports.join(', '))}</text>`
    : '';
  return `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" style="fill:var(--head);stroke:var(--faint)"/><text x="${x + BOX.width / 2}" y="${y + (own ? 19 : 27)}" font-size="13" text-anchor="middle" style="fill:var(--ink)">${escapeXml(cut(shortName(party)))}</text>${inner}`;
}

function arrow(from: Box, to: Box, { ports }: Line, position: number): string {
  const { x1, y1, x2, y2 } = from.x === to.x ? upOrDown(from, to) : across(from, to);
  // Labels of neighbouring lines stand at different places, so that they do not cover each other.
  const part = from.x === to.x ? 0.5 : 0.3 + (position % 3) * 0.2;
  const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part + 4];
  const label = `<text x="${x}" y="${y}" font-size="11" text-anchor="middle" stroke-width="4" paint-order="stroke" style="fill:var(--ink);stroke:var(--paper)">${escapeXml(ports.join(', '))}</text>`;
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" style="stroke:var(--faint)" marker-end="url(#tip)"/>${label}`;
}

/** Between columns: from side to side. */
function across(from: Box, to: Box) {
  const right = to.x > from.x;
  return {
    x1: right ? from.x + BOX.width : from.x,
    y1: from.y + BOX.height / 2,
    x2: right ? to.x : to.x + BOX.width,
    y2: to.y + BOX.height / 2,
  };
}

/** In one column: down on the left, up on the right, so that both directions are seen. */
function upOrDown(from: Box, to: Box) {
  const down = to.y > from.y;
  const x = from.x + BOX.width * (down ? 0.25 : 0.75);
  return { x1: x, y1: down ? from.y + BOX.height : from.y, x2: x, y2: down ? to.y : to.y + BOX.height };
}

const cut = (text: string): string => (text.length > 28 ? `${text.slice(0, 27)}…` : text);
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
