import type { Sink } from '../io';
import { line } from '../io';

/**
 * Says how far a long step is: one line that rewrites itself where somebody watches, otherwise only its end.
 * The returned function takes the bytes done and the bytes there are.
 */
export function progress(sink: Sink, what: string): (done: number, all: number) => void {
  let shown = '';
  return (done, all) => {
    const text = `${what} ${all === 0 ? 100 : Math.floor((100 * done) / all)} %`;
    if (text === shown) return;
    shown = text;
    if (sink.isTTY) sink.write(`\r${text}${done === all ? '\n' : ''}`);
    else if (done === all) line(sink, text);
  };
}
