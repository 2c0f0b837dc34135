/** A chart of what was played, as SVG: load against what the brokers carry. Readable on a phone, in the light and in the dark. */
import { day, dayText } from './dates';
import type { LoadPoint } from './load';
import { utilisation, type Cluster, type Minute, type Outcome } from './simulation';

/** Of the drawing; a phone shows it at four fifths, so the smallest letters are 14 high and end above 11 pixels. */
const size = { width: 420, height: 376, left: 50, right: 20, top: 36, bottom: 122 } as const;
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom } as const;

/** Class, label and policy of each line; the load is an area behind them. */
const lines = [
  { key: 'seasons', label: 'carried with seasons' },
  { key: 'flat', label: 'flat, at the size of the peak' },
  { key: 'no seasons', label: 'no seasons, the baseline' },
] as const;

/** Colours that stay apart for people who see few of them, against white and against black. */
const style = `
svg{font:15px system-ui,sans-serif;background:#fff}
.load{fill:#9db8d6}.axis{stroke:#8a8f98;stroke-width:1}.grid{stroke:#e3e6ea;stroke-width:1}text{fill:#1d2127}
.line{fill:none;stroke-width:2}.l0{stroke:#0b6e4f}.l1{stroke:#7a3e9d;stroke-dasharray:7 4}.l2{stroke:#c2410c;stroke-dasharray:2 3}
@media(prefers-color-scheme:dark){svg{background:#14171b}.load{fill:#34506e}.grid{stroke:#2a2f36}text{fill:#e8eaed}
.l0{stroke:#4ad6a4}.l1{stroke:#cf9bf0}.l2{stroke:#ff9a5c}}`;

export function seasonChart(
  title: string,
  outcomes: readonly Outcome[],
  cluster: Cluster,
  load: readonly LoadPoint[],
): string {
  const all = outcomes[0]?.minutes ?? [];
  const points = thinned(all);
  const carriedBy = carriedPerBroker(cluster, load);
  const carried = (minutes: readonly Minute[]) =>
    thinned(minutes).map(({ serving }) => serving * cluster.zones * carriedBy);
  const series = lines.map(({ key }) => carried(outcomes.find(({ policy }) => policy === key)?.minutes ?? []));
  const top = niceTop(Math.max(...points.map(({ inMBps }) => inMBps), ...series.flat()));
  const x = (index: number): number => size.left + (index / Math.max(points.length - 1, 1)) * plot.width;
  const y = (value: number): number => size.top + plot.height * (1 - value / top);
  const parts = [
    `<title>${escape(title)}</title><style>${style}</style>`,
    `<text x="${size.left}" y="22" font-weight="600">${escape(title)}</text>`,
    ...gridLines(top, y),
    `<path class="load" d="${area(
      points.map(({ inMBps }) => inMBps),
      x,
      y,
    )}"/>`,
    ...series.map((values, index) => `<path class="line l${index}" d="${polyline(values, x, y)}"/>`),
    ...days(all, points.length, x),
    `<line class="axis" x1="${size.left}" x2="${size.width - size.right}" y1="${y(0)}" y2="${y(0)}"/>`,
    ...legend(),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">${parts.join('')}</svg>\n`;
}

/** MB/s of one broker, at the busiest moment's share of reading. */
function carriedPerBroker(cluster: Cluster, load: readonly LoadPoint[]): number {
  const busiest = load.reduce(
    (most, point) => (point.inMBps > most.inMBps ? point : most),
    load[0] ?? { at: 0, inMBps: 1, outMBps: 1 },
  );
  return busiest.inMBps / utilisation(busiest, 1, cluster);
}

/** At most as many points as the plot has pixels: of each stretch its highest load and its smallest size. */
function thinned(minutes: readonly Minute[]): readonly Minute[] {
  const step = Math.ceil(minutes.length / plot.width) || 1;
  return Array.from({ length: Math.ceil(minutes.length / step) }, (_, index) => {
    const stretch = minutes.slice(index * step, (index + 1) * step);
    const first = stretch[0] as Minute;
    return {
      ...first,
      inMBps: Math.max(...stretch.map(({ inMBps }) => inMBps)),
      serving: Math.min(...stretch.map(({ serving }) => serving)),
    };
  });
}

function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 4, 5, 8, 10].map((factor) => factor * power).find((top) => top >= value) ?? 10 * power;
}

