/** What `verify` found as a page of text: one check after the other with its evidence, then the count. */
import { promise } from '../promises';
import type { Verified } from '../verify/verify';
import { bullets, inside, sections } from './sections';
import type { Look } from './table';

export function verifyText(rows: readonly Verified[], look: Look): string {
  const within = inside(look);
  const blocks = rows.map(({ id, shows, promises, result, evidence }) => ({
    title: `${mark(result, look)} ${id}: ${shows}`,
    body: bullets([...evidence, `for the promise: ${promises.map(promise).join('; ')}`], within),
  }));
  const count = (wanted: Verified['result']): number => rows.filter(({ result }) => result === wanted).length;
  return `${sections(blocks, look)}\n\n${count('pass')} passed, ${count('fail')} failed, ${count('not run')} not run`;
}

const mark = (result: Verified['result'], { paint }: Look): string =>
  result === 'fail' ? paint.alert('FAIL') : result === 'pass' ? 'pass' : paint.faint('not run');
