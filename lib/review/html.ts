/** The packet as one HTML file: no outside request, readable on a phone and on paper, with a search box. */
import type { ChangeRow } from './change';
import { documentOf, type DocumentTable, type Part } from './document';
import { escapeXml, svg } from './drawing';
import { SCRIPT, STYLE } from './html-parts';
import type { Packet } from './packet';

/** The browser itself refuses whatever would leave the file. */
const CSP = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

export function html(packet: Packet, changed?: readonly ChangeRow[]): string {
  const parts = documentOf(packet, changed);
  const stacks = packet.templates.map(({ stack }) => stack).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${CSP}">
<title>Security review: ${escapeXml(stacks)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header><h1>Security review</h1><p>${escapeXml(stacks)}</p>
<p class="search"><label for="q">Search all tables</label> <input id="q" type="search" autocomplete="off"> <output id="n" for="q" aria-live="polite"></output></p>
</header>
${contents(parts)}
<main>
${parts.map((part) => section(part, packet)).join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function contents(parts: readonly Part[]): string {
  const link = ({ id, title }: Part) => `<a href="#${id}">${escapeXml(title)}</a>`;
  return `<nav aria-label="Contents">${parts
    .filter(({ level }) => level === 2)
    .map(link)
    .join(' ')}</nav>`;
}

function section(part: Part, { network }: Packet): string {
  const words = (part.words ?? []).map((text) => `<p>${escapeXml(text)}</p>`).join('');
  const drawing = part.drawing
    ? `<figure>${svg(network.flows)}<figcaption>Allowed flows; the table below is complete.</figcaption></figure>`
    : '';
  return `<section id="${part.id}"><h${part.level}>${escapeXml(part.title)}</h${part.level}>${words}${drawing}${table(part)}</section>`;
}

function table({ table: given, title }: Part): string {
  if (given === undefined || given.rows.length === 0) return '';
  const head = given.columns.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join('');
  return `<table><caption>${escapeXml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${given.rows.map((row) => tableRow(given, row)).join('')}</tbody></table>`;
}

function tableRow({ columns }: DocumentTable, row: readonly string[]): string {
  const cells = row.map((text, i) => `<td data-name="${escapeXml(columns[i] ?? '')}"${mark(text)}>${lines(text)}</td>`);
  return `<tr>${cells.join('')}</tr>`;
}

const lines = (text: string): string => text.split('\n').map(escapeXml).join('<br>');

const BAD =
  /^(no|NO|widened)$|NO REASON GIVEN|NOT ENCRYPTED|FOR EVER|EVERYTHING PASSES|DEFAULT GROUP|LEFT BEHIND|NONE IS TAKEN|EXPIRED|NOT KNOWN/;

/** A class for what a reader must not miss; colour is never the only sign. */
function mark(text: string): string {
  const classes = [
    ...(BAD.test(text) ? ['bad'] : []),
    ...(/^(yes|narrowed)$/.test(text) ? ['good'] : []),
    ...(/^\S{1,16}$/.test(text) ? ['word'] : []),
  ];
  return classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
}
