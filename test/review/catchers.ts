/** Which tool catches a fault. */
import { changes, failures, review, type Packet, type TemplateFile } from '../../lib/review';
import { guard, type Differ } from '../../lib/guard';
import type { Fault } from './faults';
import { mutated } from './mutate';

export const MADE = { from: 'deployments/inventory.yaml', day: '2026-11-22', version: '0.0.0' };

export interface Baseline {
  readonly files: readonly TemplateFile[];
  readonly packet: Packet;
  readonly differ: Differ;
}

export interface Caught {
  readonly review: boolean;
  readonly guard: boolean;
}

export function catchers(
  { files, packet, differ }: Baseline,
  { fault, change }: Pick<Fault, 'fault' | 'change'>,
): Caught {
  const faulty = mutated(files, change);
  if (faulty.every((file, i) => file.text === files[i]?.text)) throw new Error(`"${fault}" changes nothing`);
  const now = review(faulty, MADE);
  const widened = changes(packet, now).some(({ risk }) => risk === 'widened');
  return {
    review: widened || failures(now).length > 0,
    guard: guard({ deployed: files, proposed: faulty }, differ).length > 0,
  };
}

/** Rows of the table in docs/review-faults.md. */
export interface TableRow {
  readonly fault: string;
  readonly review: boolean;
  readonly guard: boolean;
  readonly packs: boolean;
}

/** Reads the table of the documentation back. */
export function tableRows(markdown: string): readonly TableRow[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| ') && !/^\| (Fault|-+) /.test(line));
  return lines.map((line) => {
    const [, fault = '', ...marks] = line.split('|').map((cell) => cell.trim());
    const [byReview, byGuard, byPacks] = marks.map((mark) => mark === 'yes');
    return { fault, review: byReview === true, guard: byGuard === true, packs: byPacks === true };
  });
}
