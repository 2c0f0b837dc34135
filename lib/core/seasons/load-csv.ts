import { mistake, type Mistake } from '../deployment/mistakes';
import { parseInstant } from './dates';
import type { LoadPoint } from './load';

/**
 * Reads `time, MB/s in, MB/s out`, a line for each point, times with their offset; a first line of titles is skipped.
 *
 * @returns the points, or every mistake with its line
 */
export function parseLoad(text: string): {
  readonly load: readonly LoadPoint[];
  readonly mistakes: readonly Mistake[];
} {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), path: `line ${index + 1}` }));
  const filled = lines.filter(({ line }, index) => line !== '' && !(index === 0 && /^[a-z"]/i.test(line)));
  const points = filled.map(({ line, path }) => ({ path, line, point: pointOf(line) }));
  const mistakes = points
    .filter(({ point }) => point === undefined)
    .map(({ path, line }) => mistake(path, 'is no point of a load', line, '2026-11-26T20:00:00-05:00, 31, 155'));
  const load = points.flatMap(({ point }) => (point ? [point] : []));
  const disorder = points.filter(
    ({ point }, index) => index > 0 && point && point.at <= (points[index - 1]?.point?.at ?? -Infinity),
  );
  const late = disorder.map(({ path, line }) =>
    mistake(path, 'is not after the line before it', line, 'points in the order of time'),
  );
  const none =
    filled.length === 0 ? [mistake('', 'holds no point of a load', undefined, 'time, MB/s in, MB/s out')] : [];
  return { load, mistakes: [...mistakes, ...late, ...none] };
}

function pointOf(line: string): LoadPoint | undefined {
  const [time = '', into = '', out = ''] = line.split(',').map((cell) => cell.trim());
  const [at, inMBps, outMBps] = [parseInstant(time), Number(into), Number(out)];
  const isNumber = into !== '' && out !== '' && inMBps >= 0 && outMBps >= 0;
  return at !== undefined && isNumber ? { at, inMBps, outMBps } : undefined;
}
