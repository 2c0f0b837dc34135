/** The packet as Markdown. */
import type { ChangeRow } from './change';
import { documentOf, type DocumentTable, type Part } from './document';
import { mermaid } from './drawing';
import type { Packet } from './packet';

export function markdown(packet: Packet, changed?: readonly ChangeRow[]): string {
  const parts = documentOf(packet, changed).map((part) => partText(part, packet));
  return `${['# Security review', ...parts].join('\n\n')}\n`;
}

function partText(part: Part, { network }: Packet): string {
  const drawing = part.drawing ? [`\`\`\`mermaid\n${mermaid(network.flows)}\n\`\`\``] : [];
  const words = part.words ?? [];
  const listed = words.length > 2 ? [words.map((text) => `- ${paragraph(text)}`).join('\n')] : words.map(paragraph);
  return [`${'#'.repeat(part.level)} ${escape(part.title)}`, ...listed, ...drawing, ...tableText(part.table)].join(
    '\n\n',
  );
}

function tableText(table: DocumentTable | undefined): string[] {
  if (table === undefined || table.rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
  const rule = `| ${table.columns.map(() => '---').join(' | ')} |`;
  return [[line(table.columns), rule, ...table.rows.map(line)].join('\n')];
}

/** Nothing in a template may end a cell, begin a heading, or become markup. */
const escape = (text: string): string => text.replace(/[\\`*_[\]<>|#&~]/g, '\\$&').replace(/\r?\n|\r/g, '<br>');

/** Nor begin a list or underline a heading, where it begins a line. */
const paragraph = (text: string): string => escape(text).replace(/^(\s*)([-+=]|\d+(?=[.)]))/, '$1\\$2');