type Scale = (value: number) => number;

const pixel = (value: number): string => value.toFixed(1);
const polyline = (values: readonly number[], x: Scale, y: Scale): string =>
  values.map((value, index) => `${index === 0 ? 'M' : 'L'}${pixel(x(index))} ${pixel(y(value))}`).join('');
const area = (values: readonly number[], x: Scale, y: Scale): string =>
  `${polyline(values, x, y)}L${pixel(x(values.length - 1))} ${pixel(y(0))}L${pixel(x(0))} ${pixel(y(0))}Z`;

function gridLines(top: number, y: Scale): string[] {
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top);
  return [
    ...marks.map(
      (value) =>
        `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(value)}" y2="${y(value)}"/>` +
        `<text x="${size.left - 5}" y="${y(value) + 4}" text-anchor="end" font-size="14">${Number(value.toPrecision(3))}</text>`,
    ),
  ];
}

/** Midnights in UTC, as many as have room for their date. */
function days(minutes: readonly Minute[], count: number, x: Scale): string[] {
  const midnights = minutes.map(({ at }, index) => ({ at, index })).filter(({ at }) => at % day === 0);
  const every = Math.ceil(midnights.length / 5) || 1;
  return midnights
    .filter((_, index) => index % every === 0)
    .map(({ at, index }) => {
      const place = x((index / Math.max(minutes.length - 1, 1)) * (count - 1));
      const low = size.top + plot.height;
      return (
        `<line class="axis" x1="${pixel(place)}" x2="${pixel(place)}" y1="${low}" y2="${low + 5}"/>` +
        `<text x="${pixel(place)}" y="${low + 25}" text-anchor="middle" font-size="14">${dayText(at / day).slice(5)}${place < size.width / 4 ? ' UTC' : ''}</text>`
      );
    });
}

function legend(): string[] {
  const low = size.top + plot.height + 50;
  const rows = [
    `<rect class="load" x="${size.left}" y="${low - 11}" width="22" height="11"/><text x="${size.left + 30}" y="${low}">load written, MB/s</text>`,
    ...lines.map(
      ({ label }, index) =>
        `<line class="line l${index}" x1="${size.left}" x2="${size.left + 22}" y1="${low + 16 + index * 21}" y2="${low + 16 + index * 21}"/>` +
        `<text x="${size.left + 30}" y="${low + 21 + index * 21}">${label}</text>`,
    ),
  ];
  return rows;
}

export const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter);

/** The chart and the figures, as a page of its own. */
export function seasonPage(
  title: string,
  chart: string,
  rows: readonly (readonly string[])[],
  sentences: readonly string[],
): string {
  const cells = ([head = '', ...rest]: readonly string[], tag: string): string =>
    `<tr><th scope="row">${escape(head)}</th>${rest.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  const [titles = [], ...body] = rows;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escape(title)}</title>
<style>body{font:16px/1.45 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1rem;background:#fff;color:#1d2127}
@media(prefers-color-scheme:dark){body{background:#14171b;color:#e8eaed}}svg{width:100%;height:auto}h1{font-size:1.4rem}
.scroll{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #8886}th:first-child{text-align:left}</style>
</head><body><h1>${escape(title)}</h1>${chart}<div class="scroll"><table>${cells(titles, 'th')}${body.map((row) => cells(row, 'td')).join('')}</table></div>
${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join('\n')}
</body></html>
`;
}
