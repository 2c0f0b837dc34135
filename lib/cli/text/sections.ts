import { type Look, defaultLook } from './table';
import { wrap } from './wrap';

/** A titled block; an empty body means there is nothing to say, so the title goes too. */
export interface Section {
  readonly title: string;
  readonly body: string;
}

export function sections(blocks: readonly Section[], look = defaultLook): string {
  return blocks
    .filter((block) => block.body !== '')
    .map((block) => `${look.paint.strong(block.title)}\n${indent(block.body)}`)
    .join('\n\n');
}

/** What a section may use of the line: its body is indented. */
export const inside = (look: Look): Look => ({ ...look, width: look.width - 2 });

export function bullets(items: readonly string[], look = defaultLook): string {
  return items
    .map((item) =>
      wrap(item, look.width - 2)
        .map((line, i) => `${i === 0 ? '-' : ' '} ${line}`)
        .join('\n'),
    )
    .join('\n');
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
