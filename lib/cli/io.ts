/** The world a command runs in; tests give their own. */
import { coloured, plain } from './text/paint';
import type { Look } from './text/table';

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Today in UTC, `YYYY-MM-DD`. */
  readonly today: () => string;
  /** UTC milliseconds. */
  readonly now: () => number;
}

export const processIo = (): Io => ({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  today: () => new Date().toISOString().slice(0, 10),
  now: () => Date.now(),
});

/** Lines shorter than this break tables, longer ones tire the eye; a pipe gets the middle. */
const [narrowest, usual, widest] = [80, 100, 120] as const;

export function look({ stdout, env }: Io): Look {
  const watched = stdout.isTTY === true;
  const width = Math.min(widest, Math.max(narrowest, (watched && stdout.columns) || usual));
  return { width, paint: watched && !env.NO_COLOR ? coloured : plain };
}

export function line(sink: Sink, text: string): void {
  sink.write(`${text}\n`);
}

export function json(sink: Sink, value: unknown): void {
  line(sink, JSON.stringify(value, null, 2));
}
